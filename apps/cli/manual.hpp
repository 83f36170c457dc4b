#pragma once
// The manual page and the shell completions, generated from the same tables as the help.
#include <string>
#include <string_view>

namespace vernier::cli {

/// The page vernier(1) in roff, for man and mandoc.
[[nodiscard]] std::string manual_page();

/// A completion script for bash, zsh or fish: verbs, options, the words that an option takes, file names, and the names
/// of samplers and pruners. Throws InvalidArgument for another shell.
[[nodiscard]] std::string completion_script(std::string_view shell);

}  // namespace vernier::cli
