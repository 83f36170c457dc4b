#include <filesystem>

#include <fmt/core.h>

#include "apps/cli/common_options.hpp"
#include "apps/cli/stored_study.hpp"
#include "apps/cli/studies.hpp"
#include "apps/cli/verbs/verb.hpp"
#include "vernier/figures/study_tables.hpp"

namespace vernier::cli {
namespace {

class AskVerb : public Verb {
 public:
  void configure(CLI::App& app) override {
    selection_.add(app, false);
    app.add_option("--space", space_, "the search space; the study is made where it is missing")
        ->type_name("SPACE.yaml");
    whole_number(app.add_option("-n", count_, "how many trials"), 1, 10000)->capture_default_str();
    search_.add_sampler(app);
    add_json(app, json_);
  }

  int run(Console& console) override {
    Study study = space_.empty() ? load_study(selection_) : open_with_space(selection_, space_, search_);
    for (const std::string& note : study.notes()) console.say(note);
    for (const Trial& trial : study.ask_batch(count_)) {
      if (json_) {
        console.print_json(asked_json(trial));
      } else {
        const auto step = trial.resume_from_step();
        console.print_line(fmt::format("trial {}{}\n  {}", trial.number(),
                                       step ? fmt::format(" (resumes from step {})", table_number(*step)) : "",
                                       params_line(trial.params())));
      }
    }
    return exit_done;
  }

 private:
  StudySelection selection_;
  SearchOptions search_;
  std::string space_;
  std::int64_t count_ = 1;
  bool json_ = false;
};

}  // namespace

const VerbInfo& verb_ask() {
  static const VerbInfo info{.name = "ask",
                             .summary = "get the next trial to run; end it with 'tell'",
                             .group = VerbGroup::one_call,
                             .details =
                                 "With --json one line for each trial: {\"trial\":0,\"params\":{...}}.\n\n"
                                 "Examples:\n  vernier ask --space space.yaml --json\n  vernier tell 0 0.93",
                             .make = &make_verb<AskVerb>};
  return info;
}

}  // namespace vernier::cli
