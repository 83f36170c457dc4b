// Tree-structured Parzen estimator: proposes where good trials are dense and the others are not.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "vernier/math/parzen.hpp"
#include "vernier/samplers/sampler.hpp"
#include "vernier/samplers/support/feasible.hpp"
#include "vernier/samplers/support/good_trials.hpp"
#include "vernier/samplers/support/observations.hpp"

namespace vernier {
namespace {

struct TpeOptions {
  std::int64_t startup = 4;
  std::int64_t candidates = 24;
  bool multivariate = true;
  double crossover = 1;
  double gamma = 0.2;
  std::int64_t most_good = 25;
  std::int64_t most_others = 500;
  double bandwidth = 0.15;
  double prior_weight = 1;
  static void describe(OptionFields<TpeOptions>& field) {
    field("startup", &TpeOptions::startup, "trials of the initial design (qmc)").at_least(0);
    field("candidates", &TpeOptions::candidates, "configurations drawn for each proposal").between(1, 10'000);
    field("multivariate", &TpeOptions::multivariate,
          "judges a configuration as a whole; without it each parameter by itself");
    field("crossover", &TpeOptions::crossover,
          "the share of candidates whose parameters come from different good trials")
        .between(0, 1);
    field("gamma", &TpeOptions::gamma, "the share of trials that count as good").above(0).at_most(1);
    field("most_good", &TpeOptions::most_good, "at most so many good trials").at_least(1);
    field("most_others", &TpeOptions::most_others, "at most so many other trials, the newest").at_least(1);
    field("bandwidth", &TpeOptions::bandwidth, "standard deviation of a single trial's kernel, in units of the range")
        .above(0)
        .at_most(1);
    field("prior_weight", &TpeOptions::prior_weight, "weight of the uniform distribution, beside 1 for a trial")
        .above(0);
  }
};

/// The density of the good trials and that of the others.
struct TpeModel {
  ParzenMixture good;
  ParzenMixture others;
};

class TpeSampler : public Sampler {
 public:
  explicit TpeSampler(TpeOptions options) : options_(options) {}

  std::optional<Proposal> propose(const History& history, Rng rng) override {
    if (history.space->empty()) return Proposal{};
    observations_.update(history);
    const auto begun = observations_.trials().size() + history.running.size();
    if (begun < static_cast<std::size_t>(options_.startup)) return initial_->propose(history, rng);
    const TpeModel model = fit(history);
    const std::vector<float> rows = candidates(model.good, rng.split("candidates"));
    if (rows.empty()) return Proposal{draw_feasible(*history.space, rng), std::nullopt};
    const std::vector<double> good = model.good.log_densities(rows);
    const std::vector<double> others = model.others.log_densities(rows);
    std::size_t best = 0;
    for (std::size_t i = 1; i < good.size(); ++i) {
      if (good[i] - others[i] > good[best] - others[best]) best = i;
    }
    const std::size_t width = history.space->size();
    return Proposal{observations_.encoder().params(std::span(rows).subspan(best * width, width)), std::nullopt};
  }

  std::string describe(const History&) const override {
    return fmt::format("tpe: {} Parzen estimator after {} trials of qmc",
                       options_.multivariate ? "multivariate" : "independent", options_.startup);
  }

 private:
  /// The good trials weigh the more the better they are; the others, and those still running (a constant liar), weigh
  /// the less the older they are.
  TpeModel fit(const History& history) const {
    const auto& trials = observations_.trials();
    const auto share = static_cast<std::size_t>(std::ceil(options_.gamma * static_cast<double>(trials.size())));
    const auto best = best_trials(observations_, std::min(share, static_cast<std::size_t>(options_.most_good)));
    ParzenKernels good{
        .rows = {}, .weights = {}, .prior_weight = options_.prior_weight, .multivariate = options_.multivariate};
    for (std::size_t rank = 0; rank < best.size(); ++rank) {
      good.rows.emplace_back(trials[best[rank]].row);
      good.weights.push_back(std::log(static_cast<double>(best.size() + 1) / static_cast<double>(rank + 1)));
    }
    std::vector<bool> is_good(trials.size());
    for (const std::size_t i : best) is_good[i] = true;
    std::vector<std::vector<float>> running;
    for (const auto& record : history.running) running.push_back(observations_.encoder().row(record->params));
    ParzenKernels others{
        .rows = {}, .weights = {}, .prior_weight = options_.prior_weight, .multivariate = options_.multivariate};
    for (std::size_t i = 0; i < trials.size(); ++i) {
      if (!is_good[i]) others.rows.emplace_back(trials[i].row);
    }
    for (const auto& row : running) others.rows.emplace_back(row);
    const std::size_t count = others.rows.size();
    const auto most = static_cast<std::size_t>(options_.most_others);
    if (count > most) others.rows.erase(others.rows.begin(), others.rows.end() - static_cast<std::ptrdiff_t>(most));
    for (std::size_t i = count - others.rows.size(); i < count; ++i) others.weights.push_back(weight_by_age(i, count));
    const auto axes = observations_.encoder().axes();
    return {ParzenMixture(axes, widths(best.size()), good), ParzenMixture(axes, widths(count), others)};
  }

