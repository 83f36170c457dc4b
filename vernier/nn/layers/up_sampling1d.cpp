#include "vernier/nn/layers/up_sampling1d.hpp"

#include "vernier/nn/layers/support/step_repetition.hpp"

namespace vernier::nn {
namespace {

struct UpSampling1DLayer final : StepRepetition {
  explicit UpSampling1DLayer(const UpSampling1DOptions& options) : StepRepetition(options.size, 2) {}
};

}  // namespace

const LayerInfo& layer_up_sampling1d() {
  static const LayerInfo info{.name = "up_sampling1d",
                              .summary = "every step several times",
                              .cites = "keras/src/layers/reshaping/up_sampling1d.py",
                              .options = option_table<UpSampling1DOptions>(),
                              .make = &make_with<Layer, UpSampling1DLayer, UpSampling1DOptions>};
  return info;
}

}  // namespace vernier::nn
