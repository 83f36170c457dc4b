#include <gmock/gmock.h>

#include <cmath>

#include "tests/nn/golden.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/base/rng.hpp"
#include "vernier/nn/losses/loss.hpp"
#include "vernier/nn/metrics/metric.hpp"

namespace vernier::nn {
namespace {

void feed(Metric& metric, const Json& batch) {
  const Tensor weights = batch.at("sample_weight").is_null() ? Tensor() : golden::tensor(batch.at("sample_weight"));
  const Tensor target = golden::tensor(batch.at("y_true"));
  const Tensor prediction = golden::tensor(batch.at("y_pred"));
  metric.update(target.view(), prediction.view(), weights.empty() ? std::span<const float>() : weights.values());
}

// 1e-5 relative; 1e-6 absolute for results that are 1 minus a number near 1 (r2_score).
void agree_with(const std::string& family) {
  for (const Json& golden : golden::load(family).at("cases")) {
    const std::string label = golden.at("case");
    auto metric = make_metric({golden.at("name"), golden.at("options")});
    for (const int round :
         {1, 2, 3}) {  // a reset leaves no trace; in the third another metric goes on after each batch
      metric->reset();
      for (const Json& batch : golden.at("batches")) {
        feed(*metric, batch);
        if (round < 3) continue;
        auto next = make_metric({golden.at("name"), golden.at("options")});
        next->restore(metric->state());
        metric = std::move(next);
      }
      const std::vector<double> results = metric->results();
      const std::vector<float> actual(results.begin(), results.end());
      std::vector<float> expected;
      if (golden.at("result").is_object()) {
        const Tensor several = golden::tensor(golden.at("result"));
        expected.assign(several.values().begin(), several.values().end());
      } else {
        expected.push_back(static_cast<float>(golden::number(golden.at("result"))));
      }
      golden::expect_close(actual, expected, 1e-5, 1e-6, label + " round " + std::to_string(round));
    }
  }
}

TEST(Metrics, AgreeWithKeras) {
  agree_with("metrics");
  agree_with("class_metrics");
}

TEST(Metrics, AgreeWithScikitLearn) { agree_with("ranking"); }

TEST(Metrics, ARestoredStateGoesOnToTheSameBits) {
  for (const MetricInfo* info : metrics().all()) {
    SCOPED_TRACE(info->name);
    const bool class_ids = info->name.starts_with("sparse");
    Component component = info->name;
    for (const OptionSpec& option : info->options.rows()) {
      if (option.required) component.options[option.name] = 0.5;
    }
    Rng rng(1);
    const auto feed_batch = [&](Metric& metric, Index rows, Rng stream) {
      Tensor prediction({rows, 3});
      Tensor target(class_ids ? Shape{rows, 1} : Shape{rows, 3});
      for (float& value : prediction.values()) value = static_cast<float>(stream.uniform());
      for (float& value : target.values()) value = static_cast<float>(stream.below(2));
      metric.update(target.view(), prediction.view(), {});
    };
    const auto whole = make_metric(component);
    const auto resumed = make_metric(component);
    EXPECT_NO_THROW(resumed->restore(whole->state()));
    feed_batch(*whole, 7, rng.split(1));
    resumed->restore(whole->state());
    EXPECT_EQ(resumed->results(), whole->results());
    feed_batch(*whole, 4, rng.split(2));
    feed_batch(*resumed, 4, rng.split(2));
    EXPECT_EQ(resumed->results(), whole->results());
    EXPECT_EQ(resumed->state(), whole->state());
    std::vector<double> damaged = whole->state();
    damaged.insert(damaged.end(), {1.0, 1.0, 1.0, 1.0, 1.0});
    EXPECT_THROW(resumed->restore(damaged), BadData);
  }
}

double once(const Component& component, const Tensor& target, const Tensor& prediction,
            std::span<const float> weights = {}) {
  const auto metric = make_metric(component);
  metric->update(target.view(), prediction.view(), weights);
  return metric->result();
}

TEST(Metrics, TopKCountsRowsWhoseClassIsAmongTheLargest) {
  const Tensor prediction(Shape{3, 4},
                          std::vector<float>{.1F, .2F, .3F, .4F, .4F, .3F, .2F, .1F, .25F, .25F, .25F, .25F});
  const Tensor ids(Shape{3}, std::vector<float>{1, 2, 3});
  EXPECT_DOUBLE_EQ(once({"sparse_top_k_categorical_accuracy", {{"k", 1}}}, ids, prediction), 1.0 / 3);  // a tie counts
  EXPECT_DOUBLE_EQ(once({"sparse_top_k_categorical_accuracy", {{"k", 2}}}, ids, prediction), 1.0 / 3);
  EXPECT_DOUBLE_EQ(once({"sparse_top_k_categorical_accuracy", {{"k", 3}}}, ids, prediction), 1.0);
  const Tensor one_hot(Shape{3, 4}, std::vector<float>{0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1});
  EXPECT_DOUBLE_EQ(once({"top_k_categorical_accuracy", {{"k", 3}}}, one_hot, prediction), 1.0);
  EXPECT_DOUBLE_EQ(once({"top_k_categorical_accuracy", {{"k", 2}}}, one_hot, prediction), 1.0 / 3);
}

TEST(Metrics, ADivergedPredictionIsNotAmongTheLargest) {
  const Tensor prediction(Shape{1, 3}, std::vector<float>(3, std::nanf("")));
  const Tensor id(Shape{1}, std::vector<float>{1});
  EXPECT_EQ(once({"sparse_top_k_categorical_accuracy", {{"k", 2}}}, id, prediction), 0.0);
}

TEST(Metrics, AucIsTheShareOfPairsInOrder) {
  // with 10 001 thresholds no two of these predictions share a bucket, so the area is the Mann-Whitney statistic
  const std::vector<float> p{.11F, .12F, .35F, .36F, .47F, .58F, .69F, .81F};
  const std::vector<float> y{0, 0, 1, 0, 1, 0, 1, 1};
  double pairs = 0.0;
  double ordered = 0.0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    for (std::size_t j = 0; j < p.size(); ++j) {
      if (y[i] == 1 && y[j] == 0) {
        pairs += 1;
        ordered += p[i] > p[j] ? 1 : 0;
      }
    }
  }
  const Component auc{"auc", {{"num_thresholds", 10001}}};
  EXPECT_NEAR(once(auc, Tensor(Shape{8}, y), Tensor(Shape{8, 1}, p)), ordered / pairs, 1e-12);
  // lines lie between the lower and the higher steps
  const auto by = [&](const std::string& method) {
    return once({"auc", {{"num_thresholds", 5}, {"summation_method", method}}}, Tensor(Shape{8}, y),
                Tensor(Shape{8, 1}, p));
  };
  EXPECT_NEAR((by("minoring") + by("majoring")) / 2, by("interpolation"), 1e-12);
  EXPECT_LT(by("minoring"), by("majoring"));
  EXPECT_TRUE(std::isnan(
      once(auc, Tensor(Shape{1}, std::vector<float>{1}), Tensor(Shape{1, 1}, std::vector<float>{std::nanf("")}))));
}

TEST(Metrics, RecallAtKIsThePartOfTheRelevantItemsAtTheTop) {
  // first query: items 0, 3 and 4 are relevant, the ranking is 3 1 4 0 2; second: none is
  const Tensor relevance(Shape{2, 5}, std::vector<float>{2, 0, 0, 1, 1, 0, 0, 0, 0, 0});
  const Tensor scores(Shape{2, 5}, std::vector<float>{.2F, .8F, .1F, .9F, .5F, 5, 4, 3, 2, 1});
  const auto at = [&](const Json& k) { return once({"recall_at_k", {{"k", k}}}, relevance, scores); };
  EXPECT_DOUBLE_EQ(at(1), 1.0 / 6);
  EXPECT_DOUBLE_EQ(at(2), 1.0 / 6);
  EXPECT_DOUBLE_EQ(at(3), 2.0 / 6);
  EXPECT_DOUBLE_EQ(at(4), 3.0 / 6);
  EXPECT_DOUBLE_EQ(at(9), 3.0 / 6);
  EXPECT_DOUBLE_EQ(at(nullptr), 3.0 / 6);
  // three of one score share the two places that are left
  const Tensor ties(Shape{1, 4}, std::vector<float>{1, 2, 1, 1});
  const Tensor one(Shape{1, 4}, std::vector<float>{1, 0, 0, 0});
  EXPECT_DOUBLE_EQ(once({"recall_at_k", {{"k", 3}}}, one, ties), 2.0 / 3);
}

TEST(Metrics, RankingsRefuseWhatHasNoOrder) {
  const Tensor two(Shape{1, 2}, std::vector<float>{1, 0});
  const Tensor broken(Shape{1, 2}, std::vector<float>{1, std::nanf("")});
  const Tensor negative(Shape{1, 2}, std::vector<float>{1, -1});
  for (const char* name : {"ndcg_at_k", "recall_at_k", "mean_average_precision"}) {
    EXPECT_TRUE(std::isnan(once(name, two, broken))) << name;
    EXPECT_THROW((void)once(name, negative, two), BadData) << name;
    EXPECT_EQ(better_direction(name), Better::higher);
  }
  EXPECT_TRUE(std::isnan(once("mcc", two, broken)));
}

TEST(Metrics, AdjustedR2) {
  const Tensor target(Shape{5, 1}, std::vector<float>{1, 2, 3, 4, 5});
  const Tensor prediction(Shape{5, 1}, std::vector<float>{1, 2, 3, 4, 6});
  EXPECT_NEAR(once("r2_score", target, prediction), 1 - 1.0 / 10, 1e-12);
  EXPECT_NEAR(once({"r2_score", {{"num_regressors", 2}}}, target, prediction), 1 - 0.1 * 4 / 2, 1e-12);
}

TEST(Metrics, CosineSimilarityIsMinusTheLoss) {
  const Tensor target(Shape{2, 2}, std::vector<float>{0, 1, 1, 1});
  const Tensor prediction(Shape{2, 2}, std::vector<float>{1, 0, 1, 1});
  EXPECT_NEAR(once("cosine_similarity", target, prediction), 0.5, 1e-7);
}

TEST(Metrics, AnyLossIsAMetric) {
  const Tensor target(Shape{2, 2}, std::vector<float>{0, 1, 1, 1});
  const Tensor prediction(Shape{2, 2}, std::vector<float>{0.5F, 0.5F, 1, 3});
  const std::vector<float> weights{3, 1};
  EXPECT_NEAR(once("mse", target, prediction), (0.25 + 2.0) / 2, 1e-7);
  EXPECT_NEAR(once("mean_squared_error", target, prediction, weights), (3 * 0.25 + 2.0) / 4, 1e-7);
  EXPECT_NEAR(once({"huber", {{"delta", 1.0}}}, target, prediction), (0.125 + 0.75) / 2, 1e-7);
}

TEST(Metrics, FamiliesFitTheShapes) {
  const auto name = [](const std::string& metric, const Shape& target, const Shape& prediction) {
    return resolve_metric(metric, target, prediction).name;
  };
  EXPECT_EQ(name("accuracy", {32}, {32, 1}), "binary_accuracy");
  EXPECT_EQ(name("acc", {32, 1}, {32, 1}), "binary_accuracy");
  EXPECT_EQ(name("accuracy", {32}, {32, 10}), "sparse_categorical_accuracy");
  EXPECT_EQ(name("accuracy", {32, 1}, {32, 10}), "sparse_categorical_accuracy");
  EXPECT_EQ(name("accuracy", {32, 10}, {32, 10}), "categorical_accuracy");
  EXPECT_EQ(name("accuracy", {32, 7}, {32, 7, 10}), "sparse_categorical_accuracy");
  EXPECT_EQ(name("ce", {32, 10}, {32, 10}), "categorical_crossentropy");
  EXPECT_EQ(name("crossentropy", {32}, {32, 1}), "binary_crossentropy");
  EXPECT_EQ(name("auc", {32}, {32, 1}), "auc");
}

TEST(Metrics, DirectionsAreKnown) {
  for (const char* name : {"loss", "val_loss", "output_1_loss", "val_mean_squared_error", "mse",
                           "mean_absolute_error_1", "root_mean_squared_error", "val_binary_crossentropy"}) {
    EXPECT_EQ(better_direction(name), Better::lower) << name;
  }
  for (const char* name : {"accuracy", "val_acc", "val_auc", "weighted_accuracy", "accuracy_1", "digit_accuracy",
                           "val_f1_score", "r2_score", "recall_2", "cosine_similarity"}) {
    EXPECT_EQ(better_direction(name), Better::higher) << name;
  }
  for (const char* name : {"learning_rate", "val_", "", "seconds"})
    EXPECT_EQ(better_direction(name), std::nullopt) << name;
}

TEST(Metrics, MistakesAreNamed) {
  using testing::HasSubstr;
  const auto message = [](auto&& call) -> std::string {
    try {
      call();
    } catch (const Error& error) {
      return error.what();
    }
    return {};
  };
  EXPECT_THAT(message([] { (void)make_metric("acuracy"); }), HasSubstr("Did you mean 'accuracy'?"));
  EXPECT_THAT(message([] { (void)make_metric({"auc", {{"curve", "roc"}}}); }), HasSubstr("one of ROC, PR"));
  EXPECT_THAT(message([] { (void)make_metric({"precision", {{"thresholds", {0.5, 1.5}}}}); }), HasSubstr("at most 1"));
  const auto f1 = make_metric("f1_score");
  const Tensor rows(Shape{1, 2}, std::vector<float>{0, 1});
  f1->update(rows.view(), rows.view(), {});
  EXPECT_THAT(message([&] { (void)f1->result(); }), HasSubstr("2 numbers"));
  const auto accuracy = make_metric("categorical_accuracy");
  const Tensor ids(Shape{1}, std::vector<float>{1});
  EXPECT_THAT(message([&] { accuracy->update(ids.view(), rows.view(), {}); }), HasSubstr("(1,)"));
}

}  // namespace
}  // namespace vernier::nn
