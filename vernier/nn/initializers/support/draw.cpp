#include "vernier/nn/initializers/support/draw.hpp"

#include <cmath>
#include <numbers>

namespace vernier::nn {
namespace {

// The middle of one of 2^32 equal parts of (0, 1): never 0, never 1.
double unit_interval(std::uint32_t bits) { return (bits + 0.5) * 0x1.0p-32; }

}  // namespace

double NormalStream::next() {
  if (used_ == ready_.size()) {
    const std::array<std::uint32_t, 4> bits = rng_.next_block();
    for (std::size_t i = 0; i < ready_.size(); i += 2) {
      const double radius = std::sqrt(-2.0 * std::log(unit_interval(bits[i])));
      const double angle = 2.0 * std::numbers::pi * unit_interval(bits[i + 1]);
      ready_[i] = radius * std::cos(angle);
      ready_[i + 1] = radius * std::sin(angle);
    }
    used_ = 0;
  }
  return ready_[used_++];
}

void fill_uniform(View weights, double low, double high, Rng rng) {
  const Index size = weights.size();
  for (Index i = 0; i < size;) {
    for (const std::uint32_t bits : rng.next_block()) {
      if (i < size) weights.data[i++] = static_cast<float>(low + (high - low) * unit_interval(bits));
    }
  }
}

void fill_normal(View weights, double mean, double stddev, Rng rng) {
  NormalStream stream(rng);
  for (float& weight : weights.values()) weight = static_cast<float>(mean + stddev * stream.next());
}

void fill_truncated_normal(View weights, double mean, double stddev, Rng rng) {
  NormalStream stream(rng);
  for (float& weight : weights.values()) {
    double z = stream.next();
    while (std::abs(z) > 2.0) z = stream.next();
    weight = static_cast<float>(mean + stddev * z);
  }
}

}  // namespace vernier::nn
