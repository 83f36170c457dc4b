#pragma once
// How a model is trained and judged. Source: Model.compile of keras/src/trainers/trainer.py, Keras 3.
#include <map>
#include <string>
#include <vector>

#include "vernier/base/options.hpp"

namespace vernier::nn {

/// What is said of one output among several.
struct OutputOptions {
  Component loss{};        ///< that of CompileOptions where it is empty
  double loss_weight = 1;  ///< the model's loss is the sum of the outputs' losses, each times its weight
  std::vector<Component> metrics{};
  std::vector<Component> weighted_metrics{};
  static void describe(OptionFields<OutputOptions>& field) {
    field("loss", &OutputOptions::loss, "what training minimises at this output").of("losses");
    field("loss_weight", &OutputOptions::loss_weight, "how much the loss of this output counts");
    field("metrics", &OutputOptions::metrics, "what is reported beside the loss").of("metrics");
    field("weighted_metrics", &OutputOptions::weighted_metrics, "metrics that use sample weights").of("metrics");
  }
};

///   model.set_outputs({price, kind});  // nodes of the layers "price" and "kind"
///   model.compile({.loss = "mse",
///                  .outputs = {{"price", {.loss_weight = 0.3}},
///                              {"kind", {.loss = "crossentropy", .metrics = {"accuracy"}}}}});
///
/// Components are names ("adam"), names with options (nn::Adam({.learning_rate = 0.01})) or JSON of either.
struct CompileOptions {
  Component optimizer = "rmsprop";
  Component loss{};                  ///< needed to train; "crossentropy" follows the shapes, as "accuracy" does
  std::vector<Component> metrics{};  ///< without sample and class weights
  std::vector<Component> weighted_metrics{};  ///< with them
  /// By the name of the output's layer; metrics of a model of several outputs stand here alone.
  std::map<std::string, OutputOptions> outputs{};
  /// "mixed_bfloat16": products of dense layers round their factors to bfloat16 and sum in float32; weights, everything
  /// between the products and the loss stay float32. On a processor without such instructions it is "float32", and fit
  /// says so. Source: keras/src/dtype_policies/dtype_policy.py, where results of layers are rounded too.
  std::string dtype_policy = "float32";
  /// What holds for the output of this name: its own options, and for what they leave out those of all outputs.
  [[nodiscard]] OutputOptions of_output(const std::string& name) const;
  static void describe(OptionFields<CompileOptions>& field) {
    field("optimizer", &CompileOptions::optimizer, "how weights follow gradients").of("optimizers");
    field("loss", &CompileOptions::loss, "what training minimises").of("losses");
    field("metrics", &CompileOptions::metrics, "what is reported beside the loss").of("metrics");
    field("weighted_metrics", &CompileOptions::weighted_metrics, "metrics that use sample and class weights")
        .of("metrics");
    field("outputs", &CompileOptions::outputs, "loss, loss_weight and metrics of each output, by its name");
    field("dtype_policy", &CompileOptions::dtype_policy, "what products are computed in; weights are float32 always")
        .one_of({"float32", "mixed_bfloat16"});
  }
};

}  // namespace vernier::nn
