#include "vernier/math/sobol.hpp"

#include <fmt/core.h>

#include <boost/random/sobol.hpp>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

std::uint32_t reverse_bits(std::uint32_t x) {
  x = ((x >> 1) & 0x55555555U) | ((x & 0x55555555U) << 1);
  x = ((x >> 2) & 0x33333333U) | ((x & 0x33333333U) << 2);
  x = ((x >> 4) & 0x0F0F0F0FU) | ((x & 0x0F0F0F0FU) << 4);
  return __builtin_bswap32(x);
}

}  // namespace

struct SobolPoints::Engine {
  explicit Engine(std::size_t dimension) : sobol(dimension) {}
  boost::random::sobol sobol;  // 64-bit words
  std::uint64_t next = 1;      // the point that the engine gives next; it leaves out point 0, the origin
};

std::uint32_t owen_scramble(std::uint32_t x, std::uint32_t seed) {
  // a hash in which each bit depends on lower bits alone scrambles, once reversed, from the most significant digit down
  x = reverse_bits(x);
  x += seed;
  x ^= x * 0x6C50B47CU;
  x ^= x * 0xB82F1E52U;
  x ^= x * 0xC7AFE638U;
  x ^= x * 0x8D22F6E6U;
  return reverse_bits(x);
}

SobolPoints::SobolPoints(std::size_t dimension, std::vector<std::uint32_t> scrambles)
    : dimension_(dimension), scrambles_(std::move(scrambles)) {
  if (dimension == 0 || dimension > max_dimension || (!scrambles_.empty() && scrambles_.size() != dimension)) {
    throw InvalidArgument(fmt::format("Sobol points of {} dimensions", dimension),
                          fmt::format("1 to {}", max_dimension));
  }
  engine_ = std::make_unique<Engine>(dimension);
}

SobolPoints::~SobolPoints() = default;
SobolPoints::SobolPoints(SobolPoints&&) noexcept = default;
SobolPoints& SobolPoints::operator=(SobolPoints&&) noexcept = default;

void SobolPoints::point(std::uint64_t index, std::span<double> out) {
  if (index != 0) {
    if (engine_->next != index) engine_->sobol.seed(index - 1);
    engine_->next = index + 1;
  }
  for (std::size_t k = 0; k < dimension_; ++k) {
    std::uint32_t digits = index == 0 ? 0 : static_cast<std::uint32_t>(engine_->sobol() >> 32);
    if (!scrambles_.empty()) digits = owen_scramble(digits, scrambles_[k]);
    out[k] = static_cast<double>(digits) * 0x1.0p-32;
  }
}

}  // namespace vernier
