#pragma once
// Who among the owners of leases is dead.
#include <chrono>
#include <functional>
#include <map>

#include "vernier/storages/event_log.hpp"

namespace vernier {

/// An owner on this machine is known to be alive or dead. One elsewhere is held for dead after this observer itself has
/// watched its heartbeat stand still for the lease time, by its own monotonic clock; no time stamp of another process
/// is ever compared. Not thread-safe.
class LeaseWatch {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;
  explicit LeaseWatch(std::chrono::steady_clock::duration lease_time, Clock clock = &std::chrono::steady_clock::now)
      : lease_time_(lease_time), clock_(std::move(clock)) {}

  [[nodiscard]] bool dead(EventLog& log, OwnerId owner);

 private:
  struct Sight {
    std::int64_t beats = 0;
    std::chrono::steady_clock::time_point since;
  };
  std::chrono::steady_clock::duration lease_time_;
  Clock clock_;
  std::map<OwnerId, Sight> sights_;
};

}  // namespace vernier
