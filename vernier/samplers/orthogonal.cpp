// Orthogonal arrays (Taguchi's method): a balanced table of runs, then one run at the optimum that the level means
// predict.
#include <algorithm>
#include <map>

#include "vernier/math/main_effects.hpp"
#include "vernier/samplers/sampler.hpp"
#include "vernier/samplers/support/orthogonal_design.hpp"

namespace vernier {
namespace {

// Which trials the sampler has proposed so far; rows may coincide, so each is counted as often as it occurs.
struct OrthogonalProgress {
  std::optional<std::size_t> next_row;
  bool past_design = false;  // a trial came after the last row: the confirmation run, or one of `then`
};

// The trials that a sampler proposed, by number.
std::map<TrialNumber, const TrialRecord*> orthogonal_trials(const History& history) {
  std::map<TrialNumber, const TrialRecord*> proposed;
  for (const auto& records : {history.settled, history.running}) {
    for (const auto& record : records) {
      if (!record->enqueued) proposed[record->number] = record.get();
    }
  }
  return proposed;
}

OrthogonalProgress orthogonal_progress(const OrthogonalDesign& design,
                                       const std::map<TrialNumber, const TrialRecord*>& proposed) {
  std::map<ParamMap, std::vector<std::size_t>> open;  // rows by configuration, the last one first
  for (std::size_t i = design.rows.size(); i-- > 0;) open[design.rows[i]].push_back(i);
  std::vector<bool> taken(design.rows.size());
  std::size_t left = design.rows.size();
  OrthogonalProgress progress;
  for (const auto& item : proposed) {
    if (left == 0) {
      progress.past_design = true;
      break;
    }
    const auto rows = open.find(item.second->params);
    if (rows == open.end() || rows->second.empty()) continue;
    taken[rows->second.back()] = true;
    rows->second.pop_back();
    --left;
  }
  const auto row = std::find(taken.begin(), taken.end(), false);
  if (row != taken.end()) progress.next_row = static_cast<std::size_t>(row - taken.begin());
  return progress;
}

class OrthogonalSampler : public Sampler {
 public:
  explicit OrthogonalSampler(OrthogonalOptions options) : options_(std::move(options)) {
    if (!options_.then.empty()) then_ = make_sampler(options_.then);
  }

  std::optional<Proposal> propose(const History& history, Rng rng) override {
    const auto proposed = orthogonal_trials(history);
    const ParamMap* begun = proposed.empty() ? nullptr : &proposed.begin()->second->params;
    const OrthogonalDesign& design = design_of(history, begun);
    const OrthogonalProgress progress = orthogonal_progress(design, proposed);
    if (progress.next_row) return Proposal{design.rows[*progress.next_row], std::nullopt};
    if (!progress.past_design && options_.confirm && history.objectives.size() == 1) {
      if (!history.running.empty()) return std::nullopt;  // the optimum is that of the whole design: its rows first
      if (auto params = predicted_optimum(design, history)) return Proposal{std::move(*params), std::nullopt};
    }
    if (then_) return then_->propose(history, rng.split("then"));
    return std::nullopt;
  }

  void check(const SearchSpace& space) const override {
    (void)make_design(space, options_, 0, {});
    if (then_) then_->check(space);
  }

  std::string describe(const History& history) const override {
    const auto proposed = orthogonal_trials(history);
    const ParamMap* begun = proposed.empty() ? nullptr : &proposed.begin()->second->params;
    const OrthogonalDesign design = make_design(*history.space, options_, history.seed, history.budget, begun);
    if (design.factors.empty()) return "orthogonal: nothing varies; one run";
    std::string text =
        fmt::format("orthogonal: {} runs of {}, strength {}, {} factor{}", design.rows.size(), design.chosen.array.name,
                    design.chosen.array.strength, design.factors.size(), design.factors.size() == 1 ? "" : "s");
    if (design.infeasible > 0) text += fmt::format("; {} runs that the constraints forbid left out", design.infeasible);
    const auto trials = history.budget.trials;
    if (trials && *trials < static_cast<std::int64_t>(design.rows.size())) {
      text += fmt::format("; the budget of {} trials ends within the design", *trials);
    }
    if (options_.confirm && history.objectives.size() == 1) text += "; then the predicted optimum";
    if (then_) text += fmt::format("; then {}", options_.then.name);
    return text;
  }

 private:
  const OrthogonalDesign& design_of(const History& history, const ParamMap* begun) {
    const std::optional<ParamMap> first = begun == nullptr ? std::nullopt : std::optional(*begun);
    if (!design_ || begun_ != first || seed_ != history.seed || budget_ != history.budget || space_ != *history.space) {
      design_ = make_design(*history.space, options_, history.seed, history.budget, begun);
      begun_ = first;
      seed_ = history.seed;
      budget_ = history.budget;
      space_ = *history.space;
    }
    return *design_;
  }

  static std::optional<ParamMap> predicted_optimum(const OrthogonalDesign& design, const History& history) {
    FactorTable table;
    for (const OrthogonalFactor& factor : design.factors) {
      table.levels.push_back(static_cast<int>(factor.values.size()) + 1);  // the last level: inactive
    }
    for (const TrialRecord* trial : history.complete()) {
      if (auto levels = design.levels_of(trial->params)) {
        table.cells.push_back(std::move(*levels));
        table.values.push_back(history.loss(trial->values.front()));
      }
    }
    if (table.cells.empty() || design.factors.empty()) return std::nullopt;
    std::vector<int> choices;
    for (const OrthogonalFactor& factor : design.factors) choices.push_back(static_cast<int>(factor.values.size()));
    const auto levels = least_prediction(fit_main_effects(table), choices, [&](std::span<const int> candidate) {
      return history.space->feasible(design.at(*history.space, candidate));
    });
    if (!levels) return std::nullopt;
    return design.at(*history.space, *levels);
  }

  OrthogonalOptions options_;
  std::unique_ptr<Sampler> then_;
  std::optional<OrthogonalDesign> design_;  // a cache of make_design for the arguments below
  std::optional<ParamMap> begun_;
  std::uint64_t seed_ = 0;
  Budget budget_;
  SearchSpace space_;
};

}  // namespace

const SamplerInfo& sampler_orthogonal() {
  static const SamplerInfo info{
      .name = "orthogonal",
      .summary = "an orthogonal array over the space, then the optimum that its level means predict",
      .cites = "Taguchi 1987; Hedayat, Sloane, Stufken 1999",
      .aliases = {"taguchi"},
      // a pruned run has no final value: its cell would be missing, and the level means biased towards good runs
      .handles = {.define_by_run = false, .pruner = false},
      .suits = "main effects of a few factors from the fewest runs",
      .options = option_table<OrthogonalOptions>(),
      .make = &make_with<Sampler, OrthogonalSampler, OrthogonalOptions>};
  return info;
}

}  // namespace vernier
