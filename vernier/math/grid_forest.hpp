#pragma once
// A forest over a grid of cells, made for what is read off it exactly (means over all other coordinates), where
// math/random_forest.hpp is made for predictions at a point.
//
// Each tree is a sum of stages: regression trees with a plane in each leaf (in the manner of Quinlan 1992, Learning
// with continuous classes), each fitted to a part of what the stages before left over (Friedman 2001, Greedy function
// approximation). Trees see different rows and look at different axes and borders (Breiman 2001). One stage misses
// small effects, or interactions; many find both (docs/decisions/importance.md).
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "vernier/base/rng.hpp"

namespace vernier {

/// A coordinate with `cells` values, 0 to cells - 1: categories, or equal parts of [0, 1], each stood for by its
/// middle.
struct GridAxis {
  static constexpr int most_cells = 64;
  int cells = 1;  ///< 1 to most_cells
  bool category = false;

  [[nodiscard]] double middle(int cell) const { return (cell + 0.5) / cells; }
  /// A bit for each cell.
  [[nodiscard]] std::uint64_t all() const { return ~std::uint64_t{0} >> (most_cells - cells); }
};

/// The share of the axis that these cells are.
[[nodiscard]] inline double extent(const GridAxis& axis, std::uint64_t cells) {
  return std::popcount(cells) / static_cast<double>(axis.cells);
}

/// Rows by column: cells[axis * rows + row].
struct GridRows {
  static constexpr std::uint8_t none = 255;  ///< no value here: every tree draws one of its own, so it has no effect
  std::vector<GridAxis> axes;
  std::vector<std::uint8_t> cells;
  std::vector<double> values;  ///< finite, one a row

  [[nodiscard]] std::size_t rows() const { return values.size(); }
  [[nodiscard]] std::uint8_t cell(std::size_t row, std::size_t axis) const { return cells[axis * rows() + row]; }
};

struct GridForestOptions {
  std::size_t trees = 16;
  std::size_t stages = 40;       ///< of a tree
  double rate = 0.7;             ///< the part of what is left over that a stage takes
  double rows_share = 0.9;       ///< of the rows that each tree sees
  std::size_t most_rows = 2000;  ///< that a tree sees at most
  double leaf_share = 1.0 / 30;  ///< of these rows on either side of a split, 3 at least
  double axes_share = 1;         ///< of the axes that a split looks at, drawn for each split
  int border_halvings = 3;       ///< each halves the chance that a split looks at a border
  double slope_prior = 0.5;      ///< belief that a plane is flat, in rows spread evenly over the leaf's box
};

/// What the path to a leaf says of one axis.
struct GridPiece {
  std::uint32_t axis = 0;
  double slope = 0;
  std::uint64_t cells = 0;  ///< a bit for each cell that the leaf covers
};

/// One tree as boxes: the sum of its leaves' values, of which each stage has one at any place. A leaf covers the cells
/// of its pieces, and all cells of every other axis; there its value is level + sum over the pieces of slope * middle
/// of the cell.
class GridTree {
 public:
  [[nodiscard]] std::size_t leaves() const { return levels_.size(); }
  [[nodiscard]] std::span<const GridPiece> pieces(std::size_t leaf) const {
    return std::span(pieces_).subspan(ends_[leaf], ends_[leaf + 1] - ends_[leaf]);
  }
  [[nodiscard]] double level(std::size_t leaf) const { return levels_[leaf]; }
  /// The value at one cell of each axis.
  [[nodiscard]] double predict(std::span<const GridAxis> axes, std::span<const std::uint8_t> cells) const;
  /// The rows that it has not seen.
  [[nodiscard]] const std::vector<std::uint32_t>& outside() const { return outside_; }

 private:
  friend class GridGrowth;
  struct Node {
    std::uint32_t axis = 0;
    std::uint32_t left = 0;  // 0: a leaf; the other child is the next
    std::uint32_t leaf = 0;
    std::uint64_t goes_left = 0;
  };
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> roots_;  // of the stages
  std::vector<GridPiece> pieces_;
  std::vector<std::size_t> ends_{0};  // of the pieces of each leaf
  std::vector<double> levels_;
  std::vector<std::uint32_t> outside_;
};

/// Immutable.
class GridForest {
 public:
  /// One row and more.
  GridForest(const GridRows& rows, const GridForestOptions& options, Rng rng);

  [[nodiscard]] std::span<const GridAxis> axes() const { return axes_; }
  [[nodiscard]] const std::vector<GridTree>& trees() const { return trees_; }

 private:
  std::vector<GridAxis> axes_;
  std::vector<GridTree> trees_;
};

}  // namespace vernier
