// Columns of texts, ids and times, and series, as data sets and their encoders see them.
#include <gmock/gmock.h>

#include <fmt/core.h>

#include "tests/data/support.hpp"
#include "vernier/data/dataset.hpp"

namespace vernier {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

using testing_support::Folder;

class ColumnsTest : public testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) { folder_.write(name, text); }
  /// The message of whatever reading and encoding these data throws.
  std::string error_of(const Json& data) {
    return testing_support::message_of<Error>([&] {
      const Dataset set = load_dataset(data, folder_.path());
      (void)set.encode(set.fit_encoder());
    });
  }
  Folder folder_;
};

TEST_F(ColumnsTest, EachTextAndIdColumnIsAnInputBesideTheFeatures) {
  write("r.csv", "user,age,note,y\n12,30,good film,1\n7,40,bad film,0\n12,50,good,1\n9,20,bad,0\n");
  const Dataset data = load_dataset(
      {{"path", "r.csv"}, {"target", "y"}, {"columns", {{"user", "id"}, {"note", {{"kind", "text"}, {"tokens", 2}}}}}},
      folder_.path());
  const Encoder encoder = data.fit_encoder(std::vector<Index>{0, 1, 2});
  const auto& specs = encoder.input_specs();
  ASSERT_EQ(specs.size(), 3U);
  EXPECT_EQ(specs[0].name, "features");
  EXPECT_EQ(specs[1].name, "user");
  EXPECT_EQ(specs[1].shape, Shape{});
  EXPECT_EQ(specs[1].ids, 3);  // unknown, 7, 12: numbers by size
  EXPECT_EQ(specs[2].name, "note");
  EXPECT_EQ(specs[2].shape, Shape{2});
  EXPECT_EQ(specs[2].ids, 5);  // padding, unknown, film, good, bad: by frequency, equals by the alphabet
  const Examples all = data.encode(encoder);
  EXPECT_THAT(all.x[1].values(), ElementsAre(2, 1, 2, 0));
  EXPECT_THAT(all.x[2].values(), ElementsAre(3, 2, 4, 2, 3, 0, 4, 0));
  const Encoder again = Encoder::from_json(Json::parse(encoder.to_json().dump()));
  const Table rows = parse_table("note,user,age\nfilm good,7,25\n", "new", again.read_options());
  EXPECT_THAT(again.inputs(rows)[2].values(), ElementsAre(2, 3));
  EXPECT_THAT(again.inputs(rows)[1].values(), ElementsAre(1));
}

TEST_F(ColumnsTest, MembersOfAJsonFileAreTrainingValidationAndTest) {
  write("parts.json",
        R"({"train": [["a b", "x"], ["c", "y"], ["a", "x"]], "val": [["b", "y"]], "test": [["c a", "y"]]})");
  const Json data{{"path", "parts.json"},
                  {"member", "train"},
                  {"validation", {{"member", "val"}}},
                  {"names", {"text", "label"}},
                  {"test", {{"member", "test"}}},
                  {"target", "label"},
                  {"columns", {{"text", {{"kind", "text"}, {"tokens", 2}}}}}};
  const Dataset set = load_dataset(data, folder_.path());
  EXPECT_EQ(set.rows(), 4);
  EXPECT_EQ(set.test_rows(), 1);
  EXPECT_THAT(set.validation_rows(), ElementsAre(3));
  EXPECT_THAT(set.encode_test(set.fit_encoder()).y.front().values(), ElementsAre(1));
  Json wrong = data;
  wrong["member"] = "trian";
  EXPECT_THAT(error_of(wrong), testing::AllOf(HasSubstr("trian"), HasSubstr("train, val, test")));
  write("plain.csv", "text,label\na,x\nb,y\n");
  wrong = {{"path", "plain.csv"}, {"member", "train"}, {"target", "label"}};
  EXPECT_THAT(error_of(wrong), testing::AllOf(HasSubstr("plain.csv"), HasSubstr("csv: expected a JSON object")));
  wrong = {{"path", "plain.csv"}, {"image_size", {4, 4}}, {"target", "label"}};
  EXPECT_THAT(error_of(wrong), testing::AllOf(HasSubstr("image_size"), HasSubstr("a folder of images")));
  write("ragged.json", R"({"train": [["a", "x"], ["b"]]})");
  wrong = data;
  wrong["path"] = "ragged.json";
  wrong.erase("validation");
  EXPECT_THAT(error_of(wrong), HasSubstr("train element 2: 1 values"));
}

