#pragma once
// Where paused trainings wait.
#include <cstdint>
#include <deque>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "vernier/trial/record.hpp"

namespace vernier::tune {

/// How much is kept. What is dropped is trained again when it is wanted, to the same bits.
struct CheckpointLimits {
  std::size_t number = 1000;
  std::uint64_t bytes = std::uint64_t{4} << 30U;
};

/// Files of a folder, each written as a whole or not at all; in memory where there is no folder. Beyond the limits
/// those that this process wrote first go first: of paused trials the ones that have waited longest. Thread-safe.
class Checkpoints {
 public:
  explicit Checkpoints(std::filesystem::path folder = {}, CheckpointLimits limits = {});

  /// Throws StorageError.
  void save(TrialNumber trial, double epoch, std::string bytes);
  /// Nothing where it was never written or has gone. Throws StorageError for a file that cannot be read.
  [[nodiscard]] std::optional<std::string> load(TrialNumber trial, double epoch);
  /// The trial has ended: nobody resumes it.
  void drop(TrialNumber trial);

 private:
  using Key = std::pair<TrialNumber, double>;
  // With the epoch: a trial that dies after a second pause is run again from its first one.
  [[nodiscard]] std::filesystem::path path(const Key& key) const;
  void forget(const Key& key);

  std::filesystem::path folder_;
  CheckpointLimits limits_;
  std::mutex mutex_;
  std::deque<std::pair<Key, std::uint64_t>> written_;  // by this process, the oldest first, with their sizes
  std::uint64_t bytes_ = 0;
  std::map<Key, std::string> kept_;
};

}  // namespace vernier::tune
