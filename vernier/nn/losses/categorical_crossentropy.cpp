#include "vernier/nn/losses/loss.hpp"
#include "vernier/nn/losses/support/crossentropy_options.hpp"
#include "vernier/nn/losses/support/probabilities.hpp"

namespace vernier::nn {
namespace {

class CategoricalCrossentropyLoss final : public Loss {
 public:
  explicit CategoricalCrossentropyLoss(const CrossentropyOptions& options)
      : from_logits_(options.from_logits), smoothing_(options.label_smoothing) {}

  void per_sample(ConstView target, ConstView prediction, std::span<float> out) const override {
    const Index classes = prediction.columns();
    const Smoothed smoothed(smoothing_, classes);
    const float* y = target.data;
    const float* p = prediction.data;
    for (float& loss : out) {
      loss = from_logits_ ? logit_loss(smoothed, y, p, classes) : probability_loss(smoothed, y, p, classes);
      y += classes;
      p += classes;
    }
  }
  // from probabilities q = p / sum(p): d loss / d q_c is -y_c / q_c inside the limits and 0 outside, and
  // d loss / d p_j = (d loss / d q_j - sum_c (d loss / d q_c) q_c) / sum(p); from logits: softmax * sum(y) - y
  void gradient(ConstView target, ConstView prediction, std::span<const float> scale, View gradient) const override {
    const Index classes = prediction.columns();
    const Smoothed smoothed(smoothing_, classes);
    const float* y = target.data;
    const float* p = prediction.data;
    float* g = gradient.data;
    for (const float factor : scale) {
      float total = 0.0F;  // of the targets whose probability is inside the limits
      if (from_logits_) {
        const float log_sum = log_sum_exp(p, classes);
        for (Index c = 0; c < classes; ++c) total += smoothed(y[c]);
        for (Index c = 0; c < classes; ++c) g[c] = factor * (std::exp(p[c] - log_sum) * total - smoothed(y[c]));
      } else {
        const ProbabilityRow row(p, classes);
        for (Index c = 0; c < classes; ++c) total += row.inside(row.share(c)) ? smoothed(y[c]) : 0.0F;
        const float common = factor / row.sum();
        for (Index c = 0; c < classes; ++c) {
          const float share = row.share(c);
          g[c] = common * (row.inside(share) ? total - smoothed(y[c]) / share : total);
        }
      }
      y += classes;
      p += classes;
      g += classes;
    }
  }
  void check(const Shape& target, const Shape& prediction) const override { check_one_hot(target, prediction); }

 private:
  struct Smoothed {
    Smoothed(double smoothing, Index classes)
        : factor(static_cast<float>(1.0 - smoothing)),
          offset(static_cast<float>(smoothing / static_cast<double>(classes))) {}
    float operator()(float y) const { return y * factor + offset; }
    float factor;
    float offset;
  };
  static float logit_loss(const Smoothed& smoothed, const float* y, const float* z, Index classes) {
    const float log_sum = log_sum_exp(z, classes);
    float sum = 0.0F;
    for (Index c = 0; c < classes; ++c) sum += smoothed(y[c]) * (log_sum - z[c]);
    return sum;
  }
  static float probability_loss(const Smoothed& smoothed, const float* y, const float* p, Index classes) {
    const ProbabilityRow row(p, classes);
    float sum = 0.0F;
    for (Index c = 0; c < classes; ++c) {
      if (const float weight = smoothed(y[c]); weight != 0.0F) sum -= weight * row.log(c);
    }
    return sum;
  }

  bool from_logits_;
  double smoothing_;
};

}  // namespace

const LossInfo& loss_categorical_crossentropy() {
  static const LossInfo info{.name = "categorical_crossentropy",
                             .summary = "-log of the probability given to the right class; targets are one-hot",
                             .cites = "keras/src/losses/losses.py, Keras 3",
                             .options = option_table<CrossentropyOptions>(),
                             .make = &make_with<Loss, CategoricalCrossentropyLoss, CrossentropyOptions>};
  return info;
}

}  // namespace vernier::nn
