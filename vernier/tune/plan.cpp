#include <fmt/core.h>

#include <algorithm>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/experiment/parts.hpp"
#include "vernier/tune/presets.hpp"
#include "vernier/tune/tune.hpp"

namespace vernier::tune {
namespace {

constexpr double held_back = 0.2;

/// The constant share of `fit.validation_split`: the data are split once for all trials.
double constant_split(const Json& fit) {
  const Json split = fit.value("validation_split", Json(0.0));
  if (!split.is_number() || split.get<double>() < 0 || split.get<double>() >= 1) {
    throw InvalidArgument(fmt::format("fit.validation_split is {}", split.dump()), "a constant from 0 to below 1",
                          "All trials are judged on the same rows.");
  }
  return split.get<double>();
}

/// The names of the metrics in `compile`, or in what it says of one output.
std::vector<std::string> metric_names_of(const Json& compile) {
  std::vector<std::string> names;
  for (const char* list : {"metrics", "weighted_metrics"}) {
    const Json metrics = compile.value(list, Json::array());
    for (const Json& metric : metrics.is_array() ? metrics : Json::array({metrics})) {
      const std::string name = component_from_json(metric, "compile.metrics").name;
      names.push_back(name);
      if (std::string_view(list) == "weighted_metrics") names.push_back("weighted_" + name);
    }
  }
  return names;
}

/// A misspelt objective would otherwise show only when the first trial has trained for an epoch.
void check_goal(const Experiment& experiment, const Dataset& dataset) {
  const Json& compile = experiment.source["compile"];
  std::vector<std::string> known = metric_names_of(compile);
  known.emplace_back("loss");
  for (std::size_t k = 0; k < dataset.target_count(); ++k) {
    const std::string& target = dataset.task(k).target;
    const Json said = compile.value("outputs", Json::object()).value(target, Json::object());
    const bool several = dataset.target_count() > 1;
    if (several) known.push_back(target + "_loss");
    if (!said.is_object()) continue;  // a loss alone
    for (const std::string& name : metric_names_of(said)) known.push_back(several ? target + "_" + name : name);
  }
  const std::string name = experiment.goal.metric;
  const std::string bare = name.starts_with("val_") ? name.substr(4) : name;
  if (std::find(known.begin(), known.end(), bare) != known.end()) return;
  if (name.starts_with("val_")) {
    for (std::string& word : known) word.insert(0, "val_");
  }
  throw InvalidArgument(fmt::format("objective: the metric '{}' is not computed", name),
                        "the loss or a metric of compile", suggest(name, known));
}

/// Shapes that never fit are a mistake in the file. Where some configuration fits, the others will be failed trials.
void check_fit(const Plan& plan) {
  const int draws = plan.experiment.space.empty() ? 1 : 20;
  Rng rng = Rng(0).split("check fit");
  std::string first;
  for (int draw = 0; draw < draws; ++draw) {
    const auto params = plan.experiment.space.sample(rng);
    if (!params) return;
    try {
      return plan.task->check(plan.experiment.configure(*params));
    } catch (const Error& error) {
      if (first.empty()) first = error.what();
    }
  }
  if (draws == 1) throw InvalidArgument(first);
  throw InvalidArgument(fmt::format("none of {} configurations fits the data; the first: {}", draws, first));
}

Plan checked_plan(const Experiment& experiment, std::uint64_t seed) {
  if (experiment.data.empty() || !experiment.data.is_object()) {
    throw InvalidArgument("no data are named", "a data: block", "Write data: {path: digits.csv, target: digit}.");
  }
  const double split = constant_split(experiment.source["fit"]);
  const bool named = !experiment.data.value("validation", Json()).is_null();
  if (named && split > 0) {
    throw InvalidArgument("both data.validation and fit.validation_split are given", "one of them");
  }
  if (!named && split == 0 && experiment.goal.metric.starts_with("val_")) {
    throw InvalidArgument(fmt::format("the objective '{}' needs a validation part", experiment.goal.metric),
                          "fit.validation_split above 0, or data.validation", "Write fit: {validation_split: 0.2}.");
  }
  Json data = experiment.data;
  if (!data.contains("seed")) data["seed"] = seed;
  Dataset dataset = load_dataset(data, experiment.folder);
  check_goal(experiment, dataset);
  Plan plan;
  plan.task = std::make_shared<const TrainingTask>(std::move(dataset), split, ValidationRule::last, seed);
  plan.warnings = plan.task->dataset().warnings();
  if (plan.task->dataset().sorted() && split > 0) {
    plan.warnings.push_back(
        "the rows are sorted by target: the validation part, the last rows, has other targets than the training part");
  }
  plan.experiment = experiment;
  plan.seed = seed;
  check_fit(plan);
  return plan;
}

std::shared_ptr<const TrainingTask> table_task(Dataset dataset, std::uint64_t seed) {
  if (dataset.target_count() > 1) {
    throw InvalidArgument(fmt::format("{} targets without an experiment file", dataset.target_count()), "one column",
                          "Write an experiment file whose network has an output for each.");
  }
  return std::make_shared<const TrainingTask>(std::move(dataset), held_back, ValidationRule::random, seed);
}

Plan table_plan(const std::shared_ptr<const TrainingTask>& task, Experiment experiment, std::uint64_t seed) {
  return {.experiment = std::move(experiment),
          .task = task,
          .warnings = task->dataset().warnings(),
          .refit = true,
          .table = true,
          .seed = seed};
}

}  // namespace

Plan plan_table(Json data, const std::filesystem::path& folder, std::uint64_t seed) {
  if (!data.contains("test"))
    data["test"] = data.value("lookback", 0) > 0 ? Json{{"last", held_back}} : Json(held_back);
  if (!data.contains("seed")) data["seed"] = seed;
  const auto task = table_task(load_dataset(data, folder), seed);
  Json source = preset_experiment(task->profile());
  source["data"] = data;
  return table_plan(task, experiment_from_json(source, task->dataset().name(), folder), seed);
}

Plan plan_table(Experiment experiment, std::uint64_t seed) {
  const auto task = table_task(load_dataset(experiment.data, experiment.folder), seed);
  return table_plan(task, std::move(experiment), seed);
}

Plan plan_experiment(Experiment experiment, std::uint64_t seed) {
  try {
    return checked_plan(experiment, seed);
  } catch (const InvalidArgument& error) {
    throw InvalidArgument(fmt::format("{}: {}", experiment.where, error.what()));
  }
}

}  // namespace vernier::tune
