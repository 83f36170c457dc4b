#include <gmock/gmock.h>

#include <cmath>
#include <numeric>

#include "tests/nn/golden.hpp"
#include "vernier/nn/losses/loss.hpp"

namespace vernier::nn {
namespace {

std::vector<float> rows_of(const Loss& loss, const Tensor& target, const Tensor& prediction) {
  std::vector<float> rows(static_cast<std::size_t>(prediction.view().rows()));
  loss.per_sample(target.view(), prediction.view(), rows);
  return rows;
}

double mean_of(const std::vector<float>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// 1e-5 relative; 1e-6 absolute for losses near 0, which are 1 minus a number near 1, and for gradients that are the
// difference of two probabilities.
void agree_with_keras(const std::string& family) {
  for (const Json& golden : golden::load(family).at("cases")) {
    const std::string label = golden.at("case");
    const auto loss = make_loss({golden.at("name"), golden.at("options")});
    const Tensor target = golden::tensor(golden.at("y_true"));
    const Tensor prediction = golden::tensor(golden.at("y_pred"));
    loss->check(target.shape(), prediction.shape());
    std::vector<float> rows = rows_of(*loss, target, prediction);
    std::vector<float> weights(rows.size(), 1.0F);
    if (!golden.at("sample_weight").is_null()) {
      std::ranges::copy(golden::tensor(golden.at("sample_weight")).values(), weights.begin());
    }
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] *= weights[i];
    golden::expect_close(rows, golden::tensor(golden.at("per_sample")).values(), 1e-5, 1e-6, label);
    EXPECT_NEAR(mean_of(rows), golden::number(golden.at("value")), 1e-5 * std::abs(mean_of(rows)) + 1e-6) << label;
    for (float& weight : weights) weight /= static_cast<float>(rows.size());
    Tensor gradient(prediction.shape());
    loss->gradient(target.view(), prediction.view(), weights, gradient.view());
    golden::expect_close(gradient.values(), golden::tensor(golden.at("dy_pred")).values(), 1e-5, 1e-6,
                         label + " gradient");
  }
}

TEST(Losses, AgreeWithKeras) {
  agree_with_keras("losses");
  agree_with_keras("focal_losses");
}

struct Case {
  std::string name;
  Json options = Json::object();
  std::vector<float> target;
  std::vector<float> prediction;
  double expected;
  double tolerance;
  Index rows = 2;
};

// The numbers of keras/src/losses/losses_test.py, Keras 3: the mean over the rows.
TEST(Losses, GiveTheAnswersOfKerasOwnTests) {
  const std::vector<float> y{1, 9, 2, -5, -2, 6};
  const std::vector<float> p{4, 8, 12, 8, 1, 3};
  const std::vector<float> bits{1, 0, 1, 0};
  const std::vector<float> saturated{1, 1, 1, 0};
  const Case cases[] = {
      {"mean_squared_error", {}, y, p, 49.5, 1e-5},
      {"mean_absolute_error", {}, y, p, 5.5, 1e-6},
      {"mean_absolute_percentage_error", {}, y, p, 211.8518, 1e-3},
      {"mean_squared_logarithmic_error", {}, y, p, 1.4370, 1e-4},
      {"hinge", {}, {0, 1, 0, 1, 0, 0, 1, 1}, {-0.3F, 0.2F, -0.1F, 1.6F, -0.25F, -1.0F, 0.5F, 0.6F}, 0.50625, 1e-6},
      {"squared_hinge",
       {},
       {0, 1, 0, 1, 0, 0, 1, 1},
       {-0.3F, 0.2F, -0.1F, 1.6F, -0.25F, -1.0F, 0.5F, 0.6F},
       0.364062,
       1e-6},
      {"categorical_hinge", {}, {0, 1, 0, 0}, {0.6F, 0.4F, 0.4F, 0.6F}, 1.4, 1e-6},
      {"binary_focal_crossentropy", {}, {1, 0, 1, 0}, {0.9F, 0.8F, 0.7F, 0.2F}, 0.268, 1e-3},
      {"binary_focal_crossentropy",
       {{"from_logits", true}, {"gamma", 3.0}},
       {1, 1, 0, 0, 1, 0},
       {1.5F, -2.7F, 2.9F, -3.8F, 1.2F, -4.5F},
       0.799,
       1e-3},
      // -(cos of the first rows + cos of the second) / 2, by hand
      {"cosine_similarity", {}, y, p, -(100.0 / std::sqrt(86.0 * 224.0) - 24.0 / std::sqrt(65.0 * 74.0)) / 2.0, 1e-6},
      {"binary_crossentropy", {}, bits, saturated, 3.98559, 1e-5},
      {"binary_crossentropy", {{"from_logits", true}}, {1, 0, 1, 0, 1, 1}, {10, -10, 10, 10, 10, -10}, 3.3333, 1e-4},
      {"poisson", {}, {4, 8, 12, 8, 1, 3}, {1, 9, 2, 5, 2, 6}, -3.306581, 1e-5},
      {"kl_divergence",
       {},
       {0.5F, 0.8F, 0.12F, 0.7F, 0.43F, 0.8F},
       {0.4F, 0.9F, 0.12F, 0.36F, 0.3F, 0.4F},
       0.5960738,
       1e-5},
      {"log_cosh", {}, y, p, 4.829245, 1e-5},
      {"huber", {}, {0.9F, 0.2F, 0.2F, 0.8F, 0.4F, 0.6F}, {1.0F, 0.0F, 1.0F, 1.0F, 0.0F, 0.0F}, 0.10416666, 1e-6},
  };
  for (const Case& known : cases) {
    const auto loss = make_loss({known.name, known.options.is_null() ? Json::object() : known.options});
    const auto columns = static_cast<Index>(known.target.size()) / known.rows;
    const Tensor target(Shape{known.rows, columns}, known.target);
    const Tensor prediction(Shape{known.rows, columns}, known.prediction);
    EXPECT_NEAR(mean_of(rows_of(*loss, target, prediction)), known.expected, known.tolerance) << known.name;
  }
}

// Class ids for the sparse ones, soft targets for the others; probabilities away from the limits and from the targets.
TEST(Losses, GradientsAgreeWithDifferences) {
  const std::vector<Component> variants{
      {"binary_crossentropy", {{"label_smoothing", 0.1}}},
      {"binary_crossentropy", {{"from_logits", true}}},
      {"categorical_crossentropy", {{"from_logits", true}, {"label_smoothing", 0.1}}},
      {"sparse_categorical_crossentropy", {{"from_logits", true}}},
      {"sparse_categorical_crossentropy", {{"ignore_class", 2}}},
      {"binary_focal_crossentropy", {{"apply_class_balancing", true}}},
      {"binary_focal_crossentropy", {{"from_logits", true}, {"gamma", 1.5}}},
      {"categorical_focal_crossentropy", {{"from_logits", true}, {"alpha", {0.2, 1.0, 0.5}}, {"gamma", 0.5}}}};
  std::vector<Component> all = variants;
  for (const std::string& name : losses().names()) all.emplace_back(name);
  for (const Component& component : all) {
    const auto loss = make_loss(component);
    const Tensor prediction(Shape{3, 3},
                            std::vector<float>{0.21F, 0.53F, 0.26F, 0.71F, 0.14F, 0.35F, 0.61F, 0.13F, 0.4F});
    const bool ids = component.name.starts_with("sparse");
    const Tensor target =
        ids ? Tensor(Shape{3, 1}, std::vector<float>{1, 2, 0})
            : Tensor(Shape{3, 3}, std::vector<float>{0.1F, 0.7F, 0.2F, 0.3F, 0.05F, 0.65F, 0.8F, 0.15F, 0.05F});
    const std::vector<float> scale{0.5F, 1.5F, 2.0F};
    Tensor gradient(prediction.shape());
    loss->gradient(target.view(), prediction.view(), scale, gradient.view());
    for (Index i = 0; i < prediction.size(); ++i) {
      const float step = 1e-3F;
      double difference = 0.0;
      for (const float sign : {1.0F, -1.0F}) {
        Tensor moved = prediction;
        moved.data()[i] += sign * step;
        const std::vector<float> rows = rows_of(*loss, target, moved);
        for (std::size_t r = 0; r < 3; ++r) difference += sign * double{rows[r]} * double{scale[r]};
      }
      difference /= 2.0 * step;
      EXPECT_NEAR(gradient.data()[i], difference, 2e-3 * std::max(1.0, std::abs(difference))) << component.name << i;
    }
  }
}

TEST(Losses, IgnoredRowsDoNotCount) {
  const auto plain = make_loss("sparse_categorical_crossentropy");
  const auto ignoring = make_loss({"sparse_categorical_crossentropy", {{"ignore_class", -1}}});
  const Tensor prediction(Shape{4, 2}, std::vector<float>{0.9F, 0.1F, 0.5F, 0.5F, 0.2F, 0.8F, 0.3F, 0.7F});
  const Tensor some(Shape{4}, std::vector<float>{0, -1, 1, -1});
  const Tensor kept(Shape{2, 2}, std::vector<float>{0.9F, 0.1F, 0.2F, 0.8F});
  const Tensor kept_ids(Shape{2}, std::vector<float>{0, 1});
  EXPECT_NEAR(mean_of(rows_of(*ignoring, some, prediction)), mean_of(rows_of(*plain, kept_ids, kept)), 1e-7);
}

std::string message(const Loss& loss, const Shape& target, const Shape& prediction) {
  try {
    loss.check(target, prediction);
  } catch (const InvalidArgument& error) {
    return error.what();
  }
  return {};
}

TEST(Losses, ShapesThatDoNotFitAreExplained) {
  using testing::HasSubstr;
  const auto sparse = make_loss("sparse_categorical_crossentropy");
  const auto categorical = make_loss("categorical_crossentropy");
  const auto binary = make_loss("binary_crossentropy");
  EXPECT_EQ(message(*sparse, {32}, {32, 10}), "");
  EXPECT_EQ(message(*sparse, {32, 1}, {32, 10}), "");
  EXPECT_EQ(message(*sparse, {32, 7}, {32, 7, 10}), "");
  EXPECT_EQ(message(*binary, {32}, {32, 1}), "");
  EXPECT_EQ(message(*binary, {32, 3}, {32, 3}), "");
  EXPECT_EQ(message(*binary, {1}, {1, 1}), "");  // a last batch of one row
  EXPECT_EQ(message(*sparse, {1}, {1, 10}), "");
  EXPECT_EQ(message(*sparse, {1, 1}, {1, 10}), "");
  EXPECT_THAT(message(*categorical, {32, 1}, {32, 10}), HasSubstr("For class ids use sparse_categorical_crossentropy"));
  EXPECT_THAT(message(*categorical, {32}, {32, 10}),
              HasSubstr("targets of shape (32,) for predictions of shape (32, 10)"));
  EXPECT_THAT(message(*categorical, {32, 3}, {32, 10}), HasSubstr("should have 3 units"));
  EXPECT_THAT(message(*sparse, {32, 10}, {32, 10}), HasSubstr("For one-hot targets use categorical_crossentropy"));
  EXPECT_THAT(message(*binary, {32}, {32, 10}), HasSubstr("should have 1 unit"));
  const auto focal = make_loss({"categorical_focal_crossentropy", {{"alpha", {0.2, 1.0}}}});
  EXPECT_EQ(message(*focal, {32, 2}, {32, 2}), "");
  EXPECT_THAT(message(*focal, {32, 3}, {32, 3}), HasSubstr("alpha has 2 numbers for 3 classes"));
}

TEST(Losses, LabelsOutOfRangeAreNamed) {
  const auto loss = make_loss("sparse_categorical_crossentropy");
  const Tensor prediction(Shape{1, 3}, std::vector<float>{0.2F, 0.3F, 0.5F});
  for (const auto& [label, text] : {std::pair{3.0F, "class id 3 "},
                                    {-1.0F, "class id -1 "},
                                    {0.5F, "class id 0.5 "},
                                    {std::nanf(""), "class id nan "},
                                    {1e30F, "class id 1"}}) {
    try {
      (void)rows_of(*loss, Tensor(Shape{1}, std::vector<float>{label}), prediction);
      ADD_FAILURE() << label;
    } catch (const BadData& error) {
      EXPECT_THAT(error.what(), testing::AllOf(testing::HasSubstr(text), testing::HasSubstr("3 classes")));
    }
  }
}

TEST(Losses, CrossentropyPicksTheMemberThatFits) {
  const auto family = make_loss("crossentropy");
  const auto agrees = [&](const std::string& name, const Tensor& target, const Tensor& prediction) {
    return rows_of(*family, target, prediction) == rows_of(*make_loss(name), target, prediction);
  };
  const Tensor one(Shape{2, 1}, std::vector<float>{0.3F, 0.8F});
  const Tensor three(Shape{2, 3}, std::vector<float>{0.3F, 0.3F, 0.4F, 0.8F, 0.1F, 0.1F});
  EXPECT_TRUE(agrees("binary_crossentropy", Tensor(Shape{2}, std::vector<float>{0, 1}), one));
  EXPECT_TRUE(agrees("sparse_categorical_crossentropy", Tensor(Shape{2}, std::vector<float>{0, 2}), three));
  EXPECT_TRUE(agrees("sparse_categorical_crossentropy", Tensor(Shape{2, 1}, std::vector<float>{0, 2}), three));
  EXPECT_TRUE(agrees("categorical_crossentropy", Tensor(Shape{2, 3}, std::vector<float>{0, 1, 0, 1, 0, 0}), three));
}

TEST(Losses, KeepNan) {
  for (const LossInfo* info : losses().all()) {
    const bool ids = info->name.starts_with("sparse");
    const Tensor target = ids ? Tensor(Shape{1}, std::vector<float>{1}) : Tensor(Shape{1, 2}, std::vector<float>{0, 1});
    const Tensor prediction(Shape{1, 2}, std::vector<float>{0.5F, std::nanf("")});
    EXPECT_TRUE(std::isnan(rows_of(*make_loss(info->name), target, prediction)[0])) << info->name;
  }
}

}  // namespace
}  // namespace vernier::nn
