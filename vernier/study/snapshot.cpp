#include "vernier/study/snapshot.hpp"

#include <algorithm>
#include <utility>

namespace vernier {

void RecordList::append(Record record) {
  if (size_ < filled_ && storage_[static_cast<std::ptrdiff_t>(size_)] == record) {
    ++size_;  // with() has put it there
    return;
  }
  if (size_ == capacity_ || size_ < filled_) {
    // Views keep the buffer that they were made from, and its slots as they were.
    const std::size_t capacity = std::max<std::size_t>(16, 2 * size_);
    std::shared_ptr<Record[]> storage(new Record[capacity]);
    std::copy_n(storage_.get(), size_, storage.get());
    storage_ = std::move(storage);
    capacity_ = capacity;
  }
  storage_[static_cast<std::ptrdiff_t>(size_++)] = std::move(record);
  filled_ = size_;
}

RecordList::View RecordList::with(std::span<const Record> tail) {
  const std::size_t size = size_;
  for (const Record& record : tail) append(record);
  const View view{storage_, size_};
  size_ = size;
  return view;
}

Snapshot::Snapshot(std::shared_ptr<const StudyFacts> facts, std::shared_ptr<const SearchSpace> space,
                   RecordList::View settled, std::vector<RecordList::Record> running, Budget budget,
                   TrialNumber next_trial)
    : facts_(std::move(facts)),
      space_(std::move(space)),
      settled_(std::move(settled)),
      running_(std::move(running)),
      budget_(budget),
      next_trial_(next_trial) {}

History Snapshot::history() const {
  std::vector<const History*> earlier;
  for (const History& history : facts_->earlier) earlier.push_back(&history);
  return {.space = space_.get(),
          .declared = facts_->declared,
          .objectives = facts_->objectives,
          .budget = budget_,
          .resource = facts_->resource,
          .window = facts_->window,
          .seed = facts_->seed,
          .next_trial = next_trial_,
          .settled = settled_.records(),
          .running = running_,
          .earlier = std::move(earlier)};
}

}  // namespace vernier
