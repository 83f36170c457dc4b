// Networks of several outputs on data of several targets.
#include <gmock/gmock.h>

#include <fmt/core.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>

#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/base/rng.hpp"
#include "vernier/tune/saved_model.hpp"
#include "vernier/tune/scores.hpp"
#include "vernier/tune/tune.hpp"

namespace vernier::tune {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Key;
using testing::UnorderedElementsAre;

/// price = 30 a - 20 b + 100; kind tells which of three thirds of the square of a and b around its diagonal.
std::string flats(int rows) {
  std::string csv = "a,b,price,kind\n";
  Rng rng(7);
  for (int i = 0; i < rows; ++i) {
    const double a = rng.uniform();
    const double b = rng.uniform();
    const char* kind = a - b > 0.2 ? "low" : a - b < -0.2 ? "high" : "middle";
    csv += fmt::format("{:.5f},{:.5f},{:.5f},{}\n", a, b, 30 * a - 20 * b + 100, kind);
  }
  return csv;
}

constexpr const char* two_outputs = R"(
data: {path: flats.csv, target: [price, kind], test: {last: 100}, transform: standard}
model:
  - input: {}
    as: x
  - dense: 1
    as: price
  - dense: {units: 16, activation: tanh}
    of: x
  - dense: {units: 3, activation: softmax}
    as: kind
  - outputs: [price, kind]
compile:
  optimizer: {adam: {learning_rate: 0.02}}
  outputs:
    price: {loss: mse, metrics: [mae]}
    kind: {loss: sparse_categorical_crossentropy, metrics: [accuracy], loss_weight: 0.5}
fit: {batch_size: 32, epochs: 40, validation_split: 0.2}
)";

class TargetsTask : public testing::Test {
 protected:
  TargetsTask()
      : folder_(std::filesystem::temp_directory_path() /
                fmt::format("vernier-targets-{}-{}", ::getpid(),
                            testing::UnitTest::GetInstance()->current_test_info()->name())) {
    std::filesystem::create_directories(folder_);
    write_file_atomically(folder_ / "flats.csv", flats(500));
  }
  ~TargetsTask() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] Plan plan(std::string text, const std::string& from = {}, const std::string& to = {}) const {
    if (!from.empty()) {
      const std::size_t at = text.find(from);
      if (at == std::string::npos) throw std::logic_error(from + " is not in the experiment");
      text.replace(at, from.size(), to);
    }
    return plan_experiment(experiment_from_json(yaml_to_json(text, "flats"), "flats", folder_), 1);
  }
  [[nodiscard]] std::string error_of(const std::string& from, const std::string& to) const {
    try {
      const Plan made = plan(two_outputs, from, to);
      (void)made.task->train(made.experiment.configure({}), made.experiment.goal, 1);
    } catch (const Error& error) {
      return error.what();
    }
    return "accepted";
  }
  std::filesystem::path folder_;
};

TEST_F(TargetsTask, BothAreLearnt) {
  const Plan made = plan(two_outputs);
  TrainedModel trained = made.task->train(made.experiment.configure({}), made.experiment.goal, 1);
  const auto test = made.task->test(trained.model, made.task->predict_test(trained.model));
  // guessing: the mean has an error of sqrt(30^2 + 20^2) / sqrt(12) = 10.4, the largest class is right in 0.36
  EXPECT_LT(test.at("price_rmse"), 0.1);
  EXPECT_GT(test.at("price_r2"), 0.9999);
  EXPECT_GT(test.at("kind_accuracy"), 0.9);
  EXPECT_THAT(test, UnorderedElementsAre(Key("loss"), Key("price_loss"), Key("price_rmse"), Key("price_mae"),
                                         Key("price_r2"), Key("kind_loss"), Key("kind_accuracy")));
  // the linear relation itself, by the scales of inputs and target
  const nn::Layer& line = trained.model.layer("price");
  Tensor unit(Shape{3, 2}, std::vector<float>{0, 0, 1, 0, 0, 1});
  Tensor raw(Shape{3, 1});
  for (Index row = 0; row < 3; ++row) {
    const float* kernel = line.weights()[0].value.data;
    raw.data()[row] =
        line.weights()[1].value.data[0] + kernel[0] * unit.data()[2 * row] + kernel[1] * unit.data()[2 * row + 1];
  }
  made.task->encoder().target(0).to_original_scale(raw.view());
  const Table table = *made.task->dataset().table();
  const auto deviation = [&](const char* column) {
    const auto& values = table.column(column).numbers;
    const auto rows = static_cast<double>(made.task->train_part().y[0].size());
    double mean = 0;
    double square = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(rows); ++i) mean += values[i] / rows;
    for (std::size_t i = 0; i < static_cast<std::size_t>(rows); ++i) square += std::pow(values[i] - mean, 2) / rows;
    return std::sqrt(square);
  };
  EXPECT_NEAR((raw.data()[1] - raw.data()[0]) / deviation("a"), 30, 0.3);
  EXPECT_NEAR((raw.data()[2] - raw.data()[0]) / deviation("b"), -20, 0.3);
}

