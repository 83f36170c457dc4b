#pragma once
// Bulk draws for fresh weights.
#include <array>

#include "vernier/base/rng.hpp"
#include "vernier/tensor/tensor.hpp"

namespace vernier::nn {

/// Uniform in [low, high).
void fill_uniform(View weights, double low, double high, Rng rng);
/// Normal with this mean and standard deviation.
void fill_normal(View weights, double mean, double stddev, Rng rng);
/// Normal, redrawn where it lies more than two standard deviations from the mean.
void fill_truncated_normal(View weights, double mean, double stddev, Rng rng);

/// Standard normal numbers, four for each block of random bits (Box and Muller 1958).
class NormalStream {
 public:
  explicit NormalStream(Rng rng) : rng_(rng) {}
  double next();

 private:
  Rng rng_;
  std::array<double, 4> ready_{};
  std::size_t used_ = 4;
};

}  // namespace vernier::nn
