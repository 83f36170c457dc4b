#pragma once
// The tasks that advice is measured on: five data sets, two networks each.
#include <filesystem>
#include <string>
#include <vector>

#include "vernier/tune/tune.hpp"

namespace vernier::advice_benchmark {

struct Task {
  std::string name;  ///< "optdigits, deep"
  tune::Plan plan;
};

/// `folder` holds the public data sets. "plain": the document's network with Adam; "deep": two layers of 128 with
/// batch normalization and dropout, SGD with momentum.
[[nodiscard]] std::vector<Task> tasks(const std::filesystem::path& folder);

/// As `tune DATA` takes them, without a network: the five and five more.
[[nodiscard]] std::vector<Task> tables(const std::filesystem::path& folder, std::uint64_t seed);

}  // namespace vernier::advice_benchmark
