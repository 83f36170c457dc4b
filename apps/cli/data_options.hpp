#pragma once
// The keys of a `data:` block as command-line options, made from the one option table of DataOptions.
#include <map>
#include <string>

#include <CLI/CLI.hpp>

#include "vernier/base/json.hpp"
#include "vernier/experiment/experiment.hpp"

namespace vernier::cli {

/// Whether a file named on the command line is an experiment, not data.
[[nodiscard]] bool is_experiment(const std::string& path);

/// Adds --target, --test, --task, --header, ... to a parser and gives back what was said as a `data:` block.
class DataFlags {
 public:
  void add(CLI::App& app);
  /// With `path`, or with `path` as the inputs where --targets names their targets. Throws InvalidArgument.
  [[nodiscard]] Json block(const std::string& path) const;
  /// The experiment of that file, whose data lie in `data_folder` where it is not empty. Throws InvalidArgument where
  /// options of the data are given beside it.
  [[nodiscard]] Experiment experiment(const std::string& path, const std::string& data_folder) const;

 private:
  [[nodiscard]] bool given() const;

  struct Flag {
    std::string text;
    CLI::Option* option = nullptr;
  };
  std::map<std::string, Flag> flags_;  // by the name of the option
};

}  // namespace vernier::cli
