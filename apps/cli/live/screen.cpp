#include "apps/cli/live/screen.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "apps/cli/interrupt.hpp"

namespace vernier::cli {
namespace {

// The alternate screen without a cursor and without wrapped lines (xterm's control sequences, DECSET 1049, 25, 7).
constexpr std::string_view enter_sequence = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J";
constexpr std::string_view leave_sequence = "\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l";

// What a signal handler needs to restore the terminal.
std::atomic<bool> screen_up{false};
bool screen_has_modes = false;
termios screen_old_modes;

void write_all(std::string_view text) {
  while (!text.empty()) {
    const ssize_t put = write(STDERR_FILENO, text.data(), text.size());
    if (put < 0 && errno != EINTR && errno != EAGAIN) return;
    if (put < 0 && errno == EAGAIN) {
      pollfd ready{STDERR_FILENO, POLLOUT, 0};
      poll(&ready, 1, 100);
    }
    if (put > 0) text.remove_prefix(static_cast<std::size_t>(put));
  }
}

// Async-signal-safe.
void leave_screen() {
  if (!screen_up.exchange(false)) return;
  write_all(leave_sequence);
  if (screen_has_modes) tcsetattr(STDIN_FILENO, TCSADRAIN, &screen_old_modes);
}

void on_fatal(int number) {
  leave_screen();
  raise(number);  // its action is the default again
}

constexpr std::array fatal_signals{SIGHUP, SIGQUIT, SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};

// Leaves alone what somebody else handles.
void handle_fatal(void (*from)(int), void (*to)(int)) {
  for (const int number : fatal_signals) {
    struct sigaction now {};
    sigaction(number, nullptr, &now);
    if (now.sa_handler != from) continue;
    struct sigaction then {};
    then.sa_handler = to;
    then.sa_flags = to == SIG_DFL ? 0 : static_cast<int>(SA_RESETHAND | SA_NODEFER);
    sigemptyset(&then.sa_mask);
    sigaction(number, &then, nullptr);
  }
}

// Without the sequences that arrows and the like send: ESC [ ... letter, ESC O letter, ESC letter.
std::string plain_keys(std::string_view typed) {
  std::string keys;
  while (!typed.empty()) {
    std::size_t size = 1;
    if (typed.front() != '\x1b') {
      keys += typed.front();
    } else if (typed.size() > 1 && (typed[1] == '[' || typed[1] == 'O')) {
      for (size = 2; size < typed.size() && (typed[size] < '@' || typed[size] > '~');) ++size;
      ++size;
    } else {
      size = 2;
    }
    typed.remove_prefix(std::min(size, typed.size()));
  }
  return keys;
}

bool in_background(int terminal) {
  const pid_t front = tcgetpgrp(terminal);
  return front > 0 && front != getpgrp();
}

}  // namespace

const char* why_no_screen() {
  if (isatty(STDERR_FILENO) != 1) return "stderr is not a terminal";
  const char* kind = std::getenv("TERM");
  if (kind == nullptr || *kind == '\0' || std::strcmp(kind, "dumb") == 0) return "the terminal is a dumb one (TERM)";
  if (in_background(STDERR_FILENO)) return "the program runs in the background";
  return nullptr;
}

Screen::Screen() : keys_(isatty(STDIN_FILENO) == 1 && !in_background(STDIN_FILENO)) { enter(); }

Screen::~Screen() {
  set_exit_action(nullptr);
  handle_fatal(&on_fatal, SIG_DFL);
  leave_screen();
}

void Screen::enter() {
  screen_has_modes = keys_ && tcgetattr(STDIN_FILENO, &screen_old_modes) == 0;
  screen_up = true;
  set_exit_action(&leave_screen);
  handle_fatal(SIG_DFL, &on_fatal);
  if (screen_has_modes) {
    termios modes = screen_old_modes;
    modes.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    modes.c_cc[VMIN] = 1;
    modes.c_cc[VTIME] = 0;
    modes.c_cc[VSUSP] = _POSIX_VDISABLE;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
  }
  write_all(enter_sequence);
  forget();
}

Screen::Size Screen::size() const {
  winsize asked{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &asked) != 0 || asked.ws_col == 0 || asked.ws_row == 0) return {};
  return {asked.ws_col, asked.ws_row};
}

void Screen::show(const std::vector<std::string>& lines) {
  std::string out;
  if (shown_.size() != lines.size()) {
    out = "\x1b[2J";
    shown_.assign(lines.size(), std::string());
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i] == shown_[i]) continue;
    // Cleared first: a terminal that finds a character narrower than we do keeps nothing of the old line.
    out += "\x1b[" + std::to_string(i + 1) + ";1H\x1b[K" + lines[i];
    shown_[i] = lines[i];
  }
  write_all(out);
}

std::string Screen::wait_for_keys(int milliseconds, int wake) {
  std::array<pollfd, 2> files{{{wake, POLLIN, 0}, {keys_ ? STDIN_FILENO : -1, POLLIN, 0}}};
  if (poll(files.data(), files.size(), milliseconds) <= 0 || files[1].revents == 0) return {};
  std::array<char, 64> buffer{};
  const ssize_t got = read(STDIN_FILENO, buffer.data(), buffer.size());
  if (got <= 0) {  // the terminal is gone
    keys_ = false;
    return {};
  }
  return plain_keys({buffer.data(), static_cast<std::size_t>(got)});
}

void Screen::suspend() {
  leave_screen();
  raise(SIGTSTP);
  enter();
}

}  // namespace vernier::cli
