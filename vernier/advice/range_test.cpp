#include "vernier/advice/range_test.hpp"

#include <algorithm>
#include <cmath>

#include "vernier/advice/short_training.hpp"
#include "vernier/advice/subject.hpp"
#include "vernier/base/rng.hpp"

namespace vernier::advice {
namespace {

/// A running mean and its least value so far.
class RunningLoss {
 public:
  explicit RunningLoss(double smoothing) : smoothing_(smoothing) {}
  double add(double loss) {
    ++count_;
    sum_ = smoothing_ * sum_ + (1 - smoothing_) * loss;
    const double mean = sum_ / (1 - std::pow(smoothing_, count_));
    least_ = count_ == 1 ? mean : std::min(least_, mean);
    return mean;
  }
  /// Four times the least, also of losses that may be negative.
  [[nodiscard]] bool diverges(double mean) const { return !(mean <= least_ + 3 * std::abs(least_)); }

 private:
  double smoothing_;
  double sum_ = 0;
  double least_ = 0;
  int count_ = 0;
};

double rate_of(const RangeTestOptions& options, std::int64_t step) {
  const double share = static_cast<double>(step) / static_cast<double>(std::max<std::int64_t>(options.steps - 1, 1));
  return options.lowest * std::pow(options.highest / options.lowest, share);
}

/// The losses of one network until it diverges.
std::vector<double> losses_of(const tune::TrainingTask& task, const Configuration& configuration, std::uint64_t seed,
                              const RangeTestOptions& options, const std::stop_token& stop) {
  tune::PreparedTraining training = task.prepare(with_learning_rate(configuration, options.lowest), seed);
  RunningLoss running(options.smoothing);
  std::vector<double> losses;
  train_steps(
      training, options.steps,
      [&](nn::Model& model, std::int64_t step, double loss) {
        if (!std::isfinite(loss)) return true;
        losses.push_back(loss);
        if (running.diverges(running.add(loss))) return true;
        model.optimizer().set_learning_rate(rate_of(options, step));
        return false;
      },
      stop);
  return losses;
}

std::vector<double> averaged(const std::vector<std::vector<double>>& series, std::size_t size) {
  std::vector<double> means(size);
  for (const std::vector<double>& one : series) {
    for (std::size_t i = 0; i < size; ++i) means[i] += one[i] / static_cast<double>(series.size());
  }
  return means;
}

/// The rate at which a line through the means around it falls fastest, up to that of the least mean.
std::size_t steepest_place(const std::vector<double>& smoothed, std::size_t least) {
  const std::size_t reach = std::max<std::size_t>(smoothed.size() / 40, 1);
  std::size_t steepest = 0;
  double slope = 0;
  for (std::size_t i = reach; i + reach < smoothed.size() && i <= least; ++i) {
    const double rise = smoothed[i + reach] - smoothed[i - reach];
    if (rise >= slope) continue;
    slope = rise;
    steepest = i;
  }
  return steepest;
}

}  // namespace

std::vector<double> smoothed_losses(const std::vector<double>& losses, double smoothing) {
  RunningLoss running(smoothing);
  std::vector<double> means;
  for (const double loss : losses) means.push_back(running.add(loss));
  return means;
}

RangeTest range_test(const tune::TrainingTask& task, const Configuration& configuration, std::uint64_t seed,
                     const RangeTestOptions& options, std::stop_token stop) {
  std::vector<std::vector<double>> losses;
  std::vector<std::vector<double>> smoothed;
  RangeTest result;
  auto shared = static_cast<std::size_t>(options.steps);
  for (int k = 0; k < options.seeds && !stop.stop_requested(); ++k) {
    const std::uint64_t own = Rng(seed).split("range test").split(static_cast<std::uint64_t>(k)).next64();
    losses.push_back(losses_of(task, configuration, own, options, stop));
    smoothed.push_back(smoothed_losses(losses.back(), options.smoothing));
    shared = std::min(shared, losses.back().size());
    result.steps += static_cast<std::int64_t>(losses.back().size());
  }
  if (losses.empty() || shared == 0) return result;
  result.losses = averaged(losses, shared);
  result.smoothed = averaged(smoothed, shared);
  for (std::size_t i = 0; i < shared; ++i) result.rates.push_back(rate_of(options, static_cast<std::int64_t>(i)));
  if (shared < static_cast<std::size_t>(options.steps) && !stop.stop_requested()) result.diverged = result.rates.back();
  const auto least = static_cast<std::size_t>(std::min_element(result.smoothed.begin(), result.smoothed.end()) -
                                              result.smoothed.begin());
  result.minimum = result.rates[least];
  result.steepest = result.rates[steepest_place(result.smoothed, least)];
  return result;
}

Json RangeTest::to_json() const {
  Json json{{"rates", rates}, {"losses", losses}, {"smoothed", smoothed}};
  json["diverged"] = diverged ? Json(*diverged) : Json(nullptr);
  json["steepest"] = steepest;
  json["minimum"] = minimum;
  json["steps"] = steps;
  return json;
}

}  // namespace vernier::advice
