#pragma once
// What predictions are worth, on the scale of the data.
#include <map>
#include <span>
#include <string>
#include <vector>

#include "vernier/data/encoder.hpp"
#include "vernier/tensor/tensor.hpp"

namespace vernier::tune {

/// What the names of a target's scores and logs begin with: nothing for an only one, "price_" for one among several.
[[nodiscard]] std::string score_prefix(const Encoder& encoder, std::size_t target);

/// accuracy and loss (the mean negative logarithm of the probability of the true class), or rmse, mae and r2 on the
/// original scale, of each target. Predictions and encoded targets are in the order of the targets.
[[nodiscard]] std::map<std::string, double> score(const Encoder& encoder, std::span<const Tensor> predictions,
                                                  std::span<const Tensor> targets);
/// The score that a person asks for first: accuracy or rmse, of the first target.
[[nodiscard]] std::string first_score(const Encoder& encoder);

/// One number a row, less is better: 0 or 1 for a class, the squared error of a number. For paired comparisons.
[[nodiscard]] std::vector<double> row_errors(const TargetEncoder& target, const Tensor& prediction,
                                             const Tensor& truth);

}  // namespace vernier::tune
