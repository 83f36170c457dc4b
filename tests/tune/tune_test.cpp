#include "vernier/tune/tune.hpp"

#include <gmock/gmock.h>

#include <unistd.h>

#include <filesystem>
#include <set>

#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/testing/parts.hpp"
#include "vernier/trial/lineage.hpp"
#include "vernier/tune/presets.hpp"
#include "vernier/tune/saved_model.hpp"
#include "vernier/tune/scores.hpp"

namespace vernier::tune {
namespace {

const std::filesystem::path data_folder = std::filesystem::path(VERNIER_SOURCE_DIR) / "data";

Json sms() { return {{"path", "sms100.csv.gz"}, {"target", "label"}, {"test", {{"rows", "i % 5 == 4"}}}}; }

/// A small network on the bundled messages: quick, and with something to tune.
Experiment small_experiment() {
  Json json = yaml_to_json(R"(
model:
  - dense: {units: {min: 4, max: 16}, activation: {values: [relu, tanh]}}
  - dropout: {rate: {min: 0.0, max: 0.4}}
  - dense: {units: 1, activation: sigmoid}
compile:
  optimizer: {adam: {learning_rate: {min: 1.0e-3, max: 1.0e-2, log: true}}}
  loss: binary_crossentropy
  metrics: [accuracy]
fit: {batch_size: 128, epochs: 6, validation_split: 0.2}
objective: {metric: val_accuracy}
)",
                           "small");
  json["data"] = sms();
  return experiment_from_json(json, "small", data_folder);
}

const Plan& small_plan() {
  static const Plan plan = plan_experiment(small_experiment(), 1);
  return plan;
}

std::vector<Json> trials_of(const Plan& plan, TuneOptions options, const std::filesystem::path& store) {
  std::filesystem::remove(store);
  options.storage = "sqlite:///" + store.string();
  (void)run(plan, options);
  std::vector<Json> rows;
  for (const TrialRecord& trial : Study::load(options.storage, plan.experiment.name).trials()) {
    rows.push_back(to_json(trial));
    rows.back().erase("seconds");
  }
  return rows;
}

class TuneTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::temp_directory_path() /
        fmt::format("vernier-tune-{}-{}", ::getpid(), testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path folder_;
};

TEST_F(TuneTest, RefitTrainsTheBestConfigurationOnTheValidationRowsTooForItsBestEpochs) {
  const TuneOptions options{
      .storage = "memory://", .trials = 3, .pruner = "none", .seed = 1, .out = folder_, .refit = true};
  const Report report = run(small_plan(), options);
  ASSERT_TRUE(report.refit);
  // the same by hand: rows in their order (the split takes the last ones), the seed of the trial, the epochs before the
  // best value inclusive
  const auto best = std::max_element(report.best->reports.begin(), report.best->reports.end(),
                                     [](const auto& a, const auto& b) { return a.values[0] < b.values[0]; });
  const TrainingTask& task = *small_plan().task;
  const Configuration configuration = small_plan().experiment.configure(report.best->params);
  nn::Model model = nn::Model::from_config(
      configuration.model,
      {.seed = Rng(1).split(static_cast<std::uint64_t>(report.best->number)).split("model").next64()});
  model.compile(options_from_json<nn::CompileOptions>(configuration.compile, "compile"));
  const Dataset& dataset = task.dataset();
  const Examples rows = dataset.encode(task.encoder());
  model.fit(rows.x, rows.y, {.batch_size = 128, .epochs = static_cast<std::int64_t>(best->step)});
  SavedModel saved = load_model(report.model);
  const std::vector<Tensor> ours = model.get_weights();
  const std::vector<Tensor> theirs = saved.model.get_weights();
  ASSERT_EQ(ours.size(), theirs.size());
  for (std::size_t k = 0; k < ours.size(); ++k) {
    EXPECT_THAT(theirs[k].values(), testing::ElementsAreArray(ours[k].values()));
  }
}

TEST_F(TuneTest, ClonesGoOnFromTheirParentsWhateverIsKeptOfThem) {
  const TuneOptions options{.epochs = 120,
                            .window = Window{4},
                            .sampler = "pbt",
                            .pruner = Component{"pbt", {{"population", 4}, {"interval", 1}}},
                            .seed = 1,
                            .out = folder_ / "out"};
  const std::vector<Json> kept = trials_of(small_plan(), options, folder_ / "kept.db");
  EXPECT_GT(std::count_if(kept.begin(), kept.end(), [](const Json& trial) { return trial.contains("clone_of"); }), 2);
  EXPECT_FALSE(std::filesystem::is_empty(folder_ / "out/checkpoints"));
  // Nearly every checkpoint is gone when it is wanted, and is made again through all ancestors.
  TuneOptions dropped = options;
  dropped.out.clear();
  dropped.checkpoints.number = 1;
  EXPECT_EQ(trials_of(small_plan(), dropped, folder_ / "dropped.db"), kept);
  TuneOptions parallel = options;
  parallel.jobs = 2;
  EXPECT_EQ(trials_of(small_plan(), parallel, folder_ / "parallel.db"), kept);
}

TEST_F(TuneTest, RefitOfACloneGoesThroughItsAncestors) {
  constexpr std::uint64_t seed = 8;  // of a study whose best trial is a clone
  const std::string storage = "sqlite:///" + (folder_ / "refit.db").string();
  const TuneOptions options{.storage = storage,
                            .epochs = 120,
                            .sampler = "pbt",
                            .pruner = Component{"pbt", {{"population", 4}, {"interval", 1}}},
                            .seed = seed,
                            .out = folder_,
                            .refit = true};
  const Report report = run(small_plan(), options);
  ASSERT_TRUE(report.refit);
  EXPECT_GT(report.test.at("accuracy"), 0.93);
  const std::vector<TrialRecord> trials = Study::load(storage, report.study).trials();
  const std::vector<LineageStage> stages = lineage(trials, report.best->number);
  ASSERT_GT(stages.size(), 1U) << "the best is a clone";
  // the same by hand: each stage on all rows under its own configuration, from the checkpoint of the one before
  const TrainingTask& task = *small_plan().task;
  const Examples rows = task.dataset().encode(task.encoder());
  const auto best = std::max_element(report.best->reports.begin(), report.best->reports.end(),
                                     [](const auto& a, const auto& b) { return a.values[0] < b.values[0]; });
  std::optional<nn::Model> model;
  std::string checkpoint;
  for (const LineageStage& stage : stages) {
    const TrialRecord& trial = trials[static_cast<std::size_t>(stage.trial)];
    const Configuration configuration = small_plan().experiment.configure(trial.params);
    nn::Model next = nn::Model::from_config(
        configuration.model,
        {.seed = Rng(seed).split(static_cast<std::uint64_t>(stage.trial)).split("model").next64()});
    next.build(std::array{Shape{100}});
    next.compile(options_from_json<nn::CompileOptions>(configuration.compile, "compile"));
    if (model) next.continue_from(checkpoint);
    const bool last = stage == stages.back();
    next.fit(rows.x, rows.y,
             {.batch_size = 128,
              .epochs = static_cast<std::int64_t>(last ? best->step : stage.to),
              .after_epoch = [&](nn::FitState& state) { checkpoint = state.model.to_bytes(true); }});
    model = std::move(next);
  }
  SavedModel saved = load_model(report.model);
  const std::vector<Tensor> ours = model->get_weights();
  const std::vector<Tensor> theirs = saved.model.get_weights();
  ASSERT_EQ(ours.size(), theirs.size());
  for (std::size_t k = 0; k < ours.size(); ++k) {
    EXPECT_THAT(theirs[k].values(), testing::ElementsAreArray(ours[k].values()));
  }
}

TEST_F(TuneTest, ReportsTheBestTrialAndSavesItsModel) {
  const Report report =
      run(small_plan(), {.storage = "memory://", .trials = 6, .pruner = "none", .seed = 1, .out = folder_});
  ASSERT_TRUE(report.best.has_value());
  EXPECT_EQ(report.counts.complete, 6);
  EXPECT_EQ(report.epochs, 36);
  EXPECT_GT(report.test.at("accuracy"), 0.93);  // always guessing the larger class is right in 0.87
  const Json json = report.to_json();
  for (const char* key : {"study", "best", "test", "default", "trials", "epochs", "seconds"})
    EXPECT_TRUE(json.contains(key)) << key;

  // the value of a trial is the best of its curve
  double best = 0;
  for (const auto& row : report.best->reports) best = std::max(best, row.values[0]);
  EXPECT_EQ(report.best->values[0], best);

  // the saved model scores raw rows as the report says
  SavedModel saved = load_model(report.model);
  const Dataset data = load_dataset(sms(), data_folder);
  const Examples test = data.encode_test(saved.encoder);
  EXPECT_DOUBLE_EQ(score(saved.encoder, saved.model.predict_outputs(test.x), test.y).at("accuracy"),
                   report.test.at("accuracy"));
  const Prediction prediction = predict_file(saved, data_folder / "sms100.csv.gz").targets.front();
  EXPECT_EQ(prediction.predicted.size(), 5574U);
  EXPECT_THAT(prediction.classes, testing::ElementsAre("ham", "spam"));
}

TEST_F(TuneTest, TrialsDoNotDependOnTheNumberOfJobs) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const auto one =
        trials_of(small_plan(), {.trials = 10, .jobs = 1, .window = Window{4}, .seed = seed}, folder_ / "one.db");
    const auto two =
        trials_of(small_plan(), {.trials = 10, .jobs = 2, .window = Window{4}, .seed = seed}, folder_ / "two.db");
    EXPECT_EQ(one, two) << "seed " << seed;
  }
}

