#pragma once
// A History that owns what it refers to.
#include <memory>
#include <span>
#include <vector>

#include "vernier/study/earlier.hpp"
#include "vernier/trial/history.hpp"

namespace vernier {

/// The records of a growing list, shared by all snapshots of it: a snapshot of n records stays valid and unchanged
/// while the list grows. Appending is for one thread at a time; readers need no lock.
class RecordList {
 public:
  using Record = std::shared_ptr<const TrialRecord>;
  struct View {
    std::shared_ptr<const Record[]> storage;
    std::size_t size = 0;
    [[nodiscard]] History::Records records() const { return {storage.get(), size}; }
  };
  void append(Record record);
  [[nodiscard]] std::size_t size() const { return size_; }
  /// The first `size` records; copies none of them.
  [[nodiscard]] View view(std::size_t size) const { return {storage_, size}; }
  /// A view of the list as it would be with `tail` at its end.
  [[nodiscard]] View with(std::span<const Record> tail);

 private:
  std::shared_ptr<Record[]> storage_;
  std::size_t size_ = 0;
  std::size_t filled_ = 0;  // slots that some view may read, size_ or more
  std::size_t capacity_ = 0;
};

/// What was decided when the study was made, shared by its snapshots.
struct StudyFacts {
  std::vector<Objective> objectives;
  std::optional<Resource> resource;
  bool declared = true;
  std::int64_t window = 1;
  std::uint64_t seed = 0;
  std::shared_ptr<const std::vector<EarlierStudy>> earlier_studies{};  ///< what `earlier` refers to; null: none
  std::vector<History> earlier{};
};

/// A value; copies share the records. Thread-safe.
class Snapshot {
 public:
  Snapshot(std::shared_ptr<const StudyFacts> facts, std::shared_ptr<const SearchSpace> space, RecordList::View settled,
           std::vector<RecordList::Record> running, Budget budget, TrialNumber next_trial);

  /// Valid as long as this snapshot.
  [[nodiscard]] History history() const;

 private:
  std::shared_ptr<const StudyFacts> facts_;
  std::shared_ptr<const SearchSpace> space_;
  RecordList::View settled_;
  std::vector<RecordList::Record> running_;
  Budget budget_;
  TrialNumber next_trial_;
};

}  // namespace vernier
