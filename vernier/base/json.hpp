#pragma once
// JSON as Vernier uses it: objects keep the order in which their keys were written.
#include <nlohmann/json.hpp>

namespace vernier {
using Json = nlohmann::ordered_json;
}  // namespace vernier
