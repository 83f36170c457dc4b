#include "vernier/nn/losses/support/mean_loss.hpp"

namespace vernier::nn {
namespace {

struct BinaryFocalCrossentropyOptions {
  bool apply_class_balancing = false;
  double alpha = 0.25;
  double gamma = 2.0;
  bool from_logits = false;
  double label_smoothing = 0.0;
  static void describe(OptionFields<BinaryFocalCrossentropyOptions>& field) {
    field("apply_class_balancing", &BinaryFocalCrossentropyOptions::apply_class_balancing,
          "weight the classes by alpha and 1 - alpha");
    field("alpha", &BinaryFocalCrossentropyOptions::alpha, "weight of class 1").between(0, 1);
    field("gamma", &BinaryFocalCrossentropyOptions::gamma, "how much less an easy row counts").at_least(0);
    field("from_logits", &BinaryFocalCrossentropyOptions::from_logits, "predictions are logits, not probabilities");
    field("label_smoothing", &BinaryFocalCrossentropyOptions::label_smoothing,
          "part of each target that is spread evenly")
        .between(0, 1);
  }
};

// w(y) * q^gamma * b with q = 1 - p_t = y (1 - p) + (1 - y) p and b the binary cross-entropy; its slope is
// w(y) * (gamma * q^(gamma - 1) * (1 - 2 y) * b + q^gamma * b').
class BinaryFocalCrossentropyFunction {
 public:
  explicit BinaryFocalCrossentropyFunction(const BinaryFocalCrossentropyOptions& options)
      : balanced_(options.apply_class_balancing),
        from_logits_(options.from_logits),
        alpha_(static_cast<float>(options.alpha)),
        gamma_(static_cast<float>(options.gamma)),
        factor_(static_cast<float>(1.0 - options.label_smoothing)),
        offset_(static_cast<float>(0.5 * options.label_smoothing)) {}

  [[nodiscard]] float value(float target, float prediction) const {
    const float y = target * factor_ + offset_;
    const float p = probability(prediction);
    return weight(y) * std::pow(miss(y, p), gamma_) * crossentropy(y, p);
  }
  [[nodiscard]] float slope(float target, float prediction) const {
    const float y = target * factor_ + offset_;
    const float p = probability(prediction);
    const float q = miss(y, p);
    const float inner = p < low || p > high ? 0.0F : (p - y) / (p * (1.0F - p));
    float result = std::pow(q, gamma_) * inner;
    if (gamma_ != 0.0F) result += gamma_ * std::pow(q, gamma_ - 1.0F) * (1.0F - 2.0F * y) * crossentropy(y, p);
    return weight(y) * result * (from_logits_ ? p * (1.0F - p) : 1.0F);
  }

 private:
  static constexpr float low = loss_epsilon;
  static constexpr float high = 1.0F - loss_epsilon;
  static float miss(float y, float p) { return y * (1.0F - p) + (1.0F - y) * p; }
  static float crossentropy(float y, float p) {
    const float inside = p < low ? low : (p > high ? high : p);
    return -(y * std::log(inside) + (1.0F - y) * std::log(1.0F - inside));
  }
  [[nodiscard]] float probability(float p) const { return from_logits_ ? 1.0F / (1.0F + std::exp(-p)) : p; }
  [[nodiscard]] float weight(float y) const { return balanced_ ? y * alpha_ + (1.0F - y) * (1.0F - alpha_) : 1.0F; }

  bool balanced_;
  bool from_logits_;
  float alpha_;
  float gamma_;
  float factor_;
  float offset_;
};

}  // namespace

const LossInfo& loss_binary_focal_crossentropy() {
  static const LossInfo info{.name = "binary_focal_crossentropy",
                             .summary = "binary cross-entropy in which easy rows count less",
                             .cites = "Lin et al. 2018, arXiv 1708.02002; keras/src/losses/losses.py, Keras 3",
                             .options = option_table<BinaryFocalCrossentropyOptions>(),
                             .make = make_mean_loss<BinaryFocalCrossentropyFunction, BinaryFocalCrossentropyOptions>};
  return info;
}

}  // namespace vernier::nn
