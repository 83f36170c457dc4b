#include "vernier/nn/losses/loss.hpp"

namespace vernier::nn {
namespace {

class CrossentropyLoss final : public Loss {
 public:
  void per_sample(ConstView target, ConstView prediction, std::span<float> out) const override {
    member(target.shape, prediction.shape).per_sample(target, prediction, out);
  }
  void gradient(ConstView target, ConstView prediction, std::span<const float> scale, View gradient) const override {
    member(target.shape, prediction.shape).gradient(target, prediction, scale, gradient);
  }
  void check(const Shape& target, const Shape& prediction) const override {
    member(target, prediction).check(target, prediction);
  }

 private:
  [[nodiscard]] const Loss& member(const Shape& target, const Shape& prediction) const {
    if (prediction.back() == 1) return *binary_;
    return target.rank() < prediction.rank() || target.back() == 1 ? *sparse_ : *categorical_;
  }

  std::unique_ptr<Loss> binary_ = make_loss("binary_crossentropy");
  std::unique_ptr<Loss> sparse_ = make_loss("sparse_categorical_crossentropy");
  std::unique_ptr<Loss> categorical_ = make_loss("categorical_crossentropy");
};

}  // namespace

const LossInfo& loss_crossentropy() {
  static const LossInfo info{.name = "crossentropy",
                             .summary =
                                 "the cross-entropy that fits the shapes: binary for one output, sparse for class "
                                 "ids, else categorical",
                             .cites = "keras/src/trainers/compile_utils.py (get_loss), Keras 3",
                             .aliases = {"ce"},
                             .options = option_table<NoOptions>(),
                             .make = &make_with<Loss, CrossentropyLoss, NoOptions>};
  return info;
}

}  // namespace vernier::nn
