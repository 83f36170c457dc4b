#pragma once
// How the variance of a forest divides among its coordinates and pairs of them (functional analysis of variance).
//
// All coordinates are taken to be independent and uniform over their cells. The forest's mean over all coordinates but
// one or two (its marginal) is read off the leaves' boxes exactly, without sampling.
//
// Sources: Hoeffding 1948; Sobol' 1993 (the decomposition); Hutter, Hoos, Leyton-Brown 2014, An efficient approach for
// assessing hyperparameter importance (marginals of trees).
#include <vector>

#include "vernier/base/rng.hpp"
#include "vernier/math/grid_forest.hpp"

namespace vernier {

/// A function of one coordinate by cell, or of two: [first * cells of the second + second].
struct GridEffect {
  std::vector<double> mean;                ///< of all trees
  std::vector<std::vector<double>> trees;  ///< of each tree
  /// What it contributes to the variance: the mean square, where the mean is 0.
  [[nodiscard]] double variance() const;
  /// The variance divided among the trees (each by its covariance with all); their mean is variance().
  [[nodiscard]] std::vector<double> variances() const;
};

class ForestEffects {
 public:
  /// Refers to the forest, which must outlive it.
  explicit ForestEffects(const GridForest& forest);

  /// The mean over all coordinates, of each tree.
  [[nodiscard]] const std::vector<double>& tree_means() const { return means_; }
  /// What a value of the coordinate adds to the mean; 0 on average.
  [[nodiscard]] GridEffect main(std::size_t axis) const;
  /// What two values add beyond their main effects; 0 on average in each row and column.
  [[nodiscard]] GridEffect interaction(std::size_t first, std::size_t second) const;

 private:
  struct Leaf {
    double volume = 0;  // the share of all configurations that it covers
    double mean = 0;
  };
  struct Touch {  // a leaf whose path says something of an axis
    std::uint32_t leaf = 0;
    std::uint32_t piece = 0;  // of the leaf's
  };
  struct Tree {
    std::vector<Leaf> leaves;
    std::vector<std::vector<Touch>> touches;  // by axis
  };
  void add_tree(const GridTree& tree);
  [[nodiscard]] std::vector<double> tree_main(std::size_t tree, std::size_t axis) const;
  [[nodiscard]] std::vector<double> tree_interaction(std::size_t tree, std::size_t first, std::size_t second) const;

  const GridForest* forest_;
  std::vector<Tree> trees_;
  std::vector<double> means_;
};

struct FunctionalAnova {
  struct Share {
    std::size_t first = 0;
    std::size_t second = 0;  ///< of an interaction
    double variance = 0;
    std::vector<double> trees;  ///< what each tree contributes; `variance` is their mean
  };
  double total = 0;  ///< the variance of the forest
  std::vector<Share> axes;
  std::vector<Share> pairs;  ///< interactions, without the main effects
};

/// The main effects, and the interactions among the `paired` axes of the largest ones. What these do not explain is
/// found with 4096 Sobol points; `rng` scrambles them.
[[nodiscard]] FunctionalAnova analyse_variance(const GridForest& forest, std::size_t paired, Rng rng);

}  // namespace vernier
