#pragma once
// One configuration in the forms in which other programs take it.
#include <string>
#include <string_view>
#include <utility>

#include "vernier/space/param.hpp"

namespace vernier::cli {

/// A YAML mapping, one line each; texts that YAML would read as something else are quoted.
[[nodiscard]] std::string params_as_yaml(const ParamMap& params);
/// "--learning_rate=0.003 --optimizer=adam", quoted for a POSIX shell where needed.
[[nodiscard]] std::string params_as_arguments(const ParamMap& params);
/// "learning_rate=0.003" as an assignment of the command line: JSON scalars, everything else is text.
[[nodiscard]] std::pair<std::string, ParamValue> assignment_from_text(std::string_view text);

/// One field of a CSV file (RFC 4180).
[[nodiscard]] std::string csv_field(std::string_view text);

}  // namespace vernier::cli
