// What a power cut may take: nothing that is older than a second, and never the file itself.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "faulty_vfs.hpp"
#include "support.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/storages/sqlite_log.hpp"

namespace vernier {
namespace {

using Clock = std::chrono::steady_clock;

Event wide_event(int number) {
  Event event;
  event.type = EventType::enqueued;
  event.payload = {{"number", number}, {"padding", std::string(2000, 'x')}};  // so that checkpoints happen, too
  return event;
}

TEST(PowerCut, TakesAtMostTheLastSecond) {
  FaultyVfs::reset();
  const TemporaryFolder folder;
  const auto log = open_sqlite_log(folder.file("study.db"), {.vfs = FaultyVfs::name()});
  Event created;
  created.type = EventType::created;
  const StudyId study = log->create_study("one", {&created, 1}).value();

  std::vector<Clock::time_point> acknowledged{Clock::now()};  // by sequence, from 1
  struct Cut {
    Clock::time_point at;
    std::map<std::string, std::string> files;
  };
  std::vector<Cut> cuts;
  const auto begin = Clock::now();
  auto next_cut = begin + std::chrono::milliseconds(1100);
  for (int number = 0; cuts.size() < 8; ++number) {
    const Event event = wide_event(number);
    ASSERT_TRUE(log->append(study, {&event, 1}, {}));
    acknowledged.push_back(Clock::now());
    // Bursts, then rests of every length: the bound must hold for a lonely commit, too.
    std::this_thread::sleep_for(std::chrono::milliseconds(number % 50 == 49 ? 300 : 1));
    if (Clock::now() < next_cut) continue;
    cuts.push_back({Clock::now(), FaultyVfs::cut_power(static_cast<unsigned>(cuts.size() / 2))});
    next_cut += std::chrono::milliseconds(370);
  }
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    SCOPED_TRACE("cut " + std::to_string(i));
    const TemporaryFolder after;
    for (const auto& [path, content] : cuts[i].files) {
      write_file_atomically(after.file(std::filesystem::path(path).filename().string()), content);
    }
    const auto reopened = open_sqlite_log(after.file("study.db"));
    const std::vector<Event> events = reopened->read_since(reopened->find_study("one").value(), 0);
    const auto safe = std::count_if(acknowledged.begin(), acknowledged.end(), [&](Clock::time_point time) {
      return time < cuts[i].at - std::chrono::milliseconds(1050);  // the cut itself is not instantaneous
    });
    EXPECT_GT(safe, 1);
    EXPECT_GE(std::ssize(events), safe);
    for (std::size_t k = 1; k < events.size(); ++k) {
      EXPECT_EQ(events[k].payload.at("number").get<std::size_t>(), k - 1);
    }
    const Event more = wide_event(-1);
    EXPECT_TRUE(reopened->append(1, {&more, 1}, {}));
  }
}

// A short command beside a program that keeps the store open: its commit is synced when it ends, as nobody else would.
TEST(PowerCut, TakesNothingOfAProcessThatHasEnded) {
  FaultyVfs::reset();
  const TemporaryFolder folder;
  const auto open = [&] { return open_sqlite_log(folder.file("study.db"), {.vfs = FaultyVfs::name()}); };
  const auto kept_open = open();
  Event created;
  created.type = EventType::created;
  const StudyId study = kept_open->create_study("one", {&created, 1}).value();
  for (int number = 0; number < 100; ++number) {
    const Event event = wide_event(number);
    ASSERT_TRUE(open()->append(study, {&event, 1}, {}));
    const TemporaryFolder after;
    for (const auto& [path, content] : FaultyVfs::cut_power(0)) {
      write_file_atomically(after.file(std::filesystem::path(path).filename().string()), content);
    }
    ASSERT_EQ(open_sqlite_log(after.file("study.db"))->read_since(study, 0).size(),
              static_cast<std::size_t>(number) + 2);
  }
}

TEST(FullDisk, KeepsWhatWasToldAndGoesOnLater) {
  FaultyVfs::reset();
  const TemporaryFolder folder;
  const auto log = open_sqlite_log(folder.file("study.db"), {.vfs = FaultyVfs::name()});
  Event created;
  created.type = EventType::created;
  const StudyId study = log->create_study("one", {&created, 1}).value();
  const Event event = wide_event(0);
  ASSERT_TRUE(log->append(study, {&event, 1}, {}));
  FaultyVfs::fill_disk(true);
  for (int i = 0; i < 3; ++i) {
    try {
      (void)log->append(study, {&event, 1}, {});
      ADD_FAILURE() << "the disk was full";
    } catch (const StorageError& error) {
      EXPECT_NE(std::string_view(error.what()).find("disk is full"), std::string_view::npos) << error.what();
    }
    EXPECT_EQ(log->read_since(study, 0).size(), 2U);
  }
  FaultyVfs::fill_disk(false);
  EXPECT_EQ(log->append(study, {&event, 1}, {}), 3);
  EXPECT_EQ(open_sqlite_log(folder.file("study.db"))->read_since(study, 0).size(), 3U);
}

}  // namespace
}  // namespace vernier
