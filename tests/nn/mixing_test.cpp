// mixup and cutmix: what a mixed batch holds, what a step on it does, and that runs repeat.
#include "vernier/nn/mixing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>
#include <set>

#include "vernier/base/errors.hpp"
#include "vernier/nn/layers/dense.hpp"
#include "vernier/nn/sequential.hpp"

namespace vernier::nn {
namespace {

using testing::HasSubstr;

// The largest distance between the distribution of these numbers and `cdf` (Kolmogorov and Smirnov).
double distance(double alpha, const std::function<double(double)>& cdf) {
  std::vector<double> drawn;
  for (std::uint64_t i = 0; i < 4000; ++i) {
    Rng rng = Rng(7).split(i);
    drawn.push_back(draw_share(alpha, rng));
  }
  std::ranges::sort(drawn);
  double largest = 0;
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    const double n = static_cast<double>(drawn.size());
    largest = std::max({largest, std::abs(cdf(drawn[i]) - static_cast<double>(i) / n),
                        std::abs(cdf(drawn[i]) - static_cast<double>(i + 1) / n)});
  }
  return largest;
}

// where Beta(alpha, alpha) has a closed form; 0.0257 is the 1 % point of 4000 draws
TEST(Mixing, SharesAreDrawnFromBeta) {
  EXPECT_LT(distance(1, [](double x) { return x; }), 0.0257);
  EXPECT_LT(distance(0.5, [](double x) { return 2 / std::numbers::pi * std::asin(std::sqrt(x)); }), 0.0257);
  EXPECT_LT(distance(2, [](double x) { return x * x * (3 - 2 * x); }), 0.0257);
  Rng rng(1);
  for (int i = 0; i < 1000; ++i) {
    const double share = draw_share(0.001, rng);
    EXPECT_TRUE(share >= 0 && share <= 1) << share;
  }
}

// images of which each is filled with its number
struct Numbered {
  Tensor x{Shape{6, 5, 4, 2}};
  Tensor y{Shape{6, 1}, std::vector<float>{0, 1, 2, 3, 4, 5}};
  std::vector<float> weights{10, 11, 12, 13, 14, 15};
  Numbered() {
    for (Index i = 0; i < x.size(); ++i) x.data()[i] = static_cast<float>(i / 40);
  }
  [[nodiscard]] Batch batch() const { return {x, y, weights}; }
};

TEST(Mixing, MixupBlendsEachSampleWithItsPartner) {
  const Numbered data;
  MixingBuffers buffers;
  std::set<float> partners;
  const Batch mixed = Mixing(0.4, 0, data.x).mix(data.batch(), Rng(3), buffers);
  EXPECT_GT(mixed.share, 0.0);
  EXPECT_LT(mixed.share, 1.0);
  for (std::size_t i = 0; i < 6; ++i) {
    const float own = data.y.values()[i];
    const float other = mixed.other_y.views()[0].values()[i];
    partners.insert(other);
    EXPECT_EQ(mixed.y.views()[0].values()[i], own);
    EXPECT_EQ(mixed.weights[i], own + 10);
    EXPECT_EQ(mixed.other_weights[i], other + 10);
    for (std::size_t k = 0; k < 40; ++k) {
      EXPECT_NEAR(mixed.x.views()[0].values()[40 * i + k], mixed.share * own + (1 - mixed.share) * other, 1e-6);
    }
  }
  EXPECT_EQ(partners.size(), 6U);  // a permutation
}

TEST(Mixing, CutmixExchangesARectangleWhoseAreaIsTheShare) {
  const Numbered data;
  const Mixing mixing(0, 1, data.x);
  MixingBuffers buffers;
  double total = 0;
  for (std::uint64_t key = 0; key < 200; ++key) {
    const Batch mixed = mixing.mix(data.batch(), Rng(3).split(key), buffers);
    total += mixed.share;
    for (Index i = 0; i < 6; ++i) {
      const float own = data.y.data()[i];
      const float other = mixed.other_y.views()[0].values()[static_cast<std::size_t>(i)];
      if (own == other) continue;
      Index top = 5;
      Index bottom = 0;
      Index left = 4;
      Index right = 0;
      Index exchanged = 0;
      for (Index k = 0; k < 40; ++k) {
        const float value = mixed.x.views()[0].data[40 * i + k];
        ASSERT_TRUE(value == own || value == other);
        if (value == own) continue;
        const Index row = k / 8;
        const Index column = k / 2 % 4;
        top = std::min(top, row);
        bottom = std::max(bottom, row + 1);
        left = std::min(left, column);
        right = std::max(right, column + 1);
        ++exchanged;
      }
      EXPECT_NEAR(1 - mixed.share, static_cast<double>(exchanged) / 40, 1e-12);
      EXPECT_EQ(exchanged, exchanged == 0 ? 0 : (bottom - top) * (right - left) * 2) << "not a rectangle";
    }
  }
  EXPECT_GT(total / 200, 0.55);  // more than half stays: the rectangles are cut at the border, and rounded down
  EXPECT_LT(total / 200, 0.85);
}

Sequential three_classes(const char* loss) {
  Sequential model({.seed = 2});
  model.add(Dense(5, {.activation = "tanh"})).add(Dense(3, {.activation = "softmax"}));
  model.compile({.optimizer = {"sgd", {{"learning_rate", 0.5}}}, .loss = loss});
  return model;
}

// the reference is Keras's way: labels as one-hot rows that are mixed like the samples
TEST(Mixing, AStepOnClassIdsIsThatOnMixedProbabilities) {
  Tensor x({7, 4});
  Tensor ids({7, 1});
  Rng rng(5);
  for (float& value : x.values()) value = static_cast<float>(rng.normal());
  for (float& value : ids.values()) value = static_cast<float>(rng.below(3));
  Sequential model = three_classes("sparse_categorical_crossentropy");
  const History history = model.fit(x, ids, {.batch_size = 7, .shuffle = false, .mixup = 0.7, .seed = 9});
  MixingBuffers buffers;
  const Batch mixed = Mixing(0.7, 0, x).mix({x, ids}, Rng(9).split("mixing").split(0).split(0), buffers);
  Tensor labels({7, 3});
  for (std::size_t i = 0; i < 7; ++i) {
    float* row = labels.data() + 3 * i;
    row[static_cast<Index>(ids.values()[i])] += static_cast<float>(mixed.share);
    row[static_cast<Index>(mixed.other_y.views()[0].values()[i])] += static_cast<float>(1 - mixed.share);
  }
  Sequential reference = three_classes("categorical_crossentropy");
  EXPECT_NEAR(reference.train_on_batch(mixed.x, labels), history.last("loss"), 1e-6);
  const auto actual = model.get_weights();
  const auto expected = reference.get_weights();
  for (std::size_t w = 0; w < expected.size(); ++w) {
    for (std::size_t i = 0; i < expected[w].values().size(); ++i) {
      EXPECT_NEAR(actual[w].values()[i], expected[w].values()[i], 1e-6);
    }
  }
}

TEST(Mixing, RunsRepeatAndValidationIsNotMixed) {
  Tensor x({30, 4});
  Tensor y({30, 1});
  Rng rng(5);
  for (float& value : x.values()) value = static_cast<float>(rng.normal());
  for (float& value : y.values()) value = static_cast<float>(rng.below(3));
  const auto run = [&](double mixup) {
    Sequential model = three_classes("sparse_categorical_crossentropy");
    const History history = model.fit(x, y, {.batch_size = 8, .epochs = 3, .validation_split = 0.2, .mixup = mixup});
    EXPECT_NEAR(*model.evaluate(x.slice(24, 30), y.slice(24, 30)).get("loss"), history.last("val_loss"), 1e-7);
    return history.at("loss");
  };
  EXPECT_EQ(run(0.3), run(0.3));
  EXPECT_NE(run(0.3), run(0));
}

TEST(Mixing, WhatCannotBeMixedIsRefused) {
  const Tensor rows({4, 3});
  const auto reason = [&](double mixup, double cutmix) -> std::string {
    try {
      Sequential model = three_classes("sparse_categorical_crossentropy");
      (void)model.fit(rows, Tensor({4, 1}), {.mixup = mixup, .cutmix = cutmix});
    } catch (const InvalidArgument& error) {
      return error.what();
    }
    return "accepted";
  };
  EXPECT_EQ(reason(0.2, 0), "accepted");
  EXPECT_THAT(reason(-1, 0), HasSubstr("alpha -1"));
  EXPECT_THAT(reason(std::nan(""), 0), HasSubstr("alpha nan"));
  EXPECT_THAT(reason(0, 1), HasSubstr("cutmix of inputs of shape (4, 3): expected one input of images"));
}

}  // namespace
}  // namespace vernier::nn
