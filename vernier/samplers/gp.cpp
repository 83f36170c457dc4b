// Bayesian optimisation: a Gaussian process of warped losses, and a search for where it promises most.
#include <algorithm>
#include <cmath>

#include <fmt/core.h>

#include "vernier/math/normal.hpp"
#include "vernier/samplers/sampler.hpp"
#include "vernier/samplers/support/acquisition.hpp"
#include "vernier/samplers/support/model_fit.hpp"
#include "vernier/samplers/support/told_models.hpp"

namespace vernier {
namespace {

struct GpOptions {
  std::int64_t startup = 5;
  std::string acquisition = "logei";
  double width = 1.8;
  std::string warp = "half_rank";
  bool input_warp = true;
  bool repeat = true;
  double final_repeats = 0;
  bool thrifty = false;
  bool hedge = true;
  static void describe(OptionFields<GpOptions>& field) {
    field("startup", &GpOptions::startup, "trials at scrambled Sobol points before the model is used").at_least(1);
    field("acquisition", &GpOptions::acquisition,
          "what is sought: the most expected improvement, or the least mean less some standard deviations (ucb)")
        .one_of({"logei", "ucb"});
    field("width", &GpOptions::width, "ucb: how many standard deviations").at_least(0);
    field("warp", &GpOptions::warp, "the scale on which losses are modelled").one_of({"half_rank", "power", "none"});
    field("input_warp", &GpOptions::input_warp,
          "bend the scale of each number too: for functions that vary faster in one part of a range");
    field("repeat", &GpOptions::repeat, "try good configurations again where noise hides which is best");
    field("final_repeats", &GpOptions::final_repeats,
          "the last share of the study's trials that are all repeats; a study that is given more trials later then "
          "differs from one that had them at once")
        .between(0, 1);
    field("hedge", &GpOptions::hedge,
          "let tpe propose every second trial while the model ranks trials left out of it hardly better than chance");
    field("thrifty", &GpOptions::thrifty,
          "improvement by unit of cost, the less so the more of the budget is spent; the cost of a trial is told with "
          "its value, else it is the step of its last report");
  }
};

// Measured in docs/decisions/gp.md.
constexpr double repeat_margin = 8;
constexpr double belief_trials = 5;  // results that weigh as much as a prior

class GpSampler : public Sampler {
 public:
  explicit GpSampler(GpOptions options)
      : options_(std::move(options)), warp_(warp_of(options_.warp)), fit_(warp_, {.warp = options_.input_warp}) {}

  std::optional<Proposal> propose(const History& history, Rng rng) override {
    if (history.next_trial < options_.startup) return startup_->propose(history, rng);
    const Encoding encoding(*history.space);
    std::vector<double> weights = draw_weights(history, rng.split("weights"));
    Evidence evidence = evidence_of(history, history.settled.size(), weights);
    const bool exact = repeats_of(evidence, encoding).exact();
    const std::set<std::vector<double>> seen = points_of(evidence, encoding, history.running);
    const auto warped = warp_evidence(thinned(std::move(evidence), most_modelled), encoding, warp_);
    if (!warped || warped->evidence.trials.size() < 2) return startup_->propose(history, rng);
    const FittedModel fitted = fit_.fitted(history, encoding, weights);
    if (options_.hedge && fitted.misleads && history.next_trial % 2 == 1) return hedge_->propose(history, rng);
    GaussianProcess process(warped->data, fitted.parameters, fitted.trend);
    const std::vector<Candidate> candidates = candidates_of(*warped, process);

    Acquisition acquisition;
    const std::vector<ConstraintModel> constraints = constraint_models(warped->evidence, encoding);
    acquisition.constraints = constraints;
    acquisition.kind =
        options_.acquisition == "ucb" && constraints.empty() ? AcquisitionKind::ucb : AcquisitionKind::logei;
    acquisition.width = options_.width;
    acquisition.reference = least_mean(*warped, process);
    const Belief belief(encoding);
    if (!belief.empty()) {
      acquisition.belief = &belief;
      acquisition.belief_weight = belief_trials / static_cast<double>(history.settled.size());
    }
    const auto cost = options_.thrifty ? cost_model(warped->evidence, encoding) : std::nullopt;
    if (cost) {
      acquisition.cost = &cost->process;
      acquisition.cost_weight = cost->deviation * left(history);
    }
    AcquisitionSearch search{
        .encoding = &encoding, .acquisition = &acquisition, .starts = {}, .taken = seen, .pending = {}};
    for (const auto& record : history.running) search.pending.push_back(encoding.point(record->params));
    if (!search.pending.empty()) process = process.with_expected(flat(search.pending));
    acquisition.objective = &process;
    for (std::size_t i = 0; i < std::min<std::size_t>(5, candidates.size()); ++i) {
      search.starts.push_back(encoding.draw(warped->evidence.trials[candidates[i].row]->params));
    }
    Rng stream = rng.split("acquisition");
    const auto found = maximize_acquisition(search, stream);
    if (options_.repeat && !exact && history.objectives.size() == 1) {
      const ParamMap* again = worth_repeating(history, *warped, candidates, process, found, encoding);
      if (again != nullptr) return Proposal{whole(*again, encoding), std::nullopt};
    }
    if (found) return Proposal{history.space->from_unit(found->draw), std::nullopt};
    if (exact || candidates.empty()) return std::nullopt;
    return Proposal{whole(warped->evidence.trials[candidates.front().row]->params, encoding), std::nullopt};
  }

