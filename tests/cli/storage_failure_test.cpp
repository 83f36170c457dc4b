// What happens to a study when its storage, its space, its data or the user get in the way.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "tests/cli/small_task.hpp"
#include "tests/cli/subprocess.hpp"
#include "vernier/base/json.hpp"

namespace vernier::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class StorageFailure : public testing::Test {
 protected:
  StorageFailure() {
    folder_.write("small.csv", small_table());
    folder_.write("small.yaml", small_experiment({{"units: 8", "units: {min: 2, max: 16}"}}));
  }
  ProcessResult run(std::vector<std::string> arguments) const { return vernier(std::move(arguments), folder_.path()); }
  std::string bytes(const std::string& name) const {
    std::ifstream in(folder_.path() / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  ScratchFolder folder_;
};

TEST_F(StorageFailure, ForeignAndDamagedFilesAreRefusedUntouched) {
  ASSERT_EQ(run({"tune", "small.yaml", "--trials", "2", "-q"}).status, 0);
  const std::string store = bytes("vernier.db");
  std::string damaged = store, newer = store;
  for (std::size_t i = 4096; i < damaged.size(); i += 3) damaged[i] = 'Z';
  newer[63] = 99;
  const std::vector<std::pair<std::string, std::string>> files{{"my notes", "no SQLite database"},
                                                               {std::string(5000, '\x07'), "no SQLite database"},
                                                               {damaged, "damaged"},
                                                               {store.substr(0, 5000), "cut off"},
                                                               {newer, "newer version"}};
  for (const auto& [content, message] : files) {
    folder_.write("other.db", content);
    for (std::vector<std::string> command : {std::vector<std::string>{"tune", "small.yaml", "-q"}, {"show"}}) {
      command.insert(command.end(), {"--storage", "sqlite:///other.db"});
      const ProcessResult result = run(command);
      EXPECT_EQ(result.status, message == "newer version" ? 3 : 2) << message << result.err;
      EXPECT_THAT(result.err, HasSubstr(message));
      EXPECT_THAT(result.err, testing::ContainsRegex("[Nn]ame another file"));
    }
    EXPECT_EQ(bytes("other.db"), content) << message;
  }
}

TEST_F(StorageFailure, AFolderThatMustNotBeWrittenIsNamed) {
  namespace fs = std::filesystem;
  fs::permissions(folder_.path(),
                  fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_read | fs::perms::others_exec);
  std::vector<std::string> as_nobody;
  if (geteuid() == 0) as_nobody = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
  const auto unprivileged = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), VERNIER_CLI);
    arguments.insert(arguments.begin(), as_nobody.begin(), as_nobody.end());
    return run_process(arguments, folder_.path());
  };
  if (unprivileged({"--version"}).status != 0) GTEST_SKIP() << "another user cannot run the program here";
  const ProcessResult store = unprivileged({"tune", "small.yaml", "-q"});
  EXPECT_EQ(store.status, 2) << store.err;
  EXPECT_THAT(store.err, HasSubstr("vernier.db cannot be opened for writing"));
  EXPECT_THAT(store.err, HasSubstr("Change the permissions"));
  const ProcessResult out = unprivileged({"tune", "small.yaml", "-q", "--storage", "memory://", "--out", "a/b"});
  EXPECT_EQ(out.status, 2);
  EXPECT_THAT(out.err, HasSubstr("a/b cannot be written (Permission denied)"));
  EXPECT_EQ(unprivileged({"train", "small.yaml", "--set", "units=2", "-q", "--out", "model"}).status, 2);
  fs::permissions(folder_.path(), fs::perms::owner_all);
}

