#include "vernier/nn/layers/dense.hpp"

#include <algorithm>

#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/layers/support/output_stage.hpp"

namespace vernier::nn {
namespace {

class DenseLayer : public Layer {
 public:
  explicit DenseLayer(const DenseOptions& options)
      : options_(options), stage_(options.activation, options.activity_regularizer, 0) {}

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
    return stage_.output_shape(Shape(std::span<const Index>(extents)));
  }

  void forward(Context& context) const override {
    const ConstView x = context.inputs[0].value;
    const View z = stage_.linear(context, x.rows(), options_.units);
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
                   .epilogue = stage_.epilogue(),
                   .bfloat16 = context.bfloat16});
    stage_.finish(context, z);
  }

  void backward(Context& context) const override {
    const ConstView x = context.inputs[0].value;
    const Index rows = x.rows();
    const View dz = stage_.backward(context, rows, options_.units);
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
                     .accumulate = context.accumulate,
                     .bfloat16 = context.bfloat16});
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
                     .ldc = x.columns(),
                     .bfloat16 = context.bfloat16});
    }
  }

 private:
  DenseOptions options_;
  OutputStage stage_;
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
