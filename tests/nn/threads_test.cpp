// A fit on several threads ends with the bits of a fit on one.
#include <gtest/gtest.h>

#include "tests/nn/same_bits.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/nn/model.hpp"

namespace vernier::nn {
namespace {

struct ThreadsCase {
  const char* name;
  const char* layers;
  Shape sample;
  Index classes;
};

// Large enough that every product, pooling and update is divided.
const ThreadsCase threads_cases[] = {
    {"dense",
     R"([{"dense": {"units": 300, "activation": "tanh"}}, {"dropout": {"rate": 0.3}}, "batch_normalization",
         {"dense": {"units": 200, "activation": "relu"}}, {"dense": {"units": 7, "activation": "softmax"}}])",
     Shape{310}, 7},
    {"convolution",
     R"([{"conv2d": {"filters": 20, "kernel_size": 3, "activation": "relu", "padding": "same"}},
         {"max_pooling2d": {"pool_size": 2}}, {"depthwise_conv2d": {"kernel_size": 3}},
         {"conv2d": {"filters": 40, "kernel_size": 3, "strides": 2}}, {"average_pooling2d": {"pool_size": 2}},
         "flatten", {"dense": {"units": 5, "activation": "softmax"}}])",
     Shape{30, 28, 3}, 5},
    {"transposed",
     R"([{"conv2d_transpose": {"filters": 24, "kernel_size": 3, "strides": 2, "activation": "relu"}},
         "global_average_pooling2d", {"dense": {"units": 4, "activation": "softmax"}}])",
     Shape{20, 20, 8}, 4},
    {"recurrent", R"([{"gru": {"units": 48, "return_sequences": true}}, {"lstm": {"units": 40}},
         {"dense": {"units": 3, "activation": "softmax"}}])",
     Shape{12, 40}, 3},
};

class Threads : public testing::TestWithParam<ThreadsCase> {};
INSTANTIATE_TEST_SUITE_P(Networks, Threads, testing::ValuesIn(threads_cases),
                         [](const auto& entry) { return std::string(entry.param.name); });

TEST_P(Threads, DoNotChangeABit) {
  const ThreadsCase& given = GetParam();
  constexpr Index samples = 110;
  Tensor x(given.sample.with_front(samples));
  Tensor y({samples, 1});
  Rng rng(5);
  for (float& value : x.values()) value = static_cast<float>(rng.uniform(-1.0, 1.0));
  for (float& value : y.values()) value = static_cast<float>(rng.below(static_cast<std::uint64_t>(given.classes)));
  std::optional<Model> alone;
  std::optional<History> history_alone;
  for (const std::size_t threads : {1U, 2U, 3U}) {
    Model model = Model::from_config(Json::parse(given.layers), {.seed = 11});
    model.build(std::vector{given.sample});
    model.compile({.optimizer = "adam", .loss = "sparse_categorical_crossentropy", .metrics = {"accuracy"}});
    History history =
        model.fit(x, y, {.batch_size = 48, .epochs = 2, .validation_split = 0.2, .threads = threads, .prefetch = true});
    if (!alone) {
      alone.emplace(std::move(model));
      history_alone.emplace(std::move(history));
      continue;
    }
    expect_same_model(model, *alone);
    expect_same_history(history, *history_alone);
  }
}

TEST(ThreadsOfAFit, ThatCannotBeMeantAreRefused) {
  Model model = Model::from_config(Json::parse(R"([{"dense": {"units": 1}}])"));
  model.build(std::vector{Shape{2}});
  model.compile({.optimizer = "sgd", .loss = "mean_squared_error"});
  const Tensor x({4, 2});
  EXPECT_THROW((void)model.fit(x, Tensor({4, 1}), {.threads = 0}), InvalidArgument);
}

}  // namespace
}  // namespace vernier::nn
