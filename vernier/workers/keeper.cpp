#include "vernier/workers/keeper.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <vector>

namespace vernier {
namespace {

/// By the keeper; its programs begin with their usual meaning.
constexpr std::array ignored_signals{SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGTSTP};

struct RequestHeader {
  std::uint64_t memory = 0;       // 0: no limit
  std::uint64_t cpu_seconds = 0;  // 0: no limit
  std::uint32_t words = 0;
  std::uint32_t environment = 0;
};

/// A program that was started, from then on until no process of its group is left.
struct KeptProgram {
  pid_t group = 0;
  int channel = -1;
  bool ended = false;    // the first process of the group, and its owner knows
  bool closing = false;  // the channel was closed: the group was killed
};

/// The strings of a request, as execvpe takes them: pointers into the message.
struct ParsedRequest {
  RequestHeader header;
  char* folder = nullptr;
  std::vector<char*> words;
  std::vector<char*> environment;
};

bool names_same_variable(const char* a, const char* b) {
  const auto length = [](const char* text) { return std::strcspn(text, "="); };
  return length(a) == length(b) && std::strncmp(a, b, length(a)) == 0;
}

ParsedRequest parse_keeper_request(char* bytes) {
  ParsedRequest request;
  std::memcpy(&request.header, bytes, sizeof request.header);
  char* at = bytes + sizeof request.header;
  const auto next = [&] {
    char* const text = at;
    at += std::strlen(at) + 1;
    return text;
  };
  request.folder = next();
  for (std::uint32_t i = 0; i < request.header.words; ++i) request.words.push_back(next());
  for (std::uint32_t i = 0; i < request.header.environment; ++i) request.environment.push_back(next());
  // What another search left in the environment says nothing of this one.
  const std::size_t given = request.environment.size();
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const bool replaced =
        std::any_of(request.environment.begin(), request.environment.begin() + static_cast<std::ptrdiff_t>(given),
                    [&](const char* set) { return names_same_variable(set, *variable); });
    if (!replaced && std::strncmp(*variable, "VERNIER_", 8) != 0) request.environment.push_back(*variable);
  }
  request.words.push_back(nullptr);
  request.environment.push_back(nullptr);
  return request;
}

void set_limit(__rlimit_resource resource, std::uint64_t soft, std::uint64_t hard) {
  rlimit limit{};
  getrlimit(resource, &limit);
  limit.rlim_max = std::min<rlim_t>(limit.rlim_max, hard);
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, soft);
  setrlimit(resource, &limit);
}

/// The child, after vfork, in the memory of the keeper, which stands still: becomes the program, or writes errno to
/// `failure`.
[[noreturn, gnu::noinline]] void become_program(const ParsedRequest& request, pid_t keeper, int out, int err,
                                                int failure) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != keeper) _exit(127);  // it died in between
  for (const int number : ignored_signals) ::signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  if (request.header.memory > 0) set_limit(RLIMIT_DATA, request.header.memory, request.header.memory);
  if (request.header.cpu_seconds > 0) set_limit(RLIMIT_CPU, request.header.cpu_seconds, request.header.cpu_seconds + 5);
  dup2(out, STDOUT_FILENO);
  dup2(err, STDERR_FILENO);
  if (*request.folder == '\0' || chdir(request.folder) == 0) {
    execvpe(request.words[0], request.words.data(), request.environment.data());
  }
  const int reason = errno;
  [[maybe_unused]] const auto written = write(failure, &reason, sizeof reason);
  _exit(127);
}

