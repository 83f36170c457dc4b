// Data with several targets: each has a task, a scale and classes of its own.
#include <gmock/gmock.h>

#include <fmt/core.h>

#include <cmath>

#include "tests/data/support.hpp"
#include "vernier/data/dataset.hpp"

namespace vernier {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::FloatNear;
using testing::HasSubstr;
using testing_support::Folder;
using testing_support::message_of;

class TargetsTest : public testing::Test {
 protected:
  TargetsTest() { folder_.write("t.csv", "a,price,kind,b\n1,10,u,5\n2,20,v,7\n3,30,w,6\n4,40,u,9\n"); }
  [[nodiscard]] Dataset load(const Json& block) const { return load_dataset(block, folder_.path()); }
  [[nodiscard]] std::string error_of(Json block) const {
    if (!block.contains("path")) block["path"] = "t.csv";
    return message_of<Error>([&] {
      const Dataset data = load(block);
      (void)data.encode(data.fit_encoder());
    });
  }
  Folder folder_;
};

TEST_F(TargetsTest, EachHasItsOwnTaskScaleAndClasses) {
  const Dataset data = load({{"path", "t.csv"}, {"target", {"price", "kind"}}, {"transform", "standard"}});
  ASSERT_EQ(data.target_count(), 2U);
  EXPECT_EQ(data.task(0).kind, TaskKind::regression);
  EXPECT_EQ(data.task(1).kind, TaskKind::multiclass);
  EXPECT_THAT(data.task(1).classes, ElementsAre("u", "v", "w"));
  EXPECT_THAT(data.classes(0), ElementsAre());
  EXPECT_THAT(data.classes(1), ElementsAre(0, 1, 2, 0));
  EXPECT_THAT(data.class_counts(1), ElementsAre(2, 1, 1));
  const Encoder encoder = data.fit_encoder();
  EXPECT_THAT(encoder.feature_names(), ElementsAre("a", "b")) << "no target is an input";
  const Examples all = data.encode(encoder);
  ASSERT_EQ(all.y.size(), 2U);
  const float deviation = std::sqrt(125.0F);
  EXPECT_THAT(all.y[0].values(), ElementsAre(FloatNear(-15 / deviation, 1e-6F), FloatNear(-5 / deviation, 1e-6F),
                                             FloatNear(5 / deviation, 1e-6F), FloatNear(15 / deviation, 1e-6F)));
  EXPECT_THAT(all.y[1].values(), ElementsAre(0, 1, 2, 0));
  Tensor price = all.y[0];
  encoder.target(0).to_original_scale(price.view());
  EXPECT_THAT(price.values(),
              ElementsAre(FloatNear(10, 1e-4F), FloatNear(20, 1e-4F), FloatNear(30, 1e-4F), FloatNear(40, 1e-4F)));
  EXPECT_TRUE(encoder.target(0).scales());
  EXPECT_FALSE(encoder.target(1).scales());
}

TEST_F(TargetsTest, OptionsHoldForAllOrForEach) {
  const Json block{{"path", "t.csv"}, {"target", {"price", 4}}, {"target_transform", {"unit", "none"}}};
  const Encoder each = load(block).fit_encoder();
  const Examples all = load(block).encode(each);
  EXPECT_THAT(all.y[0].values(), ElementsAre(0, FloatNear(1 / 3.0F, 1e-6F), FloatNear(2 / 3.0F, 1e-6F), 1));
  EXPECT_THAT(all.y[1].values(), ElementsAre(5, 7, 6, 9));
  Json classes = block;
  classes["task"] = {"regression", "classification"};
  EXPECT_EQ(load(classes).task(0).kind, TaskKind::regression);
  EXPECT_THAT(load(classes).task(1).classes, ElementsAre("5", "6", "7", "9"));
  classes["task"] = "classification";
  EXPECT_EQ(load(classes).task(0).kind, TaskKind::multiclass);
}

TEST_F(TargetsTest, TravelInTheEncoder) {
  const Dataset data =
      load({{"path", "t.csv"}, {"target", {"kind", "price"}}, {"columns", {{"kind", {{"strip", "."}}}}}});
  const Encoder encoder = data.fit_encoder();
  const Encoder again = Encoder::from_json(Json::parse(encoder.to_json().dump()));
  EXPECT_EQ(again.to_json(), encoder.to_json());
  const Table named = parse_table("kind,b,a,price\nw.,5,1,20\n", "new", again.read_options());
  EXPECT_EQ(again.targets(named)[0].values()[0], 2);
  EXPECT_EQ(again.targets(named)[1].values()[0], data.encode(encoder).y[1].values()[1]);
  // a file without a header: all columns in their order, or all but the targets
  const Table whole = parse_table("1,10,u,5\n4,40,u,9\n", "whole", again.read_options());
  const Table inputs = parse_table("1,5\n4,9\n", "inputs", again.read_options());
  EXPECT_THAT(again.inputs(inputs)[0].values(), testing::ElementsAreArray(again.inputs(whole)[0].values()));
  EXPECT_THAT(message_of([&] { (void)again.targets(inputs); }), HasSubstr("no column 'kind'"));
}

TEST_F(TargetsTest, AnEncoderOfAnEarlierVersionHasOne) {
  const Encoder encoder = load({{"path", "t.csv"}, {"target", "price"}}).fit_encoder();
  Json old = encoder.to_json();
  old["version"] = 2;
  old["target_scale"] = old["targets"][0]["scale"];
  old["task"] = {{"kind", "regression"}, {"target", "price"}};
  old.erase("targets");
  EXPECT_EQ(Encoder::from_json(old).to_json(), encoder.to_json());
}

TEST_F(TargetsTest, DamagedOnesAreRefused) {
  const Json good = load({{"path", "t.csv"}, {"target", {"price", "kind"}}}).fit_encoder().to_json();
  const auto damaged = [&](const Json& targets) {
    Json json = good;
    json["targets"] = targets;
    return message_of([&] { (void)Encoder::from_json(json); });
  };
  EXPECT_THAT(damaged(Json::array()), HasSubstr("names no target"));
  EXPECT_THAT(damaged({{{"kind", "multiclass"}, {"target", "kind"}}}), HasSubstr("0 classes of 'kind'"));
  EXPECT_THAT(damaged({{{"kind", "binary"}, {"target", "kind"}, {"classes", {"a", "b", "c"}}}}),
              HasSubstr("3 classes of 'kind', a binary target"));
  EXPECT_THAT(damaged({{{"kind", "regression"}}}), HasSubstr("cannot be read"));
}

TEST_F(TargetsTest, RowsWithoutAnyOfThemAreLeftOutAndAllAreWatched) {
  std::string text = "a,price,kind\n";
  for (int i = 0; i < 40; ++i) {
    text += fmt::format("{},{},{}\n", i * i % 17, i == 3 ? "" : std::to_string(i * 7 % 31),
                        i == 5   ? ""
                        : i < 36 ? "x"
                                 : "y");
  }
  folder_.write("m.csv", text + "1,2,z\n");
  const Dataset data = load({{"path", "m.csv"}, {"target", {"price", "kind"}}, {"task", {"regression", "multiclass"}}});
  EXPECT_EQ(data.rows(), 39);
  EXPECT_THAT(data.warnings(), Contains(HasSubstr("1 training rows without a value of 'price'")));
  EXPECT_THAT(data.warnings(), Contains(HasSubstr("1 training rows without a value of 'kind'")));
  EXPECT_THAT(data.warnings(), Contains(HasSubstr("class 'z' of 'kind' has one training row")));
}

TEST_F(TargetsTest, TheFirstStratifiesWhatIsDrawnAtRandom) {
  std::string text = "a,rare,price\n";
  for (int i = 0; i < 40; ++i) text += fmt::format("{},{},{}.5\n", i % 7, i % 10 == 0 ? "yes" : "no", i);
  folder_.write("s.csv", text);
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const Dataset data = load({{"path", "s.csv"}, {"target", {"rare", "price"}}, {"test", 0.25}, {"seed", seed}});
    EXPECT_THAT(data.class_counts(0), ElementsAre(27, 3));  // 40 rows, of which 4 say yes
  }
}

