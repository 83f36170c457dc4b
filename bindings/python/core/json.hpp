#pragma once
// Plain Python objects as JSON, and back.
#include <nanobind/nanobind.h>

#include <string_view>

#include "vernier/base/json.hpp"
#include "vernier/space/param.hpp"

namespace vernier::python {

namespace nb = nanobind;

/// Of None, booleans, numbers, texts, lists, tuples, dictionaries with texts as keys, and whatever has `tolist`
/// (NumPy's scalars and arrays). Throws InvalidArgument that begins with `where` for anything else.
[[nodiscard]] Json json_from(nb::handle object, std::string_view where);
[[nodiscard]] nb::object object_from(const Json& json);

/// A boolean, number or text. Throws InvalidArgument.
[[nodiscard]] ParamValue param_value_from(nb::handle object, std::string_view where);
[[nodiscard]] ParamMap params_from(const nb::dict& params, std::string_view where);
[[nodiscard]] nb::object object_from(const ParamValue& value);
[[nodiscard]] nb::dict dict_from(const ParamMap& params);

}  // namespace vernier::python
