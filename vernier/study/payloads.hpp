#pragma once
// The content of each type of event, as structs and as JSON. docs/formats/storage.md is the description for people.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "vernier/base/component.hpp"
#include "vernier/storages/event_log.hpp"
#include "vernier/study/earlier.hpp"
#include "vernier/trial/event.hpp"
#include "vernier/trial/history.hpp"

namespace vernier {

/// The version of the events' content; a study with a greater one is refused.
inline constexpr std::int64_t event_format = 1;

struct CreatedPayload {
  std::optional<SearchSpace> space{};  ///< nothing: define-by-run
  std::vector<Objective> objectives{};
  std::optional<Resource> resource{};
  std::optional<std::int64_t> window{};  ///< 0: none; nothing: the first run's budget event says it
  std::uint64_t seed = 0;
  Component sampler{};
  Component pruner{};
  /// A warm start; shared, since it is large and never changes.
  std::shared_ptr<const std::vector<EarlierStudy>> earlier{};
  [[nodiscard]] std::vector<std::string> warm_start() const;  ///< the names of those studies
  std::string build{};                                        ///< of the program that made the study
  std::string machine{};                                      ///< the class of its processor
  std::string identity{};  ///< a random text of its own, by which folders know it; nothing else depends on it
};

struct BudgetPayload {
  Budget budget{};
  std::optional<std::int64_t> window{};  ///< of the study from here on, where it was left open
};

struct AssignedPayload {
  bool resume = false;
  bool told = false;  ///< data from elsewhere: not decided, not counted
  ParamMap params{};
  std::optional<TrialNumber> clone_of{};
  std::optional<double> resume_from{};
  std::optional<double> limit{};  ///< the step at which the budget of the resource ends this trial
  OwnerId owner = 0;
  /// The visible results: those of the first `prefix` assignments, and of what was given out by ask and told up to the
  /// event `seen`. Without a prefix (ask, or a study without a window): everything told up to `seen`.
  std::optional<AssignmentIndex> prefix{};
  Sequence seen = 0;
  std::optional<Sequence> enqueued{};  ///< the event whose configuration this is
};

struct EndedPayload {
  TrialState state = TrialState::complete;
  std::vector<double> constraints{};
  std::string why{};
  double seconds = 0;
  std::optional<double> cost{};
  /// Define-by-run: what the trial asked for.
  std::optional<ParamMap> params{};
  Distributions distributions{};
};

[[nodiscard]] Json to_json(const CreatedPayload& payload);
[[nodiscard]] Json to_json(const AssignedPayload& payload);
[[nodiscard]] Json to_json(const EndedPayload& payload);
[[nodiscard]] Json to_json(const BudgetPayload& payload);
/// These throw BadData for what is no such payload; created_from_json throws StorageError for a newer format.
[[nodiscard]] CreatedPayload created_from_json(const Json& json);
[[nodiscard]] AssignedPayload assigned_from_json(const Json& json);
[[nodiscard]] EndedPayload ended_from_json(const Json& json);
[[nodiscard]] BudgetPayload budget_from_json(const Json& json);

}  // namespace vernier
