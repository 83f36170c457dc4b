#pragma once
// A Parzen window estimate on mixed coordinates: a mixture of product kernels around observations and the uniform
// distribution.
//
// A number's kernel is a normal distribution cut off at 0 and 1. On a grid it takes the values of the cells, its
// variance enlarged by that of a uniform distribution over a cell (close to the integral over each cell, at the cost of
// none). A category's kernel leaves a share to every other category. An observation without a value (NaN: an inactive
// parameter) is uniform there. Densities are relative to the uniform distribution, so a coordinate that is left out of
// a point counts as factor 1.
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "vernier/base/rng.hpp"
#include "vernier/math/axis.hpp"

namespace vernier {

/// Small random numbers by the block: a mixture draws hundreds for each proposal. Not thread-safe.
class DrawStream {
 public:
  explicit DrawStream(Rng rng) : rng_(rng) {}
  /// In [0, 1), with 24 random bits.
  float uniform() {
    if (next_ == block_.size()) {
      block_ = rng_.next_block();
      next_ = 0;
    }
    return static_cast<float>(block_[next_++] >> 8) * 0x1.0p-24F;
  }
  /// Standard normal (Box and Muller 1958, both values).
  float normal();

 private:
  Rng rng_;
  std::array<std::uint32_t, 4> block_{};
  std::size_t next_ = 4;
  float spare_ = Axis::missing;
};

/// The width of kernels.
struct ParzenWidths {
  float deviation = 0.2F;    ///< the standard deviation of a number, in units of its range; above 0
  float other_share = 0.1F;  ///< the weight of each other category beside 1 for the observed one; above 0
};

/// What a mixture is made of.
struct ParzenKernels {
  std::vector<std::span<const float>> rows;  ///< one coordinate for each axis; read by the constructor alone
  std::vector<double> weights;               ///< of the rows; above 0
  double prior_weight = 1;                   ///< of the uniform part; above 0
  /// How the parts of a point hang together: as in the rows, or each axis by itself (a product of mixtures).
  bool multivariate = true;
};

class ParzenHeights;  // internal

/// Immutable.
class ParzenMixture {
 public:
  ParzenMixture(std::span<const Axis> axes, ParzenWidths widths, const ParzenKernels& kernels);

  /// The number of observations.
  [[nodiscard]] std::size_t size() const { return weights_.size(); }
  /// The logarithm of the density at each of the rows relative to the uniform distribution.
  [[nodiscard]] std::vector<double> log_densities(std::span<const float> rows) const;

  /// A kernel by its weight; size() is the uniform part.
  [[nodiscard]] std::size_t draw_kernel(DrawStream& draws) const;
  /// A coordinate from that kernel, on the grid of the axis.
  [[nodiscard]] float draw(std::size_t kernel, std::size_t axis, DrawStream& draws) const;

 private:
  struct Column {
    Axis axis;
    float deviation = 1;         // of a number
    float slope = 0;             // the logarithm of a kernel falls by so much for each unit of squared distance
    std::vector<float> centres;  // of the kernels; -1 where missing
    std::vector<float> heights;  // the logarithm of the kernel at its centre; 0 where missing
    std::vector<float> slopes;   // of each kernel, 0 where missing; empty where none is
    void fill(const ParzenHeights& by_centre, std::size_t index, const ParzenKernels& kernels);
  };
  [[nodiscard]] double mixed(std::span<float> exponents) const;

  bool multivariate_;
  std::vector<Column> columns_;
  std::vector<float> weights_;     // shares of the whole
  std::vector<float> cumulative_;  // of them
  std::vector<float> base_;        // the sum of each kernel's heights
  float prior_share_ = 1;
};

}  // namespace vernier
