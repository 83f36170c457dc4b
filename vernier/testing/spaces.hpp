#pragma once
// The search spaces of the contract suites, each also in a form with finitely many configurations.
#include <cstdint>
#include <string>

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

}  // namespace vernier
