// The default: chooses a method for the study and says which.
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
    return "auto: " + first + (many(history) ? many_ : few_)->describe(history) +
           (many(history) ? "; it stays quick with many trials" : "; it needs the fewest trials");
  }

 private:
  /// More than the model of gp takes in, or trials that a pruner has put aside: of those there will be many, and what
  /// they have shown is not what they will come to.
  static bool many(const History& history) {
    return history.settled.size() >= most_modelled ||
           std::any_of(history.settled.begin(), history.settled.end(),
                       [](const auto& record) { return record->state == TrialState::paused; });
  }
  Sampler& chosen(const History& history) { return many(history) ? *many_ : *few_; }

  std::unique_ptr<Sampler> few_ = make_sampler("gp");
  std::unique_ptr<Sampler> many_ = make_sampler("tpe");
};

}  // namespace

const SamplerInfo& sampler_auto() {
  static const SamplerInfo info{
      .name = "auto",
      .summary =
          "chooses for the study: a Gaussian process; past 500 trials, or where trials are paused, Parzen estimators",
      .cites = "see gp and tpe",
      .options = option_table<NoOptions>(),
      .make = &make_with<Sampler, AutoSampler, NoOptions>};
  return info;
}

}  // namespace vernier