TEST_F(TuneTest, ContinuesToTheTotalAndNeverBeyond) {
  const TuneOptions four{.storage = "sqlite:///" + (folder_ / "s.db").string(), .trials = 4, .seed = 3};
  TuneOptions eight = four;
  eight.trials = 8;
  EXPECT_EQ(run(small_plan(), four).counts.total(), 4);
  EXPECT_EQ(run(small_plan(), eight).counts.total(), 8);
  EXPECT_EQ(run(small_plan(), four).counts.total(), 8);
  const auto at_once = trials_of(small_plan(), {.trials = 8, .seed = 3}, folder_ / "at_once.db");
  const auto in_two = Study::load(eight.storage, "small").trials();
  ASSERT_EQ(at_once.size(), in_two.size());
  for (std::size_t i = 0; i < in_two.size(); ++i) {
    Json row = to_json(in_two[i]);
    row.erase("seconds");
    EXPECT_EQ(row, at_once[i]);
  }
}

TEST_F(TuneTest, ABudgetOfEpochsIsUsedExactlyAndTheSameCommandAddsNothing) {
  for (const double epochs : {3.0, 20.0}) {  // of a fit that has 6
    const TuneOptions options{.storage = "sqlite:///" + (folder_ / fmt::format("{}.db", epochs)).string(),
                              .epochs = epochs,
                              .jobs = 2,
                              .seed = 2};
    const Report report = run(small_plan(), options);
    EXPECT_EQ(report.epochs, static_cast<std::int64_t>(epochs));
    ASSERT_TRUE(report.best.has_value());
    const Report again = run(small_plan(), options);
    EXPECT_EQ(again.epochs, report.epochs);
    EXPECT_EQ(again.test, report.test) << "the best trial, trained again to where it ended";
  }
}

