#include "vernier/nn/layers/dense.hpp"

#include <algorithm>

#include "vernier/nn/activations/activation.hpp"
#include "vernier/nn/layers/layer.hpp"
#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {
namespace {

class DenseLayer : public Layer {
 public:
  explicit DenseLayer(const DenseOptions& options)
      : options_(options),
        activation_(make_activation(options.activation)),
        activity_(make_regularizer(options.activity_regularizer)),
        relu_(options.activation.name == "relu" && options.activation.options.empty()) {}

  Shape build(std::span<const Shape> inputs) override {
    if (inputs[0].rank() == 0) throw InvalidArgument("the input has no axis", "features along the last axis");
    const Index features = inputs[0].back();
    weights_.push_back({.name = "kernel",
                        .shape = {features, options_.units},
                        .initializer = options_.kernel_initializer,
                        .regularizer = make_regularizer(options_.kernel_regularizer)});
    if (options_.use_bias) {
      weights_.push_back({.name = "bias",
                          .shape = {options_.units},
                          .initializer = options_.bias_initializer,
                          .regularizer = make_regularizer(options_.bias_regularizer)});
    }
    std::vector<Index> extents(inputs[0].extents().begin(), inputs[0].extents().end());
    extents.back() = options_.units;
    const Shape linear{std::span<const Index>(extents)};
    return activation_ ? activation_->output_shape(linear) : linear;
  }

  void forward(Context& context) const override {
    const ConstView x = context.inputs[0].value;
    const View z = linear_output(context);
    kernels::gemm({.m = x.rows(),
                   .n = options_.units,
                   .k = x.columns(),
                   .a = x.data,
                   .lda = x.columns(),
                   .b = weights_[0].value.data,
                   .ldb = options_.units,
                   .c = z.data,
                   .ldc = options_.units,
                   .bias = options_.use_bias ? weights_[1].value.data : nullptr,
                   .epilogue = relu_ ? kernels::Epilogue::relu : kernels::Epilogue::none});
    if (activation_ && !relu_) activation_->forward(z, context.output);
    if (activity_) context.added_loss = activity_->value(context.output) / static_cast<double>(context.batch);
  }

  void backward(Context& context) const override {
    const ConstView x = context.inputs[0].value;
    View dz = context.output_gradient;
    if (activity_) activity_->add_gradient(context.output, 1.0F / static_cast<float>(context.batch), dz);
    if (activation_) {
      const View z = linear_output(context);
      if (z.size() != dz.size()) dz = {context.buffer(1, z.size()).data(), z.shape};
      activation_->backward(activation_->needs_input() ? ConstView(z) : ConstView{}, context.output,
                            context.output_gradient, dz);
    }
    const Index rows = x.rows();
    const Weight& kernel = weights_[0];
    if (kernel.gradient.data != nullptr) {
      kernels::gemm({.m = x.columns(),
                     .n = options_.units,
                     .k = rows,
                     .a = x.data,
                     .lda = x.columns(),
                     .transpose_a = true,
                     .b = dz.data,
                     .ldb = options_.units,
                     .c = kernel.gradient.data,
                     .ldc = options_.units,
                     .accumulate = context.accumulate});
      if (options_.use_bias) {
        kernels::column_sums(dz.data, rows, options_.units, weights_[1].gradient.data, context.accumulate);
      }
    }
    if (const View dx = context.inputs[0].gradient; dx.data != nullptr) {
      kernels::gemm({.m = rows,
                     .n = x.columns(),
                     .k = options_.units,
                     .a = dz.data,
                     .lda = options_.units,
                     .b = kernel.value.data,
                     .ldb = options_.units,
                     .transpose_b = true,
                     .c = dx.data,
                     .ldc = x.columns()});
    }
  }

 private:
  /// Where x kernel + bias lies: in the output itself where the activation's derivative follows from the output.
  View linear_output(Context& context) const {
    const Index rows = context.inputs[0].value.rows();
    const bool in_place =
        !activation_ || (!activation_->needs_input() && context.output.size() == rows * options_.units);
    if (in_place) return context.output;
    return {context.buffer(0, rows * options_.units).data(), {rows, options_.units}};
  }

  DenseOptions options_;
  std::unique_ptr<Activation> activation_;
  std::unique_ptr<Regularizer> activity_;
  bool relu_;  // done by the matrix product itself
};

}  // namespace

const LayerInfo& layer_dense() {
  static const LayerInfo info{.name = "dense",
                              .summary = "fully connected: activation(x kernel + bias)",
                              .cites = "keras/src/layers/core/dense.py",
                              .options = option_table<DenseOptions>(),
                              .make = &make_with<Layer, DenseLayer, DenseOptions>};
  return info;
}

}  // namespace vernier::nn
