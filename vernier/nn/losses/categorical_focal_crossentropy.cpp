#include "vernier/nn/losses/loss.hpp"
#include "vernier/nn/losses/support/probabilities.hpp"

namespace vernier::nn {
namespace {

struct CategoricalFocalCrossentropyOptions {
  std::vector<double> alpha{0.25};
  double gamma = 2.0;
  bool from_logits = false;
  double label_smoothing = 0.0;
  static void describe(OptionFields<CategoricalFocalCrossentropyOptions>& field) {
    field("alpha", &CategoricalFocalCrossentropyOptions::alpha, "weight of every class, or one of each").at_least(0);
    field("gamma", &CategoricalFocalCrossentropyOptions::gamma, "how much less an easy row counts").at_least(0);
    field("from_logits", &CategoricalFocalCrossentropyOptions::from_logits,
          "predictions are logits, not probabilities");
    field("label_smoothing", &CategoricalFocalCrossentropyOptions::label_smoothing,
          "part of each target that is spread evenly")
        .between(0, 1);
  }
};

// The sum over the classes of -y alpha (1 - q)^gamma log q, where q are probabilities that sum to 1, kept inside the
// limits. With d_c the derivative by q_c (0 outside the limits), d loss / d p_j = (d_j - sum_c d_c q_c) / sum(p) from
// probabilities, and q_j (d_j - sum_c d_c q_c) from logits.
class CategoricalFocalCrossentropyLoss final : public Loss {
 public:
  explicit CategoricalFocalCrossentropyLoss(const CategoricalFocalCrossentropyOptions& options)
      : gamma_(static_cast<float>(options.gamma)),
        from_logits_(options.from_logits),
        smoothing_(options.label_smoothing) {
    for (const double alpha : options.alpha) alpha_.push_back(static_cast<float>(alpha));
    if (alpha_.empty()) throw InvalidArgument("an empty list of alpha", "one number, or one for each class");
  }

  void per_sample(ConstView target, ConstView prediction, std::span<float> out) const override {
    const Index classes = prediction.columns();
    const float* p = prediction.data;
    const float* y = target.data;
    for (float& loss : out) {
      const Shares shares(p, classes, from_logits_);
      loss = 0.0F;
      for (Index c = 0; c < classes; ++c) {
        const float q = std::clamp(shares[c], low, high);
        loss -= weight(y[c], c, classes) * std::pow(1.0F - q, gamma_) * std::log(q);
      }
      p += classes;
      y += classes;
    }
  }
  void gradient(ConstView target, ConstView prediction, std::span<const float> scale, View gradient) const override {
    const Index classes = prediction.columns();
    const float* p = prediction.data;
    const float* y = target.data;
    float* g = gradient.data;
    for (const float factor : scale) {
      const Shares shares(p, classes, from_logits_);
      float common = 0.0F;
      for (Index c = 0; c < classes; ++c) {
        const float q = shares[c];
        g[c] = q < low || q > high ? 0.0F : weight(y[c], c, classes) * slope(q);
        common += g[c] * q;
      }
      for (Index c = 0; c < classes; ++c) {
        g[c] = factor * (g[c] - common) * (from_logits_ ? shares[c] : 1.0F / shares.sum);
      }
      p += classes;
      y += classes;
      g += classes;
    }
  }
  void check(const Shape& target, const Shape& prediction) const override {
    check_one_hot(target, prediction);
    if (alpha_.size() != 1 && static_cast<Index>(alpha_.size()) != prediction.back()) {
      throw InvalidArgument(fmt::format("alpha has {} numbers for {} classes", alpha_.size(), prediction.back()),
                            "one number, or one for each class");
    }
  }

 private:
  static constexpr float low = loss_epsilon;
  static constexpr float high = 1.0F - loss_epsilon;
  // The probabilities of a row, divided by their sum.
  struct Shares {
    Shares(const float* p, Index classes, bool from_logits)
        : row(p), logits(from_logits), log_sum(from_logits ? log_sum_exp(p, classes) : 0.0F) {
      if (!logits) sum = ProbabilityRow(p, classes).sum();
    }
    float operator[](Index c) const { return logits ? std::exp(row[c] - log_sum) : row[c] / sum; }
    const float* row;
    bool logits;
    float log_sum;
    float sum = 1.0F;
  };
  [[nodiscard]] float weight(float y, Index c, Index classes) const {
    const double smoothed = static_cast<double>(y) * (1.0 - smoothing_) + smoothing_ / static_cast<double>(classes);
    return static_cast<float>(smoothed) * (alpha_.size() == 1 ? alpha_[0] : alpha_[static_cast<std::size_t>(c)]);
  }
  /// The derivative of -(1 - q)^gamma log q.
  [[nodiscard]] float slope(float q) const {
    const float direct = -std::pow(1.0F - q, gamma_) / q;
    return gamma_ == 0.0F ? direct : direct + gamma_ * std::pow(1.0F - q, gamma_ - 1.0F) * std::log(q);
  }

  std::vector<float> alpha_;
  float gamma_;
  bool from_logits_;
  double smoothing_;
};

}  // namespace

const LossInfo& loss_categorical_focal_crossentropy() {
  static const LossInfo info{
      .name = "categorical_focal_crossentropy",
      .summary = "categorical cross-entropy in which easy rows count less; targets are one-hot",
      .cites = "Lin et al. 2018, arXiv 1708.02002; keras/src/losses/losses.py, Keras 3",
      .options = option_table<CategoricalFocalCrossentropyOptions>(),
      .make = &make_with<Loss, CategoricalFocalCrossentropyLoss, CategoricalFocalCrossentropyOptions>};
  return info;
}

}  // namespace vernier::nn
