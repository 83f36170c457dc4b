// The default: chooses a method for the study and says which.
#include "vernier/samplers/sampler.hpp"

namespace vernier {
namespace {

class AutoSampler : public Sampler {
 public:
  std::optional<Proposal> propose(const History& history, Rng rng) override { return chosen_->propose(history, rng); }
  std::string describe(const History& history) const override {
    return "auto: " + chosen_->describe(history) + "; it needs the fewest trials";
  }

 private:
  std::unique_ptr<Sampler> chosen_ = make_sampler("gp");
};

}  // namespace

const SamplerInfo& sampler_auto() {
  static const SamplerInfo info{.name = "auto",
                                .summary = "chooses for the study: a Gaussian process after a few Sobol points",
                                .cites = "see gp",
                                .options = option_table<NoOptions>(),
                                .make = &make_with<Sampler, AutoSampler, NoOptions>};
  return info;
}

}  // namespace vernier
