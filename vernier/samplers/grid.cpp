// Every configuration of a finite space once.
#include <fmt/core.h>

#include <algorithm>
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
    fold(history.settled);
    const auto running = [&](const ParamMap& params) {
      return std::any_of(history.running.begin(), history.running.end(),
                         [&](const auto& record) { return record->params == params; });
    };
    for (std::size_t k = first_free_; k < grid_.size(); ++k) {
      if (!taken_.contains(grid_[k]) && !running(grid_[k])) return Proposal{grid_[k], std::nullopt};
    }
    return std::nullopt;
  }

  void check(const SearchSpace& space) const override { (void)grid_of(space); }

  std::string describe(const History&) const override { return "grid: every configuration once"; }

 private:
  /// The grid depends on the space and the seed alone, so keeping it changes nothing.
  void prepare(const History& history) {
    if (prepared_ && *prepared_ == *history.space && seed_ == history.seed) return;
    grid_ = grid_of(*history.space);
    if (options_.shuffle) Rng(history.seed).split("grid").shuffle(std::span<ParamMap>(grid_));
    prepared_ = *history.space;
    seed_ = history.seed;
    forget();
  }

  /// Which points have run is a fold over the settled prefix, so that a long study does not look at all of it for each
  /// trial. Another history than the one that was folded begins it anew.
  void fold(History::Records settled) {
    if (settled.size() < folded_ || (folded_ > 0 && settled[folded_ - 1] != last_)) forget();
    for (; folded_ < settled.size(); ++folded_) {
      last_ = settled[folded_];
      taken_.insert(last_->params);
    }
    while (first_free_ < grid_.size() && taken_.contains(grid_[first_free_])) ++first_free_;
  }
  void forget() {
    folded_ = 0;
    first_free_ = 0;
    taken_.clear();
    last_.reset();
  }

  std::vector<ParamMap> grid_of(const SearchSpace& space) const {
    SearchSpace finite;
    for (const Parameter& parameter : space.parameters()) {
      const Distribution& range = parameter.distribution;
      const std::string when = parameter.when ? parameter.when->text() : "";
      if (range.cardinality()) {
        finite.add(parameter.name, range, when);
      } else {
        finite.add(parameter.name, Distribution::ordinal(grid_values(parameter)), when);
      }
    }
    for (const Expression& constraint : space.constraints()) finite.constrain(constraint.text());
    return finite.enumerate(100'000);
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
  std::size_t folded_ = 0;                   // settled records that the two below stand for
  std::size_t first_free_ = 0;               // every point before it has run
  std::set<ParamMap> taken_;                 // what the folded records ran
  std::shared_ptr<const TrialRecord> last_;  // of the folded records
};

}  // namespace

const SamplerInfo& sampler_grid() {
  static const SamplerInfo info{.name = "grid",
                                .summary = "every configuration of a finite space once",
                                .cites = "full factorial design",
                                .handles = {.define_by_run = false, .infinite = false},
                                .suits = "small finite spaces, every configuration once",
                                .options = option_table<GridOptions>(),
                                .make = &make_with<Sampler, GridSampler, GridOptions>};
  return info;
}

}  // namespace vernier
