#include "vernier/tensor/team.hpp"

#include <fmt/core.h>

#include <system_error>
#include <utility>

#include "vernier/base/errors.hpp"
#include "vernier/tensor/denormals.hpp"

namespace vernier {
namespace {

thread_local Team* team_of_thread = nullptr;

constexpr std::uint64_t job_step = std::uint64_t{1} << 32;
constexpr std::uint64_t left_mask = job_step - 1;

void pause_briefly() {
#if defined(__x86_64__)
  _mm_pause();
#else
  std::this_thread::yield();
#endif
}

/// Spins while `value` is `old`, then sleeps.
template <class Number>
void wait_while(const std::atomic<Number>& value, Number old) {
  constexpr int spins = 2000;
  for (int i = 0; i < spins; ++i) {
    if (value.load(std::memory_order_acquire) != old) return;
    pause_briefly();
  }
  value.wait(old, std::memory_order_acquire);
}

}  // namespace

Team::Team(std::size_t members) {
  if (members < 1 || members > 256) {
    throw InvalidArgument(fmt::format("a team of {} threads", members), "1 to 256");
  }
  threads_.reserve(members - 1);
  try {
    for (std::size_t member = 1; member < members; ++member) {
      threads_.emplace_back([this, member] { serve(member); });
    }
  } catch (const std::system_error& error) {
    end();
    throw InvalidState(fmt::format("a team of {} threads could not be started ({})", members, error.what()),
                       "threads that the system gives", "Ask for fewer.");
  }
}

Team::~Team() { end(); }

void Team::end() {
  ends_.store(true, std::memory_order_relaxed);
  ticket_.fetch_add(job_step, std::memory_order_release);
  ticket_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Team::run(const Job& job) {
  job_ = job;
  unfinished_.store(static_cast<std::uint32_t>(job.pieces), std::memory_order_relaxed);
  const std::uint64_t next = (ticket_.load(std::memory_order_relaxed) & ~left_mask) + job_step;
  ticket_.store(next + static_cast<std::uint64_t>(job.pieces), std::memory_order_release);
  ticket_.notify_all();
  Team* const before = std::exchange(team_of_thread, nullptr);  // what a piece calls is not divided again
  work(0);
  team_of_thread = before;
  for (std::uint32_t left = unfinished_.load(std::memory_order_acquire); left > 0;) {
    wait_while(unfinished_, left);
    left = unfinished_.load(std::memory_order_acquire);
  }
}

// A piece is taken by lowering the ticket, so whoever holds one knows that its job has not ended and may be read.
void Team::work(std::size_t member) {
  std::uint64_t ticket = ticket_.load(std::memory_order_acquire);
  while ((ticket & left_mask) > 0) {
    if (!ticket_.compare_exchange_weak(ticket, ticket - 1, std::memory_order_acq_rel, std::memory_order_acquire)) {
      continue;
    }
    const auto left = static_cast<Index>(ticket & left_mask);
    job_.call(job_.piece, job_.pieces - left, member);
    if (unfinished_.fetch_sub(1, std::memory_order_acq_rel) == 1) unfinished_.notify_one();
    ticket = ticket_.load(std::memory_order_acquire);
  }
}

void Team::serve(std::size_t member) {
  const FlushDenormals flush;
  while (!ends_.load(std::memory_order_relaxed)) {
    work(member);
    const std::uint64_t seen = ticket_.load(std::memory_order_acquire);
    if ((seen & left_mask) == 0 && !ends_.load(std::memory_order_relaxed)) wait_while(ticket_, seen);
  }
}

Team::Use::Use(Team& team) : before_(team_of_thread) { team_of_thread = team.members() > 1 ? &team : nullptr; }
Team::Use::~Use() { team_of_thread = before_; }

Team* Team::in_use() { return team_of_thread; }

std::size_t team_members() { return team_of_thread == nullptr ? 1 : team_of_thread->members(); }

}  // namespace vernier