TEST_F(TargetsTest, ASeriesPredictsSeveralColumnsFromThePastOfAll) {
  std::string text = "u,v\n";
  for (int i = 0; i < 12; ++i) text += fmt::format("{}.5,{}.25\n", i * i, 100 - i);
  folder_.write("s.csv", text);
  const Dataset data = load({{"path", "s.csv"},
                             {"target", {"u", "v"}},
                             {"lookback", 3},
                             {"test", {{"last", 2}}},
                             {"target_transform", "none"},
                             {"transform", "none"}});
  const Encoder encoder = data.fit_encoder();
  EXPECT_EQ(encoder.input_specs()[0].shape, (Shape{3, 2}));
  const Examples test = data.encode_test(encoder);
  EXPECT_THAT(test.y[0].values(), ElementsAre(100.5, 121.5));
  EXPECT_THAT(test.y[1].values(), ElementsAre(90.25, 89.25));
  EXPECT_EQ(test.x[0].values()[5], 91.25F);  // v at the last moment looked back on
  folder_.write("gap.csv", text + "7,\n");
  EXPECT_THAT(error_of({{"path", "gap.csv"}, {"target", {"u", "v"}}, {"lookback", 3}}),
              HasSubstr("'v' is missing in row 13 of a series"));
}

TEST_F(TargetsTest, WhatCannotBeMeantIsRefused) {
  EXPECT_THAT(error_of({{"target", Json::array()}}), AllOf(HasSubstr("no target is named"), HasSubstr("a, price")));
  EXPECT_THAT(error_of({{"target", {"price", "kin"}}}), AllOf(HasSubstr("no column 'kin'"), HasSubstr("'kind'")));
  EXPECT_THAT(error_of({{"target", {"price", 2}}}), HasSubstr("'price' is a target twice"));
  EXPECT_THAT(error_of({{"target", {"price", 1.5}}}), HasSubstr("target is 1.5"));
  EXPECT_THAT(error_of({{"target", "price, kind"}}),
              AllOf(HasSubstr("target is 'price, kind'"), HasSubstr("Write target: [price, kind]")));
  EXPECT_THAT(error_of({{"target", {"price", "kind", "b"}}, {"task", {"regression", "multiclass"}}}),
              AllOf(HasSubstr("task holds 2 entries, and the targets are 3"), HasSubstr("one for each")));
  EXPECT_THAT(error_of({{"target", "price"}, {"target_transform", {"log", "none"}}}),
              HasSubstr("target_transform holds 2 entries, and the targets are 1"));
  EXPECT_THAT(error_of({{"target", {"price", "kind"}}, {"task", {"regression", "regresion"}}}),
              HasSubstr("option 'task'"));
  EXPECT_THAT(error_of({{"target", {"a", "price", "kind", "b"}}}), HasSubstr("no column left to learn from"));
  folder_.write("x.idx", std::string{0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 1, 3, 4});
  folder_.write("y.idx", std::string{0, 0, 8, 1, 0, 0, 0, 2, 0, 1});
  EXPECT_THAT(message_of<InvalidArgument>([&] {
                (void)load({{"inputs", "x.idx"}, {"targets", "y.idx"}, {"target", {"p", "q"}}});
              }),
              HasSubstr("several targets of a table alone"));
}

}  // namespace
}  // namespace vernier