/// Pauses every trial at epochs 2 and 4, and resumes one as soon as two are paused.
class PausingTwice : public Pruner {
 public:
  Decision decide(const TrialRecord& trial, const History&) const override {
    return trial.last_step() == 2.0 || trial.last_step() == 4.0 ? Decision::pause : Decision::keep;
  }
  std::optional<TrialNumber> promote(const History& history) const override {
    std::vector<TrialNumber> paused;
    for (const TrialRecord* trial : history.trials()) {
      if (trial->state == TrialState::paused) paused.push_back(trial->number);
    }
    return paused.size() < 2 ? std::nullopt : std::optional(paused.front());
  }
  std::string describe() const override { return "pauses at epochs 2 and 4"; }
};

TEST_F(TuneTest, ATrialThatDiesAfterItsSecondPauseIsRunAgainFromTheFirst) {
  pruners().add({.name = "pausing_twice",
                 .summary = "",
                 .cites = "",
                 .options = option_table<NoOptions>(),
                 .make = &make_with<Pruner, PausingTwice, NoOptions>});
  TuneOptions options{.trials = 4, .pruner = "pausing_twice", .seed = 5, .out = folder_ / "calm"};
  const auto calm = trials_of(small_plan(), options, folder_ / "calm.db");
  options.out = folder_ / "stormy";
  options.storage = "sqlite:///" + (folder_ / "stormy.db").string();
  std::set<TrialNumber> struck;
  StopReason reason = StopReason::interrupted;
  while (reason == StopReason::interrupted) {
    std::stop_source stop;
    reason = run(small_plan(), options,
                 {.stop = stop.get_token(),
                  .on_report =
                      [&](const TrialRecord& trial, Decision) {
                        if (trial.last_step() == 4.0 && struck.insert(trial.number).second) stop.request_stop();
                      }})
                 .reason;
  }
  EXPECT_GT(struck.size(), 1U);
  const Study study = Study::load(options.storage, "small");
  const auto assignments = [](const Study& of) { return of.history().history().settled.size(); };
  EXPECT_EQ(assignments(study), assignments(Study::load("sqlite:///" + (folder_ / "calm.db").string(), "small")));
  const auto stormy = study.trials();
  ASSERT_EQ(stormy.size(), calm.size());
  for (std::size_t i = 0; i < calm.size(); ++i) {
    Json row = to_json(stormy[i]);
    row.erase("seconds");
    EXPECT_EQ(row, calm[i]);
  }
}

