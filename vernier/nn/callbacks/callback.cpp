#include "vernier/nn/callbacks/callback.hpp"

namespace vernier::nn {

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
