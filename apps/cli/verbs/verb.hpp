#pragma once
// One verb of the program: `vernier VERB ...`. Each file of this folder defines one, `const VerbInfo& verb_<stem>()`.
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "apps/cli/console.hpp"

namespace vernier::cli {

/// Under which heading of the help a verb stands, in this order.
enum class VerbGroup { search, one_call, look, trainer, program };
[[nodiscard]] std::string_view to_string(VerbGroup group);

/// How the program ends; the same for every verb.
enum ExitStatus : int {
  exit_done = 0,
  exit_nothing_succeeded = 1,
  exit_bad_input = 2,
  exit_storage_failed = 3,
  exit_interrupted = 130
};

/// A verb while it is used: its members are its options. Errors are thrown as vernier::Error.
class Verb {
 public:
  virtual ~Verb() = default;
  /// Adds options and positional arguments, bound to members.
  virtual void configure(CLI::App& app) = 0;
  /// Takes the words after `--`, which are a command of the user's and no options. False where the verb has none.
  virtual bool take_command(std::vector<std::string>) { return false; }
  /// Does it, after parsing. Returns the exit status.
  virtual int run(Console& console) = 0;
};

struct VerbInfo {
  std::string name;
  std::string summary;  ///< one line, without a full stop
  VerbGroup group;
  std::string details{};  ///< further paragraphs of its help and of the manual, with examples
  std::unique_ptr<Verb> (*make)();
};

template <class Class>
[[nodiscard]] std::unique_ptr<Verb> make_verb() {
  return std::make_unique<Class>();
}

[[nodiscard]] std::span<const VerbInfo* const> builtin_verb_table();  // generated

}  // namespace vernier::cli