TEST_F(TuneTest, ATrialThatWasPausedEndsAsOneThatNeverWas) {
  register_testing_parts();
  const auto straight =
      trials_of(small_plan(), {.trials = 6, .sampler = "qmc", .pruner = "none", .seed = 5}, folder_ / "straight.db");
  for (const bool files : {false, true}) {
    TuneOptions options{.trials = 6, .sampler = "qmc", .pruner = "pausing", .seed = 5};
    if (files) options.out = folder_ / "out";
    const auto paused = trials_of(small_plan(), options, folder_ / "paused.db");
    int resumed = 0;
    for (std::size_t i = 0; i < paused.size(); ++i) {
      if (paused[i]["state"] != "complete") continue;
      ++resumed;
      EXPECT_EQ(paused[i]["values"], straight[i]["values"]);
      EXPECT_EQ(paused[i]["reports"], straight[i]["reports"]);
    }
    EXPECT_GT(resumed, 0);
  }
}

TEST_F(TuneTest, ADivergingTrialFailsWithItsReasonAndTheSearchGoesOn) {
  Json json = yaml_to_json(R"(
model: [dense: {units: 8, activation: relu}, dense: {units: 8, activation: relu}, dense: 1]
compile: {optimizer: {sgd: {learning_rate: {values: [0.01, 1.0e+30]}}}, loss: mean_squared_error}
fit: {batch_size: 128, epochs: 3, validation_split: 0.2}
)",
                           "diverging");
  json["data"] = sms();
  const Plan plan = plan_experiment(experiment_from_json(json, "diverging", data_folder), 1);
  const Report report = run(plan, {.storage = "memory://", .trials = 8, .pruner = "none", .seed = 1});
  EXPECT_GT(report.counts.failed, 0);
  EXPECT_GT(report.counts.complete, 0);
  EXPECT_EQ(report.counts.total(), 8);
}

TEST_F(TuneTest, AStudyHoldsToItsData) {
  const TuneOptions options{.storage = "sqlite:///" + (folder_ / "s.db").string(), .trials = 1, .seed = 1};
  (void)run(small_plan(), options);
  Experiment other = small_experiment();
  other.data["test"] = {{"rows", "i % 5 == 3"}};
  try {
    (void)run(plan_experiment(other, 1), options);
    FAIL() << "other data were accepted";
  } catch (const InvalidArgument& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("made with other data"));
    EXPECT_THAT(error.what(), testing::HasSubstr("--study"));
  }
}

