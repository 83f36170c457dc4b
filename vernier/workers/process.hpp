#pragma once
// A program that was started, with the whole group of processes that comes of it.
#include <sys/types.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "vernier/workers/file_handle.hpp"

namespace vernier {

/// How the first process of the group ended.
struct ExitStatus {
  int code = 0;    ///< where no signal ended it
  int signal = 0;  ///< 0: none

  [[nodiscard]] bool success() const { return code == 0 && signal == 0; }
  /// As a shell has it: 128 + signal.
  [[nodiscard]] int number() const { return signal != 0 ? 128 + signal : code; }
  /// "exit status 3", "killed by signal 9 (SIGKILL)"
  [[nodiscard]] std::string describe() const;
};

/// Used by one thread, but for wake().
class Process {
 public:
  Process(pid_t group, FileHandle channel, FileHandle out, FileHandle err);
  /// Kills what is left of the group and waits until nothing of it is there any more.
  ~Process();
  Process(Process&&) noexcept = default;
  Process& operator=(Process&&) = delete;

  using Sink = std::function<void(std::string_view)>;
  /// Waits until output arrives, the program ends, wake() is called, or the moment has come. Output goes to the sinks
  /// as it arrives, at most 64 KiB of each stream in one call; what was written before the end is handed out before
  /// status() tells of it.
  void pump(std::optional<std::chrono::steady_clock::time_point> until, const Sink& out, const Sink& err);
  /// Makes pump return soon. Any thread.
  void wake() const noexcept;
  /// Sends a signal to the whole group.
  void signal(int number) const;
  /// Nothing while it runs.
  [[nodiscard]] const std::optional<ExitStatus>& status() const { return status_; }

 private:
  static void drain(FileHandle& stream, const Sink& sink, int reads);
  void hear_keeper();

  pid_t group_;
  FileHandle channel_;
  FileHandle out_;
  FileHandle err_;
  FileHandle wake_;
  std::optional<ExitStatus> status_;
};

}  // namespace vernier
