#include "vernier/storages/sqlite_log.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <fstream>
#include <thread>

#include "support.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/storages/sqlite_file.hpp"
#include "vernier/storages/sqlite_schema.hpp"

namespace vernier {
namespace {

using ::testing::HasSubstr;

void make_store(const std::string& path) {
  Event created;
  created.type = EventType::created;
  ASSERT_TRUE(open_sqlite_log(path)->create_study("one", {&created, 1}));
}

std::string query(const std::string& path, const std::string& sql) {
  sqlite3* database = nullptr;
  std::string answer;
  EXPECT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  char* message = nullptr;
  sqlite3_exec(
      database, sql.c_str(),
      [](void* into, int count, char** values, char**) {
        auto& text = *static_cast<std::string*>(into);
        for (int i = 0; i < count; ++i) text += fmt::format("{}{}", i == 0 ? "" : "|", values[i] ? values[i] : "");
        text += "\n";
        return 0;
      },
      &answer, &message);
  if (message != nullptr) answer += message;
  sqlite3_free(message);
  sqlite3_close(database);
  return answer;
}

template <class Error>
void expect_refused_untouched(const TemporaryFolder& folder, const std::string& path, const std::string& text) {
  const std::string before = read_file(path);
  try {
    (void)open_event_log("sqlite:///" + path);
    ADD_FAILURE() << "it was opened";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr(text));
    EXPECT_THAT(error.what(), HasSubstr(path));
  }
  EXPECT_EQ(read_file(path), before);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), std::filesystem::directory_iterator()), 1)
      << "something was written beside it";
}

TEST(SqliteFile, ANewerVersionIsRefusedAndLeftUntouched) {
  const TemporaryFolder folder;
  const std::string path = folder.file("study.db");
  make_store(path);
  query(path, "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode=DELETE; PRAGMA user_version=7");
  std::filesystem::remove(path + "-owners");
  expect_refused_untouched<StorageError>(folder, path, "made by a newer version of Vernier (schema 7)");
}

TEST(SqliteFile, AForeignDatabaseIsRefusedAndLeftUntouched) {
  const TemporaryFolder folder;
  const std::string path = folder.file("other.db");
  query(path, "CREATE TABLE photos (id INTEGER)");
  expect_refused_untouched<BadData>(folder, path, "the database of another program");
}

TEST(SqliteFile, JunkIsRefusedAndLeftUntouched) {
  const TemporaryFolder folder;
  const std::string path = folder.file("data.csv");
  write_file_atomically(path, "a,b\n1,2\n");
  expect_refused_untouched<BadData>(folder, path, "is no SQLite database");
  write_file_atomically(path, std::string(5000, '\x7f'));
  expect_refused_untouched<BadData>(folder, path, "is no SQLite database");
}

TEST(SqliteFile, ACutOffStoreIsRefused) {
  const TemporaryFolder folder;
  const std::string path = folder.file("study.db");
  make_store(path);
  std::filesystem::remove(path + "-owners");
  const std::string whole = read_file(path);
  write_file_atomically(path, whole.substr(0, whole.size() / 2));
  expect_refused_untouched<BadData>(folder, path, "is damaged");
}

TEST(SqliteFile, ADamagedPageIsBadData) {
  const TemporaryFolder folder;
  const std::string path = folder.file("study.db");
  make_store(path);
  std::string bytes = read_file(path);
  for (std::size_t i = 4096; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 31);
  write_file_atomically(path, bytes);
  EXPECT_THROW(
      {
        const auto log = open_sqlite_log(path);
        for (const StoredStudy& study : log->studies()) (void)log->read_since(study.id, 0);
      },
      BadData);
}

TEST(SqliteFile, DirectoriesMissingFilesAndFoldersAreNamed) {
  const TemporaryFolder folder;
  EXPECT_THROW((void)open_event_log("sqlite:///" + folder.path()), BadData);
  EXPECT_THROW((void)open_event_log("sqlite:///" + folder.file("none.db"), true), NotFound);
  EXPECT_FALSE(std::filesystem::exists(folder.file("none.db")));
  EXPECT_THROW((void)open_event_log("sqlite:///" + folder.file("no/such/study.db")), NotFound);
  for (const char* url : {"study.db", "sqlite:///", "sqlite://study.db", "postgresql://x", ""}) {
    EXPECT_THROW((void)open_event_log(url), InvalidArgument) << url;
  }
}

TEST(SqliteFile, AnEmptyFileBecomesAStore) {
  const TemporaryFolder folder;
  const std::string path = folder.file("study.db");
  std::ofstream(path).flush();
  make_store(path);
  EXPECT_EQ(inspect_store_file(path), StoreFile::present);
}

