#pragma once
// What every layer must do, as functions that return what is wrong (nothing: all is well). Works with any test
// framework.
//
//   for (const nn::LayerInfo* info : nn::layers().all())
//     for (const auto& fault : testing::check_layer({info->name, options}, {.inputs = {{4, 5}}})) ...
#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "vernier/nn/model.hpp"
#include "vernier/testing/gradient_checker.hpp"

namespace vernier::testing {

/// What a layer is tried on.
struct LayerTrial {
  std::vector<Shape> inputs;  ///< without the sample axis
  std::uint64_t ids = 0;      ///< the inputs are whole numbers below this one; 0: any numbers
  double tolerance = 1e-2;    ///< of gradients, relative to the largest
};

/// A layer in the middle of a model: so that gradients reach its inputs, each input that is not of ids passes a dense
/// layer first.
inline nn::Model model_around(const Component& layer, const LayerTrial& trial, std::uint64_t seed) {
  nn::Model model({.seed = seed});
  std::vector<std::size_t> nodes;
  for (const Shape& shape : trial.inputs) {
    const std::size_t entry = model.input(shape);
    nodes.push_back(trial.ids > 0 ? entry : model.call(Component{"dense", {{"units", shape.back()}}}, {entry}));
  }
  model.call(model.add_layer(layer), nodes);
  return model;
}

inline std::vector<Tensor> contract_data(const LayerTrial& trial, Index samples, std::uint64_t seed) {
  std::vector<Tensor> data;
  Rng rng(seed);
  for (const Shape& shape : trial.inputs) {
    data.emplace_back(shape.with_front(samples));
    for (float& value : data.back().values()) {
      value = static_cast<float>(trial.ids > 0 ? static_cast<double>(rng.below(trial.ids)) : rng.uniform(-1.5, 1.5));
    }
  }
  return data;
}

inline nn::Inputs contract_inputs(const std::vector<Tensor>& data) {
  std::vector<ConstView> views;
  for (const Tensor& tensor : data) views.push_back(tensor.view());
  return nn::Inputs(std::span<const ConstView>(views));
}

/// One call of a lone layer with its gradients, against central differences.
inline std::vector<std::string> check_layer_gradients(const Component& component, const LayerTrial& trial,
                                                      bool training) {
  std::vector<std::string> faults;
  const Index samples = 3;
  const std::unique_ptr<nn::Layer> layer = nn::make_layer(component);
  const std::vector<Shape>& inputs = trial.inputs;
  const Shape output = layer->build(inputs).with_front(samples);
  std::vector<Tensor> values;
  std::vector<Tensor> gradients;
  values.reserve(layer->weights().size());
  gradients.reserve(layer->weights().size());
  Rng rng(7);
  for (nn::Weight& weight : layer->weights()) {
    values.emplace_back(weight.shape);
    gradients.emplace_back(weight.shape);
    for (float& value : values.back().values()) value = static_cast<float>(rng.uniform(0.3, 1.2));
    weight.value = values.back().view();
    if (weight.trainable) weight.gradient = gradients.back().view();
  }
  std::vector<Tensor> x = contract_data(trial, samples, 8);
  std::vector<Tensor> dx = contract_data(trial, samples, 9);
  Tensor y(output);
  Tensor mask(Shape{samples, output.rank() == 1 ? 1 : output[1]});
  const Tensor dy = contract_data({.inputs = {output.without_front()}}, samples, 10)[0];
  std::vector<nn::Port> ports;
  for (std::size_t i = 0; i < x.size(); ++i) ports.push_back({x[i].view(), dx[i].view(), {}});
  nn::Context context;
  context.batch = samples;
  context.training = training;
  context.rng = Rng(11);
  context.inputs = ports;
  context.output = y.view();
  const std::vector<Tensor> states = values;
  const auto loss = [&] {
    // states such as moving means change in a call; every call begins with the same
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!layer->weights()[i].trainable) std::copy_n(states[i].data(), states[i].size(), values[i].data());
    }
    context.output_mask = mask.view();
    context.added_loss = 0;
    layer->forward(context);
    double sum = context.added_loss;
    for (Index i = 0; i < y.size(); ++i) sum += static_cast<double>(y.data()[i]) * static_cast<double>(dy.data()[i]);
    return sum;
  };
  (void)loss();
  Tensor workspace = dy;
  context.output_gradient = workspace.view();
  layer->backward(context);
  const auto judge = [&](const std::string& what, const GradientCheck& check) {
    if (check.error > trial.tolerance) {
      faults.push_back(fmt::format("{} ({}): gradient of {}: {}", component.name, training ? "training" : "inference",
                                   what, check.text()));
    }
  };
  for (std::size_t i = 0; i < x.size() && trial.ids == 0; ++i) {
    judge(fmt::format("input {}", i), check_gradient(x[i].values(), dx[i].values(), loss));
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const nn::Weight& weight = layer->weights()[i];
    if (weight.trainable) judge(weight.name, check_gradient(values[i].values(), gradients[i].values(), loss));
  }
  return faults;
}

/// Shapes, batches of different sizes, repeatability, gradients, files.
inline std::vector<std::string> check_layer(const Component& component, const LayerTrial& trial) {
  std::vector<std::string> faults;
  const auto expect = [&](bool good, const std::string& what) {
    if (!good) faults.push_back(component.name + ": " + what);
  };
  nn::Model model = model_around(component, trial, 1);
  model.build();
  const std::vector<Tensor> data = contract_data(trial, 6, 2);
  const nn::Inputs x = contract_inputs(data);
  const Tensor whole = model.predict(x, 6);
  expect(whole.shape() == model.output_shape().with_front(6), "the output has not the shape that build said");
  const Tensor parts = model.predict(x, 4);  // a batch of four, then one of two
  for (Index i = 0; i < whole.size(); ++i) {
    if (std::abs(whole.data()[i] - parts.data()[i]) > 1e-5F * (1.0F + std::abs(whole.data()[i]))) {
      expect(false, "the output of a sample depends on its batch at inference");
      break;
    }
  }
  const auto same = [](std::span<const float> a, std::span<const float> b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  };
  expect(same(model.predict(x, 6).values(), whole.values()), "the same call gives another output");
  nn::Model copy = nn::Model::from_bytes(model.to_bytes());
  expect(same(copy.predict(x, 6).values(), whole.values()), "a saved model predicts differently");
  // two models of one seed take the same training steps
  std::vector<Tensor> ends[2];
  for (std::vector<Tensor>& end : ends) {
    nn::Model twin = model_around(component, trial, 1);
    twin.build();
    twin.compile({.optimizer = "sgd", .loss = "mean_squared_error"});
    const Tensor y(twin.output_shape().with_front(6));
    for (int step = 0; step < 3; ++step) (void)twin.train_on_batch(x, y.view());
    end = twin.get_weights();
  }
  for (std::size_t i = 0; i < ends[0].size(); ++i) {
    expect(same(ends[0][i].values(), ends[1][i].values()), "training does not repeat for one seed");
  }
  for (const bool training : {false, true}) {
    for (std::string& fault : check_layer_gradients(component, trial, training)) faults.push_back(std::move(fault));
  }
  return faults;
}

}  // namespace vernier::testing
