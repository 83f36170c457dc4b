// Every layer that can be exported, as onnxruntime computes it: the cases that hold the layers against Keras, and for
// layers without such a case one of their own.
#include <gmock/gmock.h>

#include <set>

#include "tests/nn/golden.hpp"
#include "tests/onnx/runtime.hpp"
#include "vernier/nn/activations/activation.hpp"

namespace vernier::onnx {
namespace {

/// A model around one layer; each input that has a mask goes through a masking layer, which makes it from zeros.
struct LayerCase {
  nn::Model model;
  std::vector<Tensor> inputs;
};

LayerCase make_case(const Component& layer, std::vector<Tensor> inputs, const std::vector<Tensor>& masks,
                    const std::vector<Tensor>& weights) {
  LayerCase made{.model = nn::Model(), .inputs = std::move(inputs)};
  std::vector<std::size_t> nodes;
  for (std::size_t k = 0; k < made.inputs.size(); ++k) {
    Tensor& x = made.inputs[k];
    nodes.push_back(made.model.input(x.shape().without_front()));
    if (k >= masks.size() || masks[k].empty()) continue;
    const Index features = x.shape().back();
    for (Index step = 0; step < masks[k].size(); ++step) {
      if (masks[k].data()[step] == 0.0F) std::fill_n(x.data() + step * features, features, 0.0F);
    }
    nodes.back() = made.model.call("masking", {nodes.back()});
  }
  made.model.call(made.model.add_layer(layer), nodes);
  made.model.build();
  if (!weights.empty()) made.model.set_weights(weights);
  return made;
}

/// Null stands for an empty one.
std::vector<Tensor> arrays_of(const Json& list) {
  std::vector<Tensor> arrays;
  for (const Json& entry : list) arrays.push_back(entry.is_null() ? Tensor() : golden::tensor(entry));
  return arrays;
}

Tensor random_input(const Shape& sample, std::uint64_t seed) {
  Tensor x(sample.with_front(3));
  Rng rng(seed);
  for (float& value : x.values()) value = static_cast<float>(rng.uniform(-2, 2));
  return x;
}

/// A layer on inputs of these shapes, with random weights.
LayerCase random_case(const Component& layer, const std::vector<Shape>& samples) {
  std::vector<Tensor> inputs;
  for (const Shape& sample : samples) inputs.push_back(random_input(sample, inputs.size() + 1));
  LayerCase made = make_case(layer, std::move(inputs), {}, {});
  std::vector<Tensor> weights = made.model.get_weights();
  std::uint64_t seed = 100;
  for (Tensor& weight : weights) {
    Rng rng(seed++);
    for (float& value : weight.values()) value = static_cast<float>(rng.uniform(0.1, 0.9));
  }
  made.model.set_weights(weights);
  return made;
}

struct OtherCase {
  Component layer;
  std::vector<Shape> samples;
};

/// Layers and paths of the exporter that no case of Keras reaches.
std::vector<OtherCase> others() {
  return {
      {"activity_regularization", {{3}}},
      {{"random_crop", {{"height", 3}, {"width", 2}}}, {{6, 5, 2}}},
      {"random_erasing", {{4, 4, 1}}},
      {"random_flip", {{4, 4, 1}}},
      {{"random_rotation", {{"factor", 0.1}}}, {{4, 4, 1}}},
      {{"random_translation", {{"height_factor", 0.1}, {"width_factor", 0.1}}}, {{4, 4, 1}}},
      {{"random_zoom", {{"height_factor", 0.1}}}, {{4, 4, 1}}},
      {{"lstm", {{"units", 3}, {"return_sequences", true}, {"go_backwards", true}}}, {{4, 2}}},
      {{"gru", {{"units", 3}, {"return_sequences", true}, {"go_backwards", true}, {"activation", "softsign"}}},
       {{4, 2}}},
      {{"bidirectional", {{"layer", {{"gru", {{"units", 3}, {"return_sequences", true}}}}}}}, {{4, 2}}},
      {{"time_distributed", {{"layer", {{"conv2d", {{"filters", 2}, {"kernel_size", 2}}}}}}}, {{2, 4, 3, 1}}},
      {{"activation", {{"activation", {{"relu", {{"max_value", 1}, {"threshold", 0.5}, {"negative_slope", 0.1}}}}}}},
       {{9}}}};
}

class LayerExport : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(runtime_python())) GTEST_SKIP() << "no onnxruntime: scripts/setup --tests installs it";
  }
};

TEST_F(LayerExport, AgreesOnTheCasesOfKeras) {
  Runtime runtime;
  std::set<std::string> seen;
  for (const char* family : {"layers", "convolutions", "pooling", "reshaping", "regularization", "merging", "embedding",
                             "recurrent", "wrappers", "attention"}) {
    for (const auto& [json] : golden::cases(family)) {
      const bool several = json.at("x").is_array();
      const std::vector<Tensor> inputs = arrays_of(several ? json.at("x") : Json::array({json.at("x")}));
      std::vector<Tensor> masks;
      if (several) masks = arrays_of(json.at("masks"));
      if (!several && json.contains("mask")) masks.push_back(golden::tensor(json.at("mask")));
      const bool masked = std::ranges::any_of(masks, [](const Tensor& mask) { return !mask.empty(); });
      const bool steps = std::ranges::all_of(inputs, [](const Tensor& x) { return x.shape().rank() == 3; });
      if (masked && !steps) continue;  // a mask that no layer makes
      const Component layer{json.at("layer").get<std::string>(), json.at("options")};
      LayerCase made = make_case(layer, inputs, masks, golden::tensors(json.at("weights")));
      runtime.add(std::string(family) + "." + json.at("case").get<std::string>(), made.model, made.inputs);
      seen.insert(nn::layers().get(layer.name).name);
    }
  }
  runtime.expect_agreement(1e-5);
  std::set<std::string> rest;
  for (const std::string& name : nn::layers().names()) {
    if (!seen.contains(name)) rest.insert(name);
  }
  for (const auto& [layer, samples] : others()) rest.erase(layer.name);
  EXPECT_THAT(rest, testing::ElementsAre("input")) << "a layer that is held against nothing";
}

TEST_F(LayerExport, AgreesOnOtherLayers) {
  Runtime runtime;
  int count = 0;
  for (const auto& [layer, samples] : others()) {
    LayerCase made = random_case(layer, samples);
    runtime.add(fmt::format("{}.{}", layer.name, count++), made.model, made.inputs);
  }
  runtime.expect_agreement(1e-5);
}

TEST_F(LayerExport, AgreesOnEveryActivation) {
  Runtime runtime;
  for (const nn::ActivationInfo* const info : nn::activations().all()) {
    Json options = Json::object();
    if (info->name == "threshold") options = {{"threshold", 0.3}, {"default_value", -0.2}};
    LayerCase made = random_case({"activation", {{"activation", {{info->name, options}}}}}, {{2, 6}});
    runtime.add(info->name, made.model, made.inputs);
  }
  runtime.expect_agreement(1e-5);
}

}  // namespace
}  // namespace vernier::onnx
