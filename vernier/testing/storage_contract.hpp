#pragma once
// What every event log owes its users, as a GoogleTest suite. Include this in one source file of a test program and
// give a way to make a store:
//
//   INSTANTIATE_TEST_SUITE_P(Mine, StorageContract, testing::Values(StorageMaker{"mine", [] { return make_my_log();
//   }}),
//                            vernier::storage_name);
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "vernier/base/errors.hpp"
#include "vernier/storages/event_log.hpp"

namespace vernier {

struct StorageMaker {
  std::string name;
  std::function<std::shared_ptr<EventLog>()> make;  ///< a new, empty store
};
[[nodiscard]] inline std::string storage_name(const ::testing::TestParamInfo<StorageMaker>& info) {
  return info.param.name;
}

class StorageContract : public ::testing::TestWithParam<StorageMaker> {
 protected:
  std::shared_ptr<EventLog> log_ = GetParam().make();

  static Event event(EventType type, AssignmentIndex assignment = -1, std::int64_t attempt = 0, Json payload = {}) {
    Event result;
    result.type = type;
    result.trial = assignment;
    result.assignment = assignment;
    result.attempt = attempt;
    result.payload = std::move(payload);
    return result;
  }
  StudyId study(std::string_view name = "one") {
    const Event created = event(EventType::created, -1, 0, {{"format", 1}});
    return log_->create_study(name, {&created, 1}).value();
  }
  std::optional<Sequence> append(StudyId study, std::vector<Event> events, Guard guard = {}) {
    return log_->append(study, events, guard);
  }
};

TEST_P(StorageContract, GivesEventsBackAsTheyWere) {
  const StudyId id = study();
  Event assigned =
      event(EventType::assigned, 0, 0, {{"x", 0.1}, {"text", "a\"b\n\u00e9"}, {"list", {1, 2.5, nullptr}}});
  assigned.trial = 7;
  Event report = event(EventType::report, 0);
  report.trial = 7;
  report.step = 2.5;
  report.values = {0.1, std::numeric_limits<double>::quiet_NaN(), -std::numeric_limits<double>::infinity()};
  EXPECT_EQ(append(id, {assigned, report}), 3);
  const std::vector<Event> events = log_->read_since(id, 1);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].sequence, 2);
  EXPECT_EQ(events[0].type, EventType::assigned);
  EXPECT_EQ(events[0].trial, 7);
  EXPECT_EQ(events[0].payload, assigned.payload);
  EXPECT_EQ(events[1].step, 2.5);
  ASSERT_EQ(events[1].values.size(), 3U);
  EXPECT_EQ(events[1].values[0], 0.1);
  EXPECT_TRUE(std::isnan(events[1].values[1]));
  EXPECT_EQ(events[1].values[2], -std::numeric_limits<double>::infinity());
  EXPECT_TRUE(events[1].payload.is_null());
}

TEST_P(StorageContract, ASingleNaNStaysANaN) {
  const StudyId id = study();
  Event report = event(EventType::report, 0);
  report.values = {std::numeric_limits<double>::quiet_NaN()};
  ASSERT_TRUE(append(id, {event(EventType::assigned, 0), report}));
  const Event read = log_->read_since(id, 2).at(0);
  ASSERT_EQ(read.values.size(), 1U);
  EXPECT_TRUE(std::isnan(read.values[0]));
}

TEST_P(StorageContract, ReadsOnlyWhatIsNew) {
  const StudyId id = study();
  EXPECT_EQ(log_->read_since(id, 0).size(), 1U);
  EXPECT_TRUE(log_->read_since(id, 1).empty());
  EXPECT_TRUE(log_->read_since(id, 99).empty());
  ASSERT_TRUE(append(id, {event(EventType::enqueued), event(EventType::enqueued)}));
  EXPECT_EQ(log_->read_since(id, 1).size(), 2U);
  EXPECT_EQ(log_->read_since(id, 2).at(0).sequence, 3);
}

TEST_P(StorageContract, AnAppendIsAllOrNothing) {
  const StudyId id = study();
  ASSERT_TRUE(append(id, {event(EventType::assigned, 0)}));
  // The second event has no lease.
  EXPECT_FALSE(append(id, {event(EventType::assigned, 1), event(EventType::report, 5)}));
  EXPECT_EQ(log_->read_since(id, 0).size(), 2U);
  // Neither the lease nor the claim of the first one has remained.
  EXPECT_FALSE(append(id, {event(EventType::report, 1)}));
  EXPECT_TRUE(append(id, {event(EventType::assigned, 1)}, {.claims = 2}));
}

TEST_P(StorageContract, OneOfTwoClaimsOnTheSameViewWins) {
  const StudyId id = study();
  EXPECT_TRUE(append(id, {event(EventType::assigned, 0)}, {.claims = 0}));
  EXPECT_FALSE(append(id, {event(EventType::assigned, 1)}, {.claims = 0}));
  EXPECT_TRUE(append(id, {event(EventType::report, 0)}));  // no claim
  EXPECT_TRUE(append(id, {event(EventType::assigned, 1)}, {.claims = 2}));
  EXPECT_FALSE(append(id, {event(EventType::taken_over, 0, 1)}, {.claims = 2}));
}

