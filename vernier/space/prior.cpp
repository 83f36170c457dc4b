#include "vernier/space/prior.hpp"

#include <fmt/core.h>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier {
namespace {

Confidence confidence_from_json(const Json& json, std::string_view where) {
  for (const Confidence confidence : {Confidence::low, Confidence::medium, Confidence::high}) {
    if (json == to_string(confidence)) return confidence;
  }
  throw InvalidArgument(fmt::format("parameter '{}': prior_confidence is {}", where, json.dump()),
                        "low, medium or high");
}

}  // namespace

std::string_view to_string(Confidence confidence) {
  if (confidence == Confidence::low) return "low";
  return confidence == Confidence::medium ? "medium" : "high";
}

std::optional<Prior> take_prior(Json& spec, std::string_view where) {
  if (!spec.is_object()) return std::nullopt;
  const auto value = spec.find("prior");
  if (value == spec.end()) {
    if (spec.contains("prior_confidence")) {
      throw InvalidArgument(fmt::format("parameter '{}': prior_confidence without prior", where), "both, or neither");
    }
    return std::nullopt;
  }
  Prior prior{.value = param_from_json(*value, fmt::format("parameter '{}': prior", where))};
  if (spec.contains("prior_confidence")) prior.confidence = confidence_from_json(spec["prior_confidence"], where);
  spec.erase("prior");
  spec.erase("prior_confidence");
  return prior;
}

}  // namespace vernier
