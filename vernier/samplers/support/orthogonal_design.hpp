#pragma once
// The design behind the sampler `orthogonal`: an orthogonal array laid over a search space.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "vernier/base/options.hpp"
#include "vernier/math/orthogonal/choose_array.hpp"
#include "vernier/trial/history.hpp"

namespace vernier {

struct OrthogonalOptions {
  std::optional<int> levels{};
  int strength = 2;
  std::string place = "random";
  bool jitter = true;
  bool confirm = true;
  Component then{};
  static void describe(OptionFields<OrthogonalOptions>& field) {
    field("levels", &OrthogonalOptions::levels,
          "levels of each parameter with more values than that; by default the most of 7, 5, 3, 2 whose array fits "
          "the trials of the study, 5 where that is open")
        .between(2, 64);
    field("strength", &OrthogonalOptions::strength,
          "2: main effects free of each other; 3: also of interactions of two")
        .between(2, 6);
    field("place", &OrthogonalOptions::place, "parameters on columns and levels drawn at random, or in order")
        .one_of({"random", "fixed"});
    field("jitter", &OrthogonalOptions::jitter,
          "draw the value of each level within its share of the range, not the middle");
    field("confirm", &OrthogonalOptions::confirm, "end with a run at the predicted optimum");
    field("then", &OrthogonalOptions::then, "the sampler that goes on after that; by default the study ends")
        .of("samplers");
  }
};

/// One parameter in the design. A parameter with a single value is no factor.
struct OrthogonalFactor {
  std::string name;
  std::vector<ParamValue> values;  ///< of each level; all runs at a level share it, so that level means mean something
};

/// Everything is a pure function of make_design's arguments.
struct OrthogonalDesign {
  ChosenArray chosen;
  std::vector<OrthogonalFactor> factors;  ///< column j of chosen.array belongs to factor j
  ParamMap constants;                     ///< the single values
  std::vector<int> runs;                  ///< rows of the array in the order in which they are tried
  std::vector<ParamMap> rows;             ///< their configurations: active parameters alone, feasible
  int infeasible = 0;  ///< rows that the constraints forbid; they are left out, and the analysis copes

  /// The configuration that takes these levels, one for each factor: active parameters alone, maybe infeasible.
  [[nodiscard]] ParamMap at(const SearchSpace& space, std::span<const int> levels) const;
  /// The level of each factor in `params`; the number of levels stands for "inactive", nothing for a foreign value.
  [[nodiscard]] std::optional<std::vector<int>> levels_of(const ParamMap& params) const;
};

/// Real parameters, and those with more values than `levels`, get that many equal shares of their (log) range; others
/// get all their values. Placed at random, columns are drawn among equals, the levels of ordered parameters turned in a
/// circle and those of categories shuffled (both keep the array orthogonal), and the runs shuffled.
/// The budget decides how many levels there are. `begun` is the configuration with which the study's design began, if
/// it did: that design is found again whatever the budget has become, so that a study can be given more trials.
/// Throws InvalidArgument when a category has more than 64 values or no array is large enough.
[[nodiscard]] OrthogonalDesign make_design(const SearchSpace& space, const OrthogonalOptions& options,
                                           std::uint64_t seed, const Budget& budget, const ParamMap* begun = nullptr);

}  // namespace vernier
