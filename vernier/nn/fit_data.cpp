#include "vernier/nn/fit_data.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "vernier/base/errors.hpp"

namespace vernier::nn {
namespace {

// (n) and (n, 1) are the same targets
Shape squeezed_sample(const Shape& target) {
  const Shape sample = target.without_front();
  return sample == Shape{1} ? Shape{} : sample;
}

}  // namespace

FitData::FitData(const Inputs& x, const Targets& y, const FitOptions& options)
    : x_(x), y_(y), weights_(options.sample_weight), validation_(options.validation_data) {
  if (!options.class_weight.empty() && !options.sample_weight.empty()) {
    throw InvalidArgument("both class_weight and sample_weight are given", "one of them");
  }
  if (!validation_ && options.validation_split != 0) split(options.validation_split, options.sample_weight);
  if (!options.class_weight.empty()) weigh_classes(options.class_weight);
}

void FitData::split(double share, std::span<const float> weights) {
  const Index samples = x_.samples();
  const auto at = static_cast<Index>(std::floor(static_cast<double>(samples) * (1.0 - share)));
  if (!(share > 0 && share < 1) || at == 0 || at == samples) {
    throw InvalidArgument(fmt::format("a validation split of {} of {} samples", share, samples),
                          "a share that leaves samples on both sides");
  }
  const auto boundary = static_cast<std::size_t>(at);
  validation_ = ValidationData{x_.slice(at, samples), y_.slice(at, samples),
                               weights.empty() ? weights : weights.subspan(boundary)};
  x_ = x_.slice(0, at);
  y_ = y_.slice(0, at);
  if (!weights.empty()) weights_ = weights.first(boundary);
}

void FitData::weigh_classes(const std::map<int, float>& weights) {
  if (y_.views().size() > 1) {
    throw InvalidArgument("class_weight for a model of several outputs", "one output", "Use sample_weight.");
  }
  const ConstView y = y_.views()[0];
  const Shape sample = y.shape.without_front();
  if (sample.rank() > 1) {
    throw InvalidArgument(fmt::format("class_weight with targets of shape {}", to_string(y.shape)),
                          "one class a sample: (samples), (samples, 1) or (samples, classes)");
  }
  const Index columns = sample.size();
  for (Index i = 0; i < y.shape[0]; ++i) {
    const float* row = y.data + i * columns;
    const int label = columns > 1 ? static_cast<int>(std::max_element(row, row + columns) - row)
                                  : static_cast<int>(std::nearbyint(row[0]));
    const auto found = weights.find(label);
    class_weights_.push_back(found == weights.end() ? 1.0F : found->second);
  }
  weights_ = class_weights_;
}

void FitData::check_validation_targets() const {
  if (!validation_) return;
  for (std::size_t k = 0; k < y_.views().size(); ++k) {
    const Shape& given = validation_->y.views()[k].shape;
    const Shape& trained = y_.views()[k].shape;
    if (squeezed_sample(given) == squeezed_sample(trained)) continue;
    throw InvalidArgument(fmt::format("validation targets of shape {}", to_string(given)),
                          fmt::format("the shape of the training targets, {}", to_string(trained)));
  }
}

}  // namespace vernier::nn
