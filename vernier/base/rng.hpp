#pragma once
// Counter-based random numbers: every stream is a pure function of its key, so any trial can be repeated alone.
//
// Generator: Philox4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC 2011). The
// distributions are our own, so results do not depend on the standard library.
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace vernier {

/// A stream of random numbers. A value type: a copy repeats the same numbers. Not thread-safe; give each thread its
/// own.
///
///   Rng study(seed);                                   // the study's root
///   Rng stream = study.split(trial).split("sampler");  // one trial's sampler
class Rng {
 public:
  /// What a checkpoint keeps of a stream.
  struct State {
    std::uint64_t key = 0;
    std::uint64_t position = 0;
    friend bool operator==(const State&, const State&) = default;
  };

  explicit Rng(std::uint64_t seed = 0);
  explicit Rng(State state) : state_(state) {}

  /// An independent stream, named by text or number. Does not depend on how many numbers were drawn from this one.
  [[nodiscard]] Rng split(std::string_view name) const;
  [[nodiscard]] Rng split(std::uint64_t number) const;

  /// The next 32 or 64 random bits.
  std::uint32_t next32();
  std::uint64_t next64();
  /// Uniform in [0, 1) with 53 random bits.
  double uniform();
  /// Uniform in [low, high).
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  /// Uniform integer in [0, count), without bias; count must be positive.
  std::uint64_t below(std::uint64_t count);
  /// Standard normal.
  double normal();
  /// The next four words at once; the fast path of bulk fills (dropout masks, initial weights).
  std::array<std::uint32_t, 4> next_block();

  /// Shuffles in place (Fisher and Yates).
  template <class T>
  void shuffle(std::span<T> items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[static_cast<std::size_t>(below(i))]);
  }

  [[nodiscard]] State state() const noexcept { return state_; }

 private:
  State state_;  // position counts 32-bit words
};

/// A stable 64-bit hash of text (FNV-1a, then mixed); the same on every machine and version.
[[nodiscard]] std::uint64_t stable_hash(std::string_view text);

}  // namespace vernier
