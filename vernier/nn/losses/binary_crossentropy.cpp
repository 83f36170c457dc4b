#include <array>

#include "vernier/nn/losses/support/crossentropy_options.hpp"
#include "vernier/nn/losses/support/mean_loss.hpp"
#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {
namespace {

class SmoothedTarget {
 public:
  explicit SmoothedTarget(double smoothing)
      : factor_(static_cast<float>(1.0 - smoothing)), offset_(static_cast<float>(0.5 * smoothing)) {}
  float operator()(float y) const { return y * factor_ + offset_; }

 private:
  float factor_;
  float offset_;
};

// -y log p - (1 - y) log(1 - p) with p kept inside [epsilon, 1 - epsilon], where its slope is (p - y) / (p (1 - p));
// outside it is 0.
class BinaryProbabilityFunction {
 public:
  explicit BinaryProbabilityFunction(const CrossentropyOptions& options) : smoothed_(options.label_smoothing) {}
  void values(const float* target, const float* p, std::span<float> out) const {
    std::array<float, mean_loss_chunk> wrong;  // log(1 - p); out holds log(p) on the way
    const std::span<float> others(wrong.data(), out.size());
    for (std::size_t i = 0; i < others.size(); ++i) {
      out[i] = p[i] < low ? low : (p[i] > high ? high : p[i]);
      others[i] = 1.0F - out[i];
    }
    kernels::log(out, out);
    kernels::log(others, others);
    for (std::size_t i = 0; i < others.size(); ++i) {
      const float y = smoothed_(target[i]);
      out[i] = -(y * out[i] + (1.0F - y) * others[i]);
    }
  }
  [[nodiscard]] float slope(float target, float p) const {
    const float y = smoothed_(target);
    const float slope_inside = (p - y) / (p * (1.0F - p));
    return p < low || p > high ? 0.0F : slope_inside;
  }

 private:
  static constexpr float low = loss_epsilon;
  static constexpr float high = 1.0F - loss_epsilon;
  SmoothedTarget smoothed_;
};

// The same of p = sigmoid(z), without a limit: max(z, 0) - z y + log(1 + e^-|z|); its slope is p - y.
class BinaryLogitFunction {
 public:
  explicit BinaryLogitFunction(const CrossentropyOptions& options) : smoothed_(options.label_smoothing) {}
  [[nodiscard]] float value(float target, float z) const {
    return std::max(z, 0.0F) - z * smoothed_(target) + std::log1p(std::exp(-std::abs(z)));
  }
  [[nodiscard]] float slope(float target, float z) const { return 1.0F / (1.0F + std::exp(-z)) - smoothed_(target); }

 private:
  SmoothedTarget smoothed_;
};

std::unique_ptr<Loss> make_binary_crossentropy(const Json& json) {
  const auto options = options_from_json<CrossentropyOptions>(json, "loss 'binary_crossentropy'");
  if (options.from_logits) return std::make_unique<MeanLoss<BinaryLogitFunction, CrossentropyOptions>>(options);
  return std::make_unique<MeanLoss<BinaryProbabilityFunction, CrossentropyOptions>>(options);
}

}  // namespace

const LossInfo& loss_binary_crossentropy() {
  static const LossInfo info{.name = "binary_crossentropy",
                             .summary = "-log of the probability given to the right one of two classes",
                             .cites = "keras/src/losses/losses.py, Keras 3",
                             .aliases = {"bce"},
                             .options = option_table<CrossentropyOptions>(),
                             .make = &make_binary_crossentropy};
  return info;
}

}  // namespace vernier::nn
