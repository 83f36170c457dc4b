// Independent uniform draws: the baseline of every comparison.
#include "vernier/samplers/sampler.hpp"
#include "vernier/samplers/support/feasible.hpp"

namespace vernier {
namespace {

class RandomSampler : public Sampler {
 public:
  std::optional<Proposal> propose(const History& history, Rng rng) override {
    return Proposal{draw_feasible(*history.space, rng), std::nullopt};
  }
  std::string describe(const History&) const override { return "random: independent uniform draws"; }
};

}  // namespace

const SamplerInfo& sampler_random() {
  static const SamplerInfo info{.name = "random",
                                .summary = "independent uniform draws",
                                .cites = "Bergstra and Bengio 2012, Random search for hyper-parameter optimization",
                                .suits = "a baseline; nothing is easier to explain",
                                .ask = AskCost{0.05, 0.05},
                                .options = option_table<NoOptions>(),
                                .make = &make_with<Sampler, RandomSampler, NoOptions>};
  return info;
}

}  // namespace vernier
