#pragma once
// How a model is trained and judged. Source: Model.compile of keras/src/trainers/trainer.py, Keras 3.
#include <vector>

#include "vernier/base/options.hpp"

namespace vernier::nn {

/// Components are names ("adam"), names with options (nn::Adam({.learning_rate = 0.01})) or JSON of either.
struct CompileOptions {
  Component optimizer = "rmsprop";
  Component loss{};                  ///< needed to train; "crossentropy" follows the shapes, as "accuracy" does
  std::vector<Component> metrics{};  ///< without sample and class weights
  std::vector<Component> weighted_metrics{};  ///< with them
  static void describe(OptionFields<CompileOptions>& field) {
    field("optimizer", &CompileOptions::optimizer, "how weights follow gradients").of("optimizers");
    field("loss", &CompileOptions::loss, "what training minimises").of("losses");
    field("metrics", &CompileOptions::metrics, "what is reported beside the loss").of("metrics");
    field("weighted_metrics", &CompileOptions::weighted_metrics, "metrics that use sample and class weights")
        .of("metrics");
  }
};

}  // namespace vernier::nn