TEST(SqliteFile, TheVersionMarksOfTheSchemaAreThoseThatAreChecked) {
  EXPECT_THAT(store_schema_sql(), HasSubstr(fmt::format("application_id = {:#x}", store_application_id)));
  EXPECT_THAT(store_schema_sql(), HasSubstr(fmt::format("user_version = {};", store_schema_version)));
}

TEST(SqliteOwners, AKilledProcessIsDeadAtOnceAndALivingOneIsNot) {
  const TemporaryFolder folder;
  const std::string path = folder.file("study.db");
  make_store(path);
  int pipe_ends[2];
  ASSERT_EQ(::pipe(pipe_ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto log = open_sqlite_log(path);
    const OwnerId owner = log->join();
    (void)!::write(pipe_ends[1], &owner, sizeof owner);
    ::pause();
  }
  OwnerId owner = 0;
  ASSERT_EQ(::read(pipe_ends[0], &owner, sizeof owner), static_cast<ssize_t>(sizeof owner));
  const auto log = open_sqlite_log(path);
  EXPECT_EQ(log->liveness(owner), Liveness::alive);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_EQ(log->liveness(owner), Liveness::dead);
  ::close(pipe_ends[0]);
  ::close(pipe_ends[1]);
}

TEST(SqliteOwners, TwoStoresOfOneProcessSeeEachOther) {
  const TemporaryFolder folder;
  const auto one = open_sqlite_log(folder.file("study.db"));
  auto two = open_sqlite_log(folder.file("study.db"));
  const OwnerId owner = two->join();
  EXPECT_EQ(one->liveness(owner), Liveness::alive);
  two.reset();
  EXPECT_EQ(one->liveness(owner), Liveness::dead);
}

TEST(SqliteOwners, AnOwnerOnAnotherMachineIsUnknownAndHasAHeartbeat) {
  const TemporaryFolder folder;
  const std::string path = folder.file("study.db");
  const auto log = open_sqlite_log(path);
  const OwnerId owner = log->join();
  query(path, "UPDATE owners SET boot = 'another', machine = 'another'");
  const auto observer = open_sqlite_log(path);
  EXPECT_EQ(observer->liveness(owner), Liveness::unknown);
  const std::int64_t before = observer->beats(owner);
  log->beat(owner);
  EXPECT_EQ(observer->beats(owner), before + 1);
}

TEST(SqliteViews, ShowTrialsParamsAndReports) {
  const TemporaryFolder folder;
  const std::string path = folder.file("study.db");
  make_store(path);
  const auto log = open_sqlite_log(path);
  const auto event = [](EventType type, std::int64_t attempt, double step, std::vector<double> values, Json payload) {
    return Event{0, type, 0, 0, attempt, step, std::move(values), std::move(payload)};
  };
  const std::vector<Event> events{
      event(EventType::assigned, 0, 0, {}, {{"kind", "start"}, {"params", {{"lr", 0.5}, {"act", "relu"}}}}),
      event(EventType::report, 0, 1, {9}, nullptr),
      event(EventType::report, 0, 2, {8}, nullptr),
      event(EventType::taken_over, 1, 0, {}, {{"owner", 2}}),
      event(EventType::report, 1, 1, {7}, nullptr),
      event(EventType::report, 1, 2, {6}, nullptr),
      event(EventType::ended, 1, 0, {0.25}, {{"state", "complete"}, {"seconds", 1.5}}),
      Event{0, EventType::assigned, 1, 1, 0, 0, {}, {{"kind", "start"}, {"params", {{"lr", 0.1}}}, {"enqueued", 2}}},
      Event{0, EventType::assigned, 2, 2, 0, 0, {}, {{"kind", "told"}, {"params", {{"lr", 0.2}}}}}};
  ASSERT_TRUE(log->append(1, events, {}));
  EXPECT_EQ(query(path, "SELECT trial, state, value, seconds, enqueued FROM trials"),
            "0|complete|0.25|1.5|0\n1|running|||1\n2|running|||1\n");
  EXPECT_EQ(query(path, "SELECT study, trial, name, value FROM params"),
            "one|0|act|relu\none|0|lr|0.5\none|1|lr|0.1\none|2|lr|0.2\n");
  EXPECT_EQ(query(path, "SELECT trial, step, value FROM reports"), "0|1.0|7.0\n0|2.0|6.0\n")
      << "the reports of a repeated attempt replace those before";
}

}  // namespace
}  // namespace vernier
