#include "vernier/samplers/support/cma_search.hpp"

#include <algorithm>
#include <cmath>

#include "vernier/math/statistics.hpp"

namespace vernier {
namespace {

constexpr std::size_t cma_remembered = 4;      // distributions that a late result is looked up in
constexpr double cma_least_deviation = 1e-12;  // of a real coordinate; below it points no longer differ
constexpr double cma_condition_limit = 1e14;
constexpr double cma_flat = 1e-12;  // a range of losses, as a share of the best
constexpr std::int64_t cma_most_doublings = 9;
constexpr double warm_share = 0.1;   // of earlier trials that the start is fitted to (Nomura et al. 2021)
constexpr double warm_spread = 0.1;  // the deviation that stands for each of them

double range_of(std::span<const double> values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return *high - *low;
}

Rng cma_stream(const History& history) { return Rng(history.seed).split("cmaes"); }

}  // namespace

void CmaOptions::describe(OptionFields<CmaOptions>& field) {
  field("population", &CmaOptions::population, "trials of a generation; null: 4 + 3 ln(parameters)")
      .between(4, 100'000);
  field("sigma", &CmaOptions::sigma, "the first standard deviation, as a share of each range").above(0).at_most(1);
  field("restarts", &CmaOptions::restarts, "bipop: with large and small populations by turns; ipop: doubled each time")
      .one_of({"bipop", "ipop"});
  field(
      "startup", &CmaOptions::startup,
      "trials of an even cover of the space; the search begins where the best tenth of them lies, with 0 at its centre")
      .between(0, 1'000'000);
}

void CmaSearch::update(const History& history) {
  walk_.advance(
      history, [&] { begin(history); }, [&](const TrialRecord& record) { take(history, record); });
}

std::optional<ParamMap> CmaSearch::draw(const History& history, TrialNumber number) const {
  if (distributions_.empty()) return std::nullopt;
  auto drawn =
      distributions_.front().draw(space_, *view_, cma_stream(history).split(static_cast<std::uint64_t>(number)));
  if (!drawn) return std::nullopt;
  return std::move(drawn->params);
}

void CmaSearch::begin(const History& history) {
  space_ = *history.space;
  view_.emplace(space_);
  startup_.clear();
  distributions_.clear();
  generation_.clear();
  run_ = doublings_ = spent_small_ = spent_large_ = 0;
  small_ = false;
  population_ = first_population();
  for (const History* earlier : history.earlier) {
    for (const TrialRecord* trial : earlier->complete()) {
      startup_.push_back({trial->params, standing_of(*earlier, *trial)});
    }
  }
  if (options_.startup > 0) return;
  begin_run(startup_.empty() ? uniform_start(std::vector<double>(view_->numbers(), 0.5), options_.sigma)
                             : start_at(std::move(startup_)),
            population_);
}

double CmaSearch::variables() const {
  return static_cast<double>(std::max<std::size_t>(1, view_->numbers() + view_->categories()));
}

std::size_t CmaSearch::first_population() const {
  if (options_.population) return static_cast<std::size_t>(*options_.population);
  return 4 + static_cast<std::size_t>(3 * std::log(variables()));
}

void CmaSearch::begin_run(CmaStart start, std::size_t population) {
  distributions_.clear();
  distributions_.emplace_front(*view_, std::move(start), population);
  population_ = population;
  bests_.clear();
  middles_.clear();
}

void CmaSearch::take(const History& history, const TrialRecord& record) {
  const Standing standing = standing_of(history, record);
  if (distributions_.empty()) {
    startup_.push_back({record.params, standing});
    if (std::ssize(startup_) >= options_.startup) begin_run(start_at(std::move(startup_)), population_);
    return;
  }
  generation_.push_back({point_of(history, record), standing});
  if (generation_.size() == population_) end_generation(history);
}

CmaPoint CmaSearch::point_of(const History& history, const TrialRecord& record) const {
  const Rng stream = cma_stream(history).split(static_cast<std::uint64_t>(record.number));
  for (const CmaDistribution& distribution : distributions_) {
    if (record.enqueued) break;
    auto drawn = distribution.draw(space_, *view_, stream);
    if (!drawn || drawn->params != record.params) continue;
    const CmaDistribution& present = distributions_.front();
    if (&distribution != &present && present.numbers()) {
      drawn->point.numbers = present.numbers()->injected(std::move(drawn->point.numbers));
    }
    return std::move(drawn->point);
  }
  return distributions_.front().foreign(*view_, record.params);
}

void CmaSearch::end_generation(const History& history) {
  std::vector<Member> members = std::move(generation_);
  generation_.clear();
  std::stable_sort(members.begin(), members.end(),
                   [](const Member& a, const Member& b) { return a.standing < b.standing; });
  (small_ ? spent_small_ : spent_large_) += run_ == 0 ? 0 : static_cast<std::int64_t>(population_);
  if (members.front().standing.end == Standing::End::failed) return;
  bests_.push_back(members.front().standing.first);
  middles_.push_back(members[members.size() / 2].standing.first);

  CmaDistribution next = distributions_.front();
  std::vector<CmaPoint> ranked;
  for (Member& member : members) ranked.push_back(std::move(member.point));
  next.update(*view_, std::move(ranked));
  distributions_.push_front(std::move(next));
  if (distributions_.size() > cma_remembered) distributions_.pop_back();
  if (exhausted()) restart(history);
}

bool CmaSearch::exhausted() const {
  const double share = 30 * variables() / static_cast<double>(population_);
  const std::size_t span = 10 + static_cast<std::size_t>(std::ceil(share));
  if (bests_.size() >= span) {
    const double recent = range_of(std::span(bests_).last(span));
    if (!(recent > cma_flat * std::abs(bests_.back()))) return true;
  }
  if (const auto& numbers = distributions_.front().numbers()) {
    if (!(numbers->condition() < cma_condition_limit)) return true;
    double largest = 0;
    std::size_t integer = 0;
    for (std::size_t j = 0; j < numbers->dimension(); ++j) {
      if (integer < view_->integers().size() && view_->integers()[integer] == j) {
        ++integer;
      } else {
        largest = std::max(largest, numbers->deviation(j));
      }
    }
    const bool reals = view_->integers().size() < view_->numbers();
    if (reals && !(largest > cma_least_deviation && largest < 1e4)) return true;
  }
  return stagnates();
}

/// Neither the best nor the middle of the generations has become better over a long time (Hansen 2009, "Benchmarking a
/// BI-population CMA-ES on the BBOB-2009 function testbed").
bool CmaSearch::stagnates() const {
  const double least = 120 + 30 * variables() / static_cast<double>(population_);
  const auto generations = static_cast<double>(bests_.size());
  if (generations < least) return false;
  const auto length = static_cast<std::size_t>(std::max(least, 0.2 * generations));
  const std::size_t part = std::max<std::size_t>(20, length * 3 / 10);
  const auto worse = [&](const std::vector<double>& values) {
    const std::span<const double> recent = std::span(values).last(std::min(values.size(), length));
    const auto middle = [](std::span<const double> some) {
      return median(std::vector<double>(some.begin(), some.end()));
    };
    return middle(recent.last(part)) >= middle(recent.first(part));
  };
  return worse(bests_) && worse(middles_);
}

void CmaSearch::restart(const History& history) {
  ++run_;
  Rng rng = cma_stream(history).split("restart").split(static_cast<std::uint64_t>(run_));
  std::vector<double> mean(view_->numbers());
  for (double& place : mean) place = rng.uniform();
  small_ = options_.restarts == "bipop" && spent_small_ < spent_large_;
  if (small_) {
    const double exponent = rng.uniform();
    const double ratio = 0.5 * std::exp2(static_cast<double>(doublings_));  // of half the large population to the first
    const auto population =
        static_cast<std::size_t>(static_cast<double>(first_population()) * std::pow(ratio, exponent * exponent));
    begin_run(uniform_start(std::move(mean), options_.sigma * std::pow(10.0, -2 * rng.uniform())), population);
  } else {
    doublings_ = std::min(doublings_ + 1, cma_most_doublings);
    begin_run(uniform_start(std::move(mean), options_.sigma), first_population() << static_cast<unsigned>(doublings_));
  }
}

CmaStart CmaSearch::uniform_start(std::vector<double> mean, double sigma) const {
  CmaStart start{std::move(mean), {}, {}};
  const std::size_t n = start.mean.size();
  start.covariance.resize(n * n);
  for (std::size_t j = 0; j < n; ++j) start.covariance[j * n + j] = sigma * sigma;
  for (std::size_t k = 0; k < view_->categories(); ++k) {
    const std::size_t count = view_->category_count(k);
    start.shares.emplace_back(count, 1 / static_cast<double>(count));
  }
  return start;
}

/// The normal distribution nearest to a mixture of one around each of the best tenth (Nomura, Watanabe, Akimoto, Ozaki,
/// Onishi 2021, "Warm starting CMA-ES for hyperparameter optimization").
CmaStart CmaSearch::start_at(std::vector<Seen> seen) const {
  std::erase_if(seen, [](const Seen& trial) { return trial.standing.end == Standing::End::failed; });
  const std::size_t n = view_->numbers();
  CmaStart start = uniform_start(std::vector<double>(n, 0.5), options_.sigma);
  if (seen.empty()) return start;
  std::stable_sort(seen.begin(), seen.end(), [](const Seen& a, const Seen& b) { return a.standing < b.standing; });
  seen.resize(static_cast<std::size_t>(std::ceil(warm_share * static_cast<double>(seen.size()))));

  std::vector<double> known(n);  // how many have the coordinate
  std::vector<double> sum(n);
  for (const Seen& trial : seen) {
    const std::vector<double> point = view_->point(trial.params, start.mean);
    const std::vector<bool> active = view_->active(trial.params);
    for (std::size_t j = 0; j < n; ++j) {
      known[j] += active[j] ? 1 : 0;
      sum[j] += active[j] ? point[j] : 0;
    }
    const CategorySearch::Choices choices = view_->choices(trial.params);
    for (std::size_t k = 0; k < choices.size(); ++k) {
      if (choices[k]) start.shares[k][*choices[k]] += 1;
    }
  }
  for (auto& shares : start.shares) {
    double total = 0;
    for (const double share : shares) total += share;
    for (double& share : shares) share /= total;
  }
  for (std::size_t j = 0; j < n; ++j) {
    if (known[j] == 0) continue;  // stays in the middle, with the first deviation
    start.mean[j] = sum[j] / known[j];
    start.covariance[j * n + j] = warm_spread * warm_spread;
  }
  const auto count = static_cast<double>(seen.size());
  for (const Seen& trial : seen) {
    const std::vector<double> point = view_->point(trial.params, start.mean);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        start.covariance[i * n + j] += (point[i] - start.mean[i]) * (point[j] - start.mean[j]) / count;
      }
    }
  }
  return start;
}

}  // namespace vernier
