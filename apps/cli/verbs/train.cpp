#include <chrono>
#include <filesystem>
#include <optional>

#include <fmt/core.h>

#include "apps/cli/common_options.hpp"
#include "apps/cli/config_text.hpp"
#include "apps/cli/interrupt.hpp"
#include "apps/cli/verbs/verb.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/base/text.hpp"
#include "vernier/figures/study_figures.hpp"
#include "vernier/nn/progress.hpp"
#include "vernier/tune/saved_model.hpp"
#include "vernier/tune/tune.hpp"

namespace vernier::cli {
namespace {

// The time of the fit, and of its training steps without validation.
class FitTimer : public nn::Callback {
 public:
  void on_train_begin(nn::FitState&) override { begun_ = now(); }
  void on_epoch_begin(nn::FitState&) override { step_begun_ = now(); }
  void on_batch_end(nn::FitState&, std::int64_t, double) override {
    const auto time = now();
    step_seconds += std::chrono::duration<double>(time - step_begun_).count();
    step_begun_ = time;
    ++steps;
  }
  void on_train_end(nn::FitState&) override { fit_seconds = std::chrono::duration<double>(now() - begun_).count(); }

  std::int64_t steps = 0;
  double step_seconds = 0;
  double fit_seconds = 0;

 private:
  static std::chrono::steady_clock::time_point now() { return std::chrono::steady_clock::now(); }
  std::chrono::steady_clock::time_point begun_{};
  std::chrono::steady_clock::time_point step_begun_{};
};

Figure fit_figure(const nn::History& history, const std::string& name) {
  Figure figure{.title = name, .x_label = "epoch"};
  for (const std::string& series : {name, "val_" + name}) {
    if (!history.contains(series)) continue;
    Series line{.name = series};
    for (std::size_t i = 0; i < history.epochs().size(); ++i) {
      line.x.push_back(static_cast<double>(history.epochs()[i] + 1));
      line.y.push_back(history.at(series)[i]);
    }
    figure.series.push_back(std::move(line));
  }
  return figure;
}

class TrainVerb : public Verb {
 public:
  void configure(CLI::App& app) override {
    app.add_option("experiment", source_, "the experiment file")->type_name("EXPERIMENT")->required();
    app.add_option("--set", assignments_, "a value for a parameter that the experiment would tune")
        ->type_name("NAME=VALUE");
    add_data_folder(app, data_folder_);
    whole_number(app.add_option("--seed", seed_, "of weights, shuffling, dropout and a random test part (default: 0)"),
                 0);
    app.add_option("--out", out_, "save the model there")->type_name("FILE");
    app.add_flag("-q,--quiet", quiet_, "no progress on stderr");
    add_json(app, json_);
  }

  int run(Console& console) override {
    Experiment experiment = read_experiment(source_);
    if (!data_folder_.empty()) experiment.folder = data_folder_;
    const std::uint64_t seed = seed_.value_or(tune::study_block(experiment).seed.value_or(0));
    const tune::Plan plan = tune::plan_experiment(std::move(experiment), seed);
    if (!out_.empty()) check_writable_folder(std::filesystem::path(out_).parent_path());
    for (const std::string& warning : plan.warnings) console.say("warning: " + warning);
    const Configuration configuration = plan.experiment.configure(params(plan.experiment.space));
    Interrupt interrupt;
    const auto timer = std::make_shared<FitTimer>();
    tune::TrainingHooks hooks;
    hooks.stop = interrupt.token();
    hooks.callbacks.emplace_back(timer);
    if (!quiet_) {
      hooks.callbacks.emplace_back(nn::Progress(
          [](std::string_view line) { std::fprintf(stderr, "%.*s\n", static_cast<int>(line.size()), line.data()); }));
    }
    std::optional<tune::TrainedModel> result = train(console, plan, configuration, seed, hooks);
    if (!result) return exit_nothing_succeeded;
    tune::TrainedModel& trained = *result;
    for (const std::string& warning : trained.history.warnings) console.say("warning: " + warning);
    if (trained.interrupted) {
      console.say("interrupted");
      return exit_interrupted;
    }
    std::map<std::string, double> test;
    if (plan.task->has_test()) test = plan.task->test(trained.model, plan.task->predict_test(trained.model));
    if (!out_.empty()) tune::save_model(trained.model, plan.task->encoder(), out_);
    json_ ? print_as_json(console, trained, test, *timer) : print_as_text(console, trained, test, *timer);
    return exit_done;
  }

 private:
  [[nodiscard]] ParamMap params(const SearchSpace& space) const {
    ParamMap values;
    for (const std::string& text : assignments_) {
      auto [name, value] = assignment_from_text(text);
      values.insert_or_assign(std::move(name), std::move(value));
    }
    if (values.empty() && !space.empty()) {
      std::vector<std::string> names;
      for (const Parameter& parameter : space.parameters()) names.push_back(parameter.name);
      throw InvalidArgument(fmt::format("{} has parameters to tune: {}", source_, join(names, ", ")), {},
                            "Give each a value with --set NAME=VALUE, or use 'vernier tune'.");
    }
    space.check(values, "--set");
    return values;
  }

  // Nothing when the training diverged.
  [[nodiscard]] std::optional<tune::TrainedModel> train(Console& console, const tune::Plan& plan,
                                                        const Configuration& configuration, std::uint64_t seed,
                                                        const tune::TrainingHooks& hooks) const {
    try {
      return plan.task->train(configuration, plan.experiment.goal, seed, hooks);
    } catch (const tune::TrainingFailed& failed) {
      console.say(
          fmt::format("training {} failed: {}. A lower learning rate or clipnorm may help.", source_, failed.what()));
      return std::nullopt;
    }
  }

  static void print_as_json(Console& console, const tune::TrainedModel& trained,
                            const std::map<std::string, double>& test, const FitTimer& timer) {
    Json json{{"history", trained.history.to_json()}};
    if (!test.empty()) json["test"] = test;
    json["fit_seconds"] = timer.fit_seconds;
    json["steps"] = timer.steps;
    json["microseconds_per_step"] = timer.steps > 0 ? timer.step_seconds / static_cast<double>(timer.steps) * 1e6 : 0;
    json["parameters"] = trained.model.parameter_count();
    console.print_json(json);
  }

  static void print_as_text(Console& console, const tune::TrainedModel& trained,
                            const std::map<std::string, double>& test, const FitTimer& timer) {
    console.print_line(trained.model.summary());
    for (const std::string& name : trained.history.names()) {
      if (name.starts_with("val_") || name == "learning_rate") continue;
      console.print_figure(fit_figure(trained.history, name), 14);
      console.print_line();
    }
    console.print_line(
        fmt::format("{} epochs, {} steps in {}", trained.epochs, timer.steps, table_duration(timer.fit_seconds)));
    for (const auto& [metric, value] : test) console.print_line(fmt::format("test {} {}", metric, table_number(value)));
  }

  std::string source_;
  std::vector<std::string> assignments_;
  std::string data_folder_;
  std::optional<std::uint64_t> seed_;
  std::string out_;
  bool quiet_ = false;
  bool json_ = false;
};

}  // namespace

const VerbInfo& verb_train() {
  static const VerbInfo info{.name = "train",
                             .summary = "train the network of an experiment file once",
                             .group = VerbGroup::trainer,
                             .details =
                                 "Examples:\n  vernier train experiment.yaml --out model.safetensors\n"
                                 "  vernier train experiment.yaml --set learning_rate=0.01 --json",
                             .make = &make_verb<TrainVerb>};
  return info;
}

}  // namespace vernier::cli
