#include "vernier/pruners/pruner.hpp"

namespace vernier {

std::string_view to_string(Decision decision) {
  switch (decision) {
    case Decision::keep: return "keep";
    case Decision::stop: return "stop";
    case Decision::pause: return "pause";
  }
  return "unknown";
}

std::optional<TrialNumber> Pruner::promote(const History&) const { return std::nullopt; }

Catalogue<PrunerInfo>& pruners() {
  static Catalogue<PrunerInfo> catalogue("pruner", builtin_pruner_table());
  return catalogue;
}

std::unique_ptr<Pruner> make_pruner(const Component& component) {
  const PrunerInfo& info = pruners().get(component.name);
  info.options.check(component.options, fmt::format("pruner '{}'", info.name));
  return info.make(component.options);
}

}  // namespace vernier
