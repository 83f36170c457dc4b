#include "vernier/nn/callbacks/callback.hpp"

#include <algorithm>

namespace vernier::nn {

void Logs::set(const std::string& name, double value) {
  const auto found = std::find_if(items_.begin(), items_.end(), [&](const auto& item) { return item.first == name; });
  if (found == items_.end()) {
    items_.emplace_back(name, value);
  } else {
    found->second = value;
  }
}

std::optional<double> Logs::get(std::string_view name) const {
  const auto found = std::find_if(items_.begin(), items_.end(), [&](const auto& item) { return item.first == name; });
  return found == items_.end() ? std::nullopt : std::optional<double>(found->second);
}

Catalogue<CallbackInfo>& callbacks() {
  static Catalogue<CallbackInfo> catalogue("callback", builtin_callback_table());
  return catalogue;
}

std::unique_ptr<Callback> make_callback(const Component& component) {
  const CallbackInfo& info = callbacks().get(component.name);
  info.options.check(component.options, fmt::format("callback '{}'", info.name));
  return info.make(component.options);
}

}  // namespace vernier::nn