class Keeper {
 public:
  explicit Keeper(int requests) : requests_(requests) {
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, nullptr);
    children_ = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
    list_of_children_ = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
  }

  void serve() {
    std::vector<pollfd> waiting;
    while (requests_ >= 0 || !programs_.empty()) {
      waiting.assign({{requests_, POLLIN, 0}, {children_, POLLIN, 0}});
      for (const KeptProgram& program : programs_) {
        waiting.push_back({program.closing ? -1 : program.channel, POLLIN, 0});
      }
      if (poll(waiting.data(), waiting.size(), -1) < 0) continue;
      bool changed = waiting[1].revents != 0;
      for (std::size_t i = 2; i < waiting.size(); ++i) {
        changed = (waiting[i].revents != 0 && close_if_asked(programs_[i - 2])) || changed;
      }
      if (changed) notice_deaths();
      if (waiting[0].revents != 0) take_request();
    }
    for (int turn = 0; turn < 2000 && kill_stray(); ++turn) usleep(1000);
  }

 private:
  void take_request() {
    iovec bytes{buffer_.data(), buffer_.size() - 1};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(3 * sizeof(int))> control{};
    msghdr message{};
    message.msg_iov = &bytes;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const ssize_t got = recvmsg(requests_, &message, MSG_CMSG_CLOEXEC);
    if (got < 0) return;
    const cmsghdr* const header = CMSG_FIRSTHDR(&message);
    if (got == 0 || header == nullptr) {
      close(requests_);
      requests_ = -1;
      return;
    }
    buffer_[static_cast<std::size_t>(got)] = '\0';
    std::array<int, 3> files{};
    std::memcpy(files.data(), CMSG_DATA(header), sizeof files);
    start(parse_keeper_request(buffer_.data()), files[0], files[1], files[2]);
    close(files[1]);
    close(files[2]);
  }

  void start(const ParsedRequest& request, int channel, int out, int err) {
    std::array<int, 2> failure{-1, -1};
    const pid_t keeper = getpid();
    const pid_t child = pipe2(failure.data(), O_CLOEXEC) == 0 ? vfork() : -1;
    if (child == 0) become_program(request, keeper, out, err, failure[1]);
    int reason = errno;
    if (failure[1] >= 0) close(failure[1]);
    const bool failed = child < 0 || read(failure[0], &reason, sizeof reason) > 0;
    if (failure[0] >= 0) close(failure[0]);
    if (failed) {
      say(channel, {KeeperWord::Kind::refused, reason});
      close(channel);
      if (child > 0) waitpid(child, nullptr, 0);
      return;
    }
    programs_.push_back({.group = child, .channel = channel});
    say(channel, {KeeperWord::Kind::started, child});
  }

  static void say(int channel, const KeeperWord& word) { send(channel, &word, sizeof word, MSG_NOSIGNAL); }

  static bool close_if_asked(KeptProgram& program) {
    char byte = 0;
    if (recv(program.channel, &byte, 1, MSG_DONTWAIT) > 0) return false;
    program.closing = true;
    kill(-program.group, SIGKILL);
    return true;
  }

  // The first process of a group stays a zombie until its channel closes: until then nobody else gets its number, and
  // the owner may send signals to the group.
  void notice_deaths() {
    signalfd_siginfo ignored;
    while (read(children_, &ignored, sizeof ignored) > 0) {
    }
    for (KeptProgram& program : programs_) {
      siginfo_t info{};
      if (!program.ended && !program.closing &&
          waitid(P_PID, static_cast<id_t>(program.group), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
          info.si_pid != 0) {
        program.ended = true;
        const int status = info.si_code == CLD_EXITED ? (info.si_status & 0xff) << 8 : info.si_status & 0x7f;
        say(program.channel, {KeeperWord::Kind::ended, status});
      }
      if (program.closing) {
        while (waitpid(-program.group, nullptr, WNOHANG) > 0) {
        }
        if (waitpid(-program.group, nullptr, WNOHANG) < 0) {  // nobody is left
          close(program.channel);
          program.channel = -1;
        }
      }
    }
    std::erase_if(programs_, [](const KeptProgram& program) { return program.channel < 0; });
    if (programs_.empty()) kill_stray();
  }

  // Processes that left their group have become children of this one. Whether there was any.
  bool kill_stray() {
    while (waitpid(-1, nullptr, WNOHANG) > 0) {
    }
    if (list_of_children_ < 0) return false;
    std::array<char, 65536> text{};
    const ssize_t size = pread(list_of_children_, text.data(), text.size(), 0);
    const char* at = text.data();
    const char* const end = at + std::max<ssize_t>(size, 0);
    bool any = false;
    while (at < end) {
      pid_t child = 0;
      const auto [rest, error] = std::from_chars(at, end, child);
      if (error != std::errc()) break;
      kill(child, SIGKILL);
      any = true;
      at = rest + 1;
    }
    return any;
  }

  int requests_;
  int children_ = -1;
  int list_of_children_ = -1;
  std::vector<KeptProgram> programs_;
  std::vector<char> buffer_ = std::vector<char>(max_keeper_request + 1);
};

}  // namespace

std::string keeper_request(const Command& command) {
  RequestHeader header;
  header.memory = command.memory.value_or(0);
  header.cpu_seconds = static_cast<std::uint64_t>(std::ceil(command.cpu_seconds.value_or(0)));
  header.words = static_cast<std::uint32_t>(command.words.size());
  header.environment = static_cast<std::uint32_t>(command.environment.size());
  std::string bytes(reinterpret_cast<const char*>(&header), sizeof header);
  const auto add = [&](const std::string& text) { bytes.append(text.c_str()).push_back('\0'); };
  add(command.folder.string());
  for (const std::string& word : command.words) add(word);
  for (const std::string& variable : command.environment) add(variable);
  return bytes;
}

void keep_programs(int requests) {
  setpgid(0, 0);  // Ctrl-C on the terminal is not for this process
  for (const int number : ignored_signals) ::signal(number, SIG_IGN);
  ::signal(SIGCHLD, SIG_DFL);
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  prctl(PR_SET_NAME, "vernier-keeper");
  // Nothing of the parent stays open here: its locks and pipes end with it.
  const int nowhere = open("/dev/null", O_RDWR);
  if (requests != 3) dup2(requests, 3);
  for (int file = 0; file < 3; ++file) dup2(nowhere, file);
  if (close_range(4, ~0U, 0) != 0) {
    for (int file = 4; file < 1024; ++file) close(file);
  }
  fcntl(3, F_SETFD, FD_CLOEXEC);
  Keeper(3).serve();
  _exit(0);
}

}  // namespace vernier
