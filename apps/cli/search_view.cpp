#include "apps/cli/search_view.hpp"

#include <unistd.h>

#include <fmt/core.h>

#include "vernier/base/errors.hpp"

namespace vernier::cli {
namespace {

const char* why_not_live(const SearchViewOptions& options) {
  if (options.json && isatty(STDOUT_FILENO) == 1) return "the JSON goes to the same terminal";
  return why_no_screen();
}

// The cheapest method: it is asked again and again while trials run.
std::vector<Importance> importance_so_far(const Study& study) {
  const Snapshot snapshot = study.history();
  const History history = snapshot.history();
  try {
    return make_importance("main_effects")->evaluate(history, Rng(history.seed).split("importance"));
  } catch (const Error&) {
    return {};  // too few trials yet
  }
}

}  // namespace

SearchView::SearchView(Console& console, SearchViewOptions options)
    : options_(std::move(options)),
      style_(console.error_style()),
      progress_({.limits = options_.limits,
                 .direction = options_.objectives.front().direction,
                 .step = options_.step,
                 .quiet = options_.quiet,
                 .style = style_,
                 .terminal = console.error_is_terminal()}) {
  if (!options_.live) return;
  if (const char* why = why_not_live(options_)) {
    options_.live = false;
    console.say(fmt::format("no live view, since {}: progress is shown in lines", why));
  }
}

void SearchView::begin(const Study& study) {
  for (const std::string& note : study.notes()) progress_.say(note);
  const std::vector<TrialRecord> trials = study.trials();
  if (options_.live) progress_.hold();
  progress_.begin(trials);
  if (options_.live) open_live(study, trials);
}

void SearchView::open_live(const Study& study, const std::vector<TrialRecord>& trials) {
  const StudyOptions& facts = study.options();
  const double now = steady_seconds();
  LiveState state{.study = facts.name,
                  .methods = fmt::format("sampler {}, pruner {}", facts.sampler.name, facts.pruner.name),
                  .objectives = options_.objectives,
                  .step = options_.step,
                  .tally = SearchTally(options_.limits, options_.objectives.front().direction, now)};
  if (facts.space) {
    for (const Parameter& parameter : facts.space->parameters()) state.parameters.push_back(parameter.name);
  }
  for (const TrialRecord& trial : trials) state.found(trial);
  for (const std::string& note : study.notes()) state.say(note, now);
  live_ = std::make_unique<LiveView>(std::move(state),
                                     LiveOptions{.style = style_,
                                                 .stop = options_.stop,
                                                 .importance = [study] { return importance_so_far(study); },
                                                 .on_left = [this] { progress_.release(); }});
}

void SearchView::started(const TrialRecord& trial) {
  progress_.started(trial);
  if (live_) live_->post([trial, now = steady_seconds()](LiveState& state) { state.started(trial, now); });
}

void SearchView::reported(const TrialRecord& trial, Decision decision) {
  progress_.reported(trial, decision);
  if (!live_ || trial.reports.empty()) return;
  live_->post(
      [number = trial.number, report = trial.reports.back()](LiveState& state) { state.reported(number, report); });
}

void SearchView::ended(const TrialRecord& trial) {
  progress_.ended(trial);
  if (live_) live_->post([trial, now = steady_seconds()](LiveState& state) { state.end(trial, now); });
}

void SearchView::finish() {
  if (live_) {
    live_.reset();
    progress_.release();
  }
  progress_.finish();
}

}  // namespace vernier::cli
