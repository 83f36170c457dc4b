#pragma once
// The data of one fit: what it trains on, with which weights, and what it is judged by.
#include <optional>
#include <span>
#include <vector>

#include "vernier/nn/fit_options.hpp"

namespace vernier::nn {

/// Views of the caller's arrays, and class weights as one number a sample. Not copyable: it looks at itself.
class FitData {
 public:
  /// Takes the validation split off. Throws InvalidArgument for options that do not fit the data or each other.
  FitData(const Inputs& x, const Targets& y, const FitOptions& options);
  FitData(const FitData&) = delete;
  FitData& operator=(const FitData&) = delete;

  [[nodiscard]] const Inputs& x() const { return x_; }
  [[nodiscard]] const Targets& y() const { return y_; }
  /// One number a sample, or empty.
  [[nodiscard]] std::span<const float> weights() const { return weights_; }
  [[nodiscard]] const std::optional<ValidationData>& validation() const { return validation_; }
  /// Throws InvalidArgument where validation targets are of another shape.
  void check_validation_targets() const;

 private:
  void split(double share, std::span<const float> weights);
  void weigh_classes(const std::map<int, float>& weights);

  Inputs x_;
  Targets y_;
  std::span<const float> weights_;
  std::vector<float> class_weights_;
  std::optional<ValidationData> validation_;
};

}  // namespace vernier::nn
