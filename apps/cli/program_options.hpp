#pragma once
// How `vernier run` is told of the program: an experiment file, or a space and a command line.
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "vernier/workers/program_file.hpp"

namespace vernier::cli {

struct ProgramOptions {
  std::string source;
  std::string space;
  std::vector<std::string> command;
  std::string reads;
  std::string limits;
  std::vector<std::string> devices;
  double devices_per_trial = 1;
  std::int64_t retry = 0;
  std::vector<std::int64_t> retry_on;

  void add(CLI::App& app);
  /// The file with what was given on the command line put over it; its `program` is complete. Throws InvalidArgument.
  [[nodiscard]] ProgramExperiment read(const CLI::App& app) const;
  /// Where relative paths of the program start.
  [[nodiscard]] std::filesystem::path folder() const;
  /// What messages call it.
  [[nodiscard]] std::string where() const { return source.empty() ? "run" : source + ": program"; }
};

}  // namespace vernier::cli
