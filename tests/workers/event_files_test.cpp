// Event files that Keras, TensorFlow and PyTorch wrote.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/subprocess.hpp"
#include "tests/workers/support.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/workers/readers/reader.hpp"
#include "vernier/workers/readers/support/event_records.hpp"

namespace vernier {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

const fs::path event_files = VERNIER_SOURCE_DIR "/tests/golden/data/event_files";

Json golden() { return Json::parse(content_of(VERNIER_SOURCE_DIR "/tests/golden/data/event_files.json")); }

fs::path only_file(const fs::path& folder) { return fs::directory_iterator(folder)->path(); }

std::vector<double> values_of(const Readings& found) {
  std::vector<double> values;
  for (const ReportRead& report : found.reports) values.push_back(report.values.at(0));
  return values;
}

TEST(EventRecords, ScalarsOfEveryWriterAndType) {
  const Json scalars_of = golden()["scalars"];
  for (const Json& writer : scalars_of) {
    SCOPED_TRACE(writer["folder"].get<std::string>());
    const std::string bytes = content_of(only_file(event_files / writer["folder"].get<std::string>()));
    std::vector<ScalarEvent> scalars;
    EXPECT_EQ(take_event_records(bytes, scalars), bytes.size());
    ASSERT_EQ(scalars.size(), writer["values"].size());
    for (std::size_t i = 0; i < scalars.size(); ++i) {
      EXPECT_EQ(scalars[i].tag, writer["tag"]);
      EXPECT_EQ(scalars[i].step, 10 * (static_cast<std::int64_t>(i) + 1));
      EXPECT_EQ(scalars[i].value, writer["values"][i].get<double>());
    }
  }
}

TEST(EventRecords, OfAPartOfARecordNothingIsTaken) {
  const std::string bytes = content_of(only_file(event_files / "torch"));
  std::vector<ScalarEvent> whole;
  (void)take_event_records(bytes, whole);
  std::string rest;
  std::vector<ScalarEvent> pieces;
  for (const char byte : bytes) {
    rest += byte;
    rest.erase(0, take_event_records(rest, pieces));
  }
  EXPECT_EQ(rest, "");
  EXPECT_EQ(pieces.size(), whole.size());
}

TEST(EventRecords, EveryChangedByteIsNoticed) {
  const std::string bytes = content_of(only_file(event_files / "float32"));
  std::vector<ScalarEvent> scalars;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string changed = bytes;
    changed[i] = static_cast<char>(changed[i] ^ 0x10);
    EXPECT_THROW((void)take_event_records(changed, scalars), BadData) << i;
  }
}

class TensorboardReader : public testing::Test {
 protected:
  std::unique_ptr<ResultReader> reader(const std::string& value) const {
    return make_reader(
        {"tensorboard", {{"path", "log"}, {"value", value}}},
        {.objectives = {"value"}, .path = [this](const std::string& path) { return folder_.path() / path; }});
  }
  cli::ScratchFolder folder_;
};

TEST_F(TensorboardReader, FollowsTheCallbackOfKeras) {
  const auto validation = reader("validation/epoch_loss");
  const auto ambiguous = reader("epoch_loss");
  Readings found;
  validation->look(found);  // no folder yet
  const Json history = golden()["keras"][0];
  for (const char* part : {"train", "validation"}) {
    const fs::path from = only_file(event_files / "keras" / part);
    const fs::path folder = folder_.path() / "log" / part;
    fs::create_directories(folder);
    const std::string bytes = content_of(from);
    for (const std::size_t size : {std::size_t{0}, std::size_t{200}, bytes.size() / 2, bytes.size()}) {
      folder_.write(fs::path("log") / part / from.filename(), bytes.substr(0, size));
      validation->look(found);
    }
  }
  EXPECT_EQ(values_of(found), history["val_loss"].get<std::vector<double>>());
  Readings other;
  try {
    ambiguous->look(other);
    FAIL();
  } catch (const BadData& error) {
    EXPECT_THAT(error.what(), HasSubstr("validation/epoch_loss"));
  }
}

TEST_F(TensorboardReader, FilesOfAnEarlierRunArePassedOver) {
  const fs::path file = only_file(event_files / "torch");
  fs::create_directories(folder_.path() / "log");
  folder_.write("log/" + file.filename().string(), content_of(file));
  const auto late = reader("quality");
  Readings found;
  late->look(found);
  EXPECT_TRUE(found.reports.empty());
  folder_.write("log/new.tfevents", content_of(file));
  late->look(found);
  EXPECT_EQ(values_of(found).size(), 4U);
}

}  // namespace
}  // namespace vernier
