// A fit that is cut at any batch and goes on elsewhere ends with the bits of the fit that never stopped.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <bit>
#include <cmath>
#include <csignal>
#include <cstring>
#include <filesystem>

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

constexpr Index checkpoint_batch = 16;
constexpr std::int64_t checkpoint_epochs = 6;

// 45 images to train on, in batches of 16, 16 and 13, and 15 to judge by; labels without pattern, so that early
// stopping and plateaus come soon
struct Pictures {
  Tensor x{Shape{60, 6, 6, 1}};
  Tensor y{Shape{60, 1}};
  std::vector<float> weights;
  Pictures() {
    Rng rng(3);
    for (float& value : x.values()) value = static_cast<float>(rng.normal());
    for (float& value : y.values()) value = static_cast<float>(rng.below(2));
    for (Index i = 0; i < 60; ++i) weights.push_back(static_cast<float>(rng.uniform(0.5, 1.5)));
  }
};

struct Setting {
  const char* name;
  const char* compile;
  const char* callbacks;
  double mixing = 0;  // alpha of mixup and of cutmix
  friend std::ostream& operator<<(std::ostream& out, const Setting& setting) { return out << setting.name; }
};

Model picture_model(const Setting& setting) {
  Model model = Model::from_config(Json::parse(R"([
    {"input": {"shape": [6, 6, 1]}},
    {"random_flip": {"mode": "horizontal"}},
    {"random_translation": {"height_factor": 0.2, "width_factor": 0.2}},
    {"conv2d": {"filters": 4, "kernel_size": 3, "activation": "relu", "kernel_regularizer": "l2"}},
    {"batch_normalization": {"momentum": 0.8}},
    "flatten",
    {"gaussian_noise": {"stddev": 0.1}},
    {"dropout": {"rate": 0.3}},
    {"dense": {"units": 1, "activation": "sigmoid"}}])"),
                                   {.seed = 4});
  Json compile = Json::parse(setting.compile);
  compile["loss"] = "binary_crossentropy";
  model.compile(options_from_json<CompileOptions>(compile, "compile"));
  return model;
}

FitOptions picture_fit(const Setting& setting, const Pictures& data) {
  FitOptions options{.batch_size = checkpoint_batch,
                     .epochs = checkpoint_epochs,
                     .validation_split = 0.25,
                     .sample_weight = data.weights,
                     .mixup = setting.mixing,
                     .cutmix = setting.mixing};
  for (const Json& callback : Json::parse(setting.callbacks)) {
    options.callbacks.emplace_back(component_from_json(callback, "callback"));
  }
  return options;
}

void expect_same_model(const Model& actual, const Model& expected) {
  const auto left = actual.get_weights();
  const auto right = expected.get_weights();
  ASSERT_EQ(left.size(), right.size());
  for (std::size_t i = 0; i < left.size(); ++i) {
    ASSERT_EQ(left[i].shape(), right[i].shape());
    EXPECT_EQ(std::memcmp(left[i].data(), right[i].data(), static_cast<std::size_t>(left[i].size()) * 4), 0) << i;
  }
}

// Bit for bit, also where a number is NaN.
void expect_same_history(const History& actual, const History& expected) {
  EXPECT_EQ(actual.epochs(), expected.epochs());
  EXPECT_EQ(actual.names(), expected.names());
  EXPECT_EQ(actual.warnings, expected.warnings);
  EXPECT_EQ(actual.interrupted, expected.interrupted);
  for (const std::string& name : expected.names()) {
    ASSERT_EQ(actual.at(name).size(), expected.at(name).size()) << name;
    for (std::size_t row = 0; row < expected.at(name).size(); ++row) {
      EXPECT_EQ(std::bit_cast<std::uint64_t>(actual.at(name)[row]),
                std::bit_cast<std::uint64_t>(expected.at(name)[row]))
          << name << " " << row;
    }
  }
}

