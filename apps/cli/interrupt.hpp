#pragma once
// Ctrl-C: the first asks for a clean stop, the second ends the program at once.
#include <stop_token>
#include <thread>

namespace vernier::cli {

/// While it lives, SIGINT and SIGTERM request `token()`; a second one exits with status 130 immediately. One at a time.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  [[nodiscard]] std::stop_token token() const { return source_.get_token(); }
  [[nodiscard]] bool requested() const { return source_.stop_requested(); }

 private:
  std::stop_source source_;
  std::thread waiter_;
};

/// Called by the second signal before it ends the program: a function that is async-signal-safe, or nullptr.
void set_exit_action(void (*action)());

}  // namespace vernier::cli
