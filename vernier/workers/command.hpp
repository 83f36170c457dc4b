#pragma once
// One call of a program, ready to be made.
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vernier {

struct Command {
  std::vector<std::string> words;          ///< the program (a path, or a name looked for in PATH) and its arguments
  std::vector<std::string> environment{};  ///< "NAME=VALUE", put over what this process has
  std::filesystem::path folder{};          ///< where it runs; empty: here
  std::optional<double> cpu_seconds{};     ///< of each process; then SIGXCPU, and five seconds later SIGKILL
  std::optional<std::uint64_t> memory{};   ///< bytes of private memory of each process (RLIMIT_DATA)
};

/// The words of a command line by the quoting rules of a POSIX shell; nothing is expanded. Throws InvalidArgument for a
/// quote that is not closed.
[[nodiscard]] std::vector<std::string> words_of_command(std::string_view text);
/// The word as a POSIX shell reads it back.
[[nodiscard]] std::string shell_word(std::string_view word);
/// The words as one line for a shell.
[[nodiscard]] std::string shell_line(const std::vector<std::string>& words);

}  // namespace vernier
