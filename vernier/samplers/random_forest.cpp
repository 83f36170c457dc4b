// A random forest as the model of the losses, and expected improvement on it: suits deep conditions and categories.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <tuple>

#include "vernier/math/random_forest.hpp"
#include "vernier/samplers/sampler.hpp"
#include "vernier/samplers/support/feasible.hpp"
#include "vernier/samplers/support/observations.hpp"

namespace vernier {
namespace {

struct RandomForestOptions {
  std::int64_t startup = 8;
  std::int64_t trees = 10;
  std::int64_t candidates = 200;
  std::int64_t searches = 4;
  double random = 0.1;
  std::int64_t most_trials = 500;
  static void describe(OptionFields<RandomForestOptions>& field) {
    field("startup", &RandomForestOptions::startup, "trials of the initial design (qmc)").at_least(0);
    field("trees", &RandomForestOptions::trees, "trees of the forest").between(1, 1000);
    field("candidates", &RandomForestOptions::candidates, "configurations drawn at random for each proposal")
        .between(1, 100'000);
    field("searches", &RandomForestOptions::searches,
          "local searches: so many from the best trials and from the best draws")
        .between(0, 1000);
    field("random", &RandomForestOptions::random, "the share of proposals drawn at random").between(0, 1);
    field("most_trials", &RandomForestOptions::most_trials, "the model sees so many trials, the newest").at_least(2);
  }
};

/// A configuration in a local search: a coordinate for every parameter, also for what is inactive, so that a step which
/// makes it active has a value for it.
struct ForestCandidate {
  std::vector<float> genes;
  std::vector<float> row;  // NaN where inactive
  double score = 0;
};

class RandomForestSampler : public Sampler {
 public:
  explicit RandomForestSampler(RandomForestOptions options) : options_(options) {}

  std::optional<Proposal> propose(const History& history, Rng rng) override {
    if (history.space->empty()) return Proposal{};
    observations_.update(history);
    const auto begun = observations_.trials().size() + history.running.size();
    if (begun < static_cast<std::size_t>(options_.startup)) return initial_->propose(history, rng);
    Rng draws = rng.split("draws");
    if (observations_.usable() == 0 || draws.uniform() < options_.random) {
      return Proposal{draw_feasible(*history.space, draws), std::nullopt};
    }
    const ForestCandidate best = search(fit(history, rng.split("forest")), draws);
    if (best.row.empty()) return Proposal{draw_feasible(*history.space, draws), std::nullopt};
    return Proposal{observations_.encoder().params(best.row), std::nullopt};
  }

  std::string describe(const History&) const override {
    return fmt::format("random_forest: expected improvement on {} trees after {} trials of qmc", options_.trees,
                       options_.startup);
  }

 private:
  struct Model {
    RandomForest forest;
    double best = std::numeric_limits<double>::infinity();  // the least mean at a trial: the least value may be luck
  };

  /// The model sees the square root of ranks: the best are told apart, and values of any size do no harm. A running
  /// trial counts as the median of those that ended.
  Model fit(const History& history, const Rng& rng) const {
    const auto& trials = observations_.trials();
    const std::size_t first = trials.size() - std::min(trials.size(), static_cast<std::size_t>(options_.most_trials));
    std::vector<std::size_t> order(trials.size() - first);
    std::iota(order.begin(), order.end(), first);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return trials[a].standing < trials[b].standing; });
    std::vector<std::span<const float>> rows;
    std::vector<double> values;
    for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
      while (end < order.size() && trials[order[end]].standing == trials[order[begin]].standing) ++end;
      for (std::size_t rank = begin; rank < end; ++rank) {
        rows.emplace_back(trials[order[rank]].row);
        values.push_back(std::sqrt(static_cast<double>(begin + end) / static_cast<double>(2 * order.size())));
      }
    }
    const double median = values[values.size() / 2];
    std::vector<std::vector<float>> running;
    for (const auto& record : history.running) running.push_back(observations_.encoder().row(record->params));
    for (const auto& row : running) {
      rows.emplace_back(row);
      values.push_back(median);
    }
    ForestOptions forest;
    forest.trees = static_cast<std::size_t>(options_.trees);
    Model model{RandomForest(observations_.encoder().axes(), rows, values, forest, rng)};
    for (std::size_t i = 0; i < order.size(); ++i)
      model.best = std::min(model.best, model.forest.predict(rows[i]).mean);
    return model;
  }

  static double expected_improvement(const Model& model, std::span<const float> row) {
    const RandomForest::Prediction there = model.forest.predict(row);
    const double deviation = std::sqrt(there.variance + 1e-4);
    const double z = (model.best - there.mean) / deviation;
    const double density = std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
    // far from the best the improvement underflows; the mean still tells such apart
    return deviation * (z * 0.5 * std::erfc(-z / std::numbers::sqrt2) + density) - 1e-12 * there.mean;
  }

  /// The row of the genes, and its score; no row where the constraints forbid it or a trial has had it.
  void judge(const Model& model, ForestCandidate& candidate) const {
    const Encoder& encoder = observations_.encoder();
    const SearchSpace& space = encoder.space();
    candidate.row = candidate.genes;
    if (space.conditional() || !space.constraints().empty()) {
      const ParamMap params = space.active(encoder.params(candidate.genes));
      if (!space.feasible(params)) return candidate.row.clear();
      for (std::size_t j = 0; j < candidate.row.size(); ++j) {
        if (!params.contains(space.parameters()[j].name)) candidate.row[j] = Axis::missing;
      }
    }
    if (observations_.met(Encoder::hash(candidate.row))) return candidate.row.clear();
    candidate.score = expected_improvement(model, candidate.row);
  }

