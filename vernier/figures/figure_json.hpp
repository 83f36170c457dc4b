#pragma once
// Figures as JSON, for whatever draws them outside this program.
#include <functional>
#include <span>

#include "vernier/base/json.hpp"
#include "vernier/figures/figure.hpp"

namespace vernier {

/// How a list of numbers is written.
using NumberWriter = std::function<Json(std::span<const double>)>;
/// A JSON list; what is not finite becomes null.
[[nodiscard]] Json plain_numbers(std::span<const double> numbers);

/// {"title","kind","x":{"label","log","ticks","groups"},"y":{...,"low","high"},"series":[{"name","kind","x","y",...}],
/// ...}: what a figure does not have is left out. docs/formats/report_page.md has every key.
[[nodiscard]] Json to_json(const Figure& figure, const NumberWriter& write = plain_numbers);

}  // namespace vernier