TEST_F(StorageFailure, AFullDiskLosesNothingAndTheSameCommandGoesOn) {
  // a file system of its own, in a name space of its own
  const std::string script =
      "mount -t tmpfs -o size=200k tmpfs disk || exit 99; cp small.csv small.yaml disk; cd disk\n" VERNIER_CLI
      " tune small.yaml --trials 25 -q >/dev/null 2>../err; echo $?\n"
      "mount -o remount,size=64m . \n" VERNIER_CLI " trials --json >../kept\n" VERNIER_CLI
      " tune small.yaml --trials 25 -q >/dev/null; echo $?\n" VERNIER_CLI " trials --json >../trials\n";
  std::filesystem::create_directory(folder_.path() / "disk");
  const ProcessResult result =
      run_process({"unshare", "--mount", "--map-root-user", "sh", "-c", script}, folder_.path());
  if (result.status != 0) GTEST_SKIP() << "no file system may be mounted here: " << result.err;
  EXPECT_EQ(result.out, "3\n0\n");
  EXPECT_THAT(bytes("err"), HasSubstr("the disk is full"));
  EXPECT_THAT(bytes("err"), HasSubstr("everything told so far is kept"));
  ASSERT_EQ(run({"tune", "small.yaml", "--trials", "25", "-q"}).status, 0);
  const Json undisturbed = Json::parse(run({"trials", "--json"}).out);
  const Json kept = Json::parse(bytes("kept"));
  const Json trials = Json::parse(bytes("trials"));
  ASSERT_EQ(trials.size(), 25U);
  EXPECT_LT(kept.size(), 25U);
  for (std::size_t i = 0; i < trials.size(); ++i) {
    for (const char* key : {"params", "values", "reports", "state"})
      EXPECT_EQ(trials[i][key], undisturbed[i][key]) << i;
    const bool told = i < kept.size() && kept[i]["state"] == "complete";
    EXPECT_EQ(told ? kept[i]["values"] : trials[i]["values"], trials[i]["values"]) << i;
  }
}

TEST_F(StorageFailure, AStudyOfAnotherProblemIsNotContinued) {
  ASSERT_EQ(run({"tune", "small.yaml", "--trials", "2", "-q", "--study", "s"}).status, 0);
  const std::string before = run({"trials", "s", "--json"}).out;
  folder_.write("other.yaml", small_experiment({{"units: 8", "units: {min: 2, max: 17}"}}));
  const ProcessResult space = run({"tune", "other.yaml", "-q", "--study", "s"});
  EXPECT_EQ(space.status, 2);
  EXPECT_THAT(space.err, testing::AllOf(HasSubstr("'units'"), HasSubstr("\"max\":17"), HasSubstr("'s-2'")));
  folder_.write("small.csv", small_table(70));
  const ProcessResult data = run({"tune", "small.yaml", "-q", "--study", "s"});
  EXPECT_EQ(data.status, 2);
  EXPECT_THAT(data.err, testing::AllOf(HasSubstr("other data"), HasSubstr("--study")));
  EXPECT_EQ(run({"trials", "s", "--json"}).out, before);
}

TEST_F(StorageFailure, TheBudgetIsExactOverSeveralCalls) {
  for (const char* trials : {"2", "5", "5", "3"}) {
    ASSERT_EQ(run({"tune", "small.yaml", "--trials", trials, "--jobs", "2", "-q"}).status, 0);
  }
  EXPECT_EQ(Json::parse(run({"trials", "--json"}).out).size(), 5U);
}

TEST_F(StorageFailure, InterruptedOnceEverythingIsKept) {
  folder_.write("long.yaml",
                small_experiment({{"units: 8", "units: {min: 2, max: 16}"}, {"epochs: 3", "epochs: 1000000"}}));
  for (const int signal : {SIGINT, SIGTERM}) {
    const std::string before = run({"trials", "--json"}).out;
    const auto trains = [&] {  // a trial runs, and not merely since the last call
      const std::string now = run({"trials", "--json"}).out;
      return now != before && now.find("running") != std::string::npos;
    };
    LiveProcess process({"tune", "long.yaml", "-q", "--json", "--pruner", "none"}, folder_.path());
    for (int i = 0; i < 1000 && !trains(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    process.signal(signal);
    const Json said = Json::parse(process.ask(""));
    EXPECT_EQ(said["stopped"], "interrupted");
    EXPECT_EQ(said["best"], nullptr);
    EXPECT_EQ(process.wait(), 130);
  }
  EXPECT_EQ(Json::parse(run({"trials", "--json"}).out).size(), 1U);  // the second call took the trial over
}

}  // namespace
}  // namespace vernier::cli
