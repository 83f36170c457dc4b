// A fit that is cut at any batch and goes on elsewhere ends with the bits of the fit that never stopped.
#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "tests/nn/same_bits.hpp"

namespace vernier::nn {
namespace {

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

/// A checkpoint after the second epoch of three, and the model after the third.
std::pair<std::string, Model> trained_with_checkpoint(const Setting& setting, const Pictures& data) {
  std::string checkpoint;
  Model model = picture_model(setting);
  FitOptions options = picture_fit(setting, data);
  options.epochs = 3;
  options.after_epoch = [&](FitState& state) {
    if (state.epoch == 1) checkpoint = state.model.to_bytes(true);
  };
  (void)model.fit(data.x, data.y, options);
  return {std::move(checkpoint), std::move(model)};
}

TEST(ContinuedFrom, UnderTheSameHyperparametersGivesTheSameBits) {
  const Pictures data;
  for (
      const char* compile :
      {R"({"optimizer": {"adam": {"learning_rate": {"cosine_decay": {"initial_learning_rate": 0.05, "decay_epochs": 5}}}}})",
       R"({"optimizer": {"nadam": {"learning_rate": 0.02, "use_ema": true, "ema_momentum": 0.9}}})",
       R"({"optimizer": {"schedule_free_adamw": {"learning_rate": 0.02}}})"}) {
    const Setting setting{"continued", compile, "[]"};
    const auto [checkpoint, whole] = trained_with_checkpoint(setting, data);
    Model other = picture_model(setting);
    other.continue_from(checkpoint);
    FitOptions options = picture_fit(setting, data);
    options.epochs = 3;
    EXPECT_EQ(other.fit(data.x, data.y, options).epochs(), (std::vector<std::int64_t>{2})) << "the third alone";
    const std::vector<Tensor> ours = other.get_weights(), theirs = whole.get_weights();
    for (std::size_t k = 0; k < ours.size(); ++k) {
      EXPECT_THAT(ours[k].values(), testing::ElementsAreArray(theirs[k].values())) << compile;
    }
  }
}

TEST(ContinuedFrom, TheRateIsItsOwnAndAnotherOptimizerBeginsAnew) {
  const Pictures data;
  const Setting adam{"adam", R"({"optimizer": {"adam": {"learning_rate": 0.05}}})", "[]"};
  const std::string checkpoint = trained_with_checkpoint(adam, data).first;
  for (const char* compile :
       {R"({"optimizer": {"adam": {"learning_rate": 0.0}}})", R"({"optimizer": {"sgd": {"learning_rate": 0.0}}})"}) {
    const Setting still{"still", compile, "[]"};
    Model other = picture_model(still);
    other.continue_from(checkpoint);
    FitOptions options = picture_fit(still, data);
    options.epochs = 3;
    (void)other.fit(data.x, data.y, options);
    const std::vector<Tensor> ours = other.get_weights(), theirs = Model::from_bytes(checkpoint).get_weights();
    EXPECT_THAT(ours.front().values(), testing::ElementsAreArray(theirs.front().values())) << compile;
  }
}

TEST(ContinuedFrom, RefusesAnotherNetworkAndTheMiddleOfAnEpoch) {
  const Pictures data;
  const Setting setting{"refused", R"({"optimizer": "adam"})", "[]"};
  const std::string checkpoint = trained_with_checkpoint(setting, data).first;
  Model wider = Model::from_config(
      Json::parse(R"([{"input": {"shape": [6, 6, 1]}}, {"conv2d": {"filters": 8, "kernel_size": 3}}])"));
  wider.compile({.optimizer = "adam", .loss = "mse"});
  try {
    wider.continue_from(checkpoint);
    FAIL();
  } catch (const BadData& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("conv2d/kernel"));
  }
  std::string middle;
  Model model = picture_model(setting);
  FitOptions options = picture_fit(setting, data);
  options.after_batch = [&](FitState& state, std::int64_t batch) {
    if (batch == 1) middle = state.model.to_bytes(true);
  };
  (void)model.fit(data.x, data.y, options);
  Model other = picture_model(setting);
  EXPECT_THROW(other.continue_from(middle), BadData);
  EXPECT_THROW(other.continue_from(other.to_bytes()), BadData) << "a model, no checkpoint";
  EXPECT_THROW(other.continue_from("nothing"), BadData);
}

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

}  // namespace
}  // namespace vernier::nn
