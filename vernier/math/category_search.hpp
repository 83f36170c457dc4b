#pragma once
// Independent distributions over categories that move towards better choices: the categorical part of CatCMA with
// margin (Hamano, Uchida, Shirakawa, Nomura 2025, arXiv:2504.07884), which adapts its step by the ratio of signal to
// noise (ASNG; Akimoto et al. 2019, "Adaptive stochastic natural gradient method for one-shot neural architecture
// search").
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "vernier/base/rng.hpp"

namespace vernier {

/// A value type.
class CategorySearch {
 public:
  /// One choice for each variable; nothing where the variable had no part in the result.
  using Choices = std::vector<std::optional<std::size_t>>;

  /// `probabilities[k]` are the shares of the categories, at least two, of variable k. `margin` is the least
  /// probability in all that is left to the categories other than the best of a variable.
  CategorySearch(std::vector<std::vector<double>> probabilities, double margin);

  [[nodiscard]] const std::vector<std::vector<double>>& probabilities() const { return probabilities_; }
  [[nodiscard]] std::vector<std::size_t> sample(Rng& rng) const;
  /// The parents of a generation, the best first, with their weights.
  void update(std::span<const Choices> parents, std::span<const double> weights);

 private:
  void keep_margin();

  std::vector<std::vector<double>> probabilities_;
  double margin_;
  std::vector<double> path_;  // one entry for each free parameter
  double path_length_ = 0;    // what its square is expected to be under no signal, as a share
  double inverse_step_ = 1;
};

}  // namespace vernier
