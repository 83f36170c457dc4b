#pragma once
// One thing that was found out, and what follows from it.
#include <string>

#include "vernier/base/json.hpp"

namespace vernier::advice {

/// A value type. Nothing to change where `change` is empty.
struct Finding {
  std::string says;      ///< "layer 'dense_3': the gradient vanishes"
  std::string evidence;  ///< the numbers that it rests on
  std::string change;    ///< what to do
  std::string source;    ///< the paper or book that the rule is from

  [[nodiscard]] Json to_json() const {
    return {{"says", says}, {"evidence", evidence}, {"change", change}, {"source", source}};
  }
};

}  // namespace vernier::advice
