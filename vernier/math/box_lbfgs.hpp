#pragma once
// The minimum of a smooth function within a box, from a start: limited-memory BFGS on the coordinates that no bound
// holds (Liu and Nocedal 1989; the projection is that of Bertsekas 1982).
#include <functional>
#include <span>
#include <vector>

namespace vernier {

/// The value at `x`; writes the gradient. A value that is not finite is taken for "too far".
using SmoothFunction = std::function<double(std::span<const double> x, std::span<double> gradient)>;

struct BoxLbfgsOptions {
  int max_evaluations = 100;
  double tolerance = 1e-6;  ///< of the largest component of the projected gradient
  double first_step = 1;    ///< length of the first step at most
};

struct BoxMinimum {
  std::vector<double> x;
  double value = 0;  ///< not finite where the start's is not
  int evaluations = 0;
};

/// `start` is moved into the box first. Deterministic.
[[nodiscard]] BoxMinimum minimize_in_box(const SmoothFunction& function, std::vector<double> start,
                                         std::span<const double> low, std::span<const double> high,
                                         const BoxLbfgsOptions& options = {});

}  // namespace vernier
