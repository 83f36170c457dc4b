#pragma once
// The walk over an experiment's model, compilation and fit that finds the parameters and, later, puts their values in.
#include <string>
#include <vector>

#include "vernier/base/json.hpp"
#include "vernier/base/options.hpp"

namespace vernier::experiment {

/// One step on the way to a parameter: a key, a layer's kind, or one turn of a repeated block ("layers[2]").
struct PathElement {
  std::string text;
  bool turn = false;
};
/// A parameter that is given a `name:` has the turns on its way and that name as its path, wherever it stands: the same
/// name and range at several places is one parameter.
using Path = std::vector<PathElement>;
[[nodiscard]] std::string to_text(const Path& path);

/// What must hold for a parameter to be active: `parameter` (by full path) has the choice, or more turns than this one.
struct Requirement {
  std::string parameter;
  std::string relation;  ///< " == 'adam'", " > 2"
};

/// A parameter as found: where, its specification, and the option that it fills (null for choices and repeats).
struct Found {
  Path path;
  Json spec;  ///< {"min": ..., "max": ...} or {"values": [...]}
  const OptionSpec* option = nullptr;
  std::vector<Requirement> requirements;
  std::string times{};  ///< an expression over other parameters: its value times that stands in the option; or empty
};

/// Decides what stands in a parameter's place; the finding pass and the filling pass differ in nothing else.
class Visitor {
 public:
  virtual ~Visitor() = default;
  /// The value that stands in the place of the parameter; while finding any legal one.
  virtual Json parameter(const Found& found) = 0;
  /// Whether every alternative of a choice and every turn of a repeat is to be walked, not the chosen ones alone.
  [[nodiscard]] virtual bool finding() const = 0;
};

/// Walks `source` ({"model", "compile", "fit"}) and returns it with every parameter replaced and every repeat unrolled.
[[nodiscard]] Json walk(const Json& source, Visitor& visitor);

}  // namespace vernier::experiment
