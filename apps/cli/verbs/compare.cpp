#include <algorithm>
#include <cmath>

#include <fmt/core.h>

#include "apps/cli/common_options.hpp"
#include "apps/cli/studies.hpp"
#include "apps/cli/verbs/verb.hpp"
#include "vernier/evaluation/study_comparison.hpp"
#include "vernier/figures/text_table.hpp"

namespace vernier::cli {
namespace {

using evaluation::ComparedGroup;
using evaluation::ComparedStudy;
using evaluation::Duel;
using evaluation::StudyComparison;

class CompareVerb : public Verb {
 public:
  void configure(CLI::App& app) override {
    app.add_option("studies", names_, "two studies or more, of one objective")->type_name("STUDY")->required();
    app.add_flag("--group", grouped_, "studies whose names differ in the number at their end are seeds of one kind");
    selection_.add_storage(app);
    add_json(app, json_);
  }

  int run(Console& console) override {
    const auto log = open_existing_log(selection_);
    std::vector<Study> studies;
    for (const std::string& name : names_) studies.push_back(Study::load(log, name));
    const StudyComparison comparison = evaluation::compare_studies(studies, grouped_);
    json_ ? console.print_json(to_json(comparison)) : print(console, comparison);
    const bool any = std::any_of(comparison.studies.begin(), comparison.studies.end(),
                                 [](const ComparedStudy& study) { return study.best.has_value(); });
    return any ? exit_done : exit_nothing_succeeded;
  }

 private:
  static void print(Console& console, const StudyComparison& comparison) {
    for (const std::string& sentence : evaluation::statement(comparison)) console.print_text(sentence);
    for (const std::string& note : comparison.notes) console.print_text("Note: " + note);
    console.print_heading(
        fmt::format("Studies, {} {}", to_string(comparison.objective.direction), comparison.objective.name));
    console.print_table(studies_table(comparison));
    if (comparison.budgets.empty()) return;
    console.print_heading(fmt::format("Best value by budget ({}), mean and 95 % interval", comparison.unit));
    console.print_table(budget_table(comparison));
    if (comparison.groups.size() < 2) return;
    console.print_heading("Differences, above 0: the first is better");
    console.print_table(duels_table(comparison));
    console.print_line();
    console.print_figure(figure(comparison), 16);
  }

  static TextTable studies_table(const StudyComparison& comparison) {
    TextTable table{{{"study"}, {"seed", true}, {"trials", true}}, {}};
    const bool resource = comparison.unit != "trials";
    if (resource) table.columns.push_back({comparison.unit, true});
    for (const char* title : {"best", "recommended", "90 % interval"}) table.columns.push_back({title, true});
    const bool tested = std::any_of(comparison.studies.begin(), comparison.studies.end(),
                                    [](const ComparedStudy& study) { return study.test.has_value(); });
    if (tested) table.columns.push_back({"test", true});
    for (const ComparedStudy& study : comparison.studies) {
      std::vector<std::string> row{study.name, std::to_string(study.seed), std::to_string(study.trials)};
      if (resource) row.push_back(table_number(study.spent));
      row.push_back(study.best ? table_number(study.best->values.front()) : "");
      row.push_back(study.recommended ? table_number(study.recommended->value) : "");
      const bool sure = !study.recommended || study.recommended->low == study.recommended->high;
      row.push_back(sure ? ""
                         : fmt::format("{} to {}", table_number(study.recommended->low, 4),
                                       table_number(study.recommended->high, 4)));
      if (tested) row.push_back(study.test ? fmt::format("{} {}", study.test_metric, table_number(*study.test)) : "");
      table.rows.push_back(std::move(row));
    }
    return table;
  }

  static std::string estimate_text(const MeanEstimate& estimate) {
    if (std::isnan(estimate.mean)) return "";
    if (!std::isfinite(estimate.error)) return table_number(estimate.mean);
    return fmt::format("{} ({} to {})", table_number(estimate.mean), table_number(estimate.low, 4),
                       table_number(estimate.high, 4));
  }

  static TextTable budget_table(const StudyComparison& comparison) {
    TextTable table{{{"studies"}}, {}};
    for (const double budget : comparison.budgets) table.columns.push_back({table_number(budget), true});
    const bool ranked = !comparison.groups.front().ranks.empty();
    if (ranked) table.columns.push_back({"mean rank at the end", true});
    for (const ComparedGroup& group : comparison.groups) {
      std::vector<std::string> row{group.studies > 1 ? fmt::format("{} ({})", group.name, group.studies) : group.name};
      for (const MeanEstimate& estimate : group.reached) row.push_back(estimate_text(estimate));
      if (ranked) row.push_back(table_number(group.ranks.back(), 3));
      table.rows.push_back(std::move(row));
    }
    return table;
  }

  static TextTable duels_table(const StudyComparison& comparison) {
    TextTable table{{{"first"},
                     {"second"},
                     {comparison.unit, true},
                     {"difference", true},
                     {"p", true},
                     {"p (Holm)", true},
                     {"p (Wilcoxon)", true}},
                    {}};
    for (const Duel& duel : comparison.duels) {
      const bool known = std::isfinite(duel.difference.error);
      table.rows.push_back({duel.first, duel.second, table_number(duel.budget), estimate_text(duel.difference),
                            known ? table_number(duel.difference.p_value, 2) : "",
                            known ? table_number(duel.adjusted_p_value, 2) : "",
                            duel.signed_rank_p_value && known ? table_number(*duel.signed_rank_p_value, 2) : ""});
    }
    return table;
  }

  static Figure figure(const StudyComparison& comparison) {
    Figure figure{.title = "Best value by budget", .x_label = comparison.unit, .y_label = comparison.objective.name};
    for (const ComparedGroup& group : comparison.groups) {
      Series series{.name = group.name, .x = comparison.budgets};
      for (const MeanEstimate& estimate : group.reached) series.y.push_back(estimate.mean);
      figure.series.push_back(std::move(series));
    }
    return figure;
  }

  std::vector<std::string> names_;
  StudySelection selection_;
  bool grouped_ = false;
  bool json_ = false;
};

}  // namespace

const VerbInfo& verb_compare() {
  static const VerbInfo info{
      .name = "compare",
      .summary = "studies of one objective against one another, by budget",
      .group = VerbGroup::look,
      .details =
          "What each study reached after an eighth, a quarter, half and all of the budget that all have spent, in "
          "epochs "
          "where every study counts them, else in trials. With --group, studies named tpe-1, tpe-2, ... are seeds of "
          "one "
          "kind: means with intervals, paired tests where the seeds are the same (else Welch's), mean ranks. A single "
          "study of a kind has no interval: what another seed would give is not known.\n\n"
          "Examples:\n  vernier compare digits digits_wide\n"
          "  vernier compare --group tpe-1 tpe-2 tpe-3 random-1 random-2 random-3 --json",
      .make = &make_verb<CompareVerb>};
  return info;
}

}  // namespace vernier::cli
