// Several processes on one file, killed at random points: nothing told is lost, nothing is run twice, and the trials
// are those of an undisturbed run.
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <random>

#include "../storages/support.hpp"
#include "support.hpp"
#include "vernier/testing/parts.hpp"

namespace vernier {
namespace {

constexpr std::int64_t trials = 40;

StudyOptions killed_options(std::string sampler, std::string pruner, std::uint64_t seed) {
  return {.space = small_space(),
          .resource = Resource{"epochs", 1, 9},
          .sampler = std::move(sampler),
          .pruner = std::move(pruner),
          .seed = seed,
          .window = Window{4}};
}

// A process that gives the same command: 40 trials with two threads.
pid_t start_worker(const std::string& url, const StudyOptions& options, int sleep_us) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  int status = 1;
  try {
    Study study = Study::open(url, options);
    const StopReason reason =
        study.optimize([&](Trial& trial) { return curve(trial, 9, sleep_us); }, {.n_trials = trials, .n_jobs = 2});
    status = reason == StopReason::budget ? 0 : 2;
  } catch (const std::exception& error) {
    fmt::print(stderr, "worker: {}\n", error.what());
  }
  ::_exit(status);
}

std::string integrity(const std::string& path) {
  sqlite3* database = nullptr;
  std::string answer;
  if (sqlite3_open(path.c_str(), &database) == SQLITE_OK) {
    sqlite3_exec(
        database, "PRAGMA integrity_check",
        [](void* into, int, char** values, char**) {
          *static_cast<std::string*>(into) += values[0];
          return 0;
        },
        &answer, nullptr);
  }
  sqlite3_close(database);
  return answer;
}

class Killed : public ::testing::TestWithParam<std::tuple<const char*, const char*, int>> {
 protected:
  void SetUp() override { register_testing_parts(); }
  StudyOptions options_ = killed_options(std::get<0>(GetParam()), std::get<1>(GetParam()),
                                         static_cast<std::uint64_t>(std::get<2>(GetParam())));
  std::vector<std::string> undisturbed() const {
    Study study = Study::open("memory://", options_);
    (void)study.optimize([](Trial& trial) { return curve(trial, 9, 1); }, {.n_trials = trials});
    return fingerprints(study);
  }
  TemporaryFolder folder_;
  std::string path_ = folder_.file("study.db");
  std::string url_ = "sqlite:///" + path_;
};

TEST_P(Killed, OneProcessAgainAndAgain) {
  std::minstd_rand random(static_cast<unsigned>(std::get<2>(GetParam())));
  int kills = 0;
  std::vector<std::string> told;
  for (bool done = false; !done;) {
    const pid_t worker = start_worker(url_, options_, 2000);
    std::this_thread::sleep_for(std::chrono::milliseconds(30 + random() % 120));
    ::kill(worker, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(worker, &status, 0), worker);
    done = WIFEXITED(status);
    if (done) {
      EXPECT_EQ(WEXITSTATUS(status), 0);
    }
    if (!done) ++kills;
    ASSERT_LT(kills, 500);
    if (!std::filesystem::exists(path_)) continue;
    // What had ended before is as it was.
    std::vector<std::string> now;
    try {
      for (const TrialRecord& record : Study::load(url_, "study").trials()) {
        now.push_back(finished(record.state) ? fingerprint(record) : "");
      }
    } catch (const NotFound&) {
      continue;  // killed before the study was made
    }
    for (std::size_t i = 0; i < told.size(); ++i) {
      if (!told[i].empty()) {
        EXPECT_EQ(now.at(i), told[i]);
      }
    }
    told = now;
  }
  EXPECT_GT(kills, 0);
  EXPECT_EQ(integrity(path_), "ok");
  EXPECT_EQ(fingerprints(Study::load(url_, "study")), undisturbed());
}

TEST_P(Killed, OneOfThreeProcessesAtATime) {
  std::minstd_rand random(static_cast<unsigned>(std::get<2>(GetParam())));
  std::vector<pid_t> workers;
  for (int i = 0; i < 2; ++i) workers.push_back(start_worker(url_, options_, 3000));
  for (int kill = 0; kill < 5; ++kill) {
    std::this_thread::sleep_for(std::chrono::milliseconds(40 + random() % 60));
    const std::size_t victim = random() % workers.size();
    ::kill(workers[victim], SIGKILL);
    ASSERT_EQ(::waitpid(workers[victim], nullptr, 0), workers[victim]);
    workers[victim] = start_worker(url_, options_, 3000);
  }
  for (const pid_t worker : workers) {
    int status = 0;
    ASSERT_EQ(::waitpid(worker, &status, 0), worker);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  EXPECT_EQ(integrity(path_), "ok");
  EXPECT_EQ(fingerprints(Study::load(url_, "study")), undisturbed());
}

INSTANTIATE_TEST_SUITE_P(Parts, Killed,
                         ::testing::Values(std::tuple{"random", "median", 1}, std::tuple{"random", "median", 2},
                                           std::tuple{"random", "median", 3}, std::tuple{"cloning", "pausing", 1},
                                           std::tuple{"cloning", "pausing", 2}, std::tuple{"cloning", "pausing", 3}),
                         [](const auto& instance) {
                           return fmt::format("{}_{}_{}", std::get<0>(instance.param), std::get<1>(instance.param),
                                              std::get<2>(instance.param));
                         });

// An assignment whose process dies three times is failed, and the study goes on.
TEST(Deaths, ThreeMakeATrialFailed) {
  const TemporaryFolder folder;
  const std::string url = "sqlite:///" + folder.file("study.db");
  const auto run = [&] {
    const pid_t child = ::fork();
    if (child == 0) {
      Study study = Study::open(url, {.space = small_space(), .sampler = "random"});
      (void)study.optimize(
          [](Trial& trial) {
            if (trial.number() == 2) ::kill(::getpid(), SIGKILL);
            return 1.0;
          },
          {.n_trials = 5});
      ::_exit(0);
    }
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    return WIFEXITED(status);
  };
  for (int death = 0; death < 3; ++death) EXPECT_FALSE(run());
  EXPECT_TRUE(run());
  const std::vector<TrialRecord> all = Study::load(url, "study").trials();
  ASSERT_EQ(all.size(), 5U);
  EXPECT_EQ(all[2].state, TrialState::failed);
  EXPECT_EQ(all[2].why, "the process that ran it died 3 times");
  EXPECT_EQ(all[4].state, TrialState::complete);
}

// A process that is stopped, not dead, keeps its lease on the same machine; it is not taken over.
TEST(Deaths, AStoppedProcessIsNotDead) {
  const TemporaryFolder folder;
  const std::string url = "sqlite:///" + folder.file("study.db");
  const StudyOptions options{.space = small_space(), .sampler = "random", .window = Window{4}};
  const pid_t child = ::fork();
  if (child == 0) {
    Study study = Study::open(url, options);
    (void)study.optimize(
        [](Trial& trial) {
          if (trial.number() == 2) ::raise(SIGSTOP);
          return 1.0;
        },
        {.n_trials = 3});
    ::_exit(0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, WUNTRACED), child);
  ASSERT_TRUE(WIFSTOPPED(status));
  Study study = Study::open(url, options);
  const StopReason reason =
      study.optimize([](Trial&) { return 1.0; }, {.n_trials = 3, .timeout = std::chrono::milliseconds(300)});
  EXPECT_EQ(reason, StopReason::timeout) << "it waits for the result of trial 2";
  EXPECT_EQ(study.counts().running, 1);
  ::kill(child, SIGCONT);
  EXPECT_EQ(study.optimize([](Trial&) { return 1.0; }, {.n_trials = 3}), StopReason::budget);
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(study.counts().complete, 3);
}

}  // namespace
}  // namespace vernier
