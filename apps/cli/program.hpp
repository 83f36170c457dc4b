#pragma once
// The program as a whole: finds the verb, reads its options, runs it, and turns errors into messages and exit statuses.
#include <memory>
#include <string>
#include <vector>

#include "apps/cli/verbs/verb.hpp"

namespace vernier::cli {

/// A verb together with the parser of its options.
struct ConfiguredVerb {
  const VerbInfo* info = nullptr;
  std::unique_ptr<Verb> verb;
  std::unique_ptr<CLI::App> app;
};
[[nodiscard]] ConfiguredVerb configure_verb(const VerbInfo& info);

/// Every verb in the order of the help: by group, then by name.
[[nodiscard]] std::vector<const VerbInfo*> sorted_verbs();

/// `arguments` without the program's own name. Never throws.
[[nodiscard]] int run_program(const std::vector<std::string>& arguments, Console& console);

}  // namespace vernier::cli
