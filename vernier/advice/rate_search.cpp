#include "vernier/advice/rate_search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "vernier/advice/short_training.hpp"
#include "vernier/advice/subject.hpp"
#include "vernier/base/rng.hpp"
#include "vernier/math/statistics.hpp"

namespace vernier::advice {
namespace {

// In decades. Measured in benchmarks/advice: rates that are best after many epochs lie rather above.
constexpr double below_best = 0.7;
constexpr double above_best = 0.8;

double rate_at(int place) { return std::pow(10.0, place / 2.0); }
int place_of(double rate) { return static_cast<int>(std::lround(2 * std::log10(rate))); }

/// Where, between -0.5 and 0.5 of a place, the parabola through three losses is least.
double lowest_point(double before, double at, double after) {
  if (!std::isfinite(before) || !std::isfinite(after)) return 0;
  const double bend = before - 2 * at + after;
  return bend > 0 ? std::clamp((before - after) / (2 * bend), -0.5, 0.5) : 0.0;
}

}  // namespace

void search_rates(RateSearch& search, const RateJudge& judge, double lowest, double highest) {
  const int bottom = place_of(lowest);
  const int top = place_of(highest);
  std::map<int, RateTrial> trials;
  const auto loss_at = [&](int place) {
    if (place < bottom || place > top) return std::numeric_limits<double>::infinity();
    auto found = trials.find(place);
    if (found == trials.end()) found = trials.emplace(place, judge(rate_at(place))).first;
    return found->second.mean;
  };
  int best = std::clamp(place_of(search.range_test.minimum) - 1, bottom, top);
  for (int place = best - 2; place <= best + 2; ++place) (void)loss_at(place);
  for (const auto& [place, trial] : trials) {
    if (trial.mean < loss_at(best)) best = place;
  }
  // two worse trials on either side: one alone may be bad luck
  while (true) {
    const int before = best;
    for (const int step : {-2, -1, 1, 2}) {
      if (loss_at(best + step) < loss_at(best)) {
        best += step;
        break;
      }
    }
    if (best == before) break;
  }
  for (auto& [place, trial] : trials) search.trials.push_back(std::move(trial));
  const auto mean_of = [&](int place) {
    const auto found = std::find_if(search.trials.begin(), search.trials.end(),
                                    [&](const RateTrial& trial) { return trial.rate == rate_at(place); });
    return found == search.trials.end() ? std::numeric_limits<double>::infinity() : found->mean;
  };
  if (!std::isfinite(mean_of(best))) return;
  const double shift = lowest_point(mean_of(best - 1), mean_of(best), mean_of(best + 1));
  search.best = std::pow(10.0, (best + shift) / 2.0);
  search.low = search.best * std::pow(10.0, -below_best);
  search.high = search.best * std::pow(10.0, above_best);
}

RateSearch search_rates(const tune::TrainingTask& task, const Configuration& configuration, std::uint64_t seed,
                        const RateSearchOptions& options, std::stop_token stop) {
  RateSearch search;
  search.range_test = range_test(task, configuration, seed, options.range_test, stop);
  search.steps = search.range_test.steps;
  if (search.range_test.rates.empty()) return search;
  const auto judge = [&](double rate) {
    RateTrial trial{.rate = rate, .losses = {}, .mean = std::numeric_limits<double>::infinity()};
    for (int k = 0; k < options.seeds && !stop.stop_requested(); ++k) {
      const std::uint64_t own = Rng(seed).split("rate").split(static_cast<std::uint64_t>(k)).next64();
      const ShortTraining training =
          train_shortly(task, with_learning_rate(configuration, rate), own, options.steps, 5, stop);
      trial.losses.push_back(training.least);
      search.steps += training.steps;
    }
    if (!trial.losses.empty()) trial.mean = mean(trial.losses);
    return trial;
  };
  search_rates(search, judge, options.range_test.lowest, options.range_test.highest);
  return search;
}

Json RateSearch::to_json() const {
  Json list = Json::array();
  for (const RateTrial& trial : trials) {
    list.push_back({{"learning_rate", trial.rate}, {"losses", trial.losses}});
  }
  Json json{{"range_test", range_test.to_json()}, {"trials", list}, {"steps", steps}};
  json["best"] = found() ? Json(best) : Json(nullptr);
  json["low"] = found() ? Json(low) : Json(nullptr);
  json["high"] = found() ? Json(high) : Json(nullptr);
  return json;
}

}  // namespace vernier::advice
