#include "vernier/nn/callbacks/support/monitor.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "vernier/base/errors.hpp"

namespace vernier::nn {

Monitor::Monitor(std::string callback, std::string name, const std::string& mode, double min_delta)
    : callback_(std::move(callback)), name_(std::move(name)), min_delta_(std::abs(min_delta)) {
  if (mode == "min") better_ = Better::lower;
  if (mode == "max") better_ = Better::higher;
}

std::optional<double> Monitor::read(FitState& state, const Logs& logs) {
  const std::optional<double> value = logs.get(name_);
  if (!value) {
    std::string known;
    for (const auto& [name, number] : logs.items()) known += (known.empty() ? "" : ", ") + name;
    std::string warning = fmt::format("{} watches '{}', which is not logged; there are {}", callback_, name_, known);
    if (std::ranges::find(state.warnings, warning) == state.warnings.end()) {
      state.warnings.push_back(std::move(warning));
    }
    return std::nullopt;
  }
  if (!better_) better_ = better_direction(name_);
  if (!better_) {
    throw InvalidArgument(fmt::format("{} cannot tell which way '{}' is better", callback_, name_),
                          "a loss or a known metric, or mode min or max");
  }
  return value;
}

bool Monitor::improves(double value, double than) const {
  return better_ == Better::higher ? value - min_delta_ > than : value + min_delta_ < than;
}

void Monitor::restore(const Json& state) {
  best.reset();
  if (!state.is_null()) best = exact_number(state);
}

}  // namespace vernier::nn
