#pragma once
// What keeps CMA-ES moving among integers: a least probability of leaving the present one, and centring (CMA-ES with
// margin, Hamano et al. 2022; integer centring, Marty et al. 2024; both as in CatCMA with margin, arXiv:2504.07884).
#include <functional>
#include <span>
#include <vector>

#include "vernier/math/cma_es.hpp"

namespace vernier {

/// The values of a coordinate are cells of [0, 1] in ascending order. A value type.
class IntegerMargin {
 public:
  struct Cell {
    double low = 0;  ///< 0 of the first cell: what lies below belongs to it as well
    double high = 1;
    [[nodiscard]] double centre() const { return (low + high) / 2; }
    friend bool operator==(const Cell&, const Cell&) = default;
  };
  /// The cell at `place` of integer coordinate k of those that are handled, 0 <= place <= 1.
  using Cells = std::function<Cell(std::size_t k, double place)>;

  /// `coordinates` of the distribution hold integers, with at least two values each. 0 < margin < 1/2.
  IntegerMargin(std::vector<std::size_t> coordinates, double margin);

  /// Parents that left the mean's integer stand at the centre of their own; the others make up for the bias that this
  /// gives to the mean. `parents` are points, before CmaEs::update.
  void centre(const CmaEs& distribution, std::span<std::vector<double>> parents, const Cells& cells);
  /// After CmaEs::update.
  void correct(CmaEs& distribution, const Cells& cells);

 private:
  void correct_at_edge(CmaEs& distribution, std::size_t k, Cell cell);
  void correct_inside(CmaEs& distribution, std::size_t k, Cell cell);

  std::vector<std::size_t> coordinates_;
  double margin_;
  std::vector<double> mutation_;  // the probability of another integer, of each coordinate
  std::vector<bool> succeeded_;   // whether a parent had another integer
};

}  // namespace vernier
