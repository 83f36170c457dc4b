#include <cmath>

#include <fmt/core.h>

#include "apps/cli/common_options.hpp"
#include "apps/cli/factor_tables.hpp"
#include "apps/cli/studies.hpp"
#include "apps/cli/verbs/verb.hpp"
#include "vernier/figures/study_figures.hpp"
#include "vernier/importance/importance.hpp"

namespace vernier::cli {
namespace {

class ImportanceVerb : public Verb {
 public:
  void configure(CLI::App& app) override {
    selection_.add(app, true);
    app.add_option("--method", method_, "how it is judged: NAME[:option=value,...]")
        ->type_name("METHOD")
        ->capture_default_str();
    app.add_flag("--signal-to-noise", signal_to_noise_,
                 "main_effects: analyse the signal-to-noise ratio of repeated runs instead of the value");
    add_json(app, json_);
  }

  int run(Console& console) override {
    const Study study = load_study(selection_);
    const Component method = component_from_text(method_);
    const Snapshot snapshot = study.history();
    const History history = snapshot.history();
    const auto found = make_importance(method)->evaluate(history, Rng(history.seed).split("importance"));
    if (json_) {
      print_as_json(console, found);
      return exit_done;
    }
    std::vector<ImportanceBar> bars;
    for (const Importance& one : found) {
      bars.push_back({one.name, one.importance, one.low.value_or(NAN), one.high.value_or(NAN)});
    }
    console.print_figure(importance_figure(bars), static_cast<int>(bars.size()) + 1);
    if (method.name == "main_effects") {
      FactorAnalysisOptions options;
      if (signal_to_noise_) options.response = FactorResponse::signal_to_noise;
      const FactorAnalysis analysis = analyse_factors(history, options);
      print_factor_analysis(console, analysis, signal_to_noise_ ? "S/N (dB)" : objectives_of(study).front().name);
    }
    return exit_done;
  }

 private:
  static void print_as_json(Console& console, const std::vector<Importance>& found) {
    Json json = Json::array();
    for (const Importance& one : found) {
      json.push_back({{"name", one.name},
                      {"importance", one.importance},
                      {"low", one.low ? Json(*one.low) : Json(nullptr)},
                      {"high", one.high ? Json(*one.high) : Json(nullptr)}});
    }
    console.print_json(json);
  }

  StudySelection selection_;
  std::string method_ = "main_effects";
  bool signal_to_noise_ = false;
  bool json_ = false;
};

}  // namespace

const VerbInfo& verb_importance() {
  static const VerbInfo info{.name = "importance",
                             .summary = "which parameters mattered, and the analysis of an orthogonal design",
                             .group = VerbGroup::look,
                             .details =
                                 "The method main_effects prints level means, ranges and ranks (range analysis), the "
                                 "analysis of variance, the main-effect plot and the predicted optimum.\n\n"
                                 "Examples:\n  vernier importance digits\n"
                                 "  vernier importance digits --method main_effects --json",
                             .make = &make_verb<ImportanceVerb>};
  return info;
}

}  // namespace vernier::cli