TEST_F(ColumnsTest, AnyRuleChoosesValidationRows) {
  write("t.csv", "a,y\n1,10.5\n2,20.5\n3,30.5\n4,40.5\n5,50.5\n6,60.5\n");
  const Dataset data = load_dataset(
      {{"path", "t.csv"}, {"target", "y"}, {"test", {{"last", 2}}}, {"validation", {{"rows", "i % 2 == 1"}}}},
      folder_.path());
  EXPECT_EQ(data.rows(), 4);
  EXPECT_THAT(data.validation_rows(), ElementsAre(1, 3));
}

TEST_F(ColumnsTest, ASeriesIsSeenThroughWindows) {
  std::string text = "day,v\n";
  for (int i = 0; i < 12; ++i) text += fmt::format("2024-01-{:02},{}\n", i + 1, i * i + 0.5);
  write("s.csv", text);
  const Dataset data = load_dataset({{"path", "s.csv"},
                                     {"target", "v"},
                                     {"lookback", 3},
                                     {"horizon", 2},
                                     {"test", {{"last", 4}}},
                                     {"target_transform", "none"},
                                     {"transform", "none"}},
                                    folder_.path());
  EXPECT_EQ(data.rows(), 4);       // targets 4 to 7: four rows lie before the first
  EXPECT_EQ(data.test_rows(), 4);  // targets 8 to 11, whose windows reach back
  const Encoder encoder = data.fit_encoder();
  ASSERT_EQ(encoder.input_specs().size(), 1U);
  EXPECT_EQ(encoder.input_specs()[0].shape, (Shape{3, 5}));  // sine and cosine of year and week, and the past of v
  EXPECT_EQ(encoder.feature_names().back(), "v");
  const Examples test = data.encode_test(encoder);
  EXPECT_THAT(test.y.front().values(), ElementsAre(64.5, 81.5, 100.5, 121.5));
  const auto past = [&](Index sample, Index moment) { return test.x[0].data()[(sample * 3 + moment) * 5 + 4]; };
  EXPECT_EQ(past(0, 0), 16.5F);  // 4, 5, 6 predict 8
  EXPECT_EQ(past(0, 2), 36.5F);
  EXPECT_EQ(past(3, 2), 81.5F);
  const Encoder again = Encoder::from_json(Json::parse(encoder.to_json().dump()));
  const Table recent = parse_table("day,v\n2024-02-01,1\n2024-02-02,2\n2024-02-03,3\n", "recent", again.read_options());
  EXPECT_EQ(again.predictable_rows(recent), 1) << "the moment two days behind the file";
  EXPECT_THROW((void)again.predictable_rows(recent.select(std::vector<Index>{0, 1})), BadData);
}

TEST_F(ColumnsTest, SeriesRefuseGapsDisorderAndRandomParts) {
  std::string text = "day,v\n";
  for (int i = 0; i < 12; ++i) text += fmt::format("2024-01-{:02},{}\n", i + 1, i);
  write("s.csv", text);
  const Json data{{"path", "s.csv"}, {"target", "v"}, {"task", "regression"}, {"lookback", 3}};
  const auto with = [&](const char* key, Json value) {
    Json changed = data;
    changed[key] = std::move(value);
    return error_of(changed);
  };
  EXPECT_THAT(with("test", 0.3), HasSubstr("its end"));
  EXPECT_THAT(with("test", {{"last", 10}}), HasSubstr("more than the rows looked back on"));
  EXPECT_THAT(with("lookback", 40), HasSubstr("Make lookback smaller"));
  write("back.csv", text + "2024-01-02,3\n");
  EXPECT_THAT(with("path", "back.csv"), HasSubstr("goes back in time in row 13"));
  write("gap.csv", text + "2024-01-13,\n");
  EXPECT_THAT(with("path", "gap.csv"), HasSubstr("missing in row 13 of a series"));
  EXPECT_THAT(with("columns", {{"day", "text"}}), HasSubstr("numbers, categories and times"));
}

TEST_F(ColumnsTest, TheUnitTargetRunsFromZeroToOne) {
  write("t.csv", "a,y\n1,0.5\n2,3\n3,5\n4,2.75\n");
  const Dataset data = load_dataset({{"path", "t.csv"}, {"target", "y"}, {"target_transform", "unit"}}, folder_.path());
  const Encoder encoder = data.fit_encoder();
  Tensor y = data.encode(encoder).y.front();
  EXPECT_THAT(y.values(), ElementsAre(0, testing::FloatNear(0.55556F, 1e-4F), 1, 0.5F));
  encoder.target().to_original_scale(y.view());
  EXPECT_FLOAT_EQ(y.values()[3], 2.75F);
}

}  // namespace
}  // namespace vernier
