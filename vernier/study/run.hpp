#pragma once
// One call of optimize.
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>

#include "vernier/study/lease_watch.hpp"
#include "vernier/study/stop_rules.hpp"
#include "vernier/study/study.hpp"

namespace vernier {

/// What the workers of one call share. `fold` and `watch` belong to whoever holds the lock of decisions.
struct Run {
  OptimizeOptions options;
  OwnerId owner = 0;
  SettledFold fold;
  LeaseWatch watch{std::chrono::seconds(30)};  ///< the time without a heartbeat after which an owner elsewhere is dead
  std::optional<std::chrono::steady_clock::time_point> deadline{};
  std::stop_source stop{};  ///< Ctrl-C, the deadline, or an error of another worker
  std::mutex hooks{};

  [[nodiscard]] bool timed_out() const { return deadline && std::chrono::steady_clock::now() >= *deadline; }
  [[nodiscard]] bool stopping() const { return stop.stop_requested() || timed_out(); }
};

[[nodiscard]] StopReason run_study(const std::shared_ptr<StudyCore>& core, const ObjectiveFunction& objective,
                                   const OptimizeOptions& options);

}  // namespace vernier
