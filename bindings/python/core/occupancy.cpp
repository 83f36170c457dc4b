#include "bindings/python/core/occupancy.hpp"

#include <fmt/core.h>
#include <pthread.h>

#include <atomic>

#include "vernier/base/errors.hpp"

namespace vernier::python {
namespace {

std::atomic<std::uint64_t>& fork_count() {
  static std::atomic<std::uint64_t> count{0};
  static const int watched = pthread_atfork(nullptr, nullptr, [] { fork_count().fetch_add(1); });
  static_cast<void>(watched);
  return count;
}

}  // namespace

Process::Process() : forks_(fork_count().load()) {}

void Process::check(std::string_view what) const {
  if (fork_count().load() == forks_) return;
  throw InvalidState(fmt::format("{} is used in a process that was forked off from the one that made it", what), {},
                     "Open the study by its storage in the new process, or start processes by spawn.");
}

Occupancy::Use::Use(Occupancy& of, std::string_view what) : of_(of) {
  of.process_.check(what);
  const std::thread::id self = std::this_thread::get_id();
  if (of.depth_ > 0 && of.user_ != self) {
    throw InvalidState(fmt::format("{} is in use by another thread", what), "one thread at a time");
  }
  of.user_ = self;
  ++of.depth_;
}

Occupancy::Use::~Use() { --of_.depth_; }

}  // namespace vernier::python