  /// The newest 25 in full, those before them on a line from 1 / count to 1 (Bergstra et al. 2013).
  static double weight_by_age(std::size_t index, std::size_t count) {
    if (index + 25 >= count) return 1;
    const double oldest = 1 / static_cast<double>(count);
    return oldest + (1 - oldest) * static_cast<double>(index) / static_cast<double>(count - 25);
  }

  ParzenWidths widths(std::size_t kernels) const {
    const auto count = static_cast<double>(std::max<std::size_t>(kernels, 1));
    const auto dimension = static_cast<double>(options_.multivariate ? observations_.encoder().axes().size() : 1);
    const double deviation = options_.bandwidth * std::pow(count, -1 / (dimension + 4));  // Scott 1992
    const double share = options_.prior_weight / (static_cast<double>(kernels) + 1);
    return {static_cast<float>(std::max(deviation, 0.01)), static_cast<float>(share / (1 + share))};
  }

  /// Feasible configurations from the density of the good trials that differ from each other and from all before. Where
  /// too few are found (a space that is nearly exhausted), also those.
  std::vector<float> candidates(const ParzenMixture& good, const Rng& rng) const {
    const Encoder& encoder = observations_.encoder();
    const auto wanted = static_cast<std::size_t>(options_.candidates) * encoder.axes().size();
    DrawStream draws(rng);
    std::unordered_set<std::uint64_t> drawn;
    std::vector<float> fresh;
    std::vector<float> known;
    for (std::int64_t attempt = 0; attempt < 10 * options_.candidates && fresh.size() < wanted; ++attempt) {
      const std::vector<float> row = draw(good, draws);
      if (row.empty()) continue;
      const std::uint64_t hash = Encoder::hash(row);
      std::vector<float>& rows = observations_.met(hash) || !drawn.insert(hash).second ? known : fresh;
      rows.insert(rows.end(), row.begin(), row.end());
    }
    return fresh.empty() ? known : fresh;
  }

  /// A row, NaN where a parameter is inactive; empty when the constraints forbid it.
  std::vector<float> draw(const ParzenMixture& good, DrawStream& draws) const {
    const Encoder& encoder = observations_.encoder();
    const SearchSpace& space = encoder.space();
    const bool crosses = !options_.multivariate || draws.uniform() < options_.crossover;
    std::size_t kernel = good.draw_kernel(draws);
    std::vector<float> row(encoder.axes().size());
    for (std::size_t j = 0; j < row.size(); ++j) {
      if (crosses) kernel = good.draw_kernel(draws);
      row[j] = encoder.snapped(j, good.draw(kernel, j, draws));
    }
    if (!space.conditional() && space.constraints().empty()) return row;
    const ParamMap params = space.active(encoder.params(row));
    if (!space.feasible(params)) return {};
    for (std::size_t j = 0; j < row.size(); ++j) {
      if (!params.contains(space.parameters()[j].name)) row[j] = Axis::missing;
    }
    return row;
  }

  TpeOptions options_;
  Observations observations_;
  std::unique_ptr<Sampler> initial_ = make_sampler("qmc");
};

}  // namespace

const SamplerInfo& sampler_tpe() {
  static const SamplerInfo info{
      .name = "tpe",
      .summary = "Parzen estimators: proposes where good trials are dense and the others are not",
      .cites =
          "Bergstra et al. 2011, Algorithms for hyper-parameter optimization; Falkner, Klein, Hutter 2018 "
          "(multivariate); Watanabe 2023; Ozaki et al. 2020 (several objectives)",
      .suits = "many quick trials, conditions, pruners that put trials aside",
      .ask = AskCost{0.1, 0.2},
      .options = option_table<TpeOptions>(),
      .make = &make_with<Sampler, TpeSampler, TpeOptions>};
  return info;
}

}  // namespace vernier
