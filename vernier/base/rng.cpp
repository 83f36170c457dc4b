#include "vernier/base/rng.hpp"

#include <cmath>
#include <numbers>

namespace vernier {
namespace {

// SplitMix64's finaliser (Steele, Lea, Flood 2014): spreads every input bit over the whole word.
std::uint64_t mix(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

std::array<std::uint32_t, 4> philox(std::uint64_t key, std::uint64_t block) {
  std::array<std::uint32_t, 4> c{static_cast<std::uint32_t>(block), static_cast<std::uint32_t>(block >> 32), 0, 0};
  std::uint32_t k0 = static_cast<std::uint32_t>(key);
  std::uint32_t k1 = static_cast<std::uint32_t>(key >> 32);
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t p0 = std::uint64_t{0xD2511F53U} * c[0];
    const std::uint64_t p1 = std::uint64_t{0xCD9E8D57U} * c[2];
    c = {static_cast<std::uint32_t>(p1 >> 32) ^ c[1] ^ k0, static_cast<std::uint32_t>(p1),
         static_cast<std::uint32_t>(p0 >> 32) ^ c[3] ^ k1, static_cast<std::uint32_t>(p0)};
    k0 += 0x9E3779B9U;
    k1 += 0xBB67AE85U;
  }
  return c;
}

}  // namespace

std::uint64_t stable_hash(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return mix(hash);
}

Rng::Rng(std::uint64_t seed) : state_{mix(seed), 0} {}

Rng Rng::split(std::string_view name) const { return Rng(State{mix(state_.key ^ stable_hash(name)), 0}); }

Rng Rng::split(std::uint64_t number) const { return Rng(State{mix(mix(state_.key) + number), 0}); }

std::uint32_t Rng::next32() {
  const auto block = philox(state_.key, state_.position / 4);
  return block[state_.position++ % 4];
}

std::array<std::uint32_t, 4> Rng::next_block() {
  state_.position = (state_.position + 3) / 4 * 4;
  const auto block = philox(state_.key, state_.position / 4);
  state_.position += 4;
  return block;
}

std::uint64_t Rng::next64() {
  if (const std::uint64_t word = state_.position % 4; word < 3) {  // both words lie in one block
    const auto block = philox(state_.key, state_.position / 4);
    state_.position += 2;
    return (std::uint64_t{block[word]} << 32) | block[word + 1];
  }
  const std::uint64_t high = next32();
  return (high << 32) | next32();
}

double Rng::uniform() { return static_cast<double>(next64() >> 11) * 0x1.0p-53; }

std::uint64_t Rng::below(std::uint64_t count) {
  // Lemire 2019: multiply, and redraw the few low parts that would favour some results
  __extension__ using Wide = unsigned __int128;
  Wide product = static_cast<Wide>(next64()) * count;
  auto low = static_cast<std::uint64_t>(product);
  if (low < count) {
    const std::uint64_t threshold = (0 - count) % count;
    while (low < threshold) {
      product = static_cast<Wide>(next64()) * count;
      low = static_cast<std::uint64_t>(product);
    }
  }
  return static_cast<std::uint64_t>(product >> 64);
}

double Rng::normal() {
  // Box and Muller 1958; 1 - u is never zero. The second value is dropped so that a stream has no hidden state.
  const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
  return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

}  // namespace vernier
