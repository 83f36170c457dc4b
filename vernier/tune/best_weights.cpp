#include "vernier/tune/best_weights.hpp"

#include <fmt/core.h>

#include <cmath>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/nn/model.hpp"
#include "vernier/tune/training_task.hpp"

namespace vernier::tune {
namespace {

void require_finite(std::string_view name, double value, std::int64_t epoch) {
  if (std::isfinite(value)) return;
  throw TrainingFailed(
      fmt::format("{} became {} at epoch {}", name, std::isnan(value) ? "NaN" : "infinite", epoch + 1));
}

}  // namespace

void BestWeights::on_epoch_end(nn::FitState& state, nn::Logs& logs) {
  if (const auto loss = logs.get("loss")) require_finite("loss", *loss, state.epoch);
  const auto value = logs.get(goal_.metric);
  if (!value) {
    std::vector<std::string> names;
    for (const auto& [name, number] : logs.items()) names.push_back(name);
    throw InvalidArgument(
        fmt::format("objective: '{}' is not among the logs of a fit", goal_.metric),
        goal_.metric.starts_with("val_") ? "a metric of compile, and a validation part" : "a metric of compile",
        suggest(goal_.metric, names));
  }
  require_finite(goal_.metric, *value, state.epoch);
  latest_ = *value;
  if (best_ && (goal_.direction == Direction::minimize ? *value >= *best_ : *value <= *best_)) return;
  best_ = *value;
  epoch_ = state.epoch;
  weights_ = state.model.get_weights();
}

Json BestWeights::state() const {
  if (!best_) return nullptr;
  return {{"best", *best_}, {"latest", latest_}, {"epoch", epoch_}};
}

void BestWeights::restore(nn::FitState&, const Json& state, std::vector<Tensor> tensors) {
  if (state.is_null()) return;
  best_ = state.at("best").get<double>();
  latest_ = state.at("latest").get<double>();
  epoch_ = state.at("epoch").get<std::int64_t>();
  weights_ = std::move(tensors);
}

}  // namespace vernier::tune
