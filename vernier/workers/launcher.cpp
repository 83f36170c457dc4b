#include "vernier/workers/launcher.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "vernier/base/errors.hpp"
#include "vernier/workers/keeper.hpp"

namespace vernier {
namespace {

[[noreturn]] void refuse_process(const char* what) {
  throw Unsupported(fmt::format("a program cannot be started: {} ({})", what, std::strerror(errno)),
                    "a system with room for another process");
}

std::array<FileHandle, 2> make_sockets() {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) refuse_process("socketpair");
  return {FileHandle(ends[0]), FileHandle(ends[1])};
}

std::array<FileHandle, 2> make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) refuse_process("pipe");
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return {FileHandle(ends[0]), FileHandle(ends[1])};
}

bool send_request(int socket, const std::string& bytes, const std::array<int, 3>& files) {
  iovec part{const_cast<char*>(bytes.data()), bytes.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof files)> control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  cmsghdr* const header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof files);
  std::memcpy(CMSG_DATA(header), files.data(), sizeof files);
  return sendmsg(socket, &message, MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
}

[[noreturn]] void explain_refusal(const Command& command, int reason) {
  const std::string what = fmt::format("'{}' cannot be run: {}", command.words[0], std::strerror(reason));
  if (reason == ENOENT && !command.folder.empty() && !std::filesystem::is_directory(command.folder)) {
    throw NotFound(fmt::format("the folder {} does not exist", command.folder.string()), "a folder to run in");
  }
  if (reason == ENOENT) throw NotFound(what, "a program of this name in PATH, or a path", "Check the first word.");
  throw InvalidArgument(what, "a program that this user may execute", "Check its permissions (chmod +x).");
}

}  // namespace

Launcher::Launcher() {
  auto [own, other] = make_sockets();
  const int room = 2 * static_cast<int>(max_keeper_request);
  setsockopt(own.get(), SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
  keeper_ = fork();
  if (keeper_ < 0) refuse_process("fork");
  if (keeper_ == 0) keep_programs(other.get());
  requests_ = own.release();
}

Launcher::~Launcher() {
  close(requests_);
  while (waitpid(keeper_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

Process Launcher::start(const Command& command) {
  if (command.words.empty()) throw InvalidArgument("the command is empty", "a program and its arguments");
  const std::string request = keeper_request(command);
  if (request.size() > max_keeper_request) {
    throw InvalidArgument(fmt::format("the command has {} bytes", request.size()),
                          fmt::format("at most {}", max_keeper_request), "Pass values by {params_file}.");
  }
  auto [channel, other] = make_sockets();
  auto [out, out_end] = make_pipe();
  auto [err, err_end] = make_pipe();
  {
    const std::lock_guard lock(mutex_);
    if (!send_request(requests_, request, {other.get(), out_end.get(), err_end.get()}))
      refuse_process("the keeper is gone");
  }
  other.reset();
  KeeperWord word{};
  ssize_t got = 0;
  while ((got = recv(channel.get(), &word, sizeof word, 0)) < 0 && errno == EINTR) {
  }
  if (got != sizeof word) refuse_process("the keeper is gone");
  if (word.kind == KeeperWord::Kind::refused) explain_refusal(command, word.value);
  return Process(word.value, std::move(channel), std::move(out), std::move(err));
}

}  // namespace vernier
