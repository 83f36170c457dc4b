// Readers against what programs really print and write: tests/golden/README.md says how it was made.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "tests/cli/subprocess.hpp"
#include "tests/workers/support.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/workers/line_splitter.hpp"
#include "vernier/workers/readers/reader.hpp"

namespace vernier {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::filesystem::path logs = VERNIER_SOURCE_DIR "/tests/golden/data/program_logs";

ReaderContext context(std::vector<std::string> objectives = {"value"}, const std::filesystem::path& folder = {}) {
  return {.objectives = std::move(objectives), .path = [folder](const std::string& path) { return folder / path; }};
}

Readings read_lines(const Component& reads, const std::string& output, const ReaderContext& made = context()) {
  const auto reader = make_reader(reads, made);
  LineSplitter splitter;
  Readings found;
  const auto take = [&](std::string_view line) { reader->line(line, found); };
  for (std::size_t at = 0; at < output.size(); at += 100) splitter.add(std::string_view(output).substr(at, 100), take);
  splitter.finish(take);
  reader->end(found);
  return found;
}

// One quantity of both fits, one after the other.
std::vector<double> history(const std::string& name) {
  const Json fits = Json::parse(content_of(VERNIER_SOURCE_DIR "/tests/golden/data/program_logs.json"))["fits"];
  std::vector<double> values;
  for (const Json& fit : fits) {
    for (const Json& value : fit[name]) values.push_back(value.get<double>());
  }
  return values;
}

void expect_curve(const Readings& found, const std::vector<double>& expected, double tolerance) {
  ASSERT_EQ(found.reports.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(found.reports[i].step.value_or(static_cast<double>(i + 1)), static_cast<double>(i + 1));
    EXPECT_NEAR(found.reports[i].values.at(0), expected[i], tolerance) << i;
  }
}

TEST(KerasReader, ReadsEveryEpochOfWhatKerasPrints) {
  for (const char* file : {"verbose1.txt", "verbose2.txt", "terminal.txt"}) {
    for (const char* metric : {"val_loss", "val_accuracy", "loss", "accuracy"}) {
      SCOPED_TRACE(std::string(file) + " " + metric);
      expect_curve(read_lines({"keras", {{"value", metric}}}, content_of(logs / file)), history(metric), 5.1e-5);
    }
  }
  const Readings two = read_lines({"keras", {{"value", {"val_loss", "accuracy"}}}}, content_of(logs / "verbose2.txt"),
                                  context({"a", "b"}));
  EXPECT_NEAR(two.reports[1].values[1], history("accuracy")[1], 5.1e-5);
}

TEST(KerasReader, LooksForValLossByDefault) {
  expect_curve(read_lines("keras", content_of(logs / "verbose2.txt")), history("val_loss"), 5.1e-5);
}

TEST(LastReader, TakesTheLastResult) {
  const auto last = [](const std::string& output) { return read_lines("last", output).result; };
  EXPECT_THAT(*last("0.5\nhello\n0.25\nbye 3\n"), ElementsAre(0.25));
  EXPECT_THAT(*last("{\"value\": 1e-3, \"other\": 2}"), ElementsAre(1e-3));
  EXPECT_TRUE(std::isnan(last("{\"value\": NaN}")->at(0)));
  EXPECT_EQ(last("{\"value\": -Infinity}")->at(0), -INFINITY);
  EXPECT_EQ(last("epoch 3\n{\"loss\": 2}\n"), std::nullopt);
  EXPECT_THAT(*read_lines({"last", {{"value", "loss"}}}, "{\"loss\": 2, \"text\": \"a NaN\"}").result, ElementsAre(2));
  EXPECT_THAT(*read_lines("last", "[0.1, 12]\n", context({"error", "seconds"})).result, ElementsAre(0.1, 12));
  EXPECT_EQ(read_lines("last", "[0.1]\n0.1\n", context({"error", "seconds"})).result, std::nullopt);
}

TEST(JsonReader, AStepMakesAReport) {
  const Readings found = read_lines({"json", {{"value", "loss"}, {"step", "epoch"}}},
                                    "{\"epoch\": 1, \"loss\": 0.5}\nnoise {\n{\"epoch\": 2, \"loss\": 0.4}\n"
                                    "{\"epoch\": 3, \"time\": 2}\n{\"loss\": 0.39}\n");
  expect_curve(found, {0.5, 0.4}, 0);
  EXPECT_THAT(*found.result, ElementsAre(0.39));
}

TEST(PatternReader, NumbersStandWhereTheNamesDo) {
  const std::string output =
      "Epoch 1: acc=0.50 (best)\n[log] Epoch 2: acc=6.1e-1, time 3s\nEpoch x: acc=1\ntest acc nan\n";
  expect_curve(read_lines({"pattern", {{"line", "Epoch {step}: acc={value}"}}}, output), {0.5, 0.61}, 0);
  EXPECT_TRUE(std::isnan(read_lines({"pattern", {{"line", "test acc {value}"}}}, output).result->at(0)));
  const Readings two = read_lines({"pattern", {{"line", "{error} in {seconds}s"}}}, "result: 0.25 in 3s\n",
                                  context({"error", "seconds"}));
  EXPECT_THAT(*two.result, ElementsAre(0.25, 3));
  EXPECT_THROW((void)make_reader({"pattern", {{"line", "loss"}}}, context()), InvalidArgument);
  EXPECT_THROW((void)make_reader({"pattern", {{"line", "{value} {other}"}}}, context()), InvalidArgument);
}

TEST(FileReader, TakesWhatThisProgramWrote) {
  const cli::ScratchFolder folder;
  folder.write("result.json", "1");
  const auto reader = make_reader({"file", {{"path", "result.json"}}}, context({"value"}, folder.path()));
  Readings found;
  EXPECT_THROW(reader->end(found), BadData);  // an earlier one's
  folder.write("result.json", "{\"value\": 0.125}\n");
  reader->end(found);
  EXPECT_THAT(*found.result, ElementsAre(0.125));
  folder.write("result.json", "no number here");
  EXPECT_THROW(reader->end(found), BadData);
}

TEST(CsvReader, FollowsWhatTheCsvLoggerOfKerasWrites) {
  const std::string csv = content_of(logs / "history.csv");
  std::vector<double> expected = history("val_loss");
  expected.resize(4);
  const cli::ScratchFolder folder;
  folder.write("history.csv", "epoch,val_loss\n0,77\n");  // of an earlier run
  const auto reader =
      make_reader({"csv", {{"path", "history.csv"}, {"value", "val_loss"}}}, context({"value"}, folder.path()));
  Readings found;
  reader->look(found);
  EXPECT_THAT(found.reports, IsEmpty());
  for (std::size_t size = 0; size <= csv.size(); size += 7) {
    folder.write("history.csv", csv.substr(0, size));
    reader->look(found);
  }
  folder.write("history.csv", csv);
  reader->look(found);
  expect_curve(found, expected, 1e-12);
}

TEST(CsvReader, SaysWhatIsWrong) {
  const cli::ScratchFolder folder;
  const auto reader =
      make_reader({"csv", {{"path", "a.csv"}, {"value", "val_los"}}}, context({"value"}, folder.path()));
  Readings found;
  reader->look(found);  // not there yet
  folder.write("a.csv", "epoch,val_loss\n");
  try {
    reader->look(found);
    FAIL();
  } catch (const BadData& error) {
    EXPECT_THAT(error.what(), HasSubstr("Did you mean 'val_loss'?"));
  }
}

TEST(Readers, OneNameForEachObjective) {
  EXPECT_THROW((void)make_reader({"last", {{"value", {"a", "b"}}}}, context()), InvalidArgument);
  EXPECT_THROW((void)make_reader("lost", context()), InvalidArgument);
}

}  // namespace
}  // namespace vernier
