#include "vernier/advice/advice.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "vernier/advice/commented_yaml.hpp"
#include "vernier/advice/learning_curves.hpp"
#include "vernier/advice/subject.hpp"
#include "vernier/advice/suggested_space.hpp"
#include "vernier/base/errors.hpp"

namespace vernier::advice {
namespace {

// Seconds by expected_step_seconds that each part may take at effort 1.
constexpr double rate_seconds = 18;
constexpr double curve_seconds = 8;
constexpr double noise_seconds = 6;
constexpr double batch_seconds = 12;
constexpr double screen_seconds = 16;

/// `affordable` steps at effort 1, at most `most`; never less than `least`.
std::int64_t steps_within(double affordable, double effort, double least, double most) {
  return static_cast<std::int64_t>(std::clamp(affordable * effort, least, std::max(least, most * effort)));
}

/// The parts, one after another: each stands on what those before it found.
class Adviser {
 public:
  Adviser(const tune::Plan& plan, const AdviceOptions& options, const AdviceHooks& hooks)
      : plan_(plan), task_(*plan.task), options_(options), hooks_(hooks) {
    if (!(options.effort > 0) || options.effort > 1000) {
      throw InvalidArgument(fmt::format("an effort of {}", options.effort), "a number above 0 and at most 1000");
    }
    advice_.experiment = plan.experiment.name;
    if (!plan.experiment.space.empty()) advice_.params = typical_params(plan.experiment.space);
    advice_.subject = plan.experiment.configure(advice_.params);
    advice_.optimizer = optimizer_of(advice_.subject);
    advice_.batch_size = batch_size_of(advice_.subject);
    const tune::PreparedTraining training = task_.prepare(advice_.subject, options.seed);
    advice_.rows = training.x.samples();
    step_seconds_ = expected_step_seconds(training.model, std::min(advice_.batch_size, advice_.rows));
    sample_seconds_ = expected_step_seconds(training.model, 1024) / 1024;
    steps_per_epoch_ = (advice_.rows + advice_.batch_size - 1) / advice_.batch_size;
  }

  Advice run() {
    const auto begin = std::chrono::steady_clock::now();
    if (task_.validation_part().y.empty()) {
      miss(
          "there are no validation rows: losses are those of training rows, and nothing is said of generalisation; "
          "write fit: {validation_split: 0.2}");
    }
    if (advice_.rows < 100) {
      miss(fmt::format("{} training rows: differences between trainings are mostly luck; intervals say how much",
                       advice_.rows));
    }
    part("learning rate", [&] { rates(); });
    part("layers", [&] { layers(); });
    part("learning curves", [&] { curves(); });
    part("gradient noise", [&] { noise(); });
    part("batch sizes", [&] { batches(); });
    part("search space", [&] { space(); });
    advice_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return std::move(advice_);
  }

 private:
  template <class Action>
  void part(std::string_view name, Action action) {
    if (hooks_.stop.stop_requested()) return;
    if (hooks_.on_part) hooks_.on_part(name);
    action();
  }
  void miss(std::string sentence) { advice_.missing.push_back(std::move(sentence)); }
  void count(std::int64_t steps) {
    advice_.epochs += static_cast<double>(steps) / static_cast<double>(steps_per_epoch_);
  }
  [[nodiscard]] std::int64_t steps_within(double seconds, double trainings, double least, double most) const {
    return advice::steps_within(seconds / trainings / step_seconds_, options_.effort, least, most);
  }
  [[nodiscard]] Configuration at_best_rate() const {
    return advice_.rates.found() ? with_learning_rate(advice_.subject, advice_.rates.best) : advice_.subject;
  }

  void rates() {
    const RateSearchOptions options = rate_search_options(task_, advice_.subject, options_.effort);
    advice_.rates = search_rates(task_, advice_.subject, options_.seed, options, hooks_.stop);
    count(advice_.rates.steps);
    if (!advice_.rates.found() && !hooks_.stop.stop_requested()) {
      miss(
          "every learning rate that was tried diverged: look at the layers, the scale of the inputs and huge targets; "
          "what follows uses the rate of the experiment");
    }
  }

  void layers() {
    advice_.layers = check_layers(task_, at_best_rate(), options_.seed,
                                  {.steps = steps_within(rate_seconds, 20, 40, 1000)}, hooks_.stop);
    count(advice_.layers.steps);
  }

  void curves() {
    CurveOptions options{.patience = patience_of(advice_.subject)};
    const double affordable = curve_seconds * options_.effort / step_seconds_;
    const auto epochs = static_cast<double>(advice_.subject.fit.value("epochs", std::int64_t{1}));
    // epochs that cannot be afforded are looked at in parts
    constexpr double fewest_points = 20;
    options.steps_per_point =
        std::clamp<std::int64_t>(static_cast<std::int64_t>(affordable / fewest_points), 1, steps_per_epoch_);
    const double wanted = epochs * static_cast<double>(steps_per_epoch_) / static_cast<double>(options.steps_per_point);
    options.points = static_cast<std::int64_t>(
        std::clamp(std::min(wanted, affordable / static_cast<double>(options.steps_per_point)), 2.0, 400.0));
    const TrainedCurves trained = train_curves(task_, at_best_rate(), options_.seed, options, hooks_.stop);
    count(trained.steps);
    if (trained.curves.training.empty()) return;
    advice_.curves = read_curves(trained.curves);
    advice_.epochs_per_point = trained.epochs_per_point;
  }

