#pragma once
// Locks by which a dead owner is recognised: the kernel releases them however a process ends.
#include <cstdint>
#include <string>

namespace vernier {

/// One byte of a file for each owner, locked for as long as it lives. The locks belong to this object (Linux "open file
/// description" locks), so that two stores opened by one process see each other's. Not thread-safe.
class OwnerLocks {
 public:
  /// `path` of the file; it is made at the first hold().
  explicit OwnerLocks(std::string path) : path_(std::move(path)) {}
  ~OwnerLocks();
  OwnerLocks(const OwnerLocks&) = delete;
  OwnerLocks& operator=(const OwnerLocks&) = delete;

  /// Throws StorageError.
  void hold(std::int64_t owner);
  void release(std::int64_t owner) noexcept;
  /// Whether another object holds it, in this process or another on this machine. Throws StorageError.
  [[nodiscard]] bool held_elsewhere(std::int64_t owner);

 private:
  [[nodiscard]] bool open(bool create);
  [[noreturn]] void fail(const char* step) const;

  std::string path_;
  int file_ = -1;
};

/// Names of this machine: one that lasts until it is booted again, and one that outlives that.
struct MachineIdentity {
  std::string boot;
  std::string machine;
};
[[nodiscard]] MachineIdentity machine_identity();

}  // namespace vernier