  float random_gene(std::size_t axis, Rng& draws) const {
    const Axis& kind = observations_.encoder().axes()[axis];
    if (kind.kind == Axis::Kind::category) return static_cast<float>(draws.below(kind.cells));
    return observations_.encoder().snapped(axis, static_cast<float>(draws.uniform()));
  }

  ForestCandidate search(const Model& model, Rng& draws) const {
    const std::size_t width = observations_.encoder().axes().size();
    std::vector<ForestCandidate> drawn;
    for (std::int64_t i = 0; i < options_.candidates; ++i) {
      ForestCandidate candidate;
      for (std::size_t j = 0; j < width; ++j) candidate.genes.push_back(random_gene(j, draws));
      judge(model, candidate);
      if (!candidate.row.empty()) drawn.push_back(std::move(candidate));
    }
    std::stable_sort(drawn.begin(), drawn.end(),
                     [](const ForestCandidate& a, const ForestCandidate& b) { return a.score > b.score; });
    std::vector<ForestCandidate> starts = starts_from_trials(draws);
    const auto searches = static_cast<std::size_t>(options_.searches);
    for (std::size_t i = 0; i < std::min(searches, drawn.size()); ++i) starts.push_back(drawn[i]);
    ForestCandidate best = drawn.empty() ? ForestCandidate{} : drawn.front();
    for (ForestCandidate& start : starts) {
      climb(model, start, draws);
      if (!start.row.empty() && (best.row.empty() || start.score > best.score)) best = std::move(start);
    }
    return best;
  }

  /// The best trials as they were: their own score does not count.
  std::vector<ForestCandidate> starts_from_trials(Rng& draws) const {
    const auto& trials = observations_.trials();
    std::vector<std::size_t> order(trials.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const std::size_t count = std::min(order.size(), static_cast<std::size_t>(options_.searches));
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
                      [&](std::size_t a, std::size_t b) {
                        return std::tie(trials[a].standing, a) < std::tie(trials[b].standing, b);
                      });
    std::vector<ForestCandidate> starts(count);
    for (std::size_t k = 0; k < count; ++k) {
      starts[k].genes = trials[order[k]].row;
      for (std::size_t j = 0; j < starts[k].genes.size(); ++j) {
        if (std::isnan(starts[k].genes[j])) starts[k].genes[j] = random_gene(j, draws);
      }
    }
    return starts;
  }

  /// Goes to the best neighbour while that is better. A neighbour differs in one parameter that counts: another
  /// category, or a number near by.
  void climb(const Model& model, ForestCandidate& at, Rng& draws) const {
    const auto axes = observations_.encoder().axes();
    for (int step = 0; step < 8; ++step) {
      ForestCandidate best = at;
      for (std::size_t j = 0; j < axes.size(); ++j) {
        if (!at.row.empty() && std::isnan(at.row[j])) continue;
        for (const float gene : neighbours(j, at.genes[j], draws)) {
          ForestCandidate next{.genes = at.genes, .row = {}, .score = 0};
          next.genes[j] = gene;
          judge(model, next);
          if (!next.row.empty() && (best.row.empty() || next.score > best.score)) best = std::move(next);
        }
      }
      if (best.genes == at.genes) return;
      at = std::move(best);
    }
  }

  std::vector<float> neighbours(std::size_t axis, float gene, Rng& draws) const {
    const Encoder& encoder = observations_.encoder();
    const Axis& kind = encoder.axes()[axis];
    constexpr std::size_t most = 8;
    std::vector<float> result;
    if (kind.kind == Axis::Kind::category) {
      for (std::size_t k = 0; k < kind.cells && kind.cells <= most; ++k) result.push_back(static_cast<float>(k));
      while (kind.cells > most && result.size() < most) result.push_back(static_cast<float>(draws.below(kind.cells)));
      std::erase(result, gene);
      return result;
    }
    for (int k = 0; k < 4; ++k) {
      const double moved = std::clamp(gene + 0.2 * draws.normal(), 0.0, 1.0);
      result.push_back(encoder.snapped(axis, static_cast<float>(moved)));
    }
    return result;
  }

  RandomForestOptions options_;
  Observations observations_;
  std::unique_ptr<Sampler> initial_ = make_sampler("qmc");
};

}  // namespace

const SamplerInfo& sampler_random_forest() {
  static const SamplerInfo info{
      .name = "random_forest",
      .summary =
          "a random forest models the losses, improvement on it is searched for: deep conditions, many categories",
      .cites =
          "Hutter, Hoos, Leyton-Brown 2011, Sequential model-based optimization for general algorithm configuration; "
          "Lindauer et al. 2022, SMAC3",
      .aliases = {"smac"},
      .handles = {.multi_objective = false},
      .suits = "results without noise, many categories",
      .ask = AskCost{15, 100},
      .options = option_table<RandomForestOptions>(),
      .make = &make_with<Sampler, RandomForestSampler, RandomForestOptions>};
  return info;
}

}  // namespace vernier