TEST_P(StorageContract, AZombieCannotWrite) {
  const StudyId id = study();
  ASSERT_TRUE(append(id, {event(EventType::assigned, 0)}));
  EXPECT_TRUE(append(id, {event(EventType::report, 0, 0)}));
  EXPECT_FALSE(append(id, {event(EventType::taken_over, 0, 2)})) << "an attempt was skipped";
  ASSERT_TRUE(append(id, {event(EventType::taken_over, 0, 1)}));
  for (const EventType type : {EventType::report, EventType::ended, EventType::attribute, EventType::released}) {
    EXPECT_FALSE(append(id, {event(type, 0, 0)})) << to_string(type);
  }
  EXPECT_TRUE(append(id, {event(EventType::report, 0, 1)}));
  EXPECT_TRUE(append(id, {event(EventType::ended, 0, 1)}));
  for (const EventType type : {EventType::report, EventType::ended, EventType::attribute, EventType::taken_over}) {
    EXPECT_FALSE(append(id, {event(type, 0, type == EventType::taken_over ? 2 : 1)})) << to_string(type);
  }
  EXPECT_TRUE(append(id, {event(EventType::attribute)})) << "of the study";
}

TEST_P(StorageContract, StudiesAreListedRenamedCopiedAndRemoved) {
  const StudyId b = study("b");
  const StudyId a = study("a");
  EXPECT_FALSE(log_->create_study("a", {}));
  ASSERT_TRUE(append(a, {event(EventType::assigned, 0)}));
  std::vector<StoredStudy> all = log_->studies();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].name, "a");
  EXPECT_EQ(all[0].last, 2);
  EXPECT_EQ(log_->find_study("b"), b);
  EXPECT_FALSE(log_->find_study("c"));

  EXPECT_FALSE(log_->rename_study(a, "b"));
  EXPECT_TRUE(log_->rename_study(a, "c"));
  EXPECT_EQ(log_->find_study("c"), a);
  EXPECT_FALSE(log_->copy_study(a, "b"));
  const StudyId copy = log_->copy_study(a, "d").value();
  EXPECT_EQ(log_->read_since(copy, 0).size(), 2U);
  EXPECT_TRUE(append(copy, {event(EventType::ended, 0)}, {.claims = 2})) << "leases and claims are copied";
  EXPECT_EQ(log_->read_since(a, 0).size(), 2U) << "the original is untouched";

  log_->remove_study(a);
  EXPECT_FALSE(log_->find_study("c"));
  EXPECT_THROW((void)log_->read_since(a, 0), NotFound);
  EXPECT_THROW((void)append(a, {event(EventType::enqueued)}), NotFound);
  EXPECT_THROW(log_->remove_study(a), NotFound);
  EXPECT_NE(study("e"), a) << "a number is never used twice";
}

TEST_P(StorageContract, ConcurrentWritersLoseNothing) {
  const StudyId id = study();
  constexpr int threads = 4;
  constexpr int each = 100;
  std::vector<std::jthread> writers;
  std::atomic<int> claimed = 0;
  for (int t = 0; t < threads; ++t) {
    writers.emplace_back([&, t] {
      for (int i = 0; i < each; ++i) {
        // A claim on what is seen now, until it succeeds.
        for (;;) {
          Sequence claims = 0;
          AssignmentIndex next = 0;
          for (const Event& seen : log_->read_since(id, 0)) {
            if (!is_claim(seen.type)) continue;
            claims = seen.sequence;
            ++next;
          }
          if (append(id, {event(EventType::assigned, next, 0, {{"by", t}})}, {.claims = claims})) break;
        }
        ++claimed;
      }
    });
  }
  writers.clear();
  const std::vector<Event> events = log_->read_since(id, 1);
  ASSERT_EQ(events.size(), static_cast<std::size_t>(threads * each));
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].assignment, static_cast<AssignmentIndex>(i)) << "each assignment was made once";
    EXPECT_EQ(events[i].sequence, static_cast<Sequence>(i) + 2);
  }
}

TEST_P(StorageContract, OwnersLiveUntilTheyLeave) {
  const OwnerId one = log_->join();
  const OwnerId two = log_->join();
  EXPECT_NE(one, two);
  EXPECT_GT(one, 0);
  EXPECT_EQ(log_->liveness(one), Liveness::alive);
  log_->beat(one);
  log_->leave(one);
  EXPECT_EQ(log_->liveness(one), Liveness::dead);
  EXPECT_EQ(log_->liveness(two), Liveness::alive);
  EXPECT_EQ(log_->liveness(two + 1000), Liveness::dead);
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(StorageContract);

}  // namespace vernier