TEST_F(TargetsTask, LossesAndMetricsAreThoseOfThePredictions) {
  const Plan made = plan(two_outputs, "epochs: 40", "epochs: 2");
  TrainedModel trained = made.task->train(made.experiment.configure({}), made.experiment.goal, 1);
  const Examples& held = made.task->validation_part();
  const std::vector<Tensor> predicted = trained.model.predict_outputs(held.x);
  const auto rows = static_cast<std::size_t>(held.y[0].size());
  ASSERT_EQ(rows, 80U);
  double square = 0;
  double absolute = 0;
  double surprise = 0;
  double right = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const double error = predicted[0].values()[row] - held.y[0].values()[row];
    square += error * error / 80;
    absolute += std::abs(error) / 80;
    const auto truth = static_cast<std::size_t>(held.y[1].values()[row]);
    const std::span<const float> p = predicted[1].values().subspan(3 * row, 3);
    surprise -= std::log(p[truth]) / 80;
    right += p[truth] == std::max({p[0], p[1], p[2]}) ? 1.0 / 80 : 0;
  }
  const auto logged = [&](const char* name) { return trained.history.at(name).at(1); };
  EXPECT_EQ(trained.best_epoch, 1);
  EXPECT_NEAR(logged("val_price_loss"), square, 1e-5);
  EXPECT_NEAR(logged("val_price_mae"), absolute, 1e-5);
  EXPECT_NEAR(logged("val_kind_loss"), surprise, 1e-5);
  EXPECT_NEAR(logged("val_kind_accuracy"), right, 1e-6);
  EXPECT_NEAR(logged("val_loss"), square + 0.5 * surprise, 1e-5);
}

TEST_F(TargetsTask, OutputsAreMatchedByTheirNamesInAnyOrder) {
  const auto outputs = [&](const std::string& from, const std::string& to) {
    const Plan made = plan(two_outputs, from, to);
    return made.task->train(made.experiment.configure({}), made.experiment.goal, 1).model.output_names();
  };
  EXPECT_THAT(outputs("outputs: [price, kind]", "outputs: [kind, price]"), ElementsAre("price", "kind"));
  EXPECT_THAT(outputs("target: [price, kind]", "target: [kind, price]"), ElementsAre("kind", "price"));
}

TEST_F(TargetsTask, OneHotRowsAreMadeForTheOutputThatWantsThem) {
  const auto losses = [&](const std::string& loss) {
    const Plan made = plan(two_outputs, "sparse_categorical_crossentropy", loss);
    return made.task->train(made.experiment.configure({}), made.experiment.goal, 1).history.at("val_kind_loss");
  };
  const std::vector<double> ids = losses("sparse_categorical_crossentropy");
  const std::vector<double> rows = losses("categorical_crossentropy");
  for (std::size_t epoch = 0; epoch < 3; ++epoch) EXPECT_NEAR(ids[epoch], rows[epoch], 1e-3);
}

