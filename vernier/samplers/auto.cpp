// The default: chooses a method for the study and says which.
#include "vernier/samplers/sampler.hpp"
#include "vernier/samplers/support/warm_start.hpp"

namespace vernier {
namespace {

class AutoSampler : public Sampler {
 public:
  std::optional<Proposal> propose(const History& history, Rng rng) override {
    if (auto warm = warm_configuration(history)) return Proposal{*std::move(warm), std::nullopt};
    return chosen_->propose(history, rng);
  }
  std::string describe(const History& history) const override { return "auto: " + chosen_->describe(history); }

 private:
  std::unique_ptr<Sampler> chosen_ = make_sampler("qmc");
};

}  // namespace

const SamplerInfo& sampler_auto() {
  static const SamplerInfo info{.name = "auto",
                                .summary = "chooses for the study; scrambled Sobol points",
                                .cites = "see qmc",
                                .options = option_table<NoOptions>(),
                                .make = &make_with<Sampler, AutoSampler, NoOptions>};
  return info;
}

}  // namespace vernier
