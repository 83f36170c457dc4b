#pragma once
// A layer as Keras describes it, in nn's words.
#include <string>
#include <string_view>

#include "vernier/base/component.hpp"

namespace vernier::keras {

/// The component of {"module", "class_name", "config", "registered_name"}. Throws BadData that begins with `where` for
/// a description that is malformed, Unsupported for layers and options that nn has not.
[[nodiscard]] Component layer_from_config(const Json& saved, const std::string& where);

}  // namespace vernier::keras