std::filesystem::path checkpoint_folder(const std::string& name) {
  const auto folder = std::filesystem::path(testing::TempDir()) / ("vernier_checkpoint_" + name);
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

class CutAtABatch : public testing::TestWithParam<Setting> {
 protected:
  Pictures data_;
};

TEST_P(CutAtABatch, EndsWithTheBitsOfTheRunThatWasNeverStopped) {
  Model whole = picture_model(GetParam());
  const History expected = whole.fit(data_.x, data_.y, picture_fit(GetParam(), data_));
  std::vector<std::string> checkpoints;
  Model watched = picture_model(GetParam());
  FitOptions watching = picture_fit(GetParam(), data_);
  watching.after_batch = [&](FitState& state, std::int64_t) { checkpoints.push_back(state.model.to_bytes(true)); };
  watching.after_epoch = [&](FitState& state) { checkpoints.push_back(state.model.to_bytes(true)); };
  expect_same_history(watched.fit(data_.x, data_.y, watching), expected);
  expect_same_model(watched, whole);
  ASSERT_GT(checkpoints.size(), 4U);
  for (std::size_t k = 0; k < checkpoints.size(); ++k) {
    SCOPED_TRACE(k);
    Model resumed = Model::from_bytes(checkpoints[k]);
    expect_same_history(resumed.fit(data_.x, data_.y, picture_fit(GetParam(), data_)), expected);
    expect_same_model(resumed, whole);
  }
}

TEST_P(CutAtABatch, AStopTokenLeavesWhatGoesOn) {
  Model whole = picture_model(GetParam());
  const History expected = whole.fit(data_.x, data_.y, picture_fit(GetParam(), data_));
  const auto batches = static_cast<std::int64_t>(expected.epochs().size()) * 3;
  for (std::int64_t last = 0; last < batches; ++last) {
    SCOPED_TRACE(last);
    Model model = picture_model(GetParam());
    std::stop_source source;
    FitOptions cut = picture_fit(GetParam(), data_);
    cut.stop = source.get_token();
    cut.after_batch = [&](FitState& state, std::int64_t batch) {
      if (state.epoch * 3 + batch == last) source.request_stop();
    };
    const History part = model.fit(data_.x, data_.y, cut);
    EXPECT_TRUE(part.interrupted);
    EXPECT_EQ(static_cast<std::int64_t>(part.epochs().size()), last / 3);
    Model loaded = Model::from_bytes(model.to_bytes(true));
    for (Model* resumed : {&loaded, &model}) {
      expect_same_history(resumed->fit(data_.x, data_.y, picture_fit(GetParam(), data_)), expected);
      expect_same_model(*resumed, whole);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Settings, CutAtABatch,
    testing::Values(
        Setting{"schedule", R"({"optimizer": {"adam": {"learning_rate": {"cosine_decay": {
                 "initial_learning_rate": 0.05, "decay_epochs": 5}}}}, "metrics": ["accuracy", "auc"]})",
                R"([{"early_stopping": {"patience": 2, "restore_best_weights": true}}])"},
        Setting{"average", R"({"optimizer": {"adam": {"learning_rate": 0.02, "use_ema": true, "ema_momentum": 0.9}},
                 "metrics": ["precision", {"recall": {"thresholds": [0.3, 0.6]}}], "weighted_metrics": ["accuracy"]})",
                R"([{"early_stopping": {"monitor": "loss", "min_delta": 10, "patience": 2}}])"},
        Setting{"accumulation", R"({"optimizer": {"sgd": {"learning_rate": 0.1, "momentum": 0.9,
                 "gradient_accumulation_steps": 2, "use_ema": true}}, "metrics": ["f1_score", "mse", "r2_score"]})",
                R"([{"early_stopping": {"monitor": "absent"}}])"},
        Setting{"plateau", R"({"optimizer": {"nadam": {"learning_rate": 0.05}},
                 "metrics": ["matthews_correlation_coefficient", {"precision_at_recall": {"recall": 0.4}}]})",
                R"([{"reduce_lr_on_plateau": {"patience": 1, "factor": 0.5, "cooldown": 1}}, "terminate_on_nan"])"},
        Setting{"schedule_free", R"({"optimizer": {"schedule_free_adamw": {"learning_rate": 0.02}},
                 "metrics": ["root_mean_squared_error"]})",
                R"([{"early_stopping": {"monitor": "val_loss"}}])"},
        Setting{"mixing", R"({"optimizer": "adam", "metrics": ["accuracy", "auc"], "weighted_metrics": ["mse"]})",
                R"([{"early_stopping": {"patience": 3}}])", 0.4},
        Setting{"rates", R"({"optimizer": {"lookahead": {"optimizer": "adam", "k": 4}}, "metrics": ["accuracy"]})",
                R"([{"learning_rate_scheduler": {"rates": [0.01, 0.02, 0.005]}}])"}),
    [](const auto& setting) { return std::string(setting.param.name); });

TEST(Checkpoint, SurvivesTheDeathOfItsProcess) {
  const Pictures data;
  const Setting setting{"killed", R"({"optimizer": "adam", "metrics": ["accuracy", "auc"]})",
                        R"([{"early_stopping": {"patience": 3, "restore_best_weights": true}}])"};
  const auto path = checkpoint_folder("killed") / "checkpoint.safetensors";
  const auto train_and_die = [&]() noexcept {
    Model model = picture_model(setting);
    FitOptions options = picture_fit(setting, data);
    options.after_batch = [&](FitState& state, std::int64_t batch) {
      if (state.epoch != 2 || batch != 1) return;
      state.model.save_checkpoint(path);
      (void)kill(getpid(), SIGKILL);
    };
    (void)model.fit(data.x, data.y, options);
    std::abort();
  };
  const pid_t child = fork();
  if (child == 0) train_and_die();
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
  Model whole = picture_model(setting);
  const History expected = whole.fit(data.x, data.y, picture_fit(setting, data));
  Model resumed = Model::load_checkpoint(path);
  expect_same_history(resumed.fit(data.x, data.y, picture_fit(setting, data)), expected);
  expect_same_model(resumed, whole);
}

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

TEST(Checkpoint, AFitThatACallbackEndedStaysEnded) {
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

TEST(Checkpoint, ADivergedFitStaysEndedInTheMiddleOfItsEpoch) {
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

TEST(Checkpoint, CallbacksSeeEachEventOnce) {
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

TEST(Checkpoint, AModelCheckpointGoesOnCountingBatches) {
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

TEST(Checkpoint, ALogGoesOnBehindWhatWasThereBefore) {
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

TEST(Checkpoint, RefusesOtherDataAndDamage) {
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