  std::string describe(const History&) const override {
    return fmt::format("gp: {} Sobol points, then {} under a Gaussian process of {} values{}", options_.startup,
                       options_.acquisition == "ucb" ? "the lower confidence bound" : "expected improvement",
                       options_.warp == "none" ? "standardised" : "warped",
                       options_.repeat ? ", with repeats where noise asks for them" : "");
  }

 private:
  static WarpKind warp_of(const std::string& name) {
    if (name == "power") return WarpKind::power;
    return name == "none" ? WarpKind::none : WarpKind::half_rank;
  }

  /// A define-by-run trial may lack parameters that others have used.
  static ParamMap whole(ParamMap params, const Encoding& encoding) {
    if (encoding.space().conditional()) return params;
    params.merge(encoding.space().from_unit(encoding.draw(params)));
    return params;
  }

  static std::vector<double> draw_weights(const History& history, Rng rng) {
    std::vector<double> weights;
    if (history.objectives.size() == 1) return weights;
    double sum = 0;
    for (std::size_t k = 0; k < history.objectives.size(); ++k) {
      weights.push_back(-std::log1p(-rng.uniform()));
      sum += weights.back();
    }
    for (double& weight : weights) weight /= sum;
    return weights;
  }

  /// The share of the budget that is left (cost cooling: Lee, Perrone, Archambeau, Seeger 2020); 1 without one.
  static double left(const History& history) {
    if (!history.budget.trials) return 1;
    const double share = static_cast<double>(history.next_trial) / static_cast<double>(*history.budget.trials);
    return std::max(0.0, 1 - share);
  }

  /// The evaluated configuration whose next evaluation would most improve the recommendation, where that beats what is
  /// to be had from the new one by `repeat_margin`; in the last share of the budget, where it does anything at all.
  const ParamMap* worth_repeating(const History& history, const WarpedEvidence& warped,
                                  std::span<const Candidate> candidates, const GaussianProcess& process,
                                  const std::optional<AcquisitionMaximum>& fresh, const Encoding& encoding) const {
    if (candidates.size() < 2) return nullptr;
    const double noise = process.parameters().noise;
    const Candidate* best = nullptr;
    double most = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(20, candidates.size()); ++i) {
      const double rival = candidates[i == 0 ? 1 : 0].mean;
      const double gain = expected_gain(candidates[i].deviation, noise, std::abs(candidates[i].mean - rival));
      if (gain <= most) continue;
      most = gain;
      best = &candidates[i];
    }
    if (best == nullptr) return nullptr;
    const ParamMap* params = &warped.evidence.trials[best->row]->params;
    if (!fresh) return params;
    if (options_.final_repeats > 0 && history.budget.trials) {
      const auto trials = static_cast<double>(*history.budget.trials);
      if (static_cast<double>(history.next_trial) >= (1 - options_.final_repeats) * trials) return params;
    }
    double mean = 0, variance = 0;
    process.predict(encoding.point(fresh->draw), {&mean, 1}, {&variance, 1});
    const double deviation = std::sqrt(variance + process.parameters().own);
    const double explored = expected_gain(deviation, noise, mean - candidates.front().mean);
    return most > repeat_margin * explored ? params : nullptr;
  }

  /// By how much one more evaluation is expected to lower the least posterior mean, when this one is `behind` it (the
  /// knowledge gradient: Frazier, Powell, Dayanik 2009).
  static double expected_gain(double deviation, double noise, double behind) {
    const double change = deviation * deviation / std::sqrt(deviation * deviation + noise);
    return change > 0 ? change * std::exp(log_expected_excess(-behind / change)) : 0;
  }

  GpOptions options_;
  WarpKind warp_;
  std::unique_ptr<Sampler> hedge_ = make_sampler("tpe");
  std::unique_ptr<Sampler> startup_ = make_sampler({"qmc", Json{{"prior", true}}});
  ModelFit fit_;
};

}  // namespace

const SamplerInfo& sampler_gp() {
  static const SamplerInfo info{
      .name = "gp",
      .summary = "Bayesian optimisation with a Gaussian process",
      .cites =
          "Jones, Schonlau, Welch 1998; Song et al. 2024, The Vizier Gaussian process bandit algorithm; "
          "Ament et al. 2023, Unexpected improvements to expected improvement; Knowles 2006, ParEGO",
      .aliases = {"bayesian"},
      .handles = {.noise = true},
      .suits = "the fewest trials: up to some 20 parameters and a few hundred costly trials, one or several objectives",
      .ask = AskCost{11, 89},
      .options = option_table<GpOptions>(),
      .make = &make_with<Sampler, GpSampler, GpOptions>};
  return info;
}

}  // namespace vernier
