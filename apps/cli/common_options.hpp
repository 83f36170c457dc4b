#pragma once
// Options that several verbs share, so that they are spelled, checked and documented once.
#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "vernier/base/component.hpp"
#include "vernier/study/study_block.hpp"

namespace vernier::cli {

/// Which study of which storage.
struct StudySelection {
  std::string storage = "sqlite:///vernier.db";
  std::string study;

  void add_storage(CLI::App& app);
  /// --storage and --study, or for verbs that look `[STUDY]` as a positional argument as well.
  void add(CLI::App& app, bool positional);
};

/// How a search runs.
struct SearchOptions {
  std::optional<std::int64_t> trials;
  std::string budget;
  std::string timeout;
  int jobs = 1;
  std::string window;
  std::string sampler = "auto";
  std::string pruner = "auto";
  std::optional<std::uint64_t> seed;
  std::vector<std::string> warm_start;
  bool quiet = false;
  bool live = false;

  void add(CLI::App& app);
  void add_sampler(CLI::App& app);  ///< --sampler, --pruner, --seed, --warm-start
  /// Both throw InvalidArgument for an unknown name or option, with the nearest known one.
  [[nodiscard]] Component sampler_component() const;
  [[nodiscard]] Component pruner_component() const;
  /// --timeout in seconds: 90, 90s, 10m, 2h, 1d.
  [[nodiscard]] std::optional<double> timeout_seconds() const;
  /// --window: a number of at least 1; 0 for "none"; nothing where it was not given.
  [[nodiscard]] std::optional<std::int64_t> window_size() const;
  /// Puts what was given on the command line over the `study:` block of a file.
  void overrule(StudyBlock& block, const StudySelection& selection, const CLI::App& app) const;
};

/// --json
void add_json(CLI::App& app, bool& json);
/// --data-folder: where relative paths of data begin.
void add_data_folder(CLI::App& app, std::string& folder);
/// An option that takes one of a few words; anything else is refused with the nearest of them.
CLI::Option* add_choice(CLI::App& app, const std::string& names, std::string& value, std::vector<std::string> choices,
                        const std::string& help);
/// Makes the option take a whole number in these bounds alone.
CLI::Option* whole_number(CLI::Option* option, std::int64_t low,
                          std::int64_t high = std::numeric_limits<std::int64_t>::max());

/// Throws InvalidArgument where `out` cannot be made, or is the very file that it is made of.
void check_output(const std::filesystem::path& out, const std::filesystem::path& from);

}  // namespace vernier::cli
