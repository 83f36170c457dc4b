// Whether the design pays: an array of 25 runs and its confirmation against 26 random trials.
#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "vernier/samplers/sampler.hpp"

namespace vernier {
namespace {

// A smooth valley in five parameters with a random place, random scales and interactions; its least value is 0.
class SmoothValley {
 public:
  explicit SmoothValley(std::uint64_t seed) {
    Rng rng(seed);
    for (double& place : place_) place = rng.uniform(0.1, 0.9);
    for (double& scale : scale_) scale = std::exp(1.5 * rng.normal());
    for (double& turn : turn_) turn = 0.5 * rng.normal();
  }
  double operator()(const ParamMap& params) const {
    double value = 0;
    double before = 0;
    for (std::size_t j = 0; j < 5; ++j) {
      const double x = *as_number(params.at(std::string(1, static_cast<char>('a' + j)))) - place_[j];
      value += scale_[j] * std::pow(x + turn_[j] * before, 2);
      before = x;
    }
    return value;
  }

 private:
  std::array<double, 5> place_{};
  std::array<double, 5> scale_{};
  std::array<double, 5> turn_{};
};

double best_of(const SearchSpace& space, const SmoothValley& valley, std::optional<Component> component,
               std::uint64_t seed) {
  const std::vector<Objective> objectives{Objective{}};
  std::vector<std::shared_ptr<const TrialRecord>> settled;
  const auto sampler = component ? make_sampler(*component) : nullptr;
  double best = 1e300;
  for (TrialNumber number = 0; number < 26; ++number) {
    History history;
    history.space = &space;
    history.objectives = objectives;
    history.budget.trials = 26;
    history.seed = seed;
    history.settled = settled;
    Rng rng = Rng(seed).split(static_cast<std::uint64_t>(number));
    auto record = std::make_shared<TrialRecord>();
    record->number = number;
    record->state = TrialState::complete;
    record->params = sampler ? sampler->propose(history, rng)->params : *space.sample(rng);
    record->values = {valley(record->params)};
    best = std::min(best, record->values[0]);
    settled.push_back(std::move(record));
  }
  return best;
}

TEST(OrthogonalQuality, TwentyFiveRunsBeatRandomSearch) {
  SearchSpace space;
  for (const char* name : {"a", "b", "c", "d", "e"}) space.add(name, Distribution::real(0, 1));
  double log_ratio = 0;
  constexpr int tasks = 60;
  constexpr int seeds = 20;
  for (int task = 0; task < tasks; ++task) {
    const SmoothValley valley(static_cast<std::uint64_t>(task));
    double design = 0;
    double random = 0;
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
      design += best_of(space, valley, Component("orthogonal"), seed);
      random += best_of(space, valley, std::nullopt, seed);
    }
    log_ratio += std::log(design / random) / tasks;
  }
  RecordProperty("geometric_mean_ratio", std::to_string(std::exp(log_ratio)));
  EXPECT_LT(std::exp(log_ratio), 0.85);  // 0.74 here; on tabulated tuning tasks such designs come to 0.88
}

}  // namespace
}  // namespace vernier
