#include "vernier/study/lease_watch.hpp"

namespace vernier {

bool LeaseWatch::dead(EventLog& log, OwnerId owner) {
  switch (log.liveness(owner)) {
    case Liveness::alive: return false;
    case Liveness::dead: return true;
    case Liveness::unknown: break;
  }
  const std::int64_t beats = log.beats(owner);
  const auto now = clock_();
  const auto [sight, first] = sights_.try_emplace(owner, Sight{beats, now});
  if (first || sight->second.beats != beats) {
    sight->second = {beats, now};
    return false;
  }
  return now - sight->second.since >= lease_time_;
}

}  // namespace vernier
