#include "vernier/tune/scores.hpp"

#include <algorithm>
#include <cmath>

namespace vernier::tune {
namespace {

Tensor on_original_scale(const TargetEncoder& target, Tensor values) {
  target.to_original_scale(values.view());
  return values;
}

std::map<std::string, double> class_scores(const TargetEncoder& target, const Tensor& prediction, const Tensor& ids) {
  const auto rows = static_cast<std::size_t>(ids.size());
  const std::vector<Index> classes = target.predicted_classes(prediction.view());
  const Index columns = prediction.view().columns();
  double right = 0;
  double loss = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const auto truth = static_cast<Index>(ids.values()[row]);
    if (classes[row] == truth) right += 1;
    const std::size_t at = row * static_cast<std::size_t>(columns);
    const double p = columns == 1 ? (truth == 1 ? prediction.values()[at] : 1.0F - prediction.values()[at])
                                  : prediction.values()[at + static_cast<std::size_t>(truth)];
    loss -= std::log(std::max(p, 1e-7));
  }
  return {{"accuracy", right / static_cast<double>(rows)}, {"loss", loss / static_cast<double>(rows)}};
}

std::map<std::string, double> number_scores(const TargetEncoder& target, const Tensor& prediction,
                                            const Tensor& encoded) {
  const Tensor predicted = on_original_scale(target, prediction);
  const Tensor truth = on_original_scale(target, encoded);
  const auto rows = static_cast<std::size_t>(truth.size());
  double mean = 0;
  for (const float value : truth.values()) mean += static_cast<double>(value) / static_cast<double>(rows);
  double squares = 0;
  double absolute = 0;
  double total = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const double error = static_cast<double>(predicted.values()[row]) - static_cast<double>(truth.values()[row]);
    squares += error * error;
    absolute += std::abs(error);
    total += std::pow(static_cast<double>(truth.values()[row]) - mean, 2);
  }
  const auto n = static_cast<double>(rows);
  return {{"rmse", std::sqrt(squares / n)}, {"mae", absolute / n}, {"r2", total > 0 ? 1 - squares / total : 0.0}};
}

}  // namespace

std::string score_prefix(const Encoder& encoder, std::size_t target) {
  return encoder.target_count() == 1 ? "" : encoder.target(target).task().target + "_";
}

std::map<std::string, double> score(const Encoder& encoder, std::span<const Tensor> predictions,
                                    std::span<const Tensor> targets) {
  std::map<std::string, double> scores;
  for (std::size_t k = 0; k < encoder.target_count(); ++k) {
    const TargetEncoder& target = encoder.target(k);
    const auto judge = target.task().kind == TaskKind::regression ? &number_scores : &class_scores;
    for (const auto& [name, value] : judge(target, predictions[k], targets[k])) {
      scores[score_prefix(encoder, k) + name] = value;
    }
  }
  return scores;
}

std::string first_score(const Encoder& encoder) {
  const bool regression = encoder.target().task().kind == TaskKind::regression;
  return score_prefix(encoder, 0) + (regression ? "rmse" : "accuracy");
}

std::vector<double> row_errors(const TargetEncoder& target, const Tensor& prediction, const Tensor& truth) {
  std::vector<double> errors(static_cast<std::size_t>(truth.size()));
  if (target.task().kind != TaskKind::regression) {
    const std::vector<Index> classes = target.predicted_classes(prediction.view());
    for (std::size_t row = 0; row < errors.size(); ++row) {
      errors[row] = classes[row] == static_cast<Index>(truth.values()[row]) ? 0.0 : 1.0;
    }
    return errors;
  }
  const Tensor predicted = on_original_scale(target, prediction);
  const Tensor original = on_original_scale(target, truth);
  for (std::size_t row = 0; row < errors.size(); ++row) {
    const double error = static_cast<double>(predicted.values()[row]) - static_cast<double>(original.values()[row]);
    errors[row] = error * error;
  }
  return errors;
}

}  // namespace vernier::tune
