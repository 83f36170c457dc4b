#include "vernier/base/json.hpp"

#include <cmath>

#include "vernier/base/text.hpp"

namespace vernier {

Json exact_json(double number) { return std::isfinite(number) ? Json(number) : Json(format_number(number)); }

double exact_number(const Json& json) {
  if (json.is_string()) {
    if (const auto number = parse_number(json.get_ref<const std::string&>())) return *number;
  }
  return json.get<double>();
}

}  // namespace vernier
