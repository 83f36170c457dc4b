// What a continued fit owes to its callbacks, and what it refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/nn/same_bits.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/nn/callbacks/csv_logger.hpp"
#include "vernier/nn/callbacks/early_stopping.hpp"
#include "vernier/nn/callbacks/lambda_callback.hpp"
#include "vernier/nn/callbacks/model_checkpoint.hpp"
#include "vernier/nn/callbacks/terminate_on_nan.hpp"
#include "vernier/nn/safetensors.hpp"
#include "vernier/nn/sequential.hpp"

namespace vernier::nn {
namespace {

using testing::HasSubstr;

// x w with w = 1 at first, wanted 0, three samples of which each is a batch
struct Line {
  Sequential model;
  Tensor x{Shape{3, 1}, std::vector<float>{1, 2, 3}};
  Tensor y{Shape{3, 1}};
  explicit Line(double rate = 0.01) {
    model.add({"dense", {{"units", 1}, {"use_bias", false}, {"kernel_initializer", "ones"}}});
    model.compile({.optimizer = {"sgd", {{"learning_rate", rate}}}, .loss = "mse"});
  }
};

TEST(ContinuedFit, AFitThatACallbackEndedStaysEnded) {
  const auto count_epochs = [](Line& line, std::vector<CallbackRef> callbacks, std::string& bytes) {
    return line.model.fit(
        line.x, line.y,
        {.batch_size = 1, .epochs = 9, .callbacks = std::move(callbacks), .after_epoch = [&](FitState& state) {
           bytes = state.model.to_bytes(true);  // the last remains
         }});
  };
  const CallbackRef patience = EarlyStopping({.monitor = "loss", .min_delta = 100, .patience = 2});
  Line line;
  std::string bytes;
  const History stopped = count_epochs(line, {patience}, bytes);
  EXPECT_EQ(stopped.epochs().size(), 3U);
  Model resumed = Model::from_bytes(bytes);
  expect_same_history(resumed.fit(line.x, line.y, {.batch_size = 1, .epochs = 9, .callbacks = {patience}}), stopped);
  // but a stop from outside, as of pruning or a pause, is not the fit's own end
  Line other;
  const auto pause = std::make_shared<LambdaCallback>(
      LambdaCallback::Functions{.epoch_end = [](FitState& state, Logs&) { state.stop = true; }});
  EXPECT_EQ(count_epochs(other, {patience, pause}, bytes).epochs().size(), 1U);
  Model on = Model::from_bytes(bytes);
  EXPECT_EQ(on.fit(line.x, line.y, {.batch_size = 1, .epochs = 9, .callbacks = {patience}}).epochs().size(), 3U);
}

TEST(ContinuedFit, ADivergedFitStaysEndedInTheMiddleOfItsEpoch) {
  const auto run = [](Line& line, std::vector<std::string>& checkpoints) {
    line.x.data()[1] = 3e38F;
    return line.model.fit(
        line.x, line.y,
        {.batch_size = 1,
         .epochs = 9,
         .shuffle = false,
         .callbacks = {TerminateOnNaN()},
         .after_batch = [&](FitState& state, std::int64_t) { checkpoints.push_back(state.model.to_bytes(true)); }});
  };
  Line line;
  std::vector<std::string> checkpoints;
  const History expected = run(line, checkpoints);
  EXPECT_EQ(checkpoints.size(), 2U);
  EXPECT_EQ(expected.epochs().size(), 1U);
  EXPECT_TRUE(std::isinf(expected.last("loss")));
  for (const std::string& bytes : std::vector(checkpoints)) {
    Line resumed;
    static_cast<Model&>(resumed.model) = Model::from_bytes(bytes);
    expect_same_history(run(resumed, checkpoints), expected);
    expect_same_model(resumed.model, line.model);
  }
}

TEST(ContinuedFit, CallbacksSeeEachEventOnce) {
  std::vector<std::string> events;
  const auto note = std::make_shared<LambdaCallback>(LambdaCallback::Functions{
      .epoch_begin = [&](FitState& state) { events.push_back(fmt::format("begin {}", state.epoch)); },
      .batch_end = [&](FitState& state, std::int64_t batch,
                       double) { events.push_back(fmt::format("batch {}.{}", state.epoch, batch)); },
      .epoch_end = [&](FitState& state, Logs&) { events.push_back(fmt::format("end {}", state.epoch)); },
      .train_end = [&](FitState&) { events.emplace_back("end"); }});
  const auto fit = [&](Line& line, std::stop_source source, std::int64_t stop_epoch, std::int64_t stop_batch) {
    (void)line.model.fit(line.x, line.y,
                         {.batch_size = 1,
                          .epochs = 2,
                          .callbacks = {note},
                          .stop = source.get_token(),
                          .after_batch = [&](FitState& state, std::int64_t batch) {
                            if (state.epoch == stop_epoch && batch == stop_batch) source.request_stop();
                          }});
  };
  Line whole;
  fit(whole, {}, -1, -1);
  const std::vector<std::string> expected = std::exchange(events, {});
  EXPECT_EQ(expected.size(), 2U + 6U + 2U + 1U);
  for (const std::int64_t batch : {0, 1, 2, 3, 4, 5}) {
    Line line;
    fit(line, {}, batch / 3, batch % 3);
    fit(line, {}, -1, -1);
    EXPECT_EQ(std::exchange(events, {}), expected) << batch;
  }
}

TEST(ContinuedFit, AModelCheckpointGoesOnCountingBatches) {
  const auto files = [](const std::string& name, std::int64_t stop_after) {
    const auto folder = checkpoint_folder(name);
    const FitOptions options{
        .batch_size = 1,
        .epochs = 3,
        .callbacks = {ModelCheckpoint((folder / "{epoch}-{batch}.model").string(), {.save_freq = 2})}};
    Line line;
    std::stop_source source;
    FitOptions first = options;
    first.stop = source.get_token();
    first.after_batch = [&](FitState& state, std::int64_t batch) {
      if (state.epoch * 3 + batch == stop_after) source.request_stop();
    };
    (void)line.model.fit(line.x, line.y, first);
    if (stop_after >= 0) (void)line.model.fit(line.x, line.y, options);
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) names.push_back(entry.path().filename());
    std::ranges::sort(names);
    return names;
  };
  const std::vector<std::string> expected{"1-2.model", "2-1.model", "2-3.model", "3-2.model"};
  EXPECT_EQ(files("save_freq", -1), expected);
  EXPECT_EQ(files("save_freq_cut", 2), expected);
  Line line;
  EXPECT_THROW((void)line.model.fit(line.x, line.y,
                                    {.callbacks = {ModelCheckpoint("x", {.save_best_only = true, .save_freq = 2})}}),
               InvalidArgument);
}

TEST(ContinuedFit, ALogGoesOnBehindWhatWasThereBefore) {
  const auto path = (checkpoint_folder("log") / "log.csv").string();
  Line line;
  (void)line.model.fit(line.x, line.y, {.batch_size = 1, .epochs = 2, .callbacks = {CsvLogger(path)}});
  const std::string expected = read_file(path);
  std::string bytes;
  Line again;  // replaces the file with its first row
  FitOptions options{.batch_size = 1, .epochs = 2, .callbacks = {CsvLogger(path)}};
  options.after_batch = [&](FitState& state, std::int64_t batch) {
    if (state.epoch == 0 && batch == 1) bytes = state.model.to_bytes(true);
    state.stop = !bytes.empty();
  };
  (void)again.model.fit(line.x, line.y, options);
  options.after_batch = {};
  Model resumed = Model::from_bytes(bytes);
  (void)resumed.fit(line.x, line.y, options);
  EXPECT_EQ(read_file(path), expected);
}

TEST(ContinuedFit, RefusesOtherDataAndDamage) {
  Line line;
  std::string bytes;
  (void)line.model.fit(line.x, line.y, {.batch_size = 1, .after_batch = [&](FitState& state, std::int64_t batch) {
                                          if (batch == 1) bytes = state.model.to_bytes(true);
                                        }});
  Model model = Model::from_bytes(bytes);
  const auto reason = [&](const Inputs& x, const Targets& y, Index batch_size) -> std::string {
    try {
      (void)model.fit(x, y, {.batch_size = batch_size});
    } catch (const InvalidArgument& error) {
      return error.what();
    }
    return "accepted";
  };
  EXPECT_THAT(reason(line.x, line.y, 2),
              HasSubstr("3 samples in batches of 1 is continued with 3 samples in batches of 2"));
  EXPECT_THAT(reason(line.x.slice(0, 2), line.y.slice(0, 2), 1), HasSubstr("with 2 samples in batches of 1"));
  EXPECT_EQ(reason(line.x, line.y, 1), "accepted");  // a refusal loses nothing
  const SafeTensors content = read_safetensors(bytes, "file");
  const auto with = [&](const std::string& key, const Json& value) -> std::string {
    SafeTensors changed = content;
    for (auto& [name, text] : changed.metadata) {
      if (name != "training") continue;
      Json state = Json::parse(text);
      state[Json::json_pointer(key)] = value;
      text = state.dump();
    }
    try {
      Model damaged = Model::from_bytes(write_safetensors(changed), "file");
      (void)damaged.fit(line.x, line.y, {.batch_size = 1});
    } catch (const BadData& error) {
      return error.what();
    }
    return "accepted";
  };
  EXPECT_EQ(with("/batch", 3), "accepted");
  EXPECT_THAT(with("/batch", 4), HasSubstr("impossible position"));
  EXPECT_THAT(with("/batch", -1), HasSubstr("impossible position"));
  EXPECT_THAT(with("/batch_size", 0), HasSubstr("impossible position"));
  EXPECT_THAT(with("/samples", "many"), HasSubstr("malformed"));
  EXPECT_THAT(with("/gathered/outputs/0/metrics", {{1, 2}}), HasSubstr("holds 1 metrics"));
  EXPECT_THAT(with("/gathered/loss", Json::array()), HasSubstr("malformed"));
}

}  // namespace
}  // namespace vernier::nn
