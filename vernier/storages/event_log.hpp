#pragma once
// Where studies are kept: one append-only event log per study.
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/trial/event.hpp"

namespace vernier {

using StudyId = std::int64_t;
/// Who holds the lease of an assignment; 0 is nobody (a trial given out by ask).
using OwnerId = std::int64_t;

enum class Liveness {
  alive,
  dead,
  unknown,  ///< on another machine: watch beats() stand still
};

/// The condition of an append. Beyond it a log always holds reports, ends and attributes of a trial to their fencing
/// token: they are refused when the lease of (assignment, attempt) is not the open one.
struct Guard {
  /// The sequence of the last claim (see is_claim) that the writer has seen; the append is refused when there has been
  /// another one since. Compare-and-swap: exactly one of several writers that decided on the same view succeeds.
  std::optional<Sequence> claims{};
};

struct StoredStudy {
  StudyId id = 0;
  std::string name;
  Sequence last = 0;  ///< of its events
};

/// Every member is thread-safe; several processes may use one store at the same time. Members throw StorageError when
/// the store cannot be read or written; whatever was acknowledged before is intact, and the call may be repeated.
class EventLog {
 public:
  virtual ~EventLog() = default;
  EventLog() = default;
  EventLog(const EventLog&) = delete;
  EventLog& operator=(const EventLog&) = delete;

  /// A new study that begins with `first`. Nothing when the name is taken.
  [[nodiscard]] virtual std::optional<StudyId> create_study(std::string_view name, std::span<const Event> first) = 0;
  [[nodiscard]] virtual std::optional<StudyId> find_study(std::string_view name) = 0;
  /// Every study, by name.
  [[nodiscard]] virtual std::vector<StoredStudy> studies() = 0;
  /// Throws NotFound.
  virtual void remove_study(StudyId study) = 0;
  /// False when the name is taken. Throws NotFound.
  [[nodiscard]] virtual bool rename_study(StudyId study, std::string_view name) = 0;
  /// A copy with all events and open leases. Nothing when the name is taken. Throws NotFound.
  [[nodiscard]] virtual std::optional<StudyId> copy_study(StudyId study, std::string_view name) = 0;

  /// Writes all of `events` or none; gives the sequence of the last one, or nothing when the guard or a fencing token
  /// refuses. What it acknowledged survives the death of the process at once; docs/formats/storage.md says what
  /// survives a power cut. Throws NotFound when the study was removed.
  [[nodiscard]] virtual std::optional<Sequence> append(StudyId study, std::span<const Event> events,
                                                       const Guard& guard) = 0;
  /// Events after `sequence`, in order. Throws NotFound when the study was removed.
  [[nodiscard]] virtual std::vector<Event> read_since(StudyId study, Sequence sequence) = 0;

  /// Makes the caller an owner of leases, alive until leave() or the end of the process.
  [[nodiscard]] virtual OwnerId join() = 0;
  virtual void leave(OwnerId owner) noexcept = 0;
  [[nodiscard]] virtual Liveness liveness(OwnerId owner) = 0;
  /// The heartbeat: a counter beside the log, compared only with itself.
  virtual void beat(OwnerId owner) = 0;
  [[nodiscard]] virtual std::int64_t beats(OwnerId owner) = 0;
};

/// "memory://" (a new, empty store that dies with its last user) or "sqlite:///PATH": two slashes and then the path, so
/// a relative path has three slashes (sqlite:///study.db) and an absolute one four (sqlite:////data/study.db). The file
/// is created when missing, unless `must_exist` (NotFound). Throws InvalidArgument for another form and for a file that
/// must not be written, NotFound for a missing folder, BadData for a file that is no store of Vernier, StorageError for
/// one made by a newer version; such a file is left untouched.
[[nodiscard]] std::shared_ptr<EventLog> open_event_log(std::string_view url, bool must_exist = false);

}  // namespace vernier
