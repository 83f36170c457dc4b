#include "vernier/data/dataset.hpp"

#include <gmock/gmock.h>

#include "support.hpp"

namespace vernier {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing_support::Folder;
using testing_support::message_of;

TEST(Dataset, ReadsPathTargetAndTestPart) {
  const Folder folder;
  folder.write("t.csv", "a,b,y\n1,x,no\n2,z,yes\n3,x,no\n4,z,yes\n5,x,no\n");
  const Dataset data = load_dataset({{"path", "t.csv"}, {"target", "y"}, {"test", {{"last", 2}}}}, folder.path());
  EXPECT_EQ(data.name(), "t");
  EXPECT_EQ(data.rows(), 3);
  EXPECT_EQ(data.test_rows(), 2);
  EXPECT_EQ(data.task().kind, TaskKind::binary);
  EXPECT_THAT(data.classes(), ElementsAre(0, 1, 0));
  EXPECT_THAT(data.class_counts(), ElementsAre(2, 1));
  const Encoder encoder = data.fit_encoder();
  EXPECT_EQ(data.encode(encoder).x.front().shape(), (Shape{3, 3}));
  EXPECT_THAT(data.encode_test(encoder).y.front().values(), ElementsAre(1, 0));
  EXPECT_THAT(data.encode(encoder, std::vector<Index>{1}).y.front().values(), ElementsAre(1));
}

TEST(Dataset, TargetsMayBeNumbersFromEitherEnd) {
  const Folder folder;
  folder.write("t.csv", "1,5,0.5\n2,6,1.5\n3,7,2.5\n");
  EXPECT_EQ(load_dataset({{"path", "t.csv"}, {"target", -1}}, folder.path()).task().target, "c3");
  EXPECT_EQ(load_dataset({{"path", "t.csv"}, {"target", "2"}}, folder.path()).task().target, "c2");
  EXPECT_EQ(load_dataset({{"path", "t.csv"}, {"target", -1}, {"names", {"p", "q", "r"}}}, folder.path()).task().target,
            "r");
}

TEST(Dataset, ATestFileFollowsTheTrainingFile) {
  const Folder folder;
  folder.write("train.csv", "code,n,y\nA1,1,good\n02,2,bad\nA1,3,good\n");
  folder.write("test.csv", "y,code,n\ngood.,02,5\nbad.,02,6\n");
  const Dataset data = load_dataset(
      {{"path", "train.csv"}, {"target", "y"}, {"test", "test.csv"}, {"columns", {{"y", {{"strip", "."}}}}}},
      folder.path());
  const Encoder encoder = data.fit_encoder();
  EXPECT_EQ(data.test_rows(), 2);
  const Examples test = data.encode_test(encoder);
  EXPECT_THAT(test.y.front().values(), ElementsAre(1, 0));
  EXPECT_THAT(encoder.feature_names(), ElementsAre("code = 02", "code = A1", "n"));
  EXPECT_EQ(test.x.front().values()[0], 1) << "02 stays a text where a whole file looks numeric";
  const auto without_strip = [&] {
    const Dataset bad = load_dataset({{"path", "train.csv"}, {"target", "y"}, {"test", "test.csv"}}, folder.path());
    (void)bad.encode_test(bad.fit_encoder());
  };
  EXPECT_THAT(message_of(without_strip), AllOf(HasSubstr("test.csv"), HasSubstr("'good.'"), HasSubstr("strip")));
}

TEST(Dataset, ReadsNpzAndArrayFiles) {
  const Folder folder;
  const std::string images = std::string{0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 2} + "\1\2\3\4\5\6\7\10";
  folder.write("x.idx", images);
  folder.write("y.idx", std::string{0, 0, 8, 1, 0, 0, 0, 4, 0, 1, 0, 1});
  const Json block{{"inputs", "x.idx"}, {"targets", "y.idx"}, {"test", {{"last", 1}}}};
  const Dataset data = load_dataset(block, folder.path());
  EXPECT_EQ(data.table(), nullptr);
  EXPECT_EQ(data.rows(), 3);
  EXPECT_EQ(data.task().kind, TaskKind::binary);
  const Examples test = data.encode_test(data.fit_encoder());
  EXPECT_EQ(test.x.front().shape(), (Shape{1, 1, 2}));
  EXPECT_FLOAT_EQ(test.x.front().values()[0], 7.0F / 255.0F);
  folder.write("short.idx", std::string{0, 0, 8, 1, 0, 0, 0, 2, 0, 1});
  EXPECT_THAT(message_of([&] {
                (void)load_dataset({{"inputs", "x.idx"}, {"targets", "short.idx"}}, folder.path());
              }),
              HasSubstr("as many targets as inputs"));
}

TEST(Dataset, WarnsAndGoesOn) {
  const Folder folder;
  std::string rows = "a,key,y\n";
  for (int i = 0; i < 60; ++i)
    rows += std::to_string(i * i % 17) + ",K" + std::to_string(i) + "Z," + (i < 54 ? "no" : "yes") + "\n";
  folder.write("t.csv", rows + "3,LAST,zebra\n");
  const auto warnings = load_dataset({{"path", "t.csv"}, {"target", "y"}}, folder.path()).warnings();
  EXPECT_THAT(warnings, Contains(HasSubstr("sorted by 'y'")));
  EXPECT_THAT(warnings, Contains(HasSubstr("class 'zebra' has one training row")));
  EXPECT_THAT(warnings, Contains(HasSubstr("column 'key' is left out: it looks like a column of kind id")));
  folder.write("i.csv", rows);
  EXPECT_THAT(load_dataset({{"path", "i.csv"}, {"target", "y"}}, folder.path()).warnings(),
              Contains(AllOf(HasSubstr("imbalanced"), HasSubstr("90.0 %"))));
  folder.write("wide.csv", "a,b,c,d,y\n1,2,3,4,0.5\n4,3,2,1,1.5\n");
  EXPECT_THAT(load_dataset({{"path", "wide.csv"}, {"target", "y"}}, folder.path()).warnings(),
              Contains(HasSubstr("more input columns (4) than training rows (2)")));
  folder.write("m.csv", "a,y\n1,0.5\n2,\n3,2.5\n");
  const Dataset missing = load_dataset({{"path", "m.csv"}, {"target", "y"}}, folder.path());
  EXPECT_EQ(missing.rows(), 2);
  EXPECT_THAT(missing.warnings(), Contains(HasSubstr("1 training rows without a value of 'y'")));
}

TEST(Dataset, BadBlocksAndFilesAreExplained) {
  const Folder folder;
  folder.write("t.csv", "a,y\n1,0.5\n2,1.5\n3,2.5\n");
  folder.write("one.csv", "a,y\n1,0.5\n");
  folder.write("constant.csv", "a,y\n1,5\n2,5\n");
  folder.write("empty.csv", "");
  folder.write("infinite.csv", "a,y\n1,5.5\n2,inf\n");
  folder.write("gone.csv", "a,y\n1,\n2,?\n");
  const auto load = [&](const Json& block) { (void)load_dataset(block, folder.path()); };
  const auto argument = [&](const Json& block) { return message_of<InvalidArgument>([&] { load(block); }); };
  const auto data = [&](const Json& block) { return message_of<BadData>([&] { load(block); }); };
  EXPECT_THAT(argument({{"path", "t.csv"}, {"traget", "y"}}), HasSubstr("Did you mean 'target'?"));
  EXPECT_THAT(argument({{"path", "t.csv"}}), AllOf(HasSubstr("no target is named"), HasSubstr("a, y")));
  EXPECT_THAT(argument({{"target", "y"}}), HasSubstr("either path, or inputs and targets"));
  EXPECT_THAT(argument({{"path", "t.csv"}, {"target", "y"}, {"columns", {{"a", "numerc"}}}}),
              AllOf(HasSubstr("column 'a'"), HasSubstr("numeric")));
  EXPECT_THAT(argument({{"path", "t.csv"}, {"target", "y"}, {"test", {{"last", 3}}}}), HasSubstr("3 of 3 rows"));
  EXPECT_THAT(data({{"path", "t.csv"}, {"target", "z"}}), HasSubstr("no column 'z'"));
  EXPECT_THAT(data({{"path", "one.csv"}, {"target", "y"}}), HasSubstr("one row"));
  EXPECT_THAT(data({{"path", "constant.csv"}, {"target", "y"}}), HasSubstr("constant"));
  EXPECT_THAT(data({{"path", "empty.csv"}, {"target", "y"}}), HasSubstr("is empty"));
  EXPECT_THAT(data({{"path", "infinite.csv"}, {"target", "y"}}), HasSubstr("infinite in row 2"));
  EXPECT_THAT(data({{"path", "gone.csv"}, {"target", "y"}}), HasSubstr("missing"));
  EXPECT_THAT(data({{"path", "."}, {"target", "y"}}), HasSubstr("directory"));
  EXPECT_THROW(load({{"path", "nowhere.csv"}, {"target", "y"}}), NotFound);
}

TEST(Dataset, ReadsTheRealSetsAsTheyAreDescribed) {
  VERNIER_NEEDS_REAL_DATA("adult_train.csv");
  const auto folder = testing_support::real_data();
  const Dataset adult = load_dataset({{"path", "adult_train.csv"},
                                      {"target", -1},
                                      {"test", "adult_test.csv"},
                                      {"columns", {{"-1", {{"strip", "."}}}}}},
                                     folder);
  EXPECT_EQ(adult.test_rows(), 16281);
  const Encoder encoder = adult.fit_encoder();
  const Examples test = adult.encode_test(encoder);
  double positive = 0;
  for (const float id : test.y.front().values()) positive += id;
  EXPECT_EQ(positive, 3846);  // adult.names: 23.62 % of the test part earn more
  const Dataset housing = load_dataset(
      {{"path", "cal_housing.arff"}, {"target", "medianHouseValue"}, {"test", {{"rows", "i % 5 == 4"}}}}, folder);
  EXPECT_EQ(housing.task().kind, TaskKind::regression);
  EXPECT_EQ(housing.test_rows(), 4128);
}

}  // namespace
}  // namespace vernier
