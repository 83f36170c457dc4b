// The default: chooses a method for the study and says which.
#include <fmt/core.h>

#include <algorithm>

#include "vernier/samplers/sampler.hpp"
#include "vernier/samplers/support/surrogate.hpp"
#include "vernier/samplers/support/warm_start.hpp"

namespace vernier {
namespace {

class AutoSampler : public Sampler {
 public:
  std::optional<Proposal> propose(const History& history, Rng rng) override {
    if (auto warm = warm_configuration(history)) return Proposal{*std::move(warm), std::nullopt};
    return chosen(history).propose(history, rng);
  }
  std::string describe(const History& history) const override {
    const std::string first = history.earlier.empty() ? "" : "the best of earlier studies, then ";
    const char* why = many(history)   ? "it stays quick with many trials"
                      : wide(history) ? "it finds the few of many parameters that matter"
                                      : "it needs the fewest trials";
    return fmt::format("auto: {}{}; {}", first, chosen(history).describe(history), why);
  }

 private:
  /// More than the model of gp takes in, or trials that a pruner has put aside: of those there will be many, and what
  /// they have shown is not what they will come to.
  static bool many(const History& history) {
    return history.settled.size() >= most_modelled ||
           std::any_of(history.settled.begin(), history.settled.end(),
                       [](const auto& record) { return record->state == TrialState::paused; });
  }
  /// As many as turbo was measured with (docs/decisions/high-dimension.md); it knows no priors.
  static bool wide(const History& history) {
    const auto parameters = history.space->parameters();
    return parameters.size() >= 100 && history.objectives.size() == 1 &&
           std::none_of(parameters.begin(), parameters.end(), [](const Parameter& one) { return one.prior; });
  }
  [[nodiscard]] Sampler& chosen(const History& history) const {
    return many(history) ? *many_ : wide(history) ? *wide_ : *few_;
  }

  std::unique_ptr<Sampler> few_ = make_sampler("gp");
  std::unique_ptr<Sampler> wide_ = make_sampler("turbo");
  std::unique_ptr<Sampler> many_ = make_sampler("tpe");
};

}  // namespace

const SamplerInfo& sampler_auto() {
  static const SamplerInfo info{
      .name = "auto",
      .summary =
          "chooses for the study: a Gaussian process, of a hundred parameters and more in a trust region; past 500 "
          "trials, or where trials are paused, Parzen estimators",
      .cites = "see gp, turbo and tpe",
      .handles = {.noise = true, .many_parameters = true},
      .suits = "the default",
      .ask = AskCost{11, 0.2},
      .options = option_table<NoOptions>(),
      .make = &make_with<Sampler, AutoSampler, NoOptions>};
  return info;
}

}  // namespace vernier
