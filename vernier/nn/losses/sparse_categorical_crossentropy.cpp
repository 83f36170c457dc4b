#include "vernier/nn/losses/loss.hpp"
#include "vernier/nn/losses/support/probabilities.hpp"

namespace vernier::nn {
namespace {

struct SparseCategoricalCrossentropyOptions {
  bool from_logits = false;
  std::optional<std::int64_t> ignore_class;
  static void describe(OptionFields<SparseCategoricalCrossentropyOptions>& field) {
    field("from_logits", &SparseCategoricalCrossentropyOptions::from_logits,
          "predictions are logits, not probabilities");
    field("ignore_class", &SparseCategoricalCrossentropyOptions::ignore_class,
          "class id of rows that do not count; null for none");
  }
};

class SparseCategoricalCrossentropyLoss final : public Loss {
 public:
  explicit SparseCategoricalCrossentropyLoss(const SparseCategoricalCrossentropyOptions& options)
      : from_logits_(options.from_logits), ignored_(options.ignore_class) {}

  void per_sample(ConstView target, ConstView prediction, std::span<float> out) const override {
    const Index classes = prediction.columns();
    const float counted = weight_of_counted(target);
    const float* p = prediction.data;
    for (std::size_t row = 0; row < out.size(); ++row, p += classes) {
      out[row] = 0.0F;
      if (is_ignored(target.data[row])) continue;
      const Index label = class_index(target.data[row], classes);
      out[row] = counted * (from_logits_ ? log_sum_exp(p, classes) - p[label] : -ProbabilityRow(p, classes).log(label));
    }
  }
  void gradient(ConstView target, ConstView prediction, std::span<const float> scale, View gradient) const override {
    const Index classes = prediction.columns();
    const float counted = weight_of_counted(target);
    const float* p = prediction.data;
    float* g = gradient.data;
    for (std::size_t row = 0; row < scale.size(); ++row, p += classes, g += classes) {
      if (is_ignored(target.data[row])) {
        std::fill_n(g, classes, 0.0F);
        continue;
      }
      const Index label = class_index(target.data[row], classes);
      const float factor = counted * scale[row];
      if (from_logits_) {
        const float log_sum = log_sum_exp(p, classes);
        for (Index c = 0; c < classes; ++c) g[c] = factor * std::exp(p[c] - log_sum);
        g[label] -= factor;
      } else {
        const ProbabilityRow probabilities(p, classes);
        const float share = probabilities.share(label);
        const float common = probabilities.inside(share) ? factor / probabilities.sum() : 0.0F;
        std::fill_n(g, classes, common);
        if (common != 0.0F) g[label] = common * (1.0F - 1.0F / share);
      }
    }
  }
  void check(const Shape& target, const Shape& prediction) const override { check_class_ids(target, prediction); }

 private:
  [[nodiscard]] bool is_ignored(float id) const { return ignored_ && id == static_cast<float>(*ignored_); }
  // Rows that count are weighted by rows / rows that count, so that the mean over a batch is the mean over them.
  [[nodiscard]] float weight_of_counted(ConstView target) const {
    if (!ignored_) return 1.0F;
    const std::span<const float> ids = target.values();
    const auto counted =
        ids.size() - static_cast<std::size_t>(std::ranges::count_if(ids, [this](float id) { return is_ignored(id); }));
    return counted == 0 ? 0.0F : static_cast<float>(ids.size()) / static_cast<float>(counted);
  }

  bool from_logits_;
  std::optional<std::int64_t> ignored_;
};

}  // namespace

const LossInfo& loss_sparse_categorical_crossentropy() {
  static const LossInfo info{
      .name = "sparse_categorical_crossentropy",
      .summary = "-log of the probability given to the right class; targets are class ids from 0",
      .cites = "keras/src/losses/losses.py, Keras 3",
      .options = option_table<SparseCategoricalCrossentropyOptions>(),
      .make = &make_with<Loss, SparseCategoricalCrossentropyLoss, SparseCategoricalCrossentropyOptions>};
  return info;
}

}  // namespace vernier::nn
