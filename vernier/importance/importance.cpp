#include "vernier/importance/importance.hpp"

namespace vernier {

Catalogue<ImportanceInfo>& importances() {
  static Catalogue<ImportanceInfo> catalogue("importance method", builtin_importance_table());
  return catalogue;
}

std::unique_ptr<ImportanceEvaluator> make_importance(const Component& component) {
  const ImportanceInfo& info = importances().get(component.name);
  info.options.check(component.options, fmt::format("importance method '{}'", info.name));
  return info.make(component.options);
}

}  // namespace vernier
