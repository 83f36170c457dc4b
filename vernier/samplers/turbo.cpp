// Bayesian optimisation for many dimensions: a Gaussian process, and a region around the best that grows and shrinks.
#include <fmt/core.h>

#include "vernier/samplers/sampler.hpp"
#include "vernier/samplers/support/model_fit.hpp"
#include "vernier/samplers/support/told_models.hpp"
#include "vernier/samplers/support/trust_region.hpp"

namespace vernier {
namespace {

struct TurboOptions {
  std::int64_t startup = 20;
  std::int64_t patience = 40;
  static void describe(OptionFields<TurboOptions>& field) {
    field("startup", &TurboOptions::startup, "trials at scrambled Sobol points with which a run begins").at_least(1);
    field("patience", &TurboOptions::patience, "trials without an improvement after which the region is halved")
        .at_least(1);
  }
};

class TurboSampler : public Sampler {
 public:
  explicit TurboSampler(TurboOptions options) : options_(options), region_(options.startup, options.patience) {}

  std::optional<Proposal> propose(const History& history, Rng rng) override {
    region_.update(history);
    const auto begun = std::ssize(region_.trials()) + std::ssize(history.running);
    if (begun < options_.startup) return startup_->propose(history, rng);
    const Encoding encoding(*history.space);
    Evidence evidence = evidence_of(history, history.settled.size());
    std::set<std::vector<double>> seen = points_of(evidence, encoding, history.running);
    const auto warped = warp_evidence(thinned(std::move(evidence), most_modelled), encoding, WarpKind::half_rank);
    if (!warped || warped->data.size() < 2) return startup_->propose(history, rng);
    const FittedModel fitted = fit_.fitted(history, encoding);
    GaussianProcess process(warped->data, fitted.parameters, fitted.trend);
    const auto center = best_of_run(*warped, process, encoding);
    if (!center) return startup_->propose(history, rng);

    Acquisition acquisition;
    acquisition.kind = AcquisitionKind::logei;
    acquisition.reference = least_mean(*warped, process);
    const std::vector<ConstraintModel> constraints = constraint_models(warped->evidence, encoding);
    acquisition.constraints = constraints;
    AcquisitionSearch search;
    search.encoding = &encoding;
    search.acquisition = &acquisition;
    search.starts = {*center};
    search.taken = std::move(seen);
    for (const auto& record : history.running) search.pending.push_back(encoding.point(record->params));
    if (!search.pending.empty()) process = process.with_expected(flat(search.pending));
    acquisition.objective = &process;
    search.region = TrustRegion{*center, region_.length()};
    Rng stream = rng.split("acquisition");
    auto found = maximize_acquisition(search, stream);
    if (!found) {  // each value in the region has been tried
      search.region.reset();
      found = maximize_acquisition(search, stream);
    }
    if (!found) return std::nullopt;
    return Proposal{history.space->from_unit(found->draw), std::nullopt};
  }

  std::string describe(const History& history) const override {
    TrustRegionWalk region(options_.startup, options_.patience);
    region.update(history);
    if (std::ssize(region.trials()) < options_.startup) return "turbo: an even cover of the space before a run begins";
    return fmt::format("turbo: expected improvement within {:.2g} of each range around the best", region.length());
  }

 private:
  /// The draw of the configuration of this run that is best by the model of all trials.
  [[nodiscard]] std::optional<std::vector<double>> best_of_run(const WarpedEvidence& warped,
                                                               const GaussianProcess& process,
                                                               const Encoding& encoding) const {
    for (const Candidate& candidate : candidates_of(warped, process)) {
      const TrialRecord& trial = *warped.evidence.trials[candidate.row];
      if (region_.trials().contains(trial.number)) return encoding.draw(trial.params);
    }
    return std::nullopt;
  }

  TurboOptions options_;
  TrustRegionWalk region_;
  ModelFit fit_{WarpKind::half_rank, {.sparse = true}};
  std::unique_ptr<Sampler> startup_ = make_sampler("qmc");
};

}  // namespace

const SamplerInfo& sampler_turbo() {
  static const SamplerInfo info{
      .name = "turbo",
      .summary = "Bayesian optimisation in a trust region around the best, for many parameters",
      .cites =
          "Eriksson et al. 2019, Scalable global optimization via local Bayesian optimization; Hvarfner, Hellsten, "
          "Nardi 2024, Vanilla Bayesian optimization performs great in high dimensions",
      .aliases = {"trust_region"},
      .handles = {.multi_objective = false, .noise = true, .many_parameters = true},
      .suits = "a hundred parameters and more of which few matter",
      .ask = AskCost{17, 300},
      .options = option_table<TurboOptions>(),
      .make = &make_with<Sampler, TurboSampler, TurboOptions>};
  return info;
}

}  // namespace vernier