TEST_F(TargetsTask, AStudyComparesTheFirstWithTheDocumentsSettings) {
  const Plan made = plan(two_outputs, "loss_weight: 0.5", "loss_weight: {min: 0.2, max: 2.0}");
  EXPECT_NE(made.experiment.space.find("loss_weight"), nullptr);
  const Report report = run(
      made, {.storage = "memory://", .trials = 2, .pruner = "none", .seed = 1, .out = folder_ / "out", .refit = true});
  ASSERT_TRUE(report.best);
  EXPECT_TRUE(report.refit);
  for (const char* name : {"price_rmse", "kind_accuracy"}) {
    EXPECT_TRUE(report.test.contains(name)) << name;
    EXPECT_TRUE(report.default_test.contains(name)) << name;
  }
  EXPECT_THAT(report.verdict(), AllOf(HasSubstr("test price_rmse"), HasSubstr("paired sign-flip test")));
  // the saved model says the same of raw rows
  SavedModel saved = load_model(report.model);
  const auto scores = evaluate_file(saved, folder_ / "flats.csv");
  EXPECT_LT(scores.at("price_rmse"), 1);
  write_file_atomically(folder_ / "new.csv", "b,a\n0.5,1\n1,0\n");
  const std::vector<Prediction> predictions = predict_file(saved, folder_ / "new.csv").targets;
  ASSERT_EQ(predictions.size(), 2U);
  EXPECT_EQ(predictions[0].target, "price");
  EXPECT_NEAR(predictions[0].outputs.values()[0], 120, 1);
  EXPECT_NEAR(predictions[0].outputs.values()[1], 80, 1);
  EXPECT_THAT(predictions[1].classes, ElementsAre("high", "low", "middle"));
  EXPECT_THAT(predictions[1].predicted, ElementsAre(1, 0));
}

TEST_F(TargetsTask, AMetricOfAnOutputMayBeTheObjective) {
  const std::string objective = "fit: {batch_size: 32, epochs: 2, validation_split: 0.2}\nobjective: {metric: ";
  const auto direction = [&](const std::string& metric) {
    const Plan made =
        plan(two_outputs, "fit: {batch_size: 32, epochs: 40, validation_split: 0.2}", objective + metric + "}");
    return made.experiment.goal.direction;
  };
  EXPECT_EQ(direction("val_kind_accuracy"), Direction::maximize);
  EXPECT_EQ(direction("val_price_loss"), Direction::minimize);
  EXPECT_EQ(direction("kind_loss"), Direction::minimize);
  EXPECT_THAT(error_of("fit:", "objective: {metric: val_kind_acuracy, direction: maximize}\nfit:"),
              HasSubstr("Did you mean 'val_kind_accuracy'?"));
}

TEST_F(TargetsTask, WhatDoesNotFitIsRefused) {
  EXPECT_THAT(error_of("  - outputs: [price, kind]\n", "  - outputs: [kind]\n"),
              AllOf(HasSubstr("the targets price, kind and the model the outputs kind"),
                    HasSubstr("Name each place by 'as', and list them: - outputs: [price, kind].")));
  EXPECT_THAT(error_of("  - outputs: [price, kind]\n", ""), HasSubstr("the model the outputs dense_2"));
  EXPECT_THAT(error_of("target: [price, kind]", "target: price"),
              HasSubstr("the targets price and the model the outputs price, kind"));
  EXPECT_THAT(error_of("target: [price, kind]", "target: [price, a]"),
              HasSubstr("the targets price, a and the model the outputs price, kind"));
  EXPECT_THAT(error_of("units: 3", "units: 2"),
              AllOf(HasSubstr("layer 'kind'"), HasSubstr("3 classes"), HasSubstr("should have 3 units")));
  EXPECT_THAT(error_of("epochs: 40", "epochs: 1, class_weight: balanced"),
              AllOf(HasSubstr("class_weight with 2 targets"), HasSubstr("loss_weight")));
  EXPECT_THAT(error_of("price: {loss: mse, metrics: [mae]}", "prise: {loss: mse}"),
              AllOf(HasSubstr("'prise'"), HasSubstr("Did you mean 'price'?")));
  EXPECT_THAT(error_of("price: {loss: mse, metrics: [mae]}", "price: {metrics: [mae]}"),
              HasSubstr("without a loss for the output of layer 'price'"));
  EXPECT_THAT(error_of("    price: {loss: mse, metrics: [mae]}\n", "    price: mse\n"), "accepted");
  EXPECT_THAT(error_of("epochs: 40", "epochs: 1, mixup: 0.2"), "accepted");
  try {
    (void)plan_table({{"path", "flats.csv"}, {"target", {"price", "kind"}}}, folder_, 1);
    FAIL() << "a table was tuned for two targets";
  } catch (const InvalidArgument& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("2 targets without an experiment file"), HasSubstr("one column")));
  }
}

