#include "vernier/advice/noise_scale.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "vernier/advice/short_training.hpp"
#include "vernier/advice/subject.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/base/rng.hpp"
#include "vernier/nn/fit_data.hpp"
#include "vernier/nn/probe.hpp"

namespace vernier::advice {
namespace {

/// Rows drawn anew at each moment, their gradient as a whole and in parts.
class GradientComparison {
 public:
  GradientComparison(tune::PreparedTraining& training, const NoiseScaleOptions& options, Rng rng)
      : data_(training.x, training.y, training.options), probe_(training.model), rng_(std::move(rng)) {
    const Index rows = training.x.samples();
    small_ = std::max<Index>(std::min(options.large_batch, rows) / options.parts, 1);
    parts_ = std::min<Index>(options.parts, rows / small_);
    order_.resize(static_cast<std::size_t>(rows));
    std::iota(order_.begin(), order_.end(), Index{0});
  }

  NoiseMoment at(std::int64_t step) {
    Rng own = rng_.split(static_cast<std::uint64_t>(step));
    own.shuffle(std::span<Index>(order_));
    double small = 0;
    for (Index part = 0; part < parts_; ++part) {
      small += square_of(part * small_, (part + 1) * small_) / static_cast<double>(parts_);
    }
    const Index large = parts_ * small_;
    const double whole = square_of(0, large);
    NoiseMoment moment = noise_moment(small, static_cast<double>(small_), whole, static_cast<double>(large));
    moment.loss = loss_;
    moment.step = step;
    return moment;
  }

 private:
  double square_of(Index first, Index last) {
    const auto rows =
        std::span<const Index>(order_).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first));
    const nn::Inputs x = data_.x().gather(rows, x_);
    const nn::Targets y = data_.y().gather(rows, y_);
    weights_.clear();
    if (!data_.weights().empty()) {
      for (const Index row : rows) weights_.push_back(data_.weights()[static_cast<std::size_t>(row)]);
    }
    loss_ = probe_.differentiate(x, y, weights_, static_cast<std::uint64_t>(first));
    const std::vector<double> squares = probe_.gradient_squares();
    return std::accumulate(squares.begin(), squares.end(), 0.0);
  }

  nn::FitData data_;
  nn::Probe probe_;
  Rng rng_;
  Index small_ = 0;
  Index parts_ = 0;
  std::vector<Index> order_;
  std::array<Tensor, nn::Inputs::max_count> x_;
  std::array<Tensor, nn::Inputs::max_count> y_;
  std::vector<float> weights_;
  double loss_ = 0;  // of the last gradient
};

/// 0, then at even ratios up to the last.
std::vector<std::int64_t> moments_of(const NoiseScaleOptions& options) {
  std::vector<std::int64_t> places{0};
  for (int k = 1; k < options.moments; ++k) {
    const double share = static_cast<double>(k) / (options.moments - 1);
    const auto place = static_cast<std::int64_t>(std::round(std::pow(static_cast<double>(options.steps), share)));
    if (place > places.back()) places.push_back(place);
  }
  return places;
}

}  // namespace

NoiseMoment noise_moment(double small_square, double small_batch, double large_square, double large_batch) {
  NoiseMoment moment;
  moment.gradient_square = (large_batch * large_square - small_batch * small_square) / (large_batch - small_batch);
  moment.trace = (small_square - large_square) / (1 / small_batch - 1 / large_batch);
  return moment;
}

NoiseScale average_scale(std::vector<NoiseMoment> moments) {
  NoiseScale result{.moments = std::move(moments)};
  result.scale = result.low = std::numeric_limits<double>::infinity();
  double signal = 0;
  double count = 0;
  for (const NoiseMoment& moment : result.moments) {
    if (moment.step == 0 || moment.trace <= 0) continue;
    const double share = moment.gradient_square / moment.trace;
    signal += share;
    ++count;
    if (share <= 0) continue;
    result.low = std::min(result.low, 1 / share);
    result.high = std::max(result.high, 1 / share);
  }
  if (signal > 0) result.scale = count / signal;
  return result;
}

NoiseScale noise_scale(const tune::TrainingTask& task, const Configuration& configuration, std::uint64_t seed,
                       const NoiseScaleOptions& options, std::stop_token stop) {
  tune::PreparedTraining training = task.prepare(configuration, Rng(seed).split("noise scale").next64());
  if (training.x.samples() < 4) {
    throw InvalidArgument(fmt::format("the noise scale of {} training rows", training.x.samples()), "at least 4 rows");
  }
  GradientComparison comparison(training, options, Rng(seed).split("noise rows"));
  const std::vector<std::int64_t> places = moments_of(options);
  std::vector<NoiseMoment> moments{comparison.at(0)};
  std::int64_t taken = 0;
  train_steps(
      training, options.steps,
      [&](nn::Model&, std::int64_t step, double loss) {
        taken = step;
        if (!std::isfinite(loss)) return true;
        if (std::binary_search(places.begin(), places.end(), step)) moments.push_back(comparison.at(step));
        return false;
      },
      std::move(stop));
  NoiseScale result = average_scale(std::move(moments));
  result.batch_size = training.options.batch_size;
  result.steps = taken;
  return result;
}

Json NoiseScale::to_json() const {
  Json list = Json::array();
  for (const NoiseMoment& moment : moments) {
    list.push_back({{"step", moment.step},
                    {"loss", moment.loss},
                    {"gradient_square", moment.gradient_square},
                    {"trace", moment.trace}});
  }
  return {{"scale", scale},           {"low", low},     {"high", high},
          {"batch_size", batch_size}, {"steps", steps}, {"moments", list}};
}

}  // namespace vernier::advice
