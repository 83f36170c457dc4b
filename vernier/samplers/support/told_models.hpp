#pragma once
// Models of what is told beside the values of trials.
#include <optional>
#include <vector>

#include "vernier/samplers/support/acquisition.hpp"
#include "vernier/samplers/support/surrogate.hpp"

namespace vernier {

/// One for each told constraint.
[[nodiscard]] std::vector<ConstraintModel> constraint_models(const Evidence& evidence, const Encoding& encoding);

struct CostModel {
  GaussianProcess process;  ///< of the logarithms of the costs, standardised
  double deviation = 1;     ///< of these logarithms
};
/// A trial's cost is what was told, else the step of its last report; nothing where fewer than two are known.
[[nodiscard]] std::optional<CostModel> cost_model(const Evidence& evidence, const Encoding& encoding);

}  // namespace vernier
