#include "vernier/nn/layers/normalization.hpp"

#include <algorithm>
#include <cmath>

#include "vernier/nn/layers/layer.hpp"

namespace vernier::nn {
namespace {

class NormalizationLayer : public Layer {
 public:
  explicit NormalizationLayer(const NormalizationOptions& options) : options_(options) {
    if (options.mean.empty() != options.variance.empty()) {
      throw InvalidArgument("layer 'normalization' is given only one of mean and variance", "both or neither");
    }
  }

  Shape build(std::span<const Shape> inputs) override {
    const Index features = inputs[0].back();
    for (std::vector<double>* values : {&options_.mean, &options_.variance}) {
      if (values->size() == 1) values->assign(static_cast<std::size_t>(features), (*values)[0]);
      if (!values->empty() && static_cast<Index>(values->size()) != features) {
        throw InvalidArgument(fmt::format("{} numbers for {} features", values->size(), features),
                              "one number, or one a feature");
      }
    }
    given_mean_.assign(options_.mean.begin(), options_.mean.end());
    given_variance_.assign(options_.variance.begin(), options_.variance.end());
    if (adapts()) {
      weights_.push_back({.name = "mean", .shape = {features}, .initializer = "zeros", .trainable = false});
      weights_.push_back({.name = "variance", .shape = {features}, .initializer = "ones", .trainable = false});
    }
    return inputs[0];
  }

  bool adapts() const override { return options_.mean.empty(); }
  void adapt(ConstView x) override {
    const Index rows = x.rows();
    const Index columns = x.columns();
    if (rows == 0) return;
    for (Index c = 0; c < columns; ++c) {
      double sum = 0;
      for (Index r = 0; r < rows; ++r) sum += static_cast<double>(x.data[r * columns + c]);
      const double mean = sum / static_cast<double>(rows);
      double squares = 0;
      for (Index r = 0; r < rows; ++r) {
        const double d = static_cast<double>(x.data[r * columns + c]) - mean;
        squares += d * d;
      }
      weights_[0].value.data[c] = static_cast<float>(mean);
      weights_[1].value.data[c] = static_cast<float>(squares / static_cast<double>(rows));
    }
  }

  void forward(Context& context) const override {
    const ConstView x = context.inputs[0].value;
    const Index columns = x.columns();
    const std::span<float> deviation = deviations(context, columns);
    const float* mean = adapts() ? weights_[0].value.data : given_mean_.data();
    for (Index r = 0; r < x.rows(); ++r) {
      const float* from = x.data + r * columns;
      float* to = context.output.data + r * columns;
      for (Index c = 0; c < columns; ++c) {
        const float d = deviation[static_cast<std::size_t>(c)];
        to[c] = options_.invert ? from[c] * d + mean[c] : (from[c] - mean[c]) / d;
      }
    }
  }

  void backward(Context& context) const override {
    const View dx = context.inputs[0].gradient;
    if (dx.data == nullptr) return;
    const Index columns = dx.columns();
    const std::span<float> deviation = deviations(context, columns);
    for (Index i = 0; i < dx.size(); ++i) {
      const float d = deviation[static_cast<std::size_t>(i % columns)];
      dx.data[i] = options_.invert ? context.output_gradient.data[i] * d : context.output_gradient.data[i] / d;
    }
  }

 private:
  std::span<float> deviations(Context& context, Index columns) const {
    const std::span<float> result = context.buffer(0, columns);
    const float* variance = adapts() ? weights_[1].value.data : given_variance_.data();
    for (std::size_t c = 0; c < result.size(); ++c) result[c] = std::max(std::sqrt(variance[c]), 1e-7F);
    return result;
  }

  NormalizationOptions options_;
  std::vector<float> given_mean_;
  std::vector<float> given_variance_;
};

}  // namespace

const LayerInfo& layer_normalization() {
  static const LayerInfo info{.name = "normalization",
                              .summary = "(x - mean) / standard deviation, learnt from the training data or given",
                              .cites = "keras/src/layers/preprocessing/normalization.py",
                              .options = option_table<NormalizationOptions>(),
                              .make = &make_with<Layer, NormalizationLayer, NormalizationOptions>};
  return info;
}

}  // namespace vernier::nn
