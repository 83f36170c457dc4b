#include "vernier/tune/pruning.hpp"

#include <fmt/core.h>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier::tune {

void PruningCallback::on_epoch_end(nn::FitState& state, nn::Logs& logs) {
  const auto value = logs.get(monitor_);
  if (!value) {
    std::vector<std::string> names;
    for (const auto& [name, number] : logs.items()) names.push_back(name);
    throw InvalidArgument(fmt::format("Pruning: '{}' is not among the logs of the fit", monitor_), {},
                          suggest(monitor_, names));
  }
  if (trial_.report(static_cast<double>(state.epoch + 1), *value) != Decision::keep) state.stop = true;
}

}  // namespace vernier::tune
