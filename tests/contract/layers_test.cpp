// Every layer of the catalogue keeps the contract, without being told of it: an entry that needs options has a row
// here.
#include <gtest/gtest.h>

#include <map>

#include "tests/support/allocations.hpp"
#include "vernier/testing/layer_contract.hpp"
#include "vernier/testing/parts_nn.hpp"

namespace vernier {
namespace {

struct Trial {
  Json options = Json::object();
  std::vector<Shape> inputs{{4}};
};

// Training steps of two batch sizes after the first of each.
long allocations_of_steps(const Component& layer, const std::vector<Shape>& inputs) {
  nn::Model model = testing::model_around(layer, inputs, 1);
  model.build();
  model.compile({.optimizer = "sgd", .loss = "mean_squared_error"});
  const std::vector<Tensor> data = testing::contract_data(inputs, 6, 2);
  const nn::Inputs x = testing::contract_inputs(data);
  const Tensor y(model.output_shape().with_front(6));
  const auto steps = [&] {
    for (const Index samples : {Index{6}, Index{4}, Index{6}}) {
      (void)model.train_on_batch(x.slice(0, samples), y.slice(0, samples));
    }
  };
  steps();
  return allocations_of(steps);
}

TEST(LayerContract, EveryLayerKeepsIt) {
  testing::register_parts_nn();
  const std::map<std::string, std::vector<Trial>> trials{
      {"dense",
       {{{{"units", 3}, {"activation", "tanh"}}},
        {{{"units", 3}, {"activation", "gelu"}}, {{2, 4}}},
        {{{"units", 5}, {"activation", "softmax"}, {"kernel_regularizer", "l2"}}}}},
      {"conv1d",
       {{{{"filters", 3}, {"kernel_size", 2}, {"padding", "causal"}}, {{5, 2}}},
        {{{"filters", 4}, {"kernel_size", 3}, {"groups", 2}, {"activation", "gelu"}}, {{5, 2}}}}},
      {"conv2d",
       {{{{"filters", 3}, {"kernel_size", 2}, {"strides", 2}, {"padding", "same"}}, {{4, 3, 2}}},
        {{{"filters", 4}, {"kernel_size", {2, 1}}, {"groups", 2}, {"activation", "softplus"}}, {{3, 4, 2}}}}},
      {"conv1d_transpose", {{{{"filters", 3}, {"kernel_size", 3}, {"strides", 2}}, {{4, 2}}}}},
      {"conv2d_transpose", {{{{"filters", 2}, {"kernel_size", 3}, {"strides", 2}, {"padding", "same"}}, {{3, 2, 2}}}}},
      {"depthwise_conv1d", {{{{"kernel_size", 2}, {"depth_multiplier", 2}}, {{4, 3}}}}},
      {"depthwise_conv2d", {{{{"kernel_size", 2}, {"padding", "same"}}, {{4, 3, 2}}}}},
      {"separable_conv1d", {{{{"filters", 3}, {"kernel_size", 2}}, {{4, 2}}}}},
      {"separable_conv2d", {{{{"filters", 3}, {"kernel_size", 2}, {"activation", "tanh"}}, {{3, 4, 2}}}}},
      {"activation", {{{{"activation", "sigmoid"}}}, {{{"activation", "softmax"}}, {{3, 4}}}}},
      {"dropout", {{{{"rate", 0.4}}}}},
      {"reshape", {{{{"target_shape", {3, -1}}}, {{2, 6}}}}},
      {"flatten", {{Json::object(), {{2, 3}}}}},
      {"rescaling", {{{{"scale", 0.5}, {"offset", 1.0}}}}},
      {"normalization",
       {{Json::object()},
        {{{"mean", 0.5}, {"variance", 2.0}}},
        {{{"mean", 0.5}, {"variance", 2.0}, {"invert", true}}}}},
      {"batch_normalization", {{Json::object()}, {Json::object(), {{2, 3}}}, {{{"center", false}, {"scale", false}}}}},
      {"layer_normalization", {{Json::object(), {{5}}}, {{{"scale", false}}, {{2, 6}}}}},
      {"test_add", {{Json::object(), {{4}, {4}}}}},
      {"test_zero_mask", {{Json::object(), {{3, 2}}}}}};
  for (const nn::LayerInfo* info : nn::layers().all()) {
    if (info->name == "input") continue;  // the entry itself, tried by all of them
    const auto found = trials.find(info->name);
    for (const Trial& trial : found == trials.end() ? std::vector<Trial>{Trial{}} : found->second) {
      for (const std::string& fault : testing::check_layer({info->name, trial.options}, trial.inputs)) {
        ADD_FAILURE() << trial.options.dump() << " " << fault;
      }
      if (counts_allocations) {
        EXPECT_EQ(allocations_of_steps({info->name, trial.options}, trial.inputs), 0)
            << info->name << trial.options.dump() << ": a steady step allocates";
      }
    }
  }
}

}  // namespace
}  // namespace vernier
