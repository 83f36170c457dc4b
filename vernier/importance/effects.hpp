#pragma once
// What parameters do to the result: its mean at each value of one or two of them, over all values of the others.
//
//   const StudyEffects effects(history, {}, Rng(1));
//   const PartialDependence depth = effects.of("depth");
//
// Read off a forest of the results exactly (vernier/importance/support/trial_forest.hpp says what it stands for).
// Source of the idea: Friedman 2001, Greedy function approximation, section 8.2.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/base/rng.hpp"
#include "vernier/trial/history.hpp"

namespace vernier {

/// The values at which the effect of one parameter is known: all of a finite range, 64 of a larger one.
struct EffectAxis {
  std::string name;
  bool ordered = true;  ///< false: categories
  bool log = false;
  std::vector<ParamValue> values;
  std::vector<int> trials;  ///< complete ones at each value (in its cell)
};

/// In units of the objective.
struct PartialDependence {
  EffectAxis axis;
  std::vector<double> mean;
  std::vector<double> low;  ///< nine trees in ten lie between
  std::vector<double> high;
};

/// [first * second.values.size() + second]
struct InteractionEffect {
  EffectAxis first;
  EffectAxis second;
  std::vector<double> mean;
  std::vector<double> low;
  std::vector<double> high;
};

struct EffectOptions {
  std::size_t objective = 0;
  std::size_t trees = 16;
};

/// Immutable; may be used from several threads. Refers to the space of the history, which must outlive it.
class StudyEffects {
 public:
  /// Throws as importance by fanova does: too few trials, equal values, no such objective.
  StudyEffects(const History& history, const EffectOptions& options, Rng rng);
  ~StudyEffects();
  StudyEffects(StudyEffects&&) noexcept;

  /// Throws NotFound, with the nearest name.
  [[nodiscard]] PartialDependence of(std::string_view parameter) const;
  /// Throws InvalidArgument where both are the same.
  [[nodiscard]] InteractionEffect of(std::string_view first, std::string_view second) const;

 private:
  struct Model;
  std::unique_ptr<const Model> model_;
};

}  // namespace vernier
