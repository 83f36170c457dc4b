// Population-based training: who falls behind is replaced by a copy of one that leads, with other hyperparameters.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "vernier/base/text.hpp"
#include "vernier/samplers/sampler.hpp"
#include "vernier/samplers/support/feasible.hpp"

namespace vernier {
namespace {

struct PbtOptions {
  std::vector<std::string> changes;
  double quantile = 0.25;
  double factor = 1.2;
  double resample = 0.25;
  static void describe(OptionFields<PbtOptions>& field) {
    field("changes", &PbtOptions::changes,
          "the parameters that a copy changes; by default all real ones, since others mostly decide the shapes of "
          "weights");
    field("quantile", &PbtOptions::quantile, "the share of the best that are copied").above(0).at_most(1);
    field("factor", &PbtOptions::factor, "a number is multiplied or divided by it").above(1);
    field("resample", &PbtOptions::resample, "the probability that a value is drawn anew instead").between(0, 1);
  }
};

class PbtSampler : public Sampler {
 public:
  explicit PbtSampler(PbtOptions options) : options_(std::move(options)) {}

  void check(const SearchSpace& space) const override {
    std::vector<std::string> names;
    for (const Parameter& parameter : space.parameters()) names.push_back(parameter.name);
    for (const std::string& name : options_.changes) {
      if (space.find(name) != nullptr) continue;
      throw InvalidArgument(fmt::format("sampler 'pbt' is to change '{}', which the space does not have", name), {},
                            suggest(name, names));
    }
  }

  std::optional<Proposal> propose(const History& history, Rng rng) override {
    const std::vector<const TrialRecord*> trials = history.trials();
    const TrialRecord* parent = replacement_due(history, trials) ? leader(history, trials, rng) : nullptr;
    if (parent == nullptr) return Proposal{draw_feasible(*history.space, rng), std::nullopt};
    for (int attempt = 0; attempt < 100; ++attempt) {
      ParamMap params = changed(*history.space, parent->params, rng);
      if (history.space->feasible(params)) return Proposal{std::move(params), parent->number, parent->last_step()};
    }
    return Proposal{parent->params, parent->number, parent->last_step()};
  }

  std::string describe(const History&) const override {
    return fmt::format("pbt: a trial that is stopped is replaced by a copy of one of the best {:g} %, changed",
                       100 * options_.quantile);
  }

 private:
  /// Whether more trials were lost than copies made.
  static bool replacement_due(const History& history, const std::vector<const TrialRecord*>& trials) {
    std::int64_t lost = 0;
    std::set<TrialNumber> copies;
    for (const TrialRecord* trial : trials) {
      lost += trial->state == TrialState::pruned || trial->state == TrialState::failed ? 1 : 0;
      if (trial->clone_of) copies.insert(trial->number);
    }
    for (const auto& record : history.running) {
      if (record->clone_of) copies.insert(record->number);
    }
    return lost > std::ssize(copies);
  }

  /// One of the best paused trials, by their last reports; those alone have a checkpoint and something left to train.
  const TrialRecord* leader(const History& history, std::vector<const TrialRecord*> trials, Rng& rng) const {
    std::erase_if(trials, [](const TrialRecord* trial) {
      return trial->state != TrialState::paused || trial->reports.empty() ||
             std::isnan(trial->reports.back().values[0]);
    });
    if (trials.empty()) return nullptr;
    std::stable_sort(trials.begin(), trials.end(), [&](const TrialRecord* a, const TrialRecord* b) {
      return history.loss(a->reports.back().values[0]) < history.loss(b->reports.back().values[0]);
    });
    const double best = std::ceil(static_cast<double>(trials.size()) * options_.quantile);
    return trials[static_cast<std::size_t>(rng.below(static_cast<std::uint64_t>(best)))];
  }

  [[nodiscard]] ParamMap changed(const SearchSpace& space, const ParamMap& parent, Rng& rng) const {
    ParamMap params;
    for (const Parameter& parameter : space.parameters()) {
      ParamValue drawn = parameter.distribution.from_unit(rng.uniform());
      const auto kept = parent.find(parameter.name);
      if (kept == parent.end()) {
        params.emplace(parameter.name, std::move(drawn));  // in case that a change makes it active
      } else if (!changes(parameter)) {
        params.emplace(parameter.name, kept->second);
      } else {
        const bool anew = rng.uniform() < options_.resample;
        const double factor = rng.uniform() < 0.5 ? options_.factor : 1 / options_.factor;
        params.emplace(parameter.name, anew ? std::move(drawn) : scaled(parameter.distribution, kept->second, factor));
      }
    }
    return space.active(params);
  }

  [[nodiscard]] bool changes(const Parameter& parameter) const {
    if (options_.changes.empty()) return parameter.distribution.kind() == Distribution::Kind::real;
    return std::find(options_.changes.begin(), options_.changes.end(), parameter.name) != options_.changes.end();
  }

  /// A number times the factor, at least to the next one; of ordered values the neighbour; a category stays.
  static ParamValue scaled(const Distribution& distribution, const ParamValue& value, double factor) {
    switch (distribution.kind()) {
      case Distribution::Kind::real: {
        const double number = std::clamp(std::get<double>(value) * factor, distribution.low(), distribution.high());
        if (!distribution.step()) return number;
        return distribution.at(static_cast<std::uint64_t>((number - distribution.low()) / *distribution.step() + 0.5));
      }
      case Distribution::Kind::integer: {
        const auto before = std::get<std::int64_t>(value);
        const auto step = static_cast<std::int64_t>(*distribution.step());
        const auto low = static_cast<std::int64_t>(distribution.low());
        const double wanted = std::abs(static_cast<double>(before) * (factor - 1)) / static_cast<double>(step);
        const std::int64_t by = std::max<std::int64_t>(1, std::llround(wanted)) * step;
        const std::int64_t top = low + (static_cast<std::int64_t>(distribution.high()) - low) / step * step;
        return std::clamp(before + (factor > 1 ? by : -by), low, top);
      }
      case Distribution::Kind::ordinal: {
        const std::uint64_t index = distribution.index_of(value);
        if (factor > 1) return distribution.at(std::min(index + 1, *distribution.cardinality() - 1));
        return distribution.at(index == 0 ? 0 : index - 1);
      }
      case Distribution::Kind::categorical: break;
    }
    return value;
  }

  PbtOptions options_;
};

}  // namespace

const SamplerInfo& sampler_pbt() {
  static const SamplerInfo info{
      .name = "pbt",
      .summary = "population-based training: schedules of hyperparameters, found while a population trains",
      .cites = "Jaderberg et al. 2017, Population based training of neural networks",
      .aliases = {"population_based_training"},
      .handles = {.multi_objective = false},
      .pruner = "pbt",
      .suits = "schedules of rates and regularisation, found while a population trains",
      .ask = AskCost{0.05, 0.05},
      .options = option_table<PbtOptions>(),
      .make = &make_with<Sampler, PbtSampler, PbtOptions>};
  return info;
}

}  // namespace vernier
