#pragma once
// A row of an option table as data, for other programs and languages.
#include "vernier/base/options.hpp"

namespace vernier {

/// {"name","type","default" or "required","at_least" or "above","at_most","choices","catalogue","help"}; what does not
/// apply is left out.
[[nodiscard]] Json to_json(const OptionSpec& spec);

}  // namespace vernier
