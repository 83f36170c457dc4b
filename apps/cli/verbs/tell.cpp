#include <fmt/core.h>

#include "apps/cli/common_options.hpp"
#include "apps/cli/studies.hpp"
#include "apps/cli/verbs/verb.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier::cli {
namespace {

class TellVerb : public Verb {
 public:
  void configure(CLI::App& app) override {
    whole_number(app.add_option("trial", trial_, "the number that 'ask' gave"), 0)->type_name("TRIAL")->required();
    app.add_option("values", values_, "the result, one number for each objective; nan where it diverged")
        ->type_name("VALUE");
    add_choice(app, "--state", state_, {"complete", "failed", "pruned"}, "how it ended");
    app.add_option("--why", why_, "the reason, kept with the trial")->type_name("TEXT");
    app.add_option("--constraints", constraints_, "constraint values, comma-separated; above 0 is violated")
        ->type_name("N,...");
    app.add_option("--cost", cost_, "what the trial took, in any unit, for a search that minds it")->type_name("N");
    selection_.add(app, false);
    add_json(app, json_);
  }

  int run(Console& console) override {
    Outcome outcome;
    outcome.state = trial_state_from_text(state_);
    for (const std::string& value : values_) outcome.values.push_back(number(value, "VALUE"));
    if (!constraints_.empty()) {
      for (const std::string& value : split(constraints_, ',')) {
        outcome.constraints.push_back(number(value, "--constraints"));
      }
    }
    outcome.why = why_;
    outcome.cost = cost_;
    if (outcome.state == TrialState::complete && outcome.values.empty()) {
      throw InvalidArgument("no value was given", "the result of the trial",
                            "Write 'vernier tell TRIAL VALUE', or --state failed --why TEXT.");
    }
    const TrialRecord record = load_study(selection_).tell(trial_, outcome);
    if (json_) {
      console.print_json(to_json(record));
    } else if (record.state != outcome.state) {
      console.say(fmt::format("trial {} is {}{}", record.number, to_string(record.state),
                              record.why.empty() ? "" : ": " + record.why));
    }
    return exit_done;
  }

 private:
  static double number(const std::string& text, std::string_view where) {
    const auto value = parse_number(trim(text));
    if (!value) throw InvalidArgument(fmt::format("{} is '{}'", where, text), "a number, or nan");
    return *value;
  }

  StudySelection selection_;
  TrialNumber trial_ = 0;
  std::vector<std::string> values_;
  std::string state_ = "complete";
  std::string why_;
  std::string constraints_;
  std::optional<double> cost_;
  bool json_ = false;
};

}  // namespace

const VerbInfo& verb_tell() {
  static const VerbInfo info{
      .name = "tell",
      .summary = "end a trial that 'ask' gave out, with its result",
      .group = VerbGroup::one_call,
      .details = "Examples:\n  vernier tell 0 0.93\n  vernier tell 1 --state failed --why 'out of memory'",
      .make = &make_verb<TellVerb>};
  return info;
}

}  // namespace vernier::cli
