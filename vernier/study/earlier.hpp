#pragma once
// What a study takes over from others when it is made: a warm start that no later trial of theirs can change.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/storages/event_log.hpp"
#include "vernier/trial/history.hpp"

namespace vernier {

/// The problem and the complete trials of another study, as they were at that moment. A value.
struct EarlierStudy {
  std::string name;
  SearchSpace space;
  std::vector<Objective> objectives;
  std::vector<std::shared_ptr<const TrialRecord>> trials{};

  /// Valid as long as this object stays where it is.
  [[nodiscard]] History history() const;
};

/// Every study of these names, in their order; of each at most the 1,000 best trials by the first objective. Throws
/// NotFound with the nearest name, and InvalidArgument where a study has other directions or shares no parameter with
/// `space` (null: define-by-run, which shares with all).
[[nodiscard]] std::vector<EarlierStudy> earlier_studies(const std::shared_ptr<EventLog>& log,
                                                        const std::vector<std::string>& names, const SearchSpace* space,
                                                        const std::vector<Objective>& objectives);

[[nodiscard]] std::vector<Objective> objectives_from_json(const Json& json);
[[nodiscard]] Json to_json(const EarlierStudy& study);
/// Throws Json::exception or InvalidArgument for what is none.
[[nodiscard]] EarlierStudy earlier_from_json(const Json& json);

}  // namespace vernier
