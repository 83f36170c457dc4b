#include <algorithm>

#include <fmt/core.h>

#include "apps/cli/common_options.hpp"
#include "apps/cli/report_page.hpp"
#include "apps/cli/studies.hpp"
#include "apps/cli/verbs/verb.hpp"
#include "vernier/base/text.hpp"
#include "vernier/figures/display_text.hpp"
#include "vernier/figures/study_figures.hpp"
#include "vernier/figures/study_tables.hpp"

namespace vernier::cli {
namespace {

class ShowVerb : public Verb {
 public:
  void configure(CLI::App& app) override {
    selection_.add(app, true);
    app.add_option("--html", html_, "write the report page to this file, replaced as a whole")->type_name("FILE");
    add_json(app, json_);
  }

  int run(Console& console) override {
    if (!html_.empty()) check_report_page(html_);
    const Study study = load_study(selection_);
    if (!html_.empty()) {
      write_report_page(study, {.storage = selection_.storage}, html_);
      console.say(fmt::format("wrote {}", html_));
      if (!json_) return exit_done;
    }
    json_ ? print_as_json(console, study) : print_as_text(console, study);
    return exit_done;
  }

 private:
  static void print_as_json(Console& console, const Study& study) {
    const StudyOptions& options = study.options();
    Json json{{"study", options.name}};
    json["objectives"] = to_json(objectives_of(study));
    json["sampler"] = to_text(options.sampler);
    json["pruner"] = to_text(options.pruner);
    json["seed"] = options.seed.value_or(0);
    json["window"] = options.window ? Json(options.window->width) : Json(nullptr);
    json["space"] = options.space ? to_json(*options.space) : Json(nullptr);
    json["resource"] = nullptr;
    if (options.resource) {
      json["resource"] = {{"name", options.resource->name},
                          {"min", options.resource->min},
                          {"max", options.resource->max},
                          {"used", study.resource_used()}};
    }
    json["trials"] = counts_json(study.counts());
    json["best"] = Json::array();
    for (const TrialRecord& trial : study.pareto()) json["best"].push_back(values_json(trial));
    if (objectives_of(study).size() > 1) {
      const Snapshot snapshot = study.history();
      const auto knee = knee_of(study);
      json["knee"] = knee ? Json(*knee) : Json(nullptr);
      json["hypervolume"] = nullptr;
      if (const auto curve = front_growth(snapshot.history()); !curve.empty()) {
        json["hypervolume"] = {{"value", curve.back().hypervolume},
                               {"reference", values_of(snapshot.history(), reference_losses(snapshot.history()))}};
      }
    }
    json["attributes"] = study.attributes();
    json["notes"] = study.notes();
    console.print_json(json);
  }

  static void print_as_text(Console& console, const Study& study) {
    const StudyOptions& options = study.options();
    const std::vector<Objective> objectives = objectives_of(study);
    const std::vector<TrialRecord> trials = study.trials();
    const auto fact = [&](std::string_view name, const std::string& value) {
      const std::string shown = cut_text(escape_text(value), std::max(20, console.style().width - 11));
      console.print_line(inked(pad_right(name, 10), Ink::faint, console.style()) + ' ' + shown);
    };
    std::vector<std::string> goals;
    for (const Objective& objective : objectives) {
      goals.push_back(fmt::format("{} {}", to_string(objective.direction), objective.name));
    }
    fact("study", options.name);
    fact("objective", join(goals, ", "));
    fact("sampler", study.describe_sampler());
    fact("pruner", study.describe_pruner());
    const std::string window = !options.window              ? "of its first run"
                               : options.window->width == 0 ? "none"
                                                            : std::to_string(options.window->width);
    fact("settings", fmt::format("seed {}, window {}", options.seed.value_or(0), window));
    fact("trials", counts_text(study.counts()));
    if (const double used = study.resource_used(); used > 0) fact(step_name(study), table_number(used));
    for (const std::string& note : study.notes()) fact("note", note);

    const std::vector<TrialRecord> front = study.pareto();
    if (front.empty()) {
      console.print_line("\nNo trial has completed yet.");
      return;
    }
    if (objectives.size() == 1) {
      const TrialRecord& best = front.front();
      fact("best", fmt::format("{} in trial {}", table_number(best.values.front(), 7), best.number));
      console.print_line();
      console.print_table(params_table(best.params));
      console.print_line();
      console.print_figure(history_figure(trials, objectives), 16);
    } else {
      fact("best", fmt::format("{} trials that no other dominates", front.size()));
      console.print_line();
      console.print_table(trials_table(front, objectives));
      console.print_line();
      console.print_figure(pareto_figure(trials, front, objectives), 18);
      if (const auto knee = knee_of(study)) console.print_line('\n' + knee_text(*knee));
      const Snapshot snapshot = study.history();
      if (const auto curve = front_growth(snapshot.history()); curve.size() > 1) {
        console.print_line();
        console.print_figure(hypervolume_figure(curve), 12);
      }
    }
    const Figure curves = curves_figure(trials, objectives, step_name(study));
    if (curves.series.empty()) return;
    console.print_line();
    console.print_figure(curves, 16);
  }

  /// Empty for more objectives than the exact hypervolume is quick for.
  static std::vector<HypervolumePoint> front_growth(const History& history) {
    const std::vector<double> reference = reference_losses(history);
    if (reference.empty() || reference.size() > 3) return {};
    return hypervolume_curve(history, reference);
  }

  /// Losses in the objectives' own directions.
  static std::vector<double> values_of(const History& history, std::vector<double> losses) {
    for (std::size_t k = 0; k < losses.size(); ++k) losses[k] = history.loss(losses[k], k);
    return losses;
  }

  StudySelection selection_;
  std::string html_;
  bool json_ = false;
};

}  // namespace

const VerbInfo& verb_show() {
  static const VerbInfo info{.name = "show",
                             .summary = "show a study: settings, counts, best configuration, history and curves",
                             .group = VerbGroup::look,
                             .details =
                                 "The page of --html is one file with every plot and all trials that asks for "
                                 "nothing from elsewhere: it can be sent as it is.\n\n"
                                 "Examples:\n  vernier show digits\n  vernier show digits --html report.html",
                             .make = &make_verb<ShowVerb>};
  return info;
}

}  // namespace vernier::cli
