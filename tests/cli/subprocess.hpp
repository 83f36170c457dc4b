#pragma once
// Runs the built program as a person would, in a folder of its own.
#include <sys/types.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

namespace vernier::cli {

struct ProcessResult {
  int status = -1;  ///< the exit status; 128 + signal when a signal ended it
  std::string out;
  std::string err;
};

/// A folder below the system's temporary one, removed at the end.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(const std::filesystem::path& name, const std::string& content) const;

 private:
  std::filesystem::path path_;
};

/// Runs `arguments[0]` (found by PATH) in `folder` with this standard input.
[[nodiscard]] ProcessResult run_process(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                                        const std::string& input = {});
/// `vernier ...`
[[nodiscard]] ProcessResult vernier(std::vector<std::string> arguments, const std::filesystem::path& folder,
                                    const std::string& input = {});

/// The program while it runs, talked to line by line.
class LiveProcess {
 public:
  LiveProcess(std::vector<std::string> arguments, const std::filesystem::path& folder);
  ~LiveProcess();
  LiveProcess(const LiveProcess&) = delete;
  LiveProcess& operator=(const LiveProcess&) = delete;

  /// Writes a line and reads the one that answers it; empty when the process is gone.
  std::string ask(const std::string& line);
  void signal(int number) const;
  /// Closes its input and waits. The exit status, or 128 + signal.
  int wait();

 private:
  pid_t pid_ = -1;
  std::FILE* to_ = nullptr;
  std::FILE* from_ = nullptr;
};

}  // namespace vernier::cli
