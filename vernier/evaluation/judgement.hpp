#pragma once
// What repeated trainings say of the contenders against one another.
#include <optional>
#include <string>
#include <vector>

#include "vernier/evaluation/repeats.hpp"

namespace vernier::evaluation {

struct Judging {
  Goal goal;           ///< of the study
  std::string metric;  ///< of the test part
  bool series = false;
};

/// Every configuration of the study over every baseline, first over the default settings; then other finalists over the
/// recommended one. On the test part by its score, over seeds and rows; by the objective, over seeds alone, on the
/// validation part and, where it is computed there, on the test part. p-values are adjusted within each of the three.
[[nodiscard]] std::vector<Gain> gains_between(const std::vector<Entry>& entries, const Judging& judging);

/// Nothing for fewer than two trainings.
[[nodiscard]] std::optional<Optimism> optimism_of(const Contender& contender);

/// Whether the first pair of `gains` improved on the validation part, beyond its interval, and not on the test part; by
/// one metric on both where there is one.
[[nodiscard]] bool overtuned(const std::vector<Gain>& gains);

}  // namespace vernier::evaluation
