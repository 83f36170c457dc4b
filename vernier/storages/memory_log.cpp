#include "vernier/storages/memory_log.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

struct MemoryStudy {
  std::string name;
  std::vector<Event> events;
  Sequence claims = 0;
  std::map<AssignmentIndex, std::int64_t> leases;  // open assignments and their attempt

  // False when a fencing token refuses; the study is then in an undefined state.
  bool add(Event event) {
    switch (event.type) {
      case EventType::assigned:
        if (!leases.emplace(event.assignment, event.attempt).second) return false;
        break;
      case EventType::taken_over: {
        const auto lease = leases.find(event.assignment);
        if (lease == leases.end() || lease->second + 1 != event.attempt) return false;
        lease->second = event.attempt;
        break;
      }
      case EventType::released:
      case EventType::report:
      case EventType::ended: {
        const auto lease = leases.find(event.assignment);
        if (lease == leases.end() || lease->second != event.attempt) return false;
        if (event.type == EventType::ended) leases.erase(lease);
        break;
      }
      case EventType::attribute: {
        const auto lease = leases.find(event.assignment);
        if (event.assignment >= 0 && (lease == leases.end() || lease->second != event.attempt)) return false;
        break;
      }
      case EventType::created:
      case EventType::budget:
      case EventType::enqueued: break;
    }
    event.sequence = static_cast<Sequence>(events.size()) + 1;
    if (is_claim(event.type)) claims = event.sequence;
    events.push_back(std::move(event));
    return true;
  }
};

class MemoryLog final : public EventLog {
 public:
  std::optional<StudyId> create_study(std::string_view name, std::span<const Event> first) override {
    const std::lock_guard lock(mutex_);
    if (find(name)) return std::nullopt;
    MemoryStudy study{.name = std::string(name), .events = {}, .claims = 0, .leases = {}};
    for (const Event& event : first) {
      if (!study.add(event)) return std::nullopt;
    }
    studies_.emplace(++last_study_, std::move(study));
    return last_study_;
  }

  std::optional<StudyId> find_study(std::string_view name) override {
    const std::lock_guard lock(mutex_);
    return find(name);
  }

  std::vector<StoredStudy> studies() override {
    const std::lock_guard lock(mutex_);
    std::vector<StoredStudy> result;
    for (const auto& [id, study] : studies_) result.push_back({id, study.name, std::ssize(study.events)});
    std::sort(result.begin(), result.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return result;
  }

  void remove_study(StudyId study) override {
    const std::lock_guard lock(mutex_);
    (void)at(study);
    studies_.erase(study);
  }

  bool rename_study(StudyId study, std::string_view name) override {
    const std::lock_guard lock(mutex_);
    MemoryStudy& renamed = at(study);
    if (find(name).value_or(study) != study) return false;
    renamed.name = name;
    return true;
  }

  std::optional<StudyId> copy_study(StudyId study, std::string_view name) override {
    const std::lock_guard lock(mutex_);
    MemoryStudy copy = at(study);
    if (find(name)) return std::nullopt;
    copy.name = name;
    studies_.emplace(++last_study_, std::move(copy));
    return last_study_;
  }

  std::optional<Sequence> append(StudyId study, std::span<const Event> events, const Guard& guard) override {
    const std::lock_guard lock(mutex_);
    MemoryStudy& into = at(study);
    if (guard.claims && *guard.claims != into.claims) return std::nullopt;
    const std::size_t size = into.events.size();
    const Sequence claims = into.claims;
    const auto leases = events.size() > 1 ? into.leases : decltype(into.leases){};  // one event fails before it acts
    for (const Event& event : events) {
      if (into.add(event)) continue;
      if (events.size() > 1) into.leases = leases;
      into.events.resize(size);
      into.claims = claims;
      return std::nullopt;
    }
    return std::ssize(into.events);
  }

  std::vector<Event> read_since(StudyId study, Sequence sequence) override {
    const std::lock_guard lock(mutex_);
    const std::vector<Event>& events = at(study).events;
    return {events.begin() + std::min<Sequence>(sequence, std::ssize(events)), events.end()};
  }

  OwnerId join() override {
    const std::lock_guard lock(mutex_);
    owners_.insert(++last_owner_);
    return last_owner_;
  }
  void leave(OwnerId owner) noexcept override {
    const std::lock_guard lock(mutex_);
    owners_.erase(owner);
  }
  Liveness liveness(OwnerId owner) override {
    const std::lock_guard lock(mutex_);
    return owners_.contains(owner) ? Liveness::alive : Liveness::dead;
  }
  // Everybody is in this process, so liveness() always knows and nobody watches the counter.
  void beat(OwnerId) override {}
  std::int64_t beats(OwnerId) override { return 0; }

 private:
  std::optional<StudyId> find(std::string_view name) const {
    for (const auto& [id, study] : studies_) {
      if (study.name == name) return id;
    }
    return std::nullopt;
  }
  MemoryStudy& at(StudyId study) {
    const auto found = studies_.find(study);
    if (found == studies_.end()) throw NotFound("the study has been removed");
    return found->second;
  }

  std::mutex mutex_;
  std::map<StudyId, MemoryStudy> studies_;
  StudyId last_study_ = 0;
  std::set<OwnerId> owners_;
  OwnerId last_owner_ = 0;
};

}  // namespace

std::shared_ptr<EventLog> make_memory_log() { return std::make_shared<MemoryLog>(); }

}  // namespace vernier
