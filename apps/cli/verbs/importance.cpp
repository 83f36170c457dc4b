#include <cmath>

#include <fmt/core.h>

#include "apps/cli/common_options.hpp"
#include "apps/cli/factor_tables.hpp"
#include "apps/cli/studies.hpp"
#include "apps/cli/verbs/verb.hpp"
#include "vernier/figures/effects_figures.hpp"
#include "vernier/figures/study_figures.hpp"
#include "vernier/importance/effects.hpp"
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
    app.add_option("--effects", effects_, "instead: what this parameter does to the result, or what two do together")
        ->type_name("PARAMETER[,PARAMETER]");
    add_json(app, json_);
  }

  int run(Console& console) override {
    const Study study = load_study(selection_);
    const Snapshot snapshot = study.history();
    const History history = snapshot.history();
    const Rng rng = Rng(history.seed).split("importance");
    if (!effects_.empty()) {
      show_effects(console, StudyEffects(history, {}, rng), objectives_of(study).front().name);
      return exit_done;
    }
    Component method = component_from_text(method_);
    if (method == Component("auto")) method = Component(std::string(suitable_importance(history)));
    const auto found = make_importance(method)->evaluate(history, rng);
    if (json_) {
      print_as_json(console, found);
      return exit_done;
    }
    std::vector<ImportanceBar> bars;
    for (const Importance& one : found) {
      const std::string name = one.with.empty() ? one.name : one.name + " x " + one.with;
      bars.push_back({name, one.importance, one.low.value_or(NAN), one.high.value_or(NAN)});
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
      if (!one.with.empty()) json.back()["with"] = one.with;
    }
    console.print_json(json);
  }

  void show_effects(Console& console, const StudyEffects& effects, const std::string& objective) const {
    const std::size_t comma = effects_.find(',');
    if (comma == std::string::npos) {
      const PartialDependence effect = effects.of(effects_);
      if (json_) return console.print_json(effect_json(effect.axis, effect, objective));
      return console.print_figure(partial_dependence_figure(effect, objective), 18);
    }
    const InteractionEffect effect = effects.of(effects_.substr(0, comma), effects_.substr(comma + 1));
    if (json_) {
      Json json = effect_json(effect.first, effect, objective);
      json["with"] = axis_json(effect.second);
      return console.print_json(json);
    }
    console.print_figure(interaction_figure(effect, objective), 18);
    console.print_heading(objective + " by " + effect.first.name + " (rows) and " + effect.second.name);
    console.print_table(interaction_table(effect));
  }

  static Json axis_json(const EffectAxis& axis) {
    Json json{{"name", axis.name}, {"values", Json::array()}, {"trials", axis.trials}};
    for (const ParamValue& value : axis.values) json["values"].push_back(to_json(value));
    return json;
  }

  template <class Effect>
  static Json effect_json(const EffectAxis& axis, const Effect& effect, const std::string& objective) {
    Json json = axis_json(axis);
    json.update({{"objective", objective}, {"mean", effect.mean}, {"low", effect.low}, {"high", effect.high}});
    return json;
  }

  StudySelection selection_;
  std::string method_ = "auto";
  std::string effects_;
  bool signal_to_noise_ = false;
  bool json_ = false;
};

}  // namespace

const VerbInfo& verb_importance() {
  static const VerbInfo info{.name = "importance",
                             .summary = "which parameters mattered, and the analysis of an orthogonal design",
                             .group = VerbGroup::look,
                             .details =
                                 "By default the method is main_effects for a balanced design and for few trials, else "
                                 "fanova.\n\n"
                                 "main_effects prints level means, ranges and ranks (range analysis), the "
                                 "analysis of variance, the main-effect plot and the predicted optimum.\n\n"
                                 "Examples:\n  vernier importance digits\n"
                                 "  vernier importance digits --method fanova:interactions=5 --json\n"
                                 "  vernier importance digits --effects learning_rate,batch_size",
                             .make = &make_verb<ImportanceVerb>};
  return info;
}

}  // namespace vernier::cli
