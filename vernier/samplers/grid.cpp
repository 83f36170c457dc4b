// Every configuration of a finite space once.
#include <fmt/core.h>

#include <cmath>
#include <set>

#include "vernier/base/errors.hpp"
#include "vernier/samplers/sampler.hpp"

namespace vernier {
namespace {

struct GridOptions {
  std::int64_t points = 0;
  bool shuffle = true;
  static void describe(OptionFields<GridOptions>& field) {
    field("points", &GridOptions::points,
          "values taken from a range that has no finite number of them; 0: such a range is an error")
        .between(0, 1000);
    field("shuffle", &GridOptions::shuffle, "random order by the study's seed, else that of the parameters");
  }
};

class GridSampler : public Sampler {
 public:
  explicit GridSampler(GridOptions options) : options_(options) {}

  std::optional<Proposal> propose(const History& history, Rng) override {
    prepare(history);
    std::set<ParamMap> taken;
    for (const auto& record : history.settled) taken.insert(record->params);
    for (const auto& record : history.running) taken.insert(record->params);
    for (const ParamMap& params : grid_) {
      if (!taken.contains(params)) return Proposal{params, std::nullopt};
    }
    return std::nullopt;
  }

  std::string describe(const History&) const override { return "grid: every configuration once"; }

 private:
  /// The grid depends on the space and the seed alone, so keeping it changes nothing.
  void prepare(const History& history) {
    if (prepared_ && *prepared_ == *history.space && seed_ == history.seed) return;
    SearchSpace finite;
    for (const Parameter& parameter : history.space->parameters()) {
      const Distribution& range = parameter.distribution;
      const std::string when = parameter.when ? parameter.when->text() : "";
      if (range.cardinality()) {
        finite.add(parameter.name, range, when);
      } else {
        finite.add(parameter.name, Distribution::ordinal(grid_values(parameter)), when);
      }
    }
    for (const Expression& constraint : history.space->constraints()) finite.constrain(constraint.text());
    grid_ = finite.enumerate(100'000);
    if (options_.shuffle) Rng(history.seed).split("grid").shuffle(std::span<ParamMap>(grid_));
    prepared_ = *history.space;
    seed_ = history.seed;
  }

  std::vector<ParamValue> grid_values(const Parameter& parameter) const {
    if (options_.points == 0) {
      throw InvalidArgument(fmt::format("grid: parameter '{}' has no finite number of values", parameter.name),
                            "a step, a list of values, or the option points",
                            "Write for example --sampler grid:points=5.");
    }
    std::vector<ParamValue> values;
    for (std::int64_t k = 0; k < options_.points; ++k) {  // a range narrower than that many doubles gives fewer
      const double u = options_.points == 1 ? 0.5 : static_cast<double>(k) / static_cast<double>(options_.points - 1);
      const ParamValue value = parameter.distribution.from_unit(u);
      if (values.empty() || values.back() != value) values.push_back(value);
    }
    return values;
  }

  GridOptions options_;
  std::optional<SearchSpace> prepared_;
  std::uint64_t seed_ = 0;
  std::vector<ParamMap> grid_;
};

}  // namespace

const SamplerInfo& sampler_grid() {
  static const SamplerInfo info{.name = "grid",
                                .summary = "every configuration of a finite space once",
                                .cites = "full factorial design",
                                .handles = {.define_by_run = false, .infinite = false},
                                .options = option_table<GridOptions>(),
                                .make = &make_with<Sampler, GridSampler, GridOptions>};
  return info;
}

}  // namespace vernier