TEST(TunePlan, ABareTableGetsASpaceThatTunesEveryPart) {
  const Plan plan = plan_table(sms(), data_folder, 0);
  for (const char* name : {"layers", "units", "activation", "normalization", "dropout", "optimizer", "schedule",
                           "learning_rate", "weight_decay", "batch_size"}) {
    EXPECT_NE(plan.experiment.space.find(name), nullptr) << name;
  }
  Rng rng(1);
  for (int i = 0; i < 50; ++i) (void)plan.experiment.configure(*plan.experiment.space.sample(rng));
}

TEST(TunePlan, ABareTableIsJudgedByTheValidationLossWhateverTheTask) {
  for (const TaskKind kind : {TaskKind::binary, TaskKind::multiclass, TaskKind::regression}) {
    const Json preset = preset_experiment({.targets = {{.kind = kind, .target = "y", .classes = {"a", "b", "c"}}},
                                           .rows = 1000,
                                           .inputs = {{.name = "features", .shape = Shape{4}}}});
    const Goal goal = experiment_from_json(preset, "preset", {}).goal;
    EXPECT_EQ(goal.metric, "val_loss");
    EXPECT_EQ(goal.direction, Direction::minimize);
  }
}

TEST(TunePlan, ASmallRegressionTrainsLongerThanASmallClassification) {
  const auto epochs = [](TaskKind kind, Index rows) {
    const DataProfile profile{.targets = {{.kind = kind, .target = "y", .classes = {"a", "b"}}},
                              .rows = rows,
                              .inputs = {{.name = "features", .shape = Shape{4}}}};
    return preset_experiment(profile)["fit"]["epochs"].get<std::int64_t>();
  };
  EXPECT_EQ(epochs(TaskKind::regression, 800), 400);
  EXPECT_EQ(epochs(TaskKind::binary, 800), 150);
  // with many rows both make about 20,000 updates of 64 rows
  for (const TaskKind kind : {TaskKind::binary, TaskKind::regression}) {
    EXPECT_NEAR(static_cast<double>(epochs(kind, 32'000)) * 32'000 / 64, 20'000, 1'000);
  }
}

TEST(TunePlan, AFitBlockMixesTheRowsOfABatch) {
  const auto plan_with = [](const char* option, double alpha) {
    Json json = small_experiment().source;
    json["data"] = sms();
    json["model"] = {{{"dense", {{"units", 4}}}}, {{"dense", {{"units", 1}, {"activation", "sigmoid"}}}}};
    json["compile"]["optimizer"] = "adam";
    json["fit"]["epochs"] = 2;
    json["fit"][option] = alpha;
    return plan_experiment(experiment_from_json(json, "small", data_folder), 1);
  };
  const auto losses = [&](double alpha) {
    const Plan plan = plan_with("mixup", alpha);
    return plan.task->train(plan.experiment.configure({}), plan.experiment.goal, 1).history.at("loss");
  };
  EXPECT_EQ(losses(0.3), losses(0.3));
  EXPECT_NE(losses(0.3), losses(0));
  try {
    (void)plan_with("cutmix", 1);
    FAIL() << "rows of a table were cut";
  } catch (const InvalidArgument& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("one input of images"));
  }
}

TEST(TunePlan, MistakesAreNamed) {
  Experiment experiment = small_experiment();
  experiment.source["fit"].erase("validation_split");
  EXPECT_THROW((void)plan_experiment(experiment, 0), InvalidArgument);
  experiment = small_experiment();
  experiment.goal.metric = "val_acuracy";
  try {
    (void)plan_experiment(experiment, 0);
    FAIL() << "a misspelt metric was accepted";
  } catch (const InvalidArgument& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("Did you mean 'val_accuracy'?"));
  }
}

}  // namespace
}  // namespace vernier::tune
