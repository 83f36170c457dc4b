#pragma once
// The `study:` block of an experiment: how a search runs and where it is kept.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/base/component.hpp"
#include "vernier/base/options.hpp"

namespace vernier {

/// What is not said is left to whoever runs it.
struct StudyBlock {
  std::optional<std::string> name;
  std::optional<std::string> storage;
  std::optional<Component> sampler;
  std::optional<Component> pruner;
  std::optional<std::int64_t> trials;
  std::optional<double> budget;
  std::optional<double> timeout;
  std::optional<int> jobs;
  std::optional<std::int64_t> window;
  std::optional<std::uint64_t> seed;
  std::vector<std::string> warm_start;
  std::optional<bool> refit;
  static void describe(OptionFields<StudyBlock>& field);
};

}  // namespace vernier
