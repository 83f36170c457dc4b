#pragma once
// Low-discrepancy points in the unit cube.
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace vernier {

/// Sobol's sequence (Joe and Kuo's direction numbers, from Boost.Random), each coordinate Owen-scrambled by hashing
/// (Laine and Karras 2011; Burley 2020): any 2^m consecutive aligned points are one in each cell of the 2^m elementary
/// intervals of the net. Any point is reached directly. Not thread-safe.
class SobolPoints {
 public:
  /// Most dimensions that the direction numbers serve.
  static constexpr std::size_t max_dimension = 3667;

  /// `scrambles`: one seed a coordinate; empty leaves the points unscrambled. Throws InvalidArgument past
  /// max_dimension.
  SobolPoints(std::size_t dimension, std::vector<std::uint32_t> scrambles);
  ~SobolPoints();
  SobolPoints(SobolPoints&&) noexcept;
  SobolPoints& operator=(SobolPoints&&) noexcept;

  [[nodiscard]] std::size_t dimension() const { return dimension_; }
  /// Point `index` (from 0); every coordinate is in [0, 1).
  void point(std::uint64_t index, std::span<double> out);

 private:
  struct Engine;
  std::size_t dimension_;
  std::vector<std::uint32_t> scrambles_;
  std::unique_ptr<Engine> engine_;
};

/// Owen's nested uniform scrambling of the 32 binary digits of x, most significant first.
[[nodiscard]] std::uint32_t owen_scramble(std::uint32_t x, std::uint32_t seed);

}  // namespace vernier
