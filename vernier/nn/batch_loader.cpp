#include "vernier/nn/batch_loader.hpp"

#include <utility>

namespace vernier::nn {

BatchLoader::BatchLoader(Batches& batches, bool ahead) : batches_(batches) {
  if (ahead) thread_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
}

void BatchLoader::begin_epoch(const std::optional<Rng>& shuffle, const Rng& mixing, Index first) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return state_ != State::asked; });
  batches_.begin_epoch(shuffle, mixing);
  next_ = first;
  ask();
}

void BatchLoader::ask() {
  const bool more = thread_.joinable() && next_ < batches_.count();
  state_ = more ? State::asked : State::idle;
  if (more) changed_.notify_all();
}

Batch BatchLoader::next() {
  if (!thread_.joinable()) return batches_.get(next_++, buffers_[0]);
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return state_ == State::made; });
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  const Batch batch = made_;
  ++next_;
  ask();
  return batch;
}

void BatchLoader::work(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [this] { return state_ == State::asked; })) {
    const Index batch = next_;
    lock.unlock();
    Batch made;
    std::exception_ptr failure;
    try {
      made = batches_.get(batch, buffers_[static_cast<std::size_t>(batch % 2)]);  // the other one is in use
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    made_ = made;
    failure_ = failure;
    state_ = State::made;
    changed_.notify_all();
  }
}

}  // namespace vernier::nn
