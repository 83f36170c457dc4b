#pragma once
// Which hyperparameters mattered.
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/base/catalogue.hpp"
#include "vernier/base/options.hpp"
#include "vernier/base/rng.hpp"
#include "vernier/trial/history.hpp"

namespace vernier {

/// The share of the variation of the results that one parameter explains, or the interaction of two, 0 to 1.
struct Importance {
  std::string name;
  double importance = 0;
  std::optional<double> low;  ///< where the method says how sure it is
  std::optional<double> high;
  std::string with{};  ///< of an interaction the second parameter
};

/// Reads a finished or running study. Stateless: one instance may be used from several threads.
class ImportanceEvaluator {
 public:
  virtual ~ImportanceEvaluator() = default;
  /// One entry for each parameter of the study, and for each interaction that an option asks for, the most important
  /// first; of the first objective unless an option says otherwise. Throws InvalidState when there are too few complete
  /// trials, and where all have the same value.
  [[nodiscard]] virtual std::vector<Importance> evaluate(const History& history, Rng rng) const = 0;
};

struct ImportanceInfo {
  std::string name;
  std::string summary;
  std::string cites;
  std::vector<std::string> aliases{};
  const OptionTable& options;
  std::unique_ptr<ImportanceEvaluator> (*make)(const Json& options);
};

[[nodiscard]] std::span<const ImportanceInfo* const> builtin_importance_table();  // generated
/// The catalogue of importance methods.
[[nodiscard]] Catalogue<ImportanceInfo>& importances();
/// Throws InvalidArgument for an unknown name or option.
[[nodiscard]] std::unique_ptr<ImportanceEvaluator> make_importance(const Component& component);
/// What `auto` is for this study: main_effects where the trials are a balanced design (orthogonal, factorial, grid) or
/// too few for a forest, else fanova.
[[nodiscard]] std::string_view suitable_importance(const History& history);

}  // namespace vernier
