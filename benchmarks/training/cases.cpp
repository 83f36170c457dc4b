#include "benchmarks/training/cases.hpp"

#include <map>

#include "vernier/base/errors.hpp"

namespace {

using vernier::Index;
using vernier::Json;

constexpr const char* classes = "sparse_categorical_crossentropy";

Json dense(Index units, const char* activation) { return {{"dense", {{"units", units}, {"activation", activation}}}}; }

Case dense_case(Index batch, Index samples, const std::vector<Index>& widths) {
  const bool binary = widths.back() == 1;
  Case c;
  c.batch = batch;
  c.samples = samples;
  c.inputs = {{widths.front()}};
  c.model = Json::array();
  for (std::size_t i = 1; i < widths.size(); ++i) {
    c.model.push_back(dense(widths[i], i + 1 < widths.size() ? "relu" : binary ? "sigmoid" : "softmax"));
    c.multiply_adds += static_cast<double>(batch * widths[i - 1] * widths[i]) * (i == 1 ? 2.0 : 3.0);
  }
  c.loss = binary ? "binary_crossentropy" : classes;
  return c;
}

Case mixed(Case c) {
  c.multiply_adds /= 2;  // two in the time of one
  c.dtype_policy = "mixed_bfloat16";
  return c;
}

/// 28 x 28 images of one channel, two convolutions each followed by pooling, two dense layers.
Case image_case() {
  constexpr Index batch = 64;
  const auto windows = [](Index side, Index channels, Index filters) { return side * side * 9 * channels * filters; };
  const auto convolution = [](Index filters) {
    return Json{{"conv2d", {{"filters", filters}, {"kernel_size", 3}, {"activation", "relu"}}}};
  };
  const Json pooling{{"max_pooling2d", {{"pool_size", 2}}}};
  return {.batch = batch,
          .samples = 6400,
          .inputs = {{28, 28, 1}},
          .model = {convolution(32), pooling, convolution(64), pooling, "flatten", dense(128, "relu"),
                    dense(10, "softmax")},
          .loss = classes,
          .multiply_adds = static_cast<double>(
              batch * (2 * windows(26, 1, 32) + 3 * (windows(11, 32, 64) + 1600 * 128 + 128 * 10)))};
}

Case recurrent_case(const std::string& layer, Index gates) {
  constexpr Index batch = 32, steps = 50, features = 32, units = 64;
  return {.batch = batch,
          .samples = 4800,
          .inputs = {{steps, features}},
          .model = {{{layer, {{"units", units}}}}, {{"dense", {{"units", 1}}}}},
          .loss = "mean_squared_error",
          .multiply_adds = static_cast<double>(batch * steps * gates * units * (2 * features + 3 * units))};
}

Json embedding(Index numbers, bool lazy_rows) {
  return {{"embedding", {{"input_dim", 10000}, {"output_dim", numbers}, {"lazy_rows", lazy_rows}}}};
}

/// Thirty-two tokens, the mean of their rows, two dense layers.
Case text_case(bool lazy_rows) {
  constexpr Index batch = 32;
  return {.batch = batch,
          .samples = 9600,
          .inputs = {{32}},
          .model = {embedding(64, lazy_rows), "global_average_pooling1d", dense(64, "relu"), dense(150, "softmax")},
          .loss = classes,
          .multiply_adds = static_cast<double>(3 * batch * (64 * 64 + 64 * 150)),
          .ids = 10000};
}

/// The product of a user's and an item's vector, and a bias of each.
Case recommender_case(bool lazy_rows) {
  constexpr Index batch = 256;
  Json layers{"input", "input", "flatten", "flatten", "flatten", "flatten", {{"dot", {{"axes", 1}}}}, "add"};
  layers[0] = {{"input", {{"shape", {1}}, {"name", "user"}}}};
  layers[1] = {{"input", {{"shape", {1}}, {"name", "item"}}}};
  for (const Index numbers : {32, 32, 1, 1}) layers.push_back(embedding(numbers, lazy_rows));
  const auto node = [](Index layer, const std::vector<Index>& inputs) {
    return Json{{"layer", layer}, {"inputs", inputs}};
  };
  return {.batch = batch,
          .samples = 51200,
          .inputs = {{1}, {1}},
          .model = {{"layers", layers},
                    {"nodes",
                     {node(0, {}), node(1, {}), node(8, {0}), node(9, {1}), node(10, {0}), node(11, {1}), node(2, {2}),
                      node(3, {3}), node(4, {4}), node(5, {5}), node(6, {6, 7}), node(7, {10, 8, 9})}}},
          .loss = "mean_squared_error",
          .multiply_adds = static_cast<double>(3 * batch * 32),
          .ids = 10000};
}

/// Attention of four heads and a feed-forward part, each added to what it is given and normalised.
Case attention_case() {
  constexpr Index batch = 32, steps = 32, width = 64;
  const Json normalization{{"layer_normalization", {{"epsilon", 1e-6}}}};
  const Json layers{{{"input", {{"shape", {steps, width}}}}},
                    {{"multi_head_attention", {{"num_heads", 4}, {"key_dim", 16}}}},
                    "add",
                    normalization,
                    dense(128, "relu"),
                    {{"dense", {{"units", width}}}},
                    "add",
                    normalization,
                    "global_average_pooling1d",
                    dense(2, "softmax")};
  const std::vector<std::vector<Index>> inputs{{}, {0, 0}, {0, 1}, {2}, {3}, {4}, {3, 5}, {6}, {7}, {8}};
  Json nodes = Json::array();
  for (std::size_t i = 0; i < inputs.size(); ++i) nodes.push_back({{"layer", i}, {"inputs", inputs[i]}});
  // per row: query, key and value (no gradient of the data), output, scores and their use, feed-forward
  const Index row = 2 * 3 * width * width + 3 * (width * width + 2 * steps * width + 2 * width * 128);
  return {.batch = batch,
          .samples = 4800,
          .inputs = {{steps, width}},
          .model = {{"layers", layers}, {"nodes", nodes}},
          .loss = classes,
          .multiply_adds = static_cast<double>(batch * steps * row)};
}

}  // namespace

Case find_case(const std::string& name, bool lazy_rows) {
  const std::map<std::string, Case> cases{{"a", dense_case(32, 800, {100, 64, 1})},
                                          {"b", dense_case(128, 60000, {784, 512, 10})},
                                          {"c", dense_case(128, 25600, {784, 512, 512, 10})},
                                          {"d", image_case()},
                                          {"e", recurrent_case("lstm", 4)},
                                          {"f", recurrent_case("gru", 3)},
                                          {"g", text_case(lazy_rows)},
                                          {"h", recommender_case(lazy_rows)},
                                          {"i", attention_case()},
                                          {"j", mixed(dense_case(128, 19200, {784, 512, 512, 10}))}};
  const auto found = cases.find(name);
  if (found == cases.end()) throw vernier::NotFound("unknown case '" + name + "'", "a to j");
  return found->second;
}
