#include "apps/cli/manual.hpp"
#include "apps/cli/verbs/verb.hpp"

namespace vernier::cli {
namespace {

class ManVerb : public Verb {
 public:
  void configure(CLI::App&) override {}
  int run(Console& console) override {
    console.print(manual_page());
    return exit_done;
  }
};

}  // namespace

const VerbInfo& verb_man() {
  static const VerbInfo info{
      .name = "man",
      .summary = "print the manual page",
      .group = VerbGroup::program,
      .details = "Examples:\n  vernier man | man -l -\n  vernier man > ~/.local/share/man/man1/vernier.1",
      .make = &make_verb<ManVerb>};
  return info;
}

}  // namespace vernier::cli
