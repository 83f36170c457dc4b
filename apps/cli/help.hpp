#pragma once
// The help pages, and what they, the manual and the shell completions are made of: the options of a parser as text.
#include <string>
#include <vector>

#include "apps/cli/verbs/verb.hpp"

namespace vernier::cli {

/// One option or positional argument.
struct OptionText {
  std::vector<std::string> names;  ///< "-q", "--quiet"; empty for a purely positional argument
  std::string positional;          ///< "STUDY" when it may be given by position
  std::string value;               ///< "N", "FILE", "csv|json"; empty for a flag
  std::string help;
  std::string fallback;  ///< the default, as text; empty without one
  std::string group;     ///< heading
  bool required = false;
  bool repeated = false;  ///< takes several values

  /// The words that `value` lists: csv and json for "csv|json". Empty for an open value.
  [[nodiscard]] std::vector<std::string> choices() const;
};
[[nodiscard]] std::vector<OptionText> describe_options(const CLI::App& app);

/// "vernier show [STUDY] [OPTIONS]"
[[nodiscard]] std::string usage_line(const CLI::App& app);
/// `vernier --help`
[[nodiscard]] std::string program_help(const TerminalStyle& style);
/// `vernier VERB --help`, with its own sub-verbs.
[[nodiscard]] std::string verb_help(const VerbInfo& info, const CLI::App& app, const TerminalStyle& style);

}  // namespace vernier::cli
