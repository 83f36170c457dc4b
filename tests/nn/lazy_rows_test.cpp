// Tables of lazy rows: which rows a step changes, and how.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "vernier/nn/layers/embedding.hpp"
#include "vernier/nn/layers/flatten.hpp"
#include "vernier/nn/layers/input.hpp"
#include "vernier/nn/optimizers/adam.hpp"
#include "vernier/nn/optimizers/adamw.hpp"
#include "vernier/nn/optimizers/sgd.hpp"
#include "vernier/nn/sequential.hpp"
#include "vernier/testing/parts_nn.hpp"

namespace vernier::nn {
namespace {

constexpr Index ids_count = 6;
constexpr Index columns = 3;

// The output of this model is the rows themselves, so the gradients are known.
Sequential table_model(bool lazy, const Component& optimizer) {
  Sequential model;
  model.add(Input({1})).add(Embedding(ids_count, columns, {.lazy_rows = lazy})).add(Flatten());
  model.compile({.optimizer = optimizer, .loss = "mse"});
  return model;
}

const std::vector<std::vector<float>> batches{{1, 4, 1}, {2, 4, 0}, {1, 1, 1}, {4, 2, 5}};

Tensor targets(std::size_t batch) {
  Tensor y({3, columns});
  for (Index i = 0; i < y.size(); ++i) y.data()[i] = 0.1F * static_cast<float>(i) - 0.05F * static_cast<float>(batch);
  return y;
}

void train(Model& model, std::size_t first, std::size_t last) {
  for (std::size_t b = first; b < last; ++b) {
    const Tensor x({3, 1}, batches[b]);
    (void)model.train_on_batch(x, targets(b).view());
  }
}

std::vector<float> table_of(const Model& model) {
  const Tensor table = model.get_weights()[0];
  return {table.values().begin(), table.values().end()};
}

// Adam on the rows of each batch, in double; the corrections count all steps.
std::vector<double> adam_by_hand(std::vector<double> table, double decay) {
  std::vector<double> m(table.size(), 0.0);
  std::vector<double> v(table.size(), 0.0);
  for (std::size_t b = 0; b < batches.size(); ++b) {
    const Tensor y = targets(b);
    std::vector<double> gradient(table.size(), 0.0);
    std::vector<bool> touched(table.size(), false);
    for (std::size_t sample = 0; sample < 3; ++sample) {
      for (std::size_t c = 0; c < 3; ++c) {
        const std::size_t at = static_cast<std::size_t>(batches[b][sample]) * 3 + c;
        gradient[at] += 2.0 * (table[at] - static_cast<double>(y.data()[sample * 3 + c])) / 9.0;
        touched[at] = true;
      }
    }
    const double t = static_cast<double>(b) + 1.0;
    const double rate = 0.1 * std::sqrt(1.0 - std::pow(0.999, t)) / (1.0 - std::pow(0.9, t));
    for (std::size_t i = 0; i < table.size(); ++i) {
      if (!touched[i]) continue;
      table[i] -= table[i] * decay * 0.1;
      m[i] += 0.1 * (gradient[i] - m[i]);
      v[i] += 0.001 * (gradient[i] * gradient[i] - v[i]);
      table[i] -= rate * m[i] / (std::sqrt(v[i]) + 1e-7);
    }
  }
  return table;
}

TEST(LazyRows, AdamChangesTheRowsOfTheBatchAlone) {
  for (const double decay : {0.0, 0.2}) {
    Sequential model = table_model(true, AdamW({.learning_rate = 0.1, .weight_decay = decay}));
    const std::vector<float> start = table_of(model);
    const std::vector<double> truth = adam_by_hand({start.begin(), start.end()}, decay);
    train(model, 0, batches.size());
    const std::vector<float> end = table_of(model);
    for (std::size_t i = 0; i < end.size(); ++i) EXPECT_NEAR(end[i], truth[i], 2e-5) << i << " decay " << decay;
    for (std::size_t c = 0; c < 3; ++c) EXPECT_EQ(end[3 * 3 + c], start[3 * 3 + c]) << "no batch has id 3";
  }
}

TEST(LazyRows, ADenseTableGoesOnByItsMomentum) {
  Sequential lazy = table_model(true, Adam({.learning_rate = 0.1}));
  Sequential dense = table_model(false, Adam({.learning_rate = 0.1}));
  train(lazy, 0, 1);
  train(dense, 0, 1);
  EXPECT_EQ(table_of(lazy), table_of(dense)) << "the first step is the same";
  const float before = table_of(lazy)[3];
  train(lazy, 1, 2);
  train(dense, 1, 2);
  EXPECT_EQ(table_of(lazy)[3], before) << "id 1 is not in the second batch";
  EXPECT_NE(table_of(dense)[3], before);
}

TEST(LazyRows, PlainDescentIsThatOfADenseTable) {
  for (const Component& optimizer : {SGD({.learning_rate = 0.5}), SGD({.learning_rate = 0.5, .clipnorm = 0.1}),
                                     SGD({.learning_rate = 0.5, .global_clipnorm = 0.1}),
                                     SGD({.learning_rate = 0.5, .clipvalue = 0.02}), Component("adagrad")}) {
    Sequential lazy = table_model(true, optimizer);
    Sequential dense = table_model(false, optimizer);
    train(lazy, 0, batches.size());
    train(dense, 0, batches.size());
    const std::vector<float> a = table_of(lazy);
    const std::vector<float> b = table_of(dense);
    for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], 1e-6) << to_text(optimizer) << " " << i;
  }
}

TEST(LazyRows, ASharedTableAddsTheRowsOfAllItsCalls) {
  testing::register_parts_nn();
  std::vector<float> ends[2];
  for (const bool lazy : {false, true}) {
    Model model;
    const auto a = model.input({1});
    const auto b = model.input({1});
    const auto table = model.add_layer(Embedding(ids_count, columns, {.lazy_rows = lazy}));
    const auto row_a = model.call(table, std::vector{a});
    const auto row_b = model.call(table, std::vector{b});
    model.call(Flatten(), {model.call("test_add", {row_a, row_b})});
    model.compile({.optimizer = SGD({.learning_rate = 0.5}), .loss = "mse"});
    const Tensor x_a({3, 1}, std::vector<float>{0, 1, 2});
    const Tensor x_b({3, 1}, std::vector<float>{1, 1, 5});
    for (int step = 0; step < 3; ++step) (void)model.train_on_batch({x_a.view(), x_b.view()}, targets(0).view());
    ends[lazy ? 1 : 0] = table_of(model);
  }
  EXPECT_EQ(ends[0], ends[1]);
}

TEST(LazyRows, ACheckpointGoesOnWithTheSameBits) {
  const std::filesystem::path path = std::filesystem::temp_directory_path() / "vernier_lazy_rows.safetensors";
  Sequential model = table_model(true, "adam");
  train(model, 0, 2);
  model.save_checkpoint(path);
  Model loaded = Model::load_checkpoint(path);
  std::filesystem::remove(path);
  train(model, 2, 4);
  train(loaded, 2, 4);
  EXPECT_EQ(table_of(loaded), table_of(model));
}

TEST(LazyRows, WhatCannotBeMeantIsRefused) {
  Sequential model = table_model(true, "nadam");
  EXPECT_THROW(train(model, 0, 1), InvalidArgument);
  EXPECT_THROW((void)make_layer(Embedding(3, 2, {.embeddings_regularizer = "l2", .lazy_rows = true})), InvalidArgument);
}

}  // namespace
}  // namespace vernier::nn