TEST_F(TargetsTask, MoreThanAModelHasOutputsAreRefused) {
  std::string csv = "x";
  Json targets = Json::array();
  for (int k = 0; k < 9; ++k) {
    csv += fmt::format(",y{}", k);
    targets.push_back(fmt::format("y{}", k));
  }
  for (int row = 0; row < 6; ++row) {
    csv += fmt::format("\n{}", row);
    for (int k = 0; k < 9; ++k) csv += fmt::format(",{}.5", row + k);
  }
  write_file_atomically(folder_ / "wide.csv", csv + "\n");
  EXPECT_THROW((void)TrainingTask(load_dataset({{"path", "wide.csv"}, {"target", targets}}, folder_), 0.2,
                                  ValidationRule::last, 0),
               InvalidArgument);
}

// trained by the program as it was when encoders had version 2, with what it predicted and scored
TEST_F(TargetsTask, AModelOfAnEarlierVersionPredictsAsItDid) {
  SavedModel saved = load_model(std::filesystem::path(VERNIER_SOURCE_DIR) / "tests/tune/models/version_2.safetensors");
  write_file_atomically(folder_ / "rows.csv", "a,b,c,y\n3.5,p,10,15\n70.5,q,40,120\n");
  const std::vector<Prediction> predictions = predict_file(saved, folder_ / "rows.csv").targets;
  ASSERT_EQ(predictions.size(), 1U);
  EXPECT_FLOAT_EQ(predictions[0].outputs.values()[0], 13.288562F);
  EXPECT_FLOAT_EQ(predictions[0].outputs.values()[1], 123.10604F);
  EXPECT_NEAR(evaluate_file(saved, folder_ / "rows.csv").at("mae"), (15 - 13.288562 + 123.10604 - 120) / 2, 1e-4);
  save_model(saved.model, saved.encoder, folder_ / "again.safetensors");
  SavedModel again = load_model(folder_ / "again.safetensors");
  EXPECT_EQ(predict_file(again, folder_ / "rows.csv").targets[0].outputs.values()[1],
            predictions[0].outputs.values()[1]);
}

TEST_F(TargetsTask, AnEncoderThatDoesNotFitItsNetworkIsRefused) {
  const Plan made = plan(two_outputs, "epochs: 40", "epochs: 1");
  TrainedModel trained = made.task->train(made.experiment.configure({}), made.experiment.goal, 1);
  const Json good = made.task->encoder().to_json();
  const auto error = [&](const Json& encoder) -> std::string {
    try {
      save_model(trained.model, Encoder::from_json(encoder), folder_ / "m.safetensors");
      (void)load_model(folder_ / "m.safetensors");
    } catch (const BadData& bad) {
      return bad.what();
    }
    return "accepted";
  };
  EXPECT_EQ(error(good), "accepted");
  Json one = good;
  one["targets"].erase(1);
  EXPECT_THAT(error(one), HasSubstr("a network of 2 outputs"));
  Json many = good;
  many["targets"][1]["classes"] = {"a", "b", "c", "d"};
  EXPECT_THAT(error(many), AllOf(HasSubstr("layer 'kind'"), HasSubstr("each of 4 classes")));
  Json swapped = good;
  std::swap(swapped["targets"][0], swapped["targets"][1]);
  EXPECT_THAT(error(swapped), HasSubstr("layer 'price'"));
}

}  // namespace
}  // namespace vernier::tune
