#pragma once
// A declared search space: parameters, the conditions under which they are active, and hard constraints.
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/base/rng.hpp"
#include "vernier/space/distribution.hpp"
#include "vernier/space/expression.hpp"
#include "vernier/space/prior.hpp"

namespace vernier {

struct Parameter {
  std::string name;
  Distribution distribution;
  std::optional<Expression> when;  ///< active only where this holds; a condition over an inactive parameter is false
  std::optional<Prior> prior{};    ///< its value is one of the distribution
  friend bool operator==(const Parameter&, const Parameter&) = default;
};

/// A value type. Parameters keep their declared order; conditions may nest to any depth.
///
///   SearchSpace space;
///   space.add("optimizer", Distribution::categorical({"adam", "sgd"}))
///        .add("momentum", Distribution::real(0, 0.99), "optimizer == 'sgd'")
///        .constrain("units * layers <= 256");
class SearchSpace {
 public:
  static constexpr std::size_t max_parameters = 10'000;

  /// Throws InvalidArgument for an empty or repeated name, past max_parameters, for a condition that does not parse and
  /// for a prior outside the distribution.
  SearchSpace& add(std::string name, Distribution distribution, std::string_view when = {},
                   std::optional<Prior> prior = std::nullopt);
  SearchSpace& constrain(std::string_view expression);

  /// Checks the whole: conditions and constraints name known parameters, conditions form no ring, the constraints can
  /// be satisfied (looked for with a fixed stream and a fixed effort). Throws InvalidArgument.
  void validate() const;

  [[nodiscard]] std::span<const Parameter> parameters() const { return parameters_; }
  [[nodiscard]] std::span<const Expression> constraints() const { return constraints_; }
  [[nodiscard]] const Parameter* find(std::string_view name) const;
  [[nodiscard]] bool empty() const { return parameters_.empty(); }
  [[nodiscard]] std::size_t size() const { return parameters_.size(); }
  /// Whether any parameter has a condition.
  [[nodiscard]] bool conditional() const;

  /// Parameters in an order in which each comes after those that its condition names; indices into parameters().
  /// Throws InvalidArgument for a ring. Found once and kept until the next add().
  [[nodiscard]] std::span<const std::size_t> topological_order() const;
  /// `params` without what is inactive (its condition does not hold, or names something inactive).
  [[nodiscard]] ParamMap active(const ParamMap& params) const;
  /// Every constraint holds; one that names an inactive parameter is void.
  [[nodiscard]] bool feasible(const ParamMap& params) const;
  /// Throws InvalidArgument unless `params` has exactly the active parameters, each within its distribution, and is
  /// feasible.
  void check(const ParamMap& params, std::string_view where) const;

  /// One value for each parameter from unit-cube coordinates in declared order, then active(): the one way from points
  /// to configurations. May be infeasible.
  [[nodiscard]] ParamMap from_unit(std::span<const double> point) const;
  /// A feasible configuration drawn uniformly by rejection; nothing after `tries` refusals.
  [[nodiscard]] std::optional<ParamMap> sample(Rng& rng, int tries = 10000) const;
  /// The number of different configurations when it is finite and at most `limit`: conditions and constraints count.
  [[nodiscard]] std::optional<std::uint64_t> count(std::uint64_t limit = 1'000'000) const;
  /// All configurations in lexical order of the declared parameters; the space must be finite (Unsupported otherwise).
  [[nodiscard]] std::vector<ParamMap> enumerate(std::uint64_t limit = 1'000'000) const;

  friend bool operator==(const SearchSpace& a, const SearchSpace& b) {
    return a.parameters_ == b.parameters_ && a.constraints_ == b.constraints_;
  }

 private:
  struct Order;
  std::vector<Parameter> parameters_;
  std::vector<Expression> constraints_;
  std::shared_ptr<Order> order_;  // of these parameters; copies share it, add() begins another
};

/// What differs between two spaces, one line each, for people; empty when they are the same.
[[nodiscard]] std::vector<std::string> describe_changes(const SearchSpace& before, const SearchSpace& after);

}  // namespace vernier
