// The rules by which the states of layers are read.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "vernier/advice/layer_check.hpp"

namespace vernier::advice {
namespace {

constexpr double vanished = 1e-3;      // of the largest gradient of a layer
constexpr double dead_at_start = 0.1;  // of the units
constexpr double dead_after = 0.25;
constexpr double saturated_outputs = 0.5;
constexpr double spread_ratio = 1e4;  // between the variances of two layers
constexpr double large_update = 0.1;  // of the weights, in one step
constexpr double small_update = 1e-6;

bool squashes(const LayerState& layer) { return layer.activation == "sigmoid" || layer.activation == "tanh"; }

std::string percent(double share) { return fmt::format("{:.0f} %", 100 * share); }

const LayerState* first_infinite(const std::vector<LayerState>& layers) {
  const auto found = std::find_if(layers.begin(), layers.end(), [](const LayerState& layer) {
    return !std::isfinite(layer.variance) || !std::isfinite(layer.gradient.value_or(0));
  });
  return found == layers.end() ? nullptr : &*found;
}

/// Vanishing or exploding gradients, and spreads that shrink or grow from layer to layer.
void read_gradients(const std::vector<LayerState>& layers, std::vector<Finding>& findings) {
  std::vector<const LayerState*> learning;
  for (const LayerState& layer : layers) {
    if (layer.gradient) learning.push_back(&layer);
  }
  if (learning.size() < 2) return;
  const LayerState& first = *learning.front();
  const LayerState& last = *learning.back();
  const auto by_gradient = [](const LayerState* a, const LayerState* b) { return *a->gradient < *b->gradient; };
  const LayerState& largest = **std::max_element(learning.begin(), learning.end(), by_gradient);
  const LayerState& smallest = **std::min_element(learning.begin(), learning.end(), by_gradient);
  if (*smallest.gradient < vanished * *largest.gradient && *first.gradient < *last.gradient) {
    const bool squashed = std::any_of(layers.begin(), layers.end(), squashes);
    findings.push_back({fmt::format("the gradient vanishes on its way to layer '{}'", smallest.name),
                        fmt::format("its norm is {:.2g} there and {:.2g} in layer '{}'", *smallest.gradient,
                                    *largest.gradient, largest.name),
                        squashed ? "relu in place of sigmoid or tanh, or batch_normalization between the layers"
                                 : "initialiser he_normal, batch_normalization between the layers, or fewer layers",
                        "Glorot and Bengio 2010"});
  } else if (*first.gradient * vanished > *last.gradient) {
    findings.push_back(
        {fmt::format("the gradient explodes on its way to layer '{}'", first.name),
         fmt::format("its norm is {:.2g} there and {:.2g} in layer '{}'", *first.gradient, *last.gradient, last.name),
         "initialiser glorot_uniform or he_normal, batch_normalization, or global_clipnorm: 1",
         "Pascanu, Mikolov, Bengio 2013"});
  }
}

void read_spread(const std::vector<LayerState>& layers, std::vector<Finding>& findings) {
  std::vector<const LayerState*> hidden;
  for (std::size_t k = 0; k + 1 < layers.size(); ++k) {
    if (layers[k].gradient && !layers[k].activation.empty()) hidden.push_back(&layers[k]);
  }
  if (hidden.size() < 2) return;
  const double first = hidden.front()->variance;
  const double last = hidden.back()->variance;
  const bool grows = last > spread_ratio * first;
  if (!grows && last * spread_ratio >= first) return;
  findings.push_back({fmt::format("activations {} from layer '{}' to layer '{}'", grows ? "explode" : "die away",
                                  hidden.front()->name, hidden.back()->name),
                      fmt::format("their variance goes from {:.2g} to {:.2g}", first, last),
                      "initialiser he_normal for relu, glorot_uniform for tanh; or batch_normalization",
                      "He, Zhang, Ren, Sun 2015"});
}

void read_units(const LayerState& layer, bool at_start, std::vector<Finding>& findings) {
  const char* when = at_start ? "at the start" : "after an epoch";
  if (layer.dead && *layer.dead >= (at_start ? dead_at_start : dead_after)) {
    findings.push_back({fmt::format("layer '{}' has dead units", layer.name),
                        fmt::format("{} give 0 on every row of the sample {}", percent(*layer.dead), when),
                        at_start ? "bias_initializer zeros and kernel_initializer he_normal, or leaky_relu"
                                 : "a lower learning rate, leaky_relu, or batch_normalization before the relu",
                        "Lu, Shin, Su, Karniadakis 2019"});
  }
  if (layer.saturated && *layer.saturated >= saturated_outputs) {
    findings.push_back(
        {fmt::format("layer '{}' is saturated", layer.name),
         fmt::format("{} of its outputs lie at an end of {} {}", percent(*layer.saturated), layer.activation, when),
         at_start ? "initialiser glorot_uniform, inputs on one scale, or batch_normalization"
                  : "a lower learning rate, weight decay, or batch_normalization",
         "Glorot and Bengio 2010"});
  }
}

void read_updates(const std::vector<LayerState>& layers, std::vector<Finding>& findings) {
  for (const LayerState& layer : layers) {
    if (!layer.update_ratio || !layer.gradient) continue;
    const bool large = *layer.update_ratio > large_update;
    if (!large && *layer.update_ratio >= small_update) continue;
    findings.push_back(
        {fmt::format("a step moves the weights of layer '{}' too {}", layer.name, large ? "far" : "little"),
         fmt::format("by {:.2g} of their norm; usual is about 0.001", *layer.update_ratio),
         large ? "a lower learning rate" : "a higher learning rate, or see the gradients above",
         "Bottou 2012, Stochastic gradient descent tricks"});
  }
}

}  // namespace

std::vector<Finding> LayerCheck::findings() const {
  std::vector<Finding> found;
  if (const LayerState* layer = first_infinite(at_start)) {
    found.push_back({fmt::format("layer '{}' gives numbers that are not finite before any training", layer->name),
                     fmt::format("variance {}, gradient {}", layer->variance, layer->gradient.value_or(0)),
                     "a smaller initialiser, inputs on one scale, and no huge values among them",
                     "Glorot and Bengio 2010"});
    return found;
  }
  read_gradients(at_start, found);
  read_spread(at_start, found);
  for (const LayerState& layer : at_start) read_units(layer, true, found);
  for (std::size_t k = 0; k < after.size(); ++k) {
    std::vector<Finding> now;
    std::vector<Finding> before;
    read_units(after[k], false, now);
    read_units(at_start[k], true, before);
    if (before.empty()) found.insert(found.end(), now.begin(), now.end());
  }
  read_updates(after, found);
  if (diverged) {
    found.push_back({"training diverges", fmt::format("the loss was not finite at step {}", steps),
                     "a lower learning rate, or global_clipnorm: 1", "Pascanu, Mikolov, Bengio 2013"});
  }
  return found;
}

}  // namespace vernier::advice
