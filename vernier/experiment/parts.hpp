#pragma once
// The option table of an experiment's fit block (compile has nn::CompileOptions), and those of the catalogue entries
// that may stand in them.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/base/options.hpp"

namespace vernier::experiment {

/// `fit:` in Keras's words.
struct FitBlock {
  std::int64_t batch_size = 32;
  std::int64_t epochs = 1;
  double validation_split = 0;
  bool shuffle = true;
  double mixup = 0;          ///< alpha; 0: none
  double cutmix = 0;         ///< alpha; 0: none
  std::int64_t threads = 1;  ///< that share the work of one trial's batches
  bool prefetch = false;
  Json class_weight;  ///< {class: weight}, "balanced", or null
  std::vector<Component> callbacks;
  static void describe(OptionFields<FitBlock>& field);
};

/// {min, max, ...} or {values, ...}: a range or list that stands in the place of a scalar.
[[nodiscard]] bool is_parameter(const Json& json);

/// The options of entry `name` of a catalogue ("layers", "optimizers", "schedules", ...). Throws InvalidArgument that
/// begins with `where` and names the nearest known entry.
[[nodiscard]] const OptionTable& options_of(std::string_view catalogue, std::string_view name, std::string_view where);

/// {dense: 10} for {dense: {units: 10}}: a scalar or a parameter fills the first required option, else the first
/// option.
[[nodiscard]] Json expand_short_form(const Json& given, const OptionTable& table, std::string_view where);

}  // namespace vernier::experiment
