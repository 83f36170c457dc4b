#include "vernier/advice/learning_curves.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "vernier/advice/short_training.hpp"
#include "vernier/base/component.hpp"
#include "vernier/base/rng.hpp"

namespace vernier::advice {

TrainedCurves train_curves(const tune::TrainingTask& task, const Configuration& configuration, std::uint64_t seed,
                           const CurveOptions& options, std::stop_token stop) {
  tune::PreparedTraining training = task.prepare(configuration, Rng(seed).split("curves").next64());
  const Index batch = training.options.batch_size;
  const std::int64_t per_epoch = (training.x.samples() + batch - 1) / batch;
  const std::int64_t window = options.steps_per_point > 0 ? options.steps_per_point : per_epoch;
  TrainedCurves result;
  result.epochs_per_point = static_cast<double>(window) / static_cast<double>(per_epoch);
  double sum = 0;
  double least = std::numeric_limits<double>::infinity();
  std::int64_t waited = 0;
  const bool held = training.options.validation_data.has_value();
  train_steps(
      training, options.points * window,
      [&](nn::Model&, std::int64_t step, double loss) {
        result.steps = step;
        sum += loss;
        if (step % window != 0 && std::isfinite(loss)) return false;
        result.curves.training.push_back(sum / static_cast<double>(window));
        sum = 0;
        const double judged = held ? judged_loss(training) : result.curves.training.back();
        if (held) result.curves.validation.push_back(judged);
        waited = judged < least ? 0 : waited + 1;
        least = std::min(least, judged);
        return !std::isfinite(loss) || !std::isfinite(judged) || waited >= options.patience;
      },
      std::move(stop));
  result.curves.baseline = constant_loss(task, configuration);
  return result;
}

std::int64_t patience_of(const Configuration& configuration) {
  const Json callbacks = configuration.fit.value("callbacks", Json::array());
  for (const Json& json : callbacks.is_array() ? callbacks : Json::array({callbacks})) {
    const Component callback = component_from_json(json, "fit.callbacks");
    if (callback.name == "early_stopping") return std::max<std::int64_t>(callback.options.value("patience", 5), 1);
  }
  return CurveOptions{}.patience;
}

std::optional<double> constant_loss(const tune::TrainingTask& task, const Configuration& configuration) {
  if (task.dataset().target_count() != 1) return std::nullopt;
  const std::string loss = component_from_json(configuration.compile.value("loss", Json()), "compile.loss").name;
  const auto values = task.train_part().y.front().values();
  const auto rows = static_cast<double>(values.size());
  if (task.dataset().task().kind == TaskKind::regression) {
    if (loss != "mean_squared_error" && loss != "mse") return std::nullopt;
    double mean = 0;
    double squares = 0;
    for (const float value : values) {
      mean += static_cast<double>(value) / rows;
      squares += static_cast<double>(value) * static_cast<double>(value) / rows;
    }
    return squares - mean * mean;
  }
  if (loss.find("crossentropy") == std::string::npos || loss.find("focal") != std::string::npos) return std::nullopt;
  std::map<float, double> counts;
  for (const float value : values) counts[value] += 1;
  double entropy = 0;
  for (const auto& [value, count] : counts) entropy -= count / rows * std::log(count / rows);
  return entropy;
}

}  // namespace vernier::advice
