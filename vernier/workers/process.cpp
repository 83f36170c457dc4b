#include "vernier/workers/process.hpp"

#include <fmt/core.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <limits>

#include "vernier/base/errors.hpp"
#include "vernier/workers/keeper.hpp"

namespace vernier {

std::string ExitStatus::describe() const {
  if (signal == 0) return fmt::format("exit status {}", code);
  const char* const name = sigabbrev_np(signal);
  std::string text = fmt::format("killed by signal {}{}", signal, name ? fmt::format(" (SIG{})", name) : std::string());
  if (signal == SIGXCPU) text += ": its CPU time was used up";
  return text;
}

Process::Process(pid_t group, FileHandle channel, FileHandle out, FileHandle err)
    : group_(group),
      channel_(std::move(channel)),
      out_(std::move(out)),
      err_(std::move(err)),
      wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

Process::~Process() {
  if (!channel_.open()) return;
  shutdown(channel_.get(), SHUT_WR);  // the keeper kills the group, and closes its end when nothing is left
  KeeperWord word{};
  ssize_t got = 0;
  while ((got = recv(channel_.get(), &word, sizeof word, 0)) > 0 || (got < 0 && errno == EINTR)) {
  }
}

void Process::drain(FileHandle& stream, const Sink& sink, int reads) {
  std::array<char, 65536> buffer;
  for (; reads > 0 && stream.open(); --reads) {
    const ssize_t got = ::read(stream.get(), buffer.data(), buffer.size());
    if (got > 0) {
      sink({buffer.data(), static_cast<std::size_t>(got)});
    } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
      stream.reset();
    } else {
      return;
    }
  }
}

void Process::hear_keeper() {
  KeeperWord word{};
  const ssize_t got = recv(channel_.get(), &word, sizeof word, MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got != sizeof word) {
    channel_.reset();
    status_ = ExitStatus{.code = 0, .signal = SIGKILL};  // the keeper was killed, and so was the program
    return;
  }
  if (word.kind != KeeperWord::Kind::ended) return;
  status_ = WIFEXITED(word.value) ? ExitStatus{.code = WEXITSTATUS(word.value)}
                                  : ExitStatus{.code = 0, .signal = WTERMSIG(word.value)};
}

void Process::pump(std::optional<std::chrono::steady_clock::time_point> until, const Sink& out, const Sink& err) {
  int wait = -1;
  if (until) {
    const std::chrono::duration<double, std::milli> left = *until - std::chrono::steady_clock::now();
    wait = static_cast<int>(std::clamp(std::ceil(left.count()), 0.0, 1e9));
  }
  std::array<pollfd, 4> files{
      {{out_.get(), POLLIN, 0}, {err_.get(), POLLIN, 0}, {channel_.get(), POLLIN, 0}, {wake_.get(), POLLIN, 0}}};
  if (poll(files.data(), files.size(), wait) <= 0) return;
  if (files[3].revents != 0) {
    eventfd_t count = 0;
    eventfd_read(wake_.get(), &count);
  }
  if (files[2].revents != 0) hear_keeper();
  // After the end a pipe holds at most what fits into it, unless a child that is still there goes on writing.
  const int reads = status_ ? 32 : 1;
  if (status_ || files[0].revents != 0) drain(out_, out, reads);
  if (status_ || files[1].revents != 0) drain(err_, err, reads);
}

void Process::wake() const noexcept { eventfd_write(wake_.get(), 1); }

void Process::signal(int number) const {
  if (channel_.open()) kill(-group_, number);
}

}  // namespace vernier
