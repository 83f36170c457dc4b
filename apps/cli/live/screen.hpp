#pragma once
// The whole terminal: its other screen while the view is up, and everything as it was afterwards.
#include <termios.h>

#include <string>
#include <vector>

namespace vernier::cli {

/// Shows lines on the alternate screen of the terminal that stderr is, and reads keys from stdin where that is one too.
/// While it is up, a second Ctrl-C and a signal that kills restore the terminal as well; SIGKILL cannot be met. One at
/// a time, used by one thread.
class Screen {
 public:
  /// Enters. Ctrl-C stays a signal; Ctrl-Z becomes a key, see suspend().
  Screen();
  /// Leaves.
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  struct Size {
    int width = 80;
    int height = 24;
    friend bool operator==(const Size&, const Size&) = default;
  };
  /// As the terminal says now.
  [[nodiscard]] Size size() const;
  [[nodiscard]] bool has_keys() const { return keys_; }

  /// Writes the lines that are not there yet. Lines of exactly the width, as many as it is high.
  void show(const std::vector<std::string>& lines);
  /// The next show() writes everything.
  void forget() { shown_.clear(); }

  /// The keys pressed since the last call, after waiting for one for at most `milliseconds`, or until `wake` (a file
  /// descriptor, or -1) can be read.
  [[nodiscard]] std::string wait_for_keys(int milliseconds, int wake);
  /// Leaves, stops the process as Ctrl-Z does, and enters again when it goes on.
  void suspend();

 private:
  void enter();

  bool keys_;
  std::vector<std::string> shown_;
};

/// Why there can be no screen here, as the end of a sentence; nullptr where there can.
[[nodiscard]] const char* why_no_screen();

}  // namespace vernier::cli
