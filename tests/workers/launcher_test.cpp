// Real processes: what is started, what it is given, and that nothing of it stays.
#include "vernier/workers/launcher.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/cli/subprocess.hpp"
#include "tests/workers/support.hpp"
#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

using testing::HasSubstr;

struct Ran {
  ExitStatus status;
  std::string out;
  std::string err;
};

class Launching : public testing::Test {
 protected:
  Command shell(const std::string& script) const {
    return {.words = {"/bin/sh", "-c", script}, .folder = folder_.path()};
  }
  Ran run(const Command& command) {
    Process process = launcher_.start(command);
    Ran ran;
    const auto out = [&](std::string_view bytes) { ran.out += bytes; };
    const auto err = [&](std::string_view bytes) { ran.err += bytes; };
    while (!process.status()) process.pump(std::nullopt, out, err);
    ran.status = *process.status();
    return ran;
  }
  cli::ScratchFolder folder_;
  Launcher launcher_;
};

TEST_F(Launching, GivesWordsEnvironmentAndFolder) {
  Command command = shell("printf '%s|' \"$0\" \"$@\"; echo; echo \"$GIVEN $HOME\"; pwd; cat; echo bad >&2; exit 3");
  command.words.insert(command.words.end(), {"a b", "", "c\"d"});
  command.environment = {"GIVEN=x y", "HOME=elsewhere"};
  const Ran ran = run(command);
  EXPECT_EQ(ran.out, "a b||c\"d|\nx y elsewhere\n" + folder_.path().string() + "\n");
  EXPECT_EQ(ran.err, "bad\n");
  EXPECT_EQ(ran.status.code, 3);
  EXPECT_EQ(ran.status.describe(), "exit status 3");
}

TEST_F(Launching, ASearchWithinASearchSeesItsOwnTrialAlone) {
  ::setenv("VERNIER_PARAM_OUTER", "1", 1);
  Launcher inner;
  Process process = inner.start(shell("env | grep -c VERNIER_PARAM_OUTER"));
  std::string out;
  while (!process.status()) {
    process.pump(
        std::nullopt, [&](std::string_view bytes) { out += bytes; }, [](std::string_view) {});
  }
  ::unsetenv("VERNIER_PARAM_OUTER");
  EXPECT_EQ(out, "0\n");
}

TEST_F(Launching, WhatCannotBeStartedIsRefused) {
  folder_.write("plain", "echo no\n");
  EXPECT_THROW((void)launcher_.start({.words = {"no-such-program-anywhere"}}), NotFound);
  EXPECT_THROW((void)launcher_.start({.words = {(folder_.path() / "plain").string()}}), InvalidArgument);
  EXPECT_THROW((void)launcher_.start({.words = {"true"}, .folder = folder_.path() / "missing"}), NotFound);
  EXPECT_THROW((void)launcher_.start({.words = {"true", std::string(200'000, 'x')}}), InvalidArgument);
  EXPECT_TRUE(run({.words = {"true"}}).status.success());
}

TEST_F(Launching, SignalsAreToldApart) {
  const Ran ran = run(shell("kill -SEGV $$"));
  EXPECT_EQ(ran.status.signal, SIGSEGV);
  EXPECT_EQ(ran.status.number(), 139);
  EXPECT_EQ(ran.status.describe(), "killed by signal 11 (SIGSEGV)");
}

TEST_F(Launching, MegabytesArriveWhole) {
  const Ran ran = run(shell("head -c 5000000 /dev/zero | tr '\\0' x; head -c 3000000 /dev/zero | tr '\\0' y >&2"));
  EXPECT_EQ(ran.out, std::string(5'000'000, 'x'));
  EXPECT_EQ(ran.err, std::string(3'000'000, 'y'));
}

TEST_F(Launching, AClosedOutputIsNoEnd) {
  const Ran ran = run(shell("echo first; exec >&- 2>&-; sleep 0.1; exit 5"));
  EXPECT_EQ(ran.out, "first\n");
  EXPECT_EQ(ran.status.code, 5);
}

TEST_F(Launching, ChildrenThatStayAreKilledWithTheirGroup) {
  // the first process ends; its child keeps the output open and would live for an hour
  const Ran ran = run(shell("sleep 3600 & echo $! > child; echo done"));
  EXPECT_EQ(ran.out, "done\n");
  EXPECT_FALSE(is_alive(process_of(folder_.path() / "child")));
}

TEST_F(Launching, ChildrenThatLeftTheirGroupAreKilledWhenNothingRuns) {
  (void)run(shell("setsid sh -c 'echo $$ > child; exec sleep 3600' & while ! test -s child; do sleep 0.01; done"));
  const pid_t child = process_of(folder_.path() / "child");
  EXPECT_TRUE(soon([&] { return !is_alive(child); }));
}

TEST_F(Launching, AnEndedHandleKillsWhatIgnoresTheTerm) {
  pid_t child = 0;
  {
    const Process process = launcher_.start(shell("trap '' TERM; echo $$ > child; while :; do sleep 0.05; done"));
    child = process_of(folder_.path() / "child");
    process.signal(SIGTERM);
    EXPECT_TRUE(is_alive(child));
  }
  EXPECT_FALSE(is_alive(child));
}

TEST_F(Launching, NothingOutlivesAKilledOwner) {
  const pid_t owner = fork();
  if (owner == 0) {
    Launcher launcher;
    const Process process = launcher.start(
        shell("sleep 3600 & echo $! > child; setsid sh -c 'echo $$ > stray; exec sleep 3600' & echo $$ > self; wait"));
    pause();
  }
  std::vector<pid_t> processes;
  for (const char* name : {"self", "child", "stray"}) processes.push_back(process_of(folder_.path() / name));
  for (const pid_t process : processes) EXPECT_TRUE(is_alive(process));
  kill(owner, SIGKILL);
  waitpid(owner, nullptr, 0);
  for (const pid_t process : processes) EXPECT_TRUE(soon([&] { return !is_alive(process); }));
}

TEST_F(Launching, CpuTimeIsLimited) {
  Command command = shell("while :; do :; done");
  command.cpu_seconds = 1;
  const Ran ran = run(command);
  EXPECT_EQ(ran.status.signal, SIGXCPU);
  EXPECT_THAT(ran.status.describe(), HasSubstr("CPU time"));
}

TEST_F(Launching, MemoryIsLimited) {
  Command command{.words = {"python3", "-c", "x = bytearray(400 << 20); print(len(x))"}};
  EXPECT_TRUE(run(command).status.success());
  command.memory = 200U << 20U;
  const Ran ran = run(command);
  EXPECT_FALSE(ran.status.success());
  EXPECT_THAT(ran.err, HasSubstr("MemoryError"));
}

TEST_F(Launching, ManyThreadsShareALauncher) {
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 6; ++thread) {
    threads.emplace_back([this, thread] {
      for (int i = 0; i < 15; ++i) {
        const std::string text = std::to_string(thread) + " " + std::to_string(i);
        const Ran ran = run({.words = {"/bin/sh", "-c", "echo $0; exit $1", text, std::to_string(thread)}});
        EXPECT_EQ(ran.out, text + "\n");
        EXPECT_EQ(ran.status.code, thread);
      }
    });
  }
}

TEST_F(Launching, WakingEndsAWait) {
  Process process = launcher_.start(shell("sleep 3600"));
  std::jthread waker([&] { process.wake(); });
  process.pump(
      std::nullopt, [](std::string_view) {}, [](std::string_view) {});
  EXPECT_FALSE(process.status());
}

}  // namespace
}  // namespace vernier
