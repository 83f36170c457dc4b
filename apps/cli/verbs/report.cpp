#include <fmt/core.h>

#include "apps/cli/common_options.hpp"
#include "apps/cli/studies.hpp"
#include "apps/cli/verbs/verb.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier::cli {
namespace {

class ReportVerb : public Verb {
 public:
  void configure(CLI::App& app) override {
    whole_number(app.add_option("trial", trial_, "the number that 'ask' gave"), 0)->type_name("TRIAL")->required();
    app.add_option("step", step_, "how far it has come: epochs, folds")->type_name("STEP")->required();
    app.add_option("values", values_, "the value there, one for each objective; nan where it diverged")
        ->type_name("VALUE")
        ->required();
    selection_.add(app, false);
    add_json(app, json_);
  }

  int run(Console& console) override {
    std::vector<double> values;
    for (const std::string& text : values_) {
      const auto value = parse_number(trim(text));
      if (!value) throw InvalidArgument(fmt::format("VALUE is '{}'", text), "a number, or nan");
      values.push_back(*value);
    }
    const Decision decision = load_study(selection_).report(trial_, step_, std::move(values));
    if (json_) {
      console.print_json({{"decision", to_string(decision)}});
    } else {
      console.print_line(to_string(decision));
    }
    return exit_done;
  }

 private:
  StudySelection selection_;
  TrialNumber trial_ = 0;
  double step_ = 0;
  std::vector<std::string> values_;
  bool json_ = false;
};

}  // namespace

const VerbInfo& verb_report() {
  static const VerbInfo info{.name = "report",
                             .summary = "report an intermediate value; prints keep, stop or pause",
                             .group = VerbGroup::one_call,
                             .details = "Examples:\n  vernier report 0 3 0.41",
                             .make = &make_verb<ReportVerb>};
  return info;
}

}  // namespace vernier::cli
