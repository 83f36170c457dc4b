#include "apps/cli/common_options.hpp"
#include "apps/cli/manual.hpp"
#include "apps/cli/verbs/verb.hpp"

namespace vernier::cli {
namespace {

class CompletionVerb : public Verb {
 public:
  void configure(CLI::App& app) override {
    add_choice(app, "shell", shell_, {"bash", "zsh", "fish"}, "the shell")->required();
  }
  int run(Console& console) override {
    console.print(completion_script(shell_));
    return exit_done;
  }

 private:
  std::string shell_;
};

}  // namespace

const VerbInfo& verb_completion() {
  static const VerbInfo info{.name = "completion",
                             .summary = "print a completion script for a shell",
                             .group = VerbGroup::program,
                             .details =
                                 "Examples:\n  source <(vernier completion bash)\n"
                                 "  vernier completion fish > ~/.config/fish/completions/vernier.fish",
                             .make = &make_verb<CompletionVerb>};
  return info;
}

}  // namespace vernier::cli
