#include "apps/cli/search_result.hpp"

#include <algorithm>
#include <set>

#include <fmt/core.h>

#include "apps/cli/studies.hpp"
#include "vernier/figures/display_text.hpp"
#include "vernier/figures/study_figures.hpp"
#include "vernier/figures/study_tables.hpp"

namespace vernier::cli {
namespace {

constexpr std::size_t shown_trials = 10;

std::vector<TrialRecord> best_first(const std::vector<TrialRecord>& trials, const std::vector<Objective>& objectives) {
  std::vector<TrialRecord> sorted;
  for (const TrialRecord* trial : ranked_trials(trials, objectives)) {
    if (sorted.size() == shown_trials) break;
    sorted.push_back(*trial);
  }
  return sorted;
}

void print_failures(Console& console, const std::vector<TrialRecord>& trials) {
  std::set<std::string> reasons;
  for (const TrialRecord& trial : trials) {
    if (trial.state == TrialState::failed && reasons.insert(trial.why).second && reasons.size() <= 3) {
      console.print_line(fmt::format("trial {} failed: {}", trial.number, escape_text(trial.why)));
    }
  }
}

}  // namespace

void print_search(Console& console, const Study& study, StopReason reason, double seconds, const std::string& step) {
  const std::vector<TrialRecord> trials = study.trials();
  const std::vector<Objective> objectives = objectives_of(study);
  const TrialCounts counts = study.counts();
  console.print_line(fmt::format("{}: trials {}; {}; stopped by: {}", study.options().name, counts_text(counts),
                                 table_duration(seconds), to_string(reason)));
  if (counts.complete == 0) {
    print_failures(console, trials);
    return;
  }
  console.print_heading(fmt::format("Best {} trials", std::min(shown_trials, trials.size())));
  console.print_table(trials_table(best_first(trials, objectives), objectives));
  console.print_line();
  console.print_figure(history_figure(trials, objectives), 16);
  if (const Figure curves = curves_figure(trials, objectives, step); !curves.series.empty()) {
    console.print_line();
    console.print_figure(curves, 16);
  }
}

}  // namespace vernier::cli
