#pragma once
// The search spaces of the contract suites, each also in a form with finitely many configurations.
#include <cstdint>
#include <string>
#include <vector>

#include "vernier/base/rng.hpp"
#include "vernier/space/search_space.hpp"

namespace vernier {

/// Every kind of parameter; without real ranges where `finite`.
[[nodiscard]] inline SearchSpace mixed_space(bool finite) {
  SearchSpace space;
  space.add("activation", Distribution::categorical({std::string("relu"), std::string("tanh"), std::string("gelu")}))
      .add("bias", Distribution::categorical({true, false}))
      .add("units", Distribution::ordinal({std::int64_t{16}, std::int64_t{32}, std::int64_t{64}}))
      .add("layers", Distribution::integer(1, 3))
      .add("stride", Distribution::integer(0, 9, false, 3))
      .add("rate", Distribution::real(0, 0.5, false, 0.25))
      .add("fixed", Distribution::integer(7, 7))
      .add("point", Distribution::real(0.5, 0.5));
  if (!finite) {
    space.add("learning_rate", Distribution::real(1e-5, 1e-1, true))
        .add("momentum", Distribution::real(-1, 1))
        .add("batch", Distribution::integer(8, 4096, true));
  }
  return space;
}

/// Conditions three levels deep.
[[nodiscard]] inline SearchSpace conditional_space(bool finite) {
  SearchSpace space;
  space
      .add("nesterov", Distribution::categorical({true, false}), "momentum > 0.3")  // before what it depends on
      .add("optimizer", Distribution::categorical({std::string("adam"), std::string("sgd")}))
      .add("momentum", finite ? Distribution::real(0, 0.9, false, 0.3) : Distribution::real(0, 0.9),
           "optimizer == 'sgd'")
      .add("damping", Distribution::integer(1, 3), "nesterov == true and momentum < 0.8");
  return space;
}

[[nodiscard]] inline SearchSpace constrained_space(bool finite) {
  SearchSpace space;
  space.add("layers", Distribution::integer(1, 4))
      .add("units", Distribution::ordinal({std::int64_t{16}, std::int64_t{32}, std::int64_t{64}, std::int64_t{128}}))
      .add("dropout", finite ? Distribution::real(0, 0.6, false, 0.2) : Distribution::real(0, 0.6))
      .constrain("layers * units <= 128")
      .constrain("dropout < 0.5 or layers == 1");
  return space;
}

/// What satisfies the constraint is less than a hundredth of the space.
[[nodiscard]] inline SearchSpace narrow_space(bool finite) {
  SearchSpace space;
  for (const char* name : {"a", "b", "c"}) {
    space.add(name, finite ? Distribution::integer(0, 9) : Distribution::real(0, 9));
  }
  return space.constrain("a + b + c <= 1");
}

/// One of the distributions, of every kind, also with a single value.
[[nodiscard]] inline Distribution random_distribution(Rng& rng, bool finite) {
  const auto low = static_cast<std::int64_t>(rng.below(5));
  const auto width = static_cast<std::int64_t>(rng.below(6));
  const bool log = rng.uniform() < 0.5;
  const auto first = static_cast<double>(low);
  switch (rng.below(finite ? 4 : 7)) {
    case 0: return Distribution::integer(low, low + 2 * width, false, 2);
    case 1: return Distribution::real(first, first + static_cast<double>(width), false, 0.5);
    case 2:
    case 3: {
      std::vector<ParamValue> values;
      for (std::int64_t k = 0; k <= width; ++k) values.emplace_back(low + k * k);
      return log ? Distribution::categorical(std::move(values)) : Distribution::ordinal(std::move(values));
    }
    case 4: return Distribution::integer(low + 1, low + 1 + width * 1000, log);
    case 5: return Distribution::real(1e-12, 1e-12 * static_cast<double>(width + 1), log);
    default: return Distribution::real(-1e150, 1e150);
  }
}

/// One to six parameters; some hang on the value of the first, some spaces have a constraint.
[[nodiscard]] inline SearchSpace random_space(Rng& rng, bool finite, bool conditional, bool constraints) {
  SearchSpace space;
  const std::uint64_t count = 1 + rng.below(6);
  for (std::uint64_t k = 0; k < count; ++k) {
    std::string when;
    if (k > 0 && conditional && rng.uniform() < 0.3) when = k % 2 == 0 ? "p0 > 2" : "p0 <= 2";
    space.add("p" + std::to_string(k), random_distribution(rng, finite), when);
  }
  const double middle = *as_number(space.parameters()[0].distribution.from_unit(0.5));
  if (constraints && rng.uniform() < 0.3) space.constrain("p0 >= " + std::to_string(middle));
  return space;
}

}  // namespace vernier
