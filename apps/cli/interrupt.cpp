#include "apps/cli/interrupt.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <string_view>
#include <system_error>

#include "apps/cli/verbs/verb.hpp"

namespace vernier::cli {
namespace {

// A signal handler may only write to a pipe; a thread reads it and runs what stop callbacks there are.
std::array<int, 2> interrupt_pipe{-1, -1};
std::atomic<int> interrupt_count{0};
std::atomic<void (*)()> interrupt_exit_action{nullptr};
struct sigaction interrupt_old_int, interrupt_old_term;

void on_interrupt(int) {
  const int saved = errno;
  if (interrupt_count.fetch_add(1) > 0) {
    if (auto* action = interrupt_exit_action.load()) action();
    constexpr std::string_view farewell = "\nvernier: stopped at once; what was told is kept\n";
    [[maybe_unused]] const auto said = write(STDERR_FILENO, farewell.data(), farewell.size());
    _exit(exit_interrupted);
  }
  const char byte = 1;
  [[maybe_unused]] const auto written = write(interrupt_pipe[1], &byte, 1);
  errno = saved;
}

}  // namespace

Interrupt::Interrupt() {
  if (pipe2(interrupt_pipe.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  interrupt_count = 0;
  waiter_ = std::thread([this] {
    char byte = 0;
    ssize_t got = 0;
    while ((got = read(interrupt_pipe[0], &byte, 1)) < 0 && errno == EINTR) {
    }
    if (got == 1 && byte == 1) source_.request_stop();
  });
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, &interrupt_old_int);
  sigaction(SIGTERM, &action, &interrupt_old_term);
}

Interrupt::~Interrupt() {
  sigaction(SIGINT, &interrupt_old_int, nullptr);
  sigaction(SIGTERM, &interrupt_old_term, nullptr);
  close(interrupt_pipe[1]);  // the waiter reads the end of the pipe
  waiter_.join();
  close(interrupt_pipe[0]);
}

void set_exit_action(void (*action)()) { interrupt_exit_action = action; }

}  // namespace vernier::cli
