// The default: chooses a method for the study and says which.
#include <algorithm>

#include "vernier/samplers/sampler.hpp"
#include "vernier/samplers/support/surrogate.hpp"
#include "vernier/samplers/support/warm_start.hpp"

namespace vernier {
namespace {

struct AutoOptions {
  std::int64_t hedge = 8;
  static void describe(OptionFields<AutoOptions>& field) {
    field("hedge", &AutoOptions::hedge, "one trial in so many is tpe's, in case the model misleads; 0: none")
        .at_least(0);
  }
};

class AutoSampler : public Sampler {
 public:
  explicit AutoSampler(AutoOptions options) : options_(options) {}

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
  /// More than the model of gp takes in.
  static bool many(const History& history) { return history.settled.size() >= most_modelled; }
  [[nodiscard]] bool hedges(const History& history) const {
    return options_.hedge > 0 && history.next_trial % options_.hedge == options_.hedge - 1 && stalled(history);
  }
  /// The best trial is old.
  static bool stalled(const History& history) {
    const TrialRecord* best = best_trial(history);
    return best != nullptr && 4 * (history.next_trial - best->number) > std::max<TrialNumber>(80, history.next_trial);
  }
  Sampler& chosen(const History& history) { return many(history) || hedges(history) ? *many_ : *few_; }

  AutoOptions options_;
  std::unique_ptr<Sampler> few_ = make_sampler("gp");
  std::unique_ptr<Sampler> many_ = make_sampler("tpe");
};

}  // namespace

const SamplerInfo& sampler_auto() {
  static const SamplerInfo info{
      .name = "auto",
      .summary = "chooses for the study: a Gaussian process, past 500 trials Parzen estimators",
      .cites = "see gp and tpe",
      .options = option_table<AutoOptions>(),
      .make = &make_with<Sampler, AutoSampler, AutoOptions>};
  return info;
}

}  // namespace vernier
