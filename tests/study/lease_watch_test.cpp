#include "vernier/study/lease_watch.hpp"

#include "../storages/support.hpp"
#include "vernier/storages/sqlite_log.hpp"

#include <sqlite3.h>

namespace vernier {
namespace {

TEST(LeaseWatch, HoldsAnOwnerElsewhereForDeadOnlyAfterWatchingItStandStill) {
  const TemporaryFolder folder;
  const auto there = open_sqlite_log(folder.file("study.db"));
  const OwnerId owner = there->join();
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(folder.file("study.db").c_str(), &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database, "UPDATE owners SET boot = 'x', machine = 'y'", nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(database);
  const auto here = open_sqlite_log(folder.file("study.db"));

  using namespace std::chrono_literals;
  std::chrono::steady_clock::time_point now{};
  LeaseWatch watch(30s, [&] { return now; });
  now += 1h;
  EXPECT_FALSE(watch.dead(*here, owner)) << "first seen now: nothing has been watched yet";
  now += 29s;
  EXPECT_FALSE(watch.dead(*here, owner));
  there->beat(owner);
  now += 29s;
  EXPECT_FALSE(watch.dead(*here, owner)) << "it has moved";
  now += 29s;
  EXPECT_FALSE(watch.dead(*here, owner));
  now += 1s;
  EXPECT_TRUE(watch.dead(*here, owner));
  EXPECT_TRUE(watch.dead(*here, owner + 1)) << "unknown to the store";
}

}  // namespace
}  // namespace vernier
