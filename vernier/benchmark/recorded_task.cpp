#include "vernier/benchmark/recorded_task.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/math/statistics.hpp"

namespace vernier {
namespace {

double recorded_number(const Json& json, std::string_view where) {
  if (json.is_null()) return std::numeric_limits<double>::quiet_NaN();
  if (!json.is_number())
    throw InvalidArgument(fmt::format("{}: {}", where, json.dump()), "a number, or null: diverged");
  return json.get<double>();
}

std::vector<double> recorded_training(const Json& json, std::string_view where) {
  if (!json.is_array()) return {recorded_number(json, where)};
  if (json.empty()) throw InvalidArgument(fmt::format("{}: an empty curve", where), "one number a step");
  std::vector<double> curve;
  for (const Json& number : json) curve.push_back(recorded_number(number, where));
  return curve;
}

std::uint64_t configurations_of(const SpaceFile& file, std::string_view where) {
  if (file.space.conditional() || !file.space.constraints().empty() || file.objectives.size() != 1) {
    throw InvalidArgument(fmt::format("{}: conditions, constraints or several objectives", where),
                          "a table over all combinations of values, and one objective");
  }
  constexpr std::uint64_t most = 10'000'000;
  std::uint64_t count = 1;
  for (const Parameter& parameter : file.space.parameters()) {
    const auto values = parameter.distribution.cardinality();
    if (!values || *values > most / count) {
      throw InvalidArgument(fmt::format("{}: parameter '{}' has too many values", where, parameter.name),
                            fmt::format("at most {} configurations in all", most));
    }
    count *= *values;
  }
  return count;
}

}  // namespace

RecordedTask RecordedTask::from_json(Json json, std::string_view where) {
  if (!json.is_object() || !json.contains("results") || !json["results"].is_array()) {
    throw InvalidArgument(fmt::format("{} is no recorded task", where), "an object with parameters and results",
                          "See docs/formats/recorded_task.md.");
  }
  RecordedTask task;
  const Json results = std::move(json["results"]);
  task.name_ = json.value("name", std::string(where));
  for (const char* key : {"results", "name", "about"}) json.erase(key);
  task.file_ = space_file_from_json(json, where);
  const std::uint64_t configurations = configurations_of(task.file_, where);
  if (results.size() != configurations) {
    throw InvalidArgument(fmt::format("{}: {} results of {} configurations", where, results.size(), configurations),
                          "a list of trainings for each, the last parameter changing fastest");
  }
  const double most_steps = task.file_.resource ? task.file_.resource->max : 1;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const std::string place = fmt::format("{}: results[{}]", where, i);
    if (!results[i].is_array() || results[i].empty())
      throw InvalidArgument(place + " is no list", "one training or more");
    std::vector<Curve>& trainings = task.results_.emplace_back();
    for (const Json& training : results[i]) {
      trainings.push_back(recorded_training(training, place));
      if (static_cast<double>(trainings.back().size()) > most_steps) {
        throw InvalidArgument(fmt::format("{}: a curve of {} steps", place, trainings.back().size()),
                              fmt::format("at most {}, the resource's max", most_steps));
      }
    }
  }
  task.find_scale();
  return task;
}

RecordedTask RecordedTask::read(const std::filesystem::path& path) {
  Json json = Json::parse(read_file(path), nullptr, false);
  if (json.is_discarded()) throw InvalidArgument(path.string() + " is no JSON", "a recorded task");
  return from_json(std::move(json), path.string());
}

void RecordedTask::find_scale() {
  std::vector<double> losses;
  for (const std::vector<Curve>& trainings : results_) {
    std::vector<double> values;
    for (const Curve& curve : trainings) {
      const double value = value_of(curve, curve.size());
      if (std::isfinite(value)) values.push_back(value);
    }
    losses.push_back(values.empty() ? std::numeric_limits<double>::infinity() : turned(mean(values)));
  }
  best_ = *std::min_element(losses.begin(), losses.end());
  median_ = median(losses);
}

double RecordedTask::turned(double value) const {
  return file_.objectives[0].direction == Direction::minimize ? value : -value;
}

/// The best of the first steps. Not finite where the training diverged in them.
double RecordedTask::value_of(const Curve& curve, std::size_t steps) const {
  double best = curve[0];
  for (std::size_t step = 0; step < steps; ++step) {
    if (!std::isfinite(curve[step])) return curve[step];
    if (turned(curve[step]) < turned(best)) best = curve[step];
  }
  return best;
}

std::size_t RecordedTask::index_of(const ParamMap& params) const {
  std::size_t index = 0;
  for (const Parameter& parameter : file_.space.parameters()) {
    const std::uint64_t values = *parameter.distribution.cardinality();
    index = index * values + parameter.distribution.index_of(params.at(parameter.name));
  }
  return index;
}

double RecordedTask::truth(const ParamMap& params) const {
  std::vector<double> values;
  for (const Curve& curve : results_[index_of(params)]) {
    const double value = value_of(curve, curve.size());
    if (std::isfinite(value)) values.push_back(value);
  }
  return values.empty() ? turned(std::numeric_limits<double>::infinity()) : mean(values);
}

double RecordedTask::regret(const ParamMap& params) const {
  const double worse = turned(truth(params)) - best_;
  return median_ > best_ ? worse / (median_ - best_) : worse;
}

Outcome RecordedTask::run(Trial& trial) const {
  const std::vector<Curve>& trainings = results_[index_of(trial.params())];
  const Curve& curve = trainings[trial.rng("training").below(trainings.size())];
  if (!file_.resource) return curve[0];
  for (auto step = static_cast<std::size_t>(trial.resume_from_step().value_or(0)); step < curve.size(); ++step) {
    if (trial.report(static_cast<double>(step + 1), curve[step]) == Decision::keep) continue;
    if (trial.ended_by_budget()) return value_of(curve, step + 1);
    throw TrialPruned{};
  }
  return value_of(curve, curve.size());
}

}  // namespace vernier
