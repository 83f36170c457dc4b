#include "vernier/nn/layers/repeat_vector.hpp"

#include "vernier/nn/layers/support/step_repetition.hpp"

namespace vernier::nn {
namespace {

struct RepeatVectorLayer final : StepRepetition {
  explicit RepeatVectorLayer(const RepeatVectorOptions& options) : StepRepetition(options.n, 1) {}
};

}  // namespace

const LayerInfo& layer_repeat_vector() {
  static const LayerInfo info{.name = "repeat_vector",
                              .summary = "the same features at every one of n steps",
                              .cites = "keras/src/layers/reshaping/repeat_vector.py",
                              .options = option_table<RepeatVectorOptions>(),
                              .make = &make_with<Layer, RepeatVectorLayer, RepeatVectorOptions>};
  return info;
}

}  // namespace vernier::nn
