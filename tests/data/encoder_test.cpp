#include "vernier/data/encoder.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "support.hpp"
#include "vernier/data/split.hpp"

namespace vernier {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::FloatEq;
using testing::FloatNear;
using testing::HasSubstr;
using testing_support::message_of;
using testing_support::parse;

std::vector<float> row_of(const Tensor& x, Index row) {
  const auto view = x.slice(row, row + 1).values();
  return {view.begin(), view.end()};
}

Encoder fit(const Table& table, const std::string& target, EncoderOptions options = {}) {
  options.transform = options.transform == "auto" ? "standard" : options.transform;
  const Task task = detect_task(table.column(target), "auto", table.source);
  return Encoder::fit(table, all_rows(table.rows()), {task}, options);
}

TEST(Encoder, StandardisesNumbersWithTheMomentsOfTheGivenRowsAlone) {
  const Table table = parse("a,y\n1,no\n3,yes\n1000,no\n");
  const Task task = detect_task(table.column("y"), "auto", "a.csv");
  const std::vector<Index> rows{0, 1};
  const Encoder encoder = Encoder::fit(table, rows, {task}, {.transform = "standard"});
  const Tensor x = encoder.inputs(table, rows).front();  // mean 2, deviation 1
  EXPECT_THAT(x.values(), ElementsAre(-1, 1));
  EXPECT_THAT(encoder.inputs(table).front().values()[2], FloatEq(10)) << "held at ten deviations";
}

TEST(Encoder, ManyCountsInOneUnitShareTheirScale) {
  std::string header = "y";
  for (int i = 0; i < 16; ++i) header += ",w" + std::to_string(i);
  std::string text = header + "\n";
  for (int row = 0; row < 8; ++row) {  // w0 is rare, the others alternate between 0 and 2
    text += row % 2 == 0 ? "no" : "yes";
    for (int i = 0; i < 16; ++i) text += i == 0 ? (row == 0 ? ",1" : ",0") : (row % 2 == 0 ? ",2" : ",0");
    text += "\n";
  }
  const Table table = parse(text);
  const Task task = detect_task(table.column("y"), "auto", "a.csv");
  const Encoder encoder = Encoder::fit(table, all_rows(8), {task});
  const double pooled = std::sqrt((7.0 / 64 + 15 * 1.0) / 16);
  EXPECT_THAT(row_of(encoder.inputs(table).front(), 0)[0], FloatNear(static_cast<float>((1 - 0.125) / pooled), 1e-5F));
  EXPECT_THAT(row_of(encoder.inputs(table).front(), 0)[5], FloatNear(static_cast<float>(1 / pooled), 1e-5F));
}

TEST(Encoder, MissingNumbersGetTheMedianAndAnIndicator) {
  const Encoder encoder = fit(parse("a,y\n1,0.5\n,1.5\n2,2.25\n9,0\n"), "y");
  EXPECT_THAT(encoder.feature_names(), ElementsAre("a", "a is missing"));
  const Tensor x = encoder.inputs(parse("a,y\n2,1\n?,1\n")).front();
  EXPECT_EQ(x.values()[0], x.values()[2]) << "2 is the median";
  EXPECT_EQ(x.values()[1], 0);
  EXPECT_EQ(x.values()[3], 1);
}

TEST(Encoder, CategoriesBecomeIndicatorsAndTheUnseenNone) {
  const Encoder encoder = fit(parse("c,y\nred,1.5\nblue,2\nred,3\n,4\n"), "y");
  EXPECT_THAT(encoder.feature_names(), ElementsAre("c = blue", "c = red", "c is missing"));
  const Tensor x = encoder.inputs(parse("c,y\nblue,0\ngreen,0\n?,0\n")).front();
  EXPECT_THAT(row_of(x, 0), ElementsAre(1, 0, 0));
  EXPECT_THAT(row_of(x, 1), ElementsAre(0, 0, 0));
  EXPECT_THAT(row_of(x, 2), ElementsAre(0, 0, 1));
}

TEST(Encoder, RareLevelsShareAFeatureAndTheUnseenJoinThem) {
  const Encoder encoder = fit(parse("c,y\na,1.5\na,2\nb,3\nb,4\nx,5\nz,6\n"), "y", {.min_count = 2});
  EXPECT_THAT(encoder.feature_names(), ElementsAre("c = a", "c = b", "c is rare"));
  const Tensor x = encoder.inputs(parse("c,n\nx,1\nnew,2\n,3\n")).front();
  for (const Index row : {0, 1, 2}) EXPECT_THAT(row_of(x, row), ElementsAre(0, 0, 1));
  const Encoder top = fit(parse("c,y\na,1.5\nb,2\nb,3\nd,4\n"), "y", {.max_levels = 1});
  EXPECT_THAT(top.feature_names(), ElementsAre("c = b", "c is rare"));
}

TEST(Encoder, ConstantColumnsAreLeftOutWithANote) {
  const Encoder encoder = fit(parse("a,b,c,e,y\n1,7,s,,0.5\n2,7,s,,1\n"), "y");
  EXPECT_THAT(encoder.feature_names(), ElementsAre("a"));
  EXPECT_EQ(encoder.notes().size(), 3U);
  EXPECT_THAT(encoder.notes(), Contains(HasSubstr("'b' is left out: it is 7")));
  EXPECT_THAT(message_of([] { (void)fit(parse("b,y\n7,1\n7,2.5\n"), "y"); }),
              HasSubstr("no column left to learn from"));
}

TEST(Encoder, PredictsFromColumnsInAnotherOrderWithoutTheTarget) {
  const Table table = parse("a,c,y\n1,u,yes\n2,v,no\n3,v,no\n");
  const Encoder encoder = fit(table, "y");
  const Tensor x = encoder.inputs(table).front();
  const Tensor other = encoder.inputs(parse("more,c,a\n0,u,1\n0,v,2\n0,v,3\n")).front();
  EXPECT_THAT(other.values(), testing::ElementsAreArray(x.values()));
  EXPECT_THAT(message_of([&] { (void)encoder.inputs(parse("a,d\n1,u\n2,v\n")); }), AllOf(HasSubstr("no column 'c'")));
  EXPECT_THAT(message_of([&] { (void)encoder.inputs(parse("a,c\n1,u\nx,v\n", encoder.read_options())); }),
              AllOf(HasSubstr("column 'a'"), HasSubstr("'x'"), HasSubstr("row 2")));
}

TEST(Encoder, AFileWithoutAHeaderIsReadByPosition) {
  const Table table = parse("a,y,c\n1,yes,u\n2,no,v\n");
  const Encoder encoder = fit(table, "y");
  const Tensor x = encoder.inputs(table).front();
  ReadOptions options = encoder.read_options();
  options.header = false;
  EXPECT_THAT(encoder.inputs(parse("1,u\n2,v\n", options)).front().values(), testing::ElementsAreArray(x.values()));
  EXPECT_THAT(encoder.inputs(parse("1,no,u\n2,no,v\n", options)).front().values(),
              testing::ElementsAreArray(x.values()));
  EXPECT_THAT(message_of([&] { (void)encoder.inputs(parse("1\n2\n", options)); }), HasSubstr("no header line"));
}

TEST(Encoder, CategoriesOfDigitsKeepTheirSpelling) {
  ReadOptions options;
  options.columns["zip"].kind = "category";
  const Encoder encoder = fit(parse("zip,y\n007,0.5\n7,1\n", options), "y");
  EXPECT_THAT(row_of(encoder.inputs(parse("zip\n007\n", encoder.read_options())).front(), 0), ElementsAre(1, 0));
}

TEST(Encoder, TargetsOfClassesAreIdsByName) {
  const Table table = parse("a,y\n1,spam\n2,ham\n3,ham\n");
  const Encoder encoder = fit(table, "y");
  EXPECT_EQ(encoder.target().task().kind, TaskKind::binary);
  EXPECT_EQ(encoder.targets(table).front().shape(), (Shape{3, 1}));
  EXPECT_THAT(encoder.targets(table).front().values(), ElementsAre(1, 0, 0));
  EXPECT_THAT(message_of([&] { (void)encoder.targets(parse("a,y\n1,spam\n2,eggs\n")); }),
              AllOf(HasSubstr("'eggs' in row 2"), HasSubstr("one of ham, spam")));
  const std::vector<float> probabilities{0.2F, 0.7F};
  EXPECT_THAT(encoder.target().predicted_classes({probabilities.data(), {2, 1}}), ElementsAre(0, 1));
  const std::vector<float> rows{0.2F, 0.7F, 0.1F, 0.5F, 0.3F, 0.2F};
  EXPECT_THAT(encoder.target().predicted_classes({rows.data(), {2, 3}}), ElementsAre(1, 0));
}

TEST(Encoder, RegressionTargetsComeBackToTheirScale) {
  for (const std::string transform : {"standard", "log", "none", "auto"}) {
    const Table table = parse("a,y\n1,10\n2,20.5\n3,40000\n4,12\n5,13\n");
    const Encoder encoder = fit(table, "y", {.target_transform = {transform}});
    Tensor y = encoder.targets(table).front();
    EXPECT_EQ(encoder.target().scales(), transform != "none");
    if (transform == "standard") {
      EXPECT_NEAR(y.values()[0] + y.values()[1] + y.values()[2] + y.values()[3] + y.values()[4], 0, 1e-5);
    }
    if (transform == "auto") {
      EXPECT_LT(y.values()[2], 2.1F) << "skewed and positive: on a log scale";
    }
    encoder.target().to_original_scale(y.view());
    EXPECT_THAT(std::vector<float>(y.values().begin(), y.values().end()),
                ElementsAre(FloatNear(10, 0.01F), FloatNear(20.5F, 0.01F), FloatNear(40000, 1), FloatNear(12, 0.01F),
                            FloatNear(13, 0.01F)));
  }
}

TEST(Encoder, InfiniteAndMissingValuesAreNamed) {
  EXPECT_THAT(message_of([] { (void)fit(parse("a,y\n1,0.5\ninf,1\n3,2\n"), "y"); }),
              AllOf(HasSubstr("column 'a'"), HasSubstr("row 2")));
  const Encoder encoder = fit(parse("a,y\n1,0.5\n2,1\n"), "y");
  EXPECT_THAT(message_of([&] { (void)encoder.targets(parse("a,y\n1,0.5\n2,\n")); }),
              AllOf(HasSubstr("'y'"), HasSubstr("row 2")));
}

TEST(Encoder, SurvivesJson) {
  const Table table = parse("a,b,c,y\n1,5,u,0.5\n2,,v,7\n3,9,,80\n4,1,v,9\n");
  for (const std::string transform : {"standard", "quantile", "piecewise", "power", "log", "robust", "none"}) {
    const Encoder encoder = fit(table, "y", {.transform = transform, .bins = 3});
    const Encoder again = Encoder::from_json(Json::parse(encoder.to_json().dump()));
    EXPECT_THAT(again.inputs(table).front().values(), testing::ElementsAreArray(encoder.inputs(table).front().values()))
        << transform;
    EXPECT_THAT(again.targets(table).front().values(),
                testing::ElementsAreArray(encoder.targets(table).front().values()));
    EXPECT_EQ(again.feature_names(), encoder.feature_names());
    EXPECT_EQ(again.to_json(), encoder.to_json());
  }
}

TEST(Encoder, DamagedJsonIsRefused) {
  const Json good = fit(parse("a,c,y\n1,u,0.5\n2,v,7\n"), "y").to_json();
  for (const auto& [key, value] : good.items()) {
    Json damaged = good;
    damaged[key] = "x";
    EXPECT_ANY_THROW((void)Encoder::from_json(damaged)) << key;
  }
  Json narrow = good;
  narrow["input_shape"] = {2};
  EXPECT_THROW((void)Encoder::from_json(narrow), BadData);
  Json newer = good;
  newer["version"] = 99;
  EXPECT_THROW((void)Encoder::from_json(newer), Unsupported);
}

TEST(Encoder, BytesOfArraysAreScaledToOneAndOtherNumbersStandardised) {
  const Array targets{Tensor(Shape{2}, std::vector<float>{0, 1}), false, true};
  Task task;
  task.kind = TaskKind::binary;
  task.target = "targets";
  task.classes = {"0", "1"};
  const Array pixels{Tensor(Shape{2, 1, 2}, std::vector<float>{0, 255, 51, 0}), true, true};
  const Encoder bytes = Encoder::fit(pixels, column_of_targets(targets, "targets"), all_rows(2), task);
  EXPECT_EQ(bytes.input_specs().front().shape, (Shape{1, 2}));
  EXPECT_THAT(bytes.inputs(pixels).front().values(), ElementsAre(0, 1, FloatEq(0.2F), 0));
  const Array reals{Tensor(Shape{2, 2}, std::vector<float>{1, 5, 3, 5}), false, false};
  const Encoder each =
      Encoder::from_json(Encoder::fit(reals, column_of_targets(targets, "targets"), all_rows(2), task).to_json());
  EXPECT_THAT(each.inputs(reals).front().values(), ElementsAre(-1, 0, 1, 0));
  EXPECT_THAT(each.targets(column_of_targets(targets, "targets")).front().values(), ElementsAre(0, 1));
  EXPECT_THAT(message_of([&] { (void)each.inputs(pixels); }), HasSubstr("(2, 1, 2)"));
  EXPECT_THROW((void)each.inputs(parse("a\n1\n2\n")), InvalidArgument);
}

}  // namespace
}  // namespace vernier
