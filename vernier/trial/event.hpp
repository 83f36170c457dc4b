#pragma once
// What is written down of a study: an append-only log of events, from which everything else is replayed.
//
// docs/formats/storage.md lists the fields that each type uses.
#include <cstdint>
#include <string_view>
#include <vector>

#include "vernier/base/json.hpp"
#include "vernier/trial/record.hpp"

namespace vernier {

/// The place of an event in its study: 1, 2, 3, ... without gaps; 0 is before the first.
using Sequence = std::int64_t;
/// The place of an assignment in its study: 0, 1, 2, ... "start trial k" or "resume trial j".
using AssignmentIndex = std::int64_t;

enum class EventType {
  created,     ///< the first event: space, objectives, window, seed, sampler, pruner, ...
  budget,      ///< how much the study may spend, from here on
  enqueued,    ///< a configuration that is proposed next
  assigned,    ///< assignment i begins: start or resume a trial, with these params, owned by that process
  taken_over,  ///< a new attempt at an assignment whose owner died or gave it back
  released,    ///< the owner of an assignment gave it back unfinished (interruption)
  report,      ///< one intermediate value
  ended,       ///< the outcome of an assignment: complete, pruned, failed or paused
  attribute,   ///< a user's attribute of a trial, or of the study (trial < 0)
};
[[nodiscard]] std::string_view to_string(EventType type);
/// Throws BadData for a word that is none of the types.
[[nodiscard]] EventType event_type_from_text(std::string_view text);
/// The events on which decisions and write permissions rest; ordered by compare-and-swap.
[[nodiscard]] constexpr bool is_claim(EventType type) {
  return type == EventType::assigned || type == EventType::taken_over || type == EventType::released ||
         type == EventType::budget;
}

/// A plain value. `assignment` and `attempt` together are the fencing token of a lease: a log refuses a report, an end
/// or an attribute whose token is not that of an open lease.
struct Event {
  Sequence sequence = 0;  ///< given by the log
  EventType type = EventType::attribute;
  TrialNumber trial = -1;
  AssignmentIndex assignment = -1;
  std::int64_t attempt = 0;      ///< 0 for the first owner of an assignment, one more with each take-over
  double step = 0;               ///< of a report
  std::vector<double> values{};  ///< of a report (NaN: diverged) or of an end
  Json payload{};                ///< everything else; null or an object
};

}  // namespace vernier