  void noise() {
    if (advice_.rows < 16) return miss("the gradient noise scale needs at least 16 training rows");
    NoiseScaleOptions options;
    options.steps = steps_within(noise_seconds, 2, 40, 1500);
    const double comparisons = 2.0 * options.moments * sample_seconds_;
    options.large_batch =
        static_cast<Index>(std::clamp(noise_seconds * options_.effort / 2 / comparisons, 128.0, 4096.0));
    advice_.noise = noise_scale(task_, at_best_rate(), options_.seed, options, hooks_.stop);
    count(advice_.noise->steps);
    if (!std::isfinite(advice_.noise->scale)) {
      miss("the gradient noise covers the gradient in every comparison: the noise scale lies above the number of rows");
    }
  }

  void batches() {
    if (!advice_.rates.found()) return miss("batch sizes are not compared without a learning rate that trains");
    BatchSizeOptions options{.sizes = batch_sizes_for(advice_.rows)};
    const auto expected = [&] {
      double seconds = 0;
      for (const Index size : options.sizes) {
        const double steps = static_cast<double>(options.epochs * options.seeds * ((advice_.rows + size - 1) / size));
        seconds += steps * (4e-5 + sample_seconds_ * static_cast<double>(size));
      }
      return seconds;
    };
    const double allowed = batch_seconds * options_.effort;
    while (options.epochs < 8 && expected() < allowed / 2) ++options.epochs;
    while (options.epochs > 1 && expected() > allowed) --options.epochs;
    while (options.seeds > 2 && expected() > allowed) --options.seeds;
    while (options.sizes.size() > 2 && expected() > allowed) options.sizes.erase(options.sizes.begin());
    if (expected() > 3 * allowed) {
      return miss(fmt::format("batch sizes are not compared: about {:.0f} seconds; --effort {:.0f} does it", expected(),
                              std::ceil(expected() / batch_seconds)));
    }
    advice_.batches = compare_batch_sizes(task_, advice_.subject, advice_.rates.best, options_.seed,
                                          advice_.noise ? &*advice_.noise : nullptr, options, hooks_.stop);
    for (const BatchSizeRow& row : advice_.batches.rows) {
      advice_.epochs += static_cast<double>(options.epochs) * static_cast<double>(row.losses.size());
    }
  }

  void space() {
    Json suggestion = vernier::to_json(plan_.experiment);
    suggest_batch_sizes(suggestion, advice_.noise ? &*advice_.noise : nullptr, advice_.batches, advice_.rows);
    suggest_rates(suggestion, advice_.rates, advice_.subject);
    const Experiment suggested =
        experiment_from_json(without_comments(suggestion), advice_.experiment, plan_.experiment.folder);
    ParameterScreenOptions options{.left_out = settled_parameters(suggestion, suggested.space)};
    const auto moved = static_cast<double>(suggested.space.size() - options.left_out.size());
    const double trainings = static_cast<double>(options.seeds) * (2 * moved + 1);
    options.steps = steps_within(screen_seconds, trainings, 40, 1500);
    advice_.screen = screen_parameters(task_, suggested, options_.seed, options, hooks_.stop);
    count(advice_.screen.steps);
    narrow_space(suggestion, suggested.space, advice_.screen, advice_.curves ? &*advice_.curves : nullptr);
    advice_.suggestion = std::move(suggestion);
  }

  const tune::Plan& plan_;
  const tune::TrainingTask& task_;
  const AdviceOptions& options_;
  const AdviceHooks& hooks_;
  Advice advice_;
  double step_seconds_ = 0;
  double sample_seconds_ = 0;
  std::int64_t steps_per_epoch_ = 1;
};

}  // namespace

RateSearchOptions rate_search_options(const tune::TrainingTask& task, const Configuration& subject, double effort) {
  const tune::PreparedTraining training = task.prepare(subject, 0);
  const double seconds = expected_step_seconds(training.model, std::min(batch_size_of(subject), training.x.samples()));
  constexpr double range_tests = 40;  // of the time, each of two
  constexpr double trainings = 20;    // two at each of ten rates
  RateSearchOptions options;
  options.range_test.steps = steps_within(rate_seconds / range_tests / seconds, effort, 60, 200);
  options.steps = steps_within(rate_seconds / trainings / seconds, effort, 40, 1500);
  return options;
}

Advice advise(const tune::Plan& plan, const AdviceOptions& options, const AdviceHooks& hooks) {
  return Adviser(plan, options, hooks).run();
}

std::string Advice::yaml() const { return suggestion.is_object() ? commented_yaml(suggestion) : std::string(); }

Json Advice::to_json() const {
  Json json{{"experiment", experiment},
            {"subject", {{"params", vernier::to_json(params)}, {"optimizer", optimizer}, {"batch_size", batch_size}}},
            {"rows", rows},
            {"learning_rate", rates.to_json()},
            {"layers", layers.to_json()}};
  json["curves"] = curves ? curves->to_json() : Json(nullptr);
  json["epochs_per_point"] = epochs_per_point;
  json["noise"] = noise ? noise->to_json() : Json(nullptr);
  json["batch_sizes"] = batches.to_json();
  json["screen"] = screen.to_json();
  json["suggestion"] = without_comments(suggestion);
  json["yaml"] = yaml();
  json["missing"] = missing;
  json["epochs"] = epochs;
  json["seconds"] = seconds;
  return json;
}

}  // namespace vernier::advice
