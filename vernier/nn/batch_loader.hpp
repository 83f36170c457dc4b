#pragma once
// The batches of one epoch after another, made when they are asked for or ahead.
#include <array>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "vernier/nn/batches.hpp"

namespace vernier::nn {

/// With `ahead` a thread of its own makes the next batch while the last one is in use; the batches are the same. One
/// caller at a time.
class BatchLoader {
 public:
  /// `batches` must outlive this object and is used by nobody else meanwhile.
  BatchLoader(Batches& batches, bool ahead);

  /// `first` is the batch that `next` gives first.
  void begin_epoch(const std::optional<Rng>& shuffle, const Rng& mixing, Index first);
  /// Valid until the next call. Throws what making the batch threw.
  [[nodiscard]] Batch next();

 private:
  enum class State { idle, asked, made };
  void work(const std::stop_token& stop);
  void ask();

  Batches& batches_;
  std::array<BatchBuffers, 2> buffers_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  State state_ = State::idle;
  Index next_ = 0;  // the batch that is asked for, or the first to be
  Batch made_;
  std::exception_ptr failure_;
  std::jthread thread_;  // the last: it ends before what it uses
};

}  // namespace vernier::nn
