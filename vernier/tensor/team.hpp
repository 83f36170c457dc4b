#pragma once
// Threads that share one call of a kernel. A kernel divides what it writes, never what it sums, so results are those of
// one thread, bit for bit (docs/decisions/several-cores.md).
#include <algorithm>
#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

#include "vernier/tensor/shape.hpp"

namespace vernier {

/// `members` threads, the caller's among them. The others spin for some microseconds after a call, then sleep; numbers
/// below the normal range are flushed as by FlushDenormals. Calls come from one thread at a time.
class Team {
 public:
  /// 1 to 256 members; throws InvalidArgument otherwise.
  explicit Team(std::size_t members);
  ~Team();
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  [[nodiscard]] std::size_t members() const { return threads_.size() + 1; }

  /// Calls piece(k, member) once for each k in [0, pieces), on whichever member is free; returns when all have ended.
  /// `piece` must not throw.
  template <class Piece>
  void run(Index pieces, const Piece& piece) {
    run({&piece, [](const void* p, Index k, std::size_t member) { (*static_cast<const Piece*>(p))(k, member); },
         pieces});
  }

  /// While it lives, kernels that this thread calls are divided among the team.
  class Use {
   public:
    explicit Use(Team& team);
    ~Use();
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;

   private:
    Team* before_;
  };
  /// The team that this thread uses, if it has more than one member.
  [[nodiscard]] static Team* in_use();

 private:
  struct Job {
    const void* piece = nullptr;
    void (*call)(const void*, Index, std::size_t) = nullptr;
    Index pieces = 0;
  };
  void run(const Job& job);
  void work(std::size_t member);
  void serve(std::size_t member);
  void end();

  Job job_;
  std::atomic<std::uint64_t> ticket_{0};  // the number of the job, and in the low half how many of its pieces are left
  std::atomic<std::uint32_t> unfinished_{0};
  std::atomic<bool> ends_{false};
  std::vector<std::thread> threads_;
};

/// The members of the team in use; 1 without one.
[[nodiscard]] std::size_t team_members();

/// What one core takes for one of these, in nanoseconds: near enough to know what is worth dividing.
namespace work {
inline constexpr double multiply_add = 1.0 / 128;
inline constexpr double element = 0.1;   ///< of a pass over arrays in the second-level cache
inline constexpr double function = 0.5;  ///< an exponential and what is made of it
inline constexpr double weight = 0.25;   ///< the update of an optimizer
inline constexpr double cell = 0.2;      ///< of a window
}  // namespace work

/// Calls part(first, last, member) for ranges that make up [0, total), on the team in use; each range but the last is a
/// multiple of `unit`. One range where there is no team, or where `work`, the nanoseconds that one thread needs, is
/// less than what dividing costs.
template <class Part>
void divide(Index total, Index unit, double work, const Part& part) {
  constexpr double least_work = 15'000;
  Team* const team = Team::in_use();
  const Index units = (total + unit - 1) / unit;
  if (team == nullptr || units < 2 || work < least_work) {
    part(Index{0}, total, std::size_t{0});
    return;
  }
  const Index pieces = std::min(units, 2 * static_cast<Index>(team->members()));
  team->run(pieces, [&](Index k, std::size_t member) {
    part(units * k / pieces * unit, std::min(total, units * (k + 1) / pieces * unit), member);
  });
}

/// divide() for flat arrays: calls part(first, count).
template <class Part>
void divide_flat(Index total, double work_each, const Part& part) {
  constexpr Index unit = 1024;  // a multiple of every vector
  divide(total, unit, static_cast<double>(total) * work_each,
         [&](Index first, Index last, std::size_t) { part(first, last - first); });
}

}  // namespace vernier
