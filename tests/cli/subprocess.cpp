#include "tests/cli/subprocess.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <stdexcept>

namespace vernier::cli {
namespace {

struct Pipe {
  int read = -1, write = -1;
  Pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
    read = ends[0];
    write = ends[1];
  }
};

// The child: standard streams replaced (a negative one is left alone), then the program.
pid_t spawn(const std::vector<std::string>& arguments, const std::filesystem::path& folder, int in, int out, int err) {
  std::vector<char*> words;
  for (const std::string& word : arguments) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  const std::string where = folder.string();
  const pid_t pid = fork();
  if (pid != 0) return pid;
  if (chdir(where.c_str()) != 0) _exit(126);
  if (in >= 0) dup2(in, STDIN_FILENO);
  if (out >= 0) dup2(out, STDOUT_FILENO);
  if (err >= 0) dup2(err, STDERR_FILENO);
  ::signal(SIGPIPE, SIG_DFL);
  execvp(words[0], words.data());
  _exit(127);
}

int status_of(pid_t pid) {
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

ScratchFolder::ScratchFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "vernier-cli-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
  path_ = pattern;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path ScratchFolder::write(const std::filesystem::path& name, const std::string& content) const {
  std::ofstream(path_ / name, std::ios::binary) << content;
  return path_ / name;
}

ProcessResult run_process(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                          const std::string& input) {
  ::signal(SIGPIPE, SIG_IGN);  // a child that does not read its input must not end the tests
  Pipe in, out, err;
  const pid_t pid = spawn(arguments, folder, in.read, out.write, err.write);
  close(in.read);
  close(out.write);
  close(err.write);
  fcntl(in.write, F_SETFL, O_NONBLOCK);
  ProcessResult result;
  std::size_t written = 0;
  std::array<pollfd, 3> fds{{{out.read, POLLIN, 0}, {err.read, POLLIN, 0}, {in.write, POLLOUT, 0}}};
  while (fds[0].fd >= 0 || fds[1].fd >= 0) {
    if (written == input.size() && fds[2].fd >= 0) {
      close(fds[2].fd);
      fds[2].fd = -1;
    }
    poll(fds.data(), fds.size(), -1);
    std::array<char, 65536> buffer{};
    for (std::size_t k = 0; k < 2; ++k) {
      if (fds[k].fd < 0 || fds[k].revents == 0) continue;
      const ssize_t got = read(fds[k].fd, buffer.data(), buffer.size());
      if (got > 0) {
        (k == 0 ? result.out : result.err).append(buffer.data(), static_cast<std::size_t>(got));
      } else {
        close(fds[k].fd);
        fds[k].fd = -1;
      }
    }
    if (fds[2].fd >= 0 && fds[2].revents != 0) {
      const ssize_t put = write(fds[2].fd, input.data() + written, input.size() - written);
      written = put < 0 ? input.size() : written + static_cast<std::size_t>(put);
    }
  }
  if (fds[2].fd >= 0) close(fds[2].fd);
  result.status = status_of(pid);
  return result;
}

ProcessResult vernier(std::vector<std::string> arguments, const std::filesystem::path& folder,
                      const std::string& input) {
  arguments.insert(arguments.begin(), VERNIER_CLI);
  return run_process(arguments, folder, input);
}

LiveProcess::LiveProcess(std::vector<std::string> arguments, const std::filesystem::path& folder) {
  ::signal(SIGPIPE, SIG_IGN);
  arguments.insert(arguments.begin(), VERNIER_CLI);
  Pipe in, out;
  pid_ = spawn(arguments, folder, in.read, out.write, -1);
  close(in.read);
  close(out.write);
  to_ = fdopen(in.write, "w");
  from_ = fdopen(out.read, "r");
}

LiveProcess::~LiveProcess() {
  if (pid_ > 0) kill(pid_, SIGKILL);
  wait();
}

std::string LiveProcess::ask(const std::string& line) {
  std::fputs((line + '\n').c_str(), to_);
  std::fflush(to_);
  std::string answer;
  for (int c = 0; (c = std::getc(from_)) != EOF && c != '\n';) answer += static_cast<char>(c);
  return answer;
}

void LiveProcess::signal(int number) const { kill(pid_, number); }

int LiveProcess::wait() {
  if (to_ != nullptr) std::fclose(to_);
  to_ = nullptr;
  int status = -1;
  if (pid_ > 0) status = status_of(pid_);
  pid_ = -1;
  if (from_ != nullptr) std::fclose(from_);
  from_ = nullptr;
  return status;
}

}  // namespace vernier::cli
