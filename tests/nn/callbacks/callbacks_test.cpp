// The callbacks that leave something behind; early stopping and the rates are held against Keras in
// fit_golden_test.cpp.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <limits>

#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/nn/callbacks/csv_logger.hpp"
#include "vernier/nn/callbacks/early_stopping.hpp"
#include "vernier/nn/callbacks/lambda_callback.hpp"
#include "vernier/nn/callbacks/learning_rate_scheduler.hpp"
#include "vernier/nn/callbacks/model_checkpoint.hpp"
#include "vernier/nn/callbacks/reduce_lr_on_plateau.hpp"
#include "vernier/nn/layers/dense.hpp"
#include "vernier/nn/progress.hpp"
#include "vernier/nn/sequential.hpp"

namespace vernier::nn {
namespace {

using ::testing::HasSubstr;

// x w with w = 1 at first, wanted 0, SGD of rate 0.25: the loss is 1, 1/4, 1/16, ...
struct Halving {
  Sequential model;
  Tensor x{Shape{1, 1}};
  Tensor y{Shape{1, 1}};
  Halving() {
    x.data()[0] = 1.0F;
    model.add(Dense(1, {.use_bias = false, .kernel_initializer = "ones"}));
    model.compile({.optimizer = {"sgd", {{"learning_rate", 0.25}}}, .loss = "mse"});
  }
  History fit(std::int64_t epochs, std::vector<CallbackRef> callbacks) {
    return model.fit(x, y, {.epochs = epochs, .callbacks = std::move(callbacks)});
  }
};

std::filesystem::path callback_folder(const std::string& name) {
  const auto folder = std::filesystem::path(::testing::TempDir()) / ("vernier_callbacks_" + name);
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

TEST(Callbacks, CsvLoggerWritesOneRowAnEpochAndGoesOn) {
  const auto file = (callback_folder("csv") / "log.csv").string();
  Halving run;
  (void)run.fit(2, {CsvLogger(file)});
  EXPECT_EQ(read_file(file), "epoch,loss\n0,1\n1,0.25\n");
  (void)run.fit(1, {CsvLogger(file, {.separator = ";", .append = true})});
  EXPECT_EQ(read_file(file), "epoch,loss\n0,1\n1,0.25\n0;0.0625\n");
  EXPECT_THROW((void)run.fit(1, {CsvLogger("/no/such/folder/log.csv")}), StorageError);
}

TEST(Callbacks, ModelCheckpointFillsInThePathAndKeepsTheBest) {
  const auto folder = callback_folder("checkpoint");
  Halving run;
  (void)run.fit(2, {ModelCheckpoint((folder / "{epoch:02d}-{loss:.4f}.model").string())});
  EXPECT_TRUE(std::filesystem::exists(folder / "01-1.0000.model"));
  Model second = Model::load(folder / "02-0.2500.model");
  EXPECT_EQ(second.predict(run.x).data()[0], 0.25F);
  // from the third epoch on the loss grows: only the first two improve
  auto worsen =
      std::make_shared<LambdaCallback>(LambdaCallback::Functions{.epoch_end = [](FitState& state, Logs& logs) {
        logs.set("watched", std::abs(static_cast<double>(state.epoch) - 1));
      }});
  (void)run.fit(4, {worsen, ModelCheckpoint((folder / "best-{epoch}.model").string(),
                                            {.monitor = "watched", .save_best_only = true, .mode = "min"})});
  EXPECT_TRUE(std::filesystem::exists(folder / "best-1.model"));
  EXPECT_TRUE(std::filesystem::exists(folder / "best-2.model"));
  EXPECT_FALSE(std::filesystem::exists(folder / "best-3.model"));
  EXPECT_THROW((void)run.fit(1, {ModelCheckpoint((folder / "{val_loss}.model").string())}), InvalidArgument);
}

TEST(Callbacks, ModelCheckpointMakesFoldersAndKeepsWhatItCannotJudge) {
  const auto folder = callback_folder("unjudged");
  Halving run;
  const History history =
      run.fit(2, {ModelCheckpoint((folder / "of" / "{epoch}.model").string(), {.save_best_only = true})});
  EXPECT_TRUE(std::filesystem::exists(folder / "of" / "1.model"));
  EXPECT_TRUE(std::filesystem::exists(folder / "of" / "2.model"));
  EXPECT_THAT(history.warnings, ::testing::ElementsAre(HasSubstr("'val_loss', which is not logged")));
}

TEST(Callbacks, ProgressWritesThroughTheGivenFunction) {
  std::vector<std::string> lines;
  Halving run;
  (void)run.fit(2, {Progress([&](std::string_view line) { lines.emplace_back(line); })});
  EXPECT_EQ(lines, (std::vector<std::string>{"Epoch 1/2  loss 1", "Epoch 2/2  loss 0.25"}));
}

TEST(Callbacks, LearningRateSchedulerTakesAFunctionOrATable) {
  Halving run;
  const auto halve =
      LearningRateScheduler([](std::int64_t epoch, double rate) { return epoch == 0 ? rate : rate / 2; });
  EXPECT_EQ(run.fit(3, {halve}).at("learning_rate"), (std::vector<double>{0.25, 0.125, 0.0625}));
  EXPECT_EQ(run.fit(3, {LearningRateScheduler({.rates = {0.5, 0.1}})}).at("learning_rate"),
            (std::vector<double>{0.5, 0.1, 0.1}));
  EXPECT_THROW((void)run.fit(1, {LearningRateScheduler(LearningRateSchedulerOptions{})}), InvalidArgument);
}

TEST(Callbacks, AMissingQuantityIsAWarningAndAnUndirectedOneAnError) {
  Halving run;
  const History history = run.fit(3, {EarlyStopping({.monitor = "val_loss", .patience = 1})});
  EXPECT_EQ(history.epochs().size(), 3U);
  ASSERT_EQ(history.warnings.size(), 1U);
  EXPECT_THAT(history.warnings[0], HasSubstr("'val_loss', which is not logged; there are loss"));
  auto note = std::make_shared<LambdaCallback>(
      LambdaCallback::Functions{.epoch_end = [](FitState&, Logs& logs) { logs.set("colour", 1.0); }});
  EXPECT_THROW((void)run.fit(1, {note, EarlyStopping({.monitor = "colour"})}), InvalidArgument);
}

TEST(Callbacks, AStopTokenEndsTheFitAfterTheBatch) {
  Halving run;
  std::stop_source source;
  auto stop = std::make_shared<LambdaCallback>(
      LambdaCallback::Functions{.batch_end = [&](FitState& state, std::int64_t, double) {
        if (state.epoch == 2) source.request_stop();
      }});
  const History history = run.model.fit(run.x, run.y, {.epochs = 9, .callbacks = {stop}, .stop = source.get_token()});
  EXPECT_TRUE(history.interrupted);
  EXPECT_EQ(history.epochs().size(), 2U);
}

TEST(Callbacks, HistoryKnowsTheBestEpoch) {
  History history;
  for (const double loss : {3.0, 1.0, std::numeric_limits<double>::quiet_NaN(), 2.0}) {
    Logs logs;
    logs.set("val_loss", loss);
    logs.set("accuracy", -loss);
    history.append(static_cast<std::int64_t>(history.epochs().size()), logs);
  }
  EXPECT_EQ(history.best("val_loss"), 1.0);
  EXPECT_EQ(history.best_index("val_loss"), 1U);
  EXPECT_EQ(history.best("accuracy"), -1.0);
  EXPECT_EQ(history.to_json()["val_loss"], Json({3.0, 1.0, nullptr, 2.0}));
  EXPECT_THROW((void)history.at("val_los"), NotFound);
}

}  // namespace
}  // namespace vernier::nn
