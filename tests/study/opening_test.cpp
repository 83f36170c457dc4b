#include "vernier/study/study.hpp"

#include "support.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/storages/memory_log.hpp"
#include "vernier/testing/parts.hpp"

namespace vernier {
namespace {

using ::testing::HasSubstr;

TEST(Opening, AnotherProblemIsRefusedWithWhatChanged) {
  const auto log = make_memory_log();
  (void)Study::open(log, random_study());
  StudyOptions other = random_study();
  other.space->add("depth", Distribution::integer(1, 3));
  other.direction = Direction::maximize;
  try {
    (void)Study::open(log, other);
    ADD_FAILURE();
  } catch (const InvalidArgument& error) {
    EXPECT_THAT(error.what(), ::testing::AllOf(HasSubstr("depth"), HasSubstr("maximize"), HasSubstr("'study-2'")));
  }
}

TEST(Opening, KeepsWhatTheStudyWasMadeWithAndSaysSo) {
  const auto log = make_memory_log();
  StudyOptions options = random_study();
  options.seed = 7;
  (void)Study::open(log, options);
  options.sampler = "qmc";
  options.seed = 8;
  const Study study = Study::open(log, options);
  EXPECT_EQ(study.options().sampler.name, "random");
  EXPECT_EQ(study.options().seed, 7U);
  EXPECT_EQ(study.notes().size(), 2U);
  EXPECT_THAT(study.notes().at(0), HasSubstr("qmc is not taken over"));
  EXPECT_TRUE(Study::open(log, random_study()).notes().empty());
}

TEST(Opening, RefusesWhatASamplerOrPrunerCannotTake) {
  StudyOptions options = random_study();
  options.sampler = "grid";
  expect_error<InvalidArgument>([&] { (void)Study::open("memory://", options); }, "");
  options.sampler = "randon";
  expect_error<InvalidArgument>([&] { (void)Study::open("memory://", options); }, "Did you mean 'random'?");
  expect_error<InvalidArgument>([&] { (void)Study::open("memory://", {.name = " "}); }, "no name");
  expect_error<NotFound>([&] { (void)Study::load("memory://", "x"); }, "there is no study 'x'");
}

TEST(Opening, ADesignThatCannotBeMadeIsRefusedBeforeAnythingIsWritten) {
  const auto log = make_memory_log();
  StudyOptions options = random_study();
  std::vector<ParamValue> many;
  for (std::int64_t i = 0; i < 65; ++i) many.emplace_back(i);
  options.space = SearchSpace().add("x", Distribution::categorical(many));
  options.sampler = "orthogonal";
  expect_error<InvalidArgument>([&] { (void)Study::open(log, options); }, "at most 64 values");
  options.space = SearchSpace().add("x", Distribution::real(0, 1)).add("y", Distribution::real(0, 1));
  options.sampler = {"orthogonal", {{"then", "grid"}}};
  expect_error<InvalidArgument>([&] { (void)Study::open(log, options); }, "no finite number of values");
  options.space = SearchSpace().add("x", Distribution::integer(1, 1000)).add("y", Distribution::integer(1, 1000));
  options.sampler = "grid";
  expect_error<Unsupported>([&] { (void)Study::open(log, options); }, "more than 100000 configurations");
  EXPECT_TRUE(log->studies().empty());
}

TEST(Opening, ADesignAndAPrunerExcludeEachOther) {
  StudyOptions options = random_study();
  options.sampler = "orthogonal";
  options.pruner = "median";
  expect_error<InvalidArgument>([&] { (void)Study::open("memory://", options); },
                                "sampler 'orthogonal' needs every trial run to its end");
  options.pruner = "auto";
  EXPECT_EQ(Study::open("memory://", options).options().pruner.name, "none");
}

TEST(Opening, ABrokenLogIsBadData) {
  const auto log = make_memory_log();
  (void)Study::open(log, random_study());
  const StudyId id = log->find_study("study").value();
  for (const EventType type : {EventType::enqueued, EventType::attribute}) {
    Event event;
    event.type = type;
    ASSERT_TRUE(log->append(id, {&event, 1}, {}));
    expect_error<BadData>([&] { (void)Study::load(log, "study"); }, "does not fit");
  }
}

TEST(Managing, ListsRenamesCopiesAndRemoves) {
  const auto log = make_memory_log();
  StudyOptions options = random_study();
  options.name = "digits";
  auto study = Study::open(log, options);
  for (int i = 0; i < 3; ++i) study.tell(study.ask(), 3.0 - i);
  (void)study.ask();
  copy_study(*log, "digits", "copy");
  rename_study(*log, "digits", "numbers");
  expect_error<InvalidState>([&] { rename_study(*log, "copy", "numbers"); }, "'numbers' already");
  expect_error<NotFound>([&] { remove_study(*log, "number"); }, "Did you mean 'numbers'?");
  const std::vector<StudySummary> all = list_studies(*log);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].name, "copy");
  EXPECT_EQ(all[0].counts.complete, 3);
  EXPECT_EQ(all[0].counts.running, 1);
  EXPECT_EQ(all[0].best, 2);
  EXPECT_EQ(all[0].best_values, std::vector<double>{1.0});
  remove_study(*log, "copy");
  EXPECT_EQ(list_studies(*log).size(), 1U);
}

TEST(Attributes, OfStudyAndTrial) {
  const auto log = make_memory_log();
  auto study = Study::open(log, random_study());
  study.set_attribute("data", "optdigits");
  Trial trial = study.ask();
  trial.set_attribute("epochs", 12);
  study.tell(trial, 1.0);
  expect_error<InvalidState>([&] { trial.set_attribute("late", 1); }, "lease lost");
  const Study again = Study::load(log, "study");
  EXPECT_EQ(again.attributes(), Json({{"data", "optdigits"}}));
  EXPECT_EQ(again.trial(0)->attributes, Json({{"epochs", 12}}));
}

}  // namespace
}  // namespace vernier
