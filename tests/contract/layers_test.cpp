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
  std::uint64_t ids = 0;
};

// Training steps of two batch sizes after the first of each.
long allocations_of_steps(const Component& layer, const testing::LayerTrial& trial) {
  nn::Model model = testing::model_around(layer, trial, 1);
  model.build();
  model.compile({.optimizer = "sgd", .loss = "mean_squared_error"});
  const std::vector<Tensor> data = testing::contract_data(trial, 6, 2);
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
      {"max_pooling1d",
       {{Json::object(), {{5, 2}}}, {{{"pool_size", 2}, {"strides", 1}, {"padding", "same"}}, {{4, 1}}}}},
      {"max_pooling2d", {{Json::object(), {{4, 5, 2}}}, {{{"pool_size", {2, 3}}, {"padding", "same"}}, {{3, 4, 2}}}}},
      {"average_pooling1d", {{Json::object(), {{5, 2}}}, {{{"pool_size", 3}, {"padding", "same"}}, {{4, 2}}}}},
      {"average_pooling2d", {{Json::object(), {{4, 5, 2}}}, {{{"pool_size", 3}, {"strides", 1}}, {{4, 3, 2}}}}},
      {"global_max_pooling1d", {{Json::object(), {{4, 3}}}}},
      {"global_max_pooling2d", {{{{"keepdims", true}}, {{2, 3, 2}}}}},
      {"global_average_pooling1d", {{Json::object(), {{4, 3}}}}},
      {"global_average_pooling2d", {{{{"keepdims", true}}, {{2, 3, 2}}}}},
      {"zero_padding1d", {{Json::object(), {{3, 2}}}}},
      {"zero_padding2d", {{{{"padding", {{1, 0}, {0, 2}}}}, {{2, 3, 2}}}}},
      {"cropping1d", {{Json::object(), {{4, 2}}}}},
      {"cropping2d", {{{{"cropping", {{1, 0}, {0, 2}}}}, {{2, 4, 2}}}}},
      {"up_sampling1d", {{Json::object(), {{3, 2}}}}},
      {"up_sampling2d", {{Json::object(), {{2, 3, 2}}}, {{{"interpolation", "bilinear"}}, {{2, 3, 2}}}}},
      {"permute", {{{{"dims", {3, 1, 2}}}, {{2, 3, 4}}}}},
      {"repeat_vector", {{{{"n", 3}}}}},
      {"add", {{Json::object(), {{4}, {4}}}, {Json::object(), {{2, 3}, {3}, {2, 1}}}}},
      {"subtract", {{Json::object(), {{4}, {4}}}}},
      {"average", {{Json::object(), {{4}, {4}, {1}}}}},
      {"multiply", {{Json::object(), {{4}, {4}}}, {Json::object(), {{2, 3}, {3}, {2, 1}}}}},
      {"maximum", {{Json::object(), {{4}, {4}}}, {Json::object(), {{2, 3}, {3}, {2, 1}}}}},
      {"minimum", {{Json::object(), {{4}, {4}}}}},
      {"concatenate", {{Json::object(), {{2}, {3}}}, {{{"axis", 1}}, {{3, 2}, {1, 2}}}}},
      {"dot", {{{{"axes", 1}}, {{4}, {4}}}, {{{"axes", {2, 1}}, {"normalize", true}}, {{2, 3}, {3, 2}}}}},
      {"softmax", {{Json::object(), {{2, 3}}}, {{{"axis", 1}}, {{3, 2}}}}},
      {"prelu", {{{{"alpha_initializer", {{"constant", {{"value", 0.2}}}}}, {"shared_axes", 1}}, {{3, 2}}}}},
      {"masking", {{Json::object(), {{3, 2}}}}},
      {"activity_regularization", {{{{"l1", 0.0}, {"l2", 0.3}}}}},
      {"gaussian_noise", {{{{"stddev", 0.3}}}}},
      {"gaussian_dropout", {{{{"rate", 0.3}}}}},
      {"alpha_dropout", {{{{"rate", 0.3}}}}},
      {"spatial_dropout1d", {{{{"rate", 0.3}}, {{3, 4}}}}},
      {"spatial_dropout2d", {{{{"rate", 0.3}}, {{2, 3, 4}}}}},
      {"group_normalization", {{{{"groups", 2}}, {{3, 4}}}, {{{"groups", -1}}, {{2, 3, 4}}}}},
      {"random_flip", {{Json::object(), {{2, 3, 2}}}}},
      {"random_translation", {{{{"height_factor", 0.3}, {"width_factor", 0.3}}, {{3, 4, 2}}}}},
      {"random_rotation", {{{{"factor", 0.2}, {"fill_mode", "constant"}}, {{3, 4, 2}}}}},
      {"random_zoom", {{{{"height_factor", 0.3}, {"width_factor", {0.1, 0.4}}}, {{3, 4, 2}}}}},
      {"random_crop", {{{{"height", 2}, {"width", 3}}, {{3, 4, 2}}}}},
      {"random_erasing", {{{{"scale", 0.5}, {"value_range", {0, 1}}}, {{3, 4, 2}}}}},
      {"embedding",
       {{{{"input_dim", 7}, {"output_dim", 3}}, {{5}}, 7},
        {{{"input_dim", 7}, {"output_dim", 3}, {"embeddings_regularizer", "l2"}}, {{2, 4}}, 7},
        {{{"input_dim", 7}, {"output_dim", 3}, {"lazy_rows", true}}, {{5}}, 7},
        {{{"input_dim", 7}, {"output_dim", 3}, {"mask_zero", true}}, {{5}}, 7}}},
      {"simple_rnn",
       {{{{"units", 3}}, {{4, 2}}},
        {{{"units", 3}, {"return_sequences", true}, {"dropout", 0.3}, {"recurrent_dropout", 0.3}}, {{4, 2}}}}},
      {"lstm",
       {{{{"units", 3}}, {{4, 2}}},
        {{{"units", 3}, {"return_sequences", true}, {"go_backwards", true}, {"kernel_regularizer", "l2"}}, {{4, 2}}},
        {{{"units", 3}, {"dropout", 0.3}, {"recurrent_dropout", 0.3}, {"activation", "silu"}}, {{4, 2}}}}},
      {"gru",
       {{{{"units", 3}}, {{4, 2}}},
        {{{"units", 3}, {"return_sequences", true}, {"dropout", 0.3}}, {{4, 2}}},
        {{{"units", 3}, {"reset_after", false}, {"recurrent_dropout", 0.3}}, {{4, 2}}}}},
      {"bidirectional",
       {{{{"layer", {{"lstm", {{"units", 2}}}}}}, {{3, 2}}},
        {{{"layer", {{"gru", {{"units", 2}, {"return_sequences", true}, {"dropout", 0.3}}}}}, {"merge_mode", "mul"}},
         {{3, 2}}}}},
      {"time_distributed",
       {{{{"layer", {{"dense", {{"units", 3}, {"activation", "tanh"}}}}}}, {{4, 2}}},
        {{{"layer", {{"dropout", {{"rate", 0.3}}}}}}, {{4, 2}}},
        {{{"layer", "batch_normalization"}}, {{4, 2}}}}},
      // without biases: the gradient of the keys' is zero, which differences in float32 do not show
      {"multi_head_attention",
       {{{{"num_heads", 2}, {"key_dim", 3}, {"use_bias", false}}, {{4, 6}, {5, 6}}},
        {{{"num_heads", 2},
          {"key_dim", 3},
          {"value_dim", 2},
          {"dropout", 0.3},
          {"output_shape", 5},
          {"use_bias", false}},
         {{4, 6}, {5, 6}, {5, 3}}},
        {{{"num_heads", 1},
          {"key_dim", 3},
          {"use_causal_mask", true},
          {"use_bias", false},
          {"kernel_regularizer", "l2"}},
         {{4, 6}, {4, 6}}}}},
      {"test_add", {{Json::object(), {{4}, {4}}}}},
      {"test_zero_mask", {{Json::object(), {{3, 2}}}}}};
  for (const nn::LayerInfo* info : nn::layers().all()) {
    if (info->name == "input") continue;  // the entry itself, tried by all of them
    const auto found = trials.find(info->name);
    for (const Trial& trial : found == trials.end() ? std::vector<Trial>{Trial{}} : found->second) {
      for (const std::string& fault : testing::check_layer({info->name, trial.options}, {trial.inputs, trial.ids})) {
        ADD_FAILURE() << trial.options.dump() << " " << fault;
      }
      if (counts_allocations) {
        EXPECT_EQ(allocations_of_steps({info->name, trial.options}, {trial.inputs, trial.ids}), 0)
            << info->name << trial.options.dump() << ": a steady step allocates";
      }
    }
  }
}

}  // namespace
}  // namespace vernier
