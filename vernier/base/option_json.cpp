#include "vernier/base/option_json.hpp"

namespace vernier {

Json to_json(const OptionSpec& spec) {
  Json json{{"name", spec.name}, {"type", to_string(spec.type)}};
  if (spec.required) {
    json["required"] = true;
  } else {
    json["default"] = spec.fallback;
  }
  if (spec.low) json[spec.low_open ? "above" : "at_least"] = *spec.low;
  if (spec.high) json["at_most"] = *spec.high;
  if (!spec.choices.empty()) json["choices"] = spec.choices;
  if (!spec.catalogue.empty()) json["catalogue"] = spec.catalogue;
  json["help"] = spec.help;
  return json;
}

}  // namespace vernier
