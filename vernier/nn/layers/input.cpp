#include "vernier/nn/layers/input.hpp"

#include "vernier/nn/layers/layer.hpp"

namespace vernier::nn {
namespace {

class InputLayer : public Layer {
 public:
  explicit InputLayer(const InputOptions& options) : shape_(options.shape) {}

  /// `inputs` has the shape of the data where none was given.
  Shape build(std::span<const Shape> inputs) override {
    if (shape_) return Shape(std::span<const Index>(*shape_));
    if (inputs.empty()) throw InvalidState("an input of unknown shape", "a shape, or data");
    return inputs[0];
  }
  // the model hands the data on itself
  void forward(Context&) const override {}
  void backward(Context&) const override {}
  std::pair<std::size_t, std::size_t> input_count() const override { return {0, 0}; }

 private:
  std::optional<std::vector<Index>> shape_;
};

}  // namespace

const LayerInfo& layer_input() {
  static const LayerInfo info{.name = "input",
                              .summary = "the place where data enter",
                              .cites = "keras/src/layers/core/input_layer.py",
                              .options = option_table<InputOptions>(),
                              .make = &make_with<Layer, InputLayer, InputOptions>};
  return info;
}

}  // namespace vernier::nn
