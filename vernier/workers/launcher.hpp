#pragma once
// Starts programs for trials.
//
//   Launcher launcher;
//   Process process = launcher.start({.words = {"python", "train.py"}});
//   while (!process.status()) process.pump(std::nullopt, on_output, on_error);
#include <sys/types.h>

#include <mutex>

#include "vernier/workers/command.hpp"
#include "vernier/workers/process.hpp"

namespace vernier {

/// Owns the keeper, a small process that is forked when the launcher is made: best before anything large is in memory.
/// However this process ends, nothing that was started outlives it (keeper.hpp). Thread-safe.
class Launcher {
 public:
  /// Throws Unsupported when the system refuses a process.
  Launcher();
  /// Kills what still runs and waits for it.
  ~Launcher();
  Launcher(const Launcher&) = delete;
  Launcher& operator=(const Launcher&) = delete;

  /// Starts it in a process group of its own, with an empty standard input. Throws NotFound when there is no such
  /// program or folder, InvalidArgument when it cannot be executed or the command is too long.
  [[nodiscard]] Process start(const Command& command);

 private:
  std::mutex mutex_;
  int requests_ = -1;
  pid_t keeper_ = -1;
};

}  // namespace vernier
