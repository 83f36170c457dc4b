#pragma once
// Which thread uses an object, and which process made it. All of it is guarded by the interpreter's lock.
#include <cstdint>
#include <string_view>
#include <thread>

namespace vernier::python {

/// Counts how often this process has been forked off from the one that loaded the module.
class Process {
 public:
  Process();
  /// Throws InvalidState in a process that was forked off since: locks, files and threads are not there any more.
  void check(std::string_view what) const;

 private:
  std::uint64_t forks_;
};

/// Keeps an object, while the interpreter's lock is given up, to one thread, which may use it again meanwhile (a
/// callback that asks the model it is called by).
class Occupancy {
 public:
  class Use {
   public:
    /// Throws InvalidState when another thread uses it.
    Use(Occupancy& of, std::string_view what);
    ~Use();
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;

   private:
    Occupancy& of_;
  };
  [[nodiscard]] bool used() const { return depth_ > 0; }

 private:
  Process process_;
  std::thread::id user_{};
  int depth_ = 0;
};

}  // namespace vernier::python
