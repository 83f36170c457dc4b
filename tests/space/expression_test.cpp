#include "vernier/space/expression.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "support.hpp"

namespace vernier {
namespace {

double value(std::string_view text, const ParamMap& params = {}) { return Expression::parse(text).value(params); }

std::string failure(std::string_view text) {
  return message_of([&] { return Expression::parse(text); });
}

TEST(Expression, PrecedenceIsThatOfMathematics) {
  EXPECT_EQ(value("2 + 3 * 4"), 14);
  EXPECT_EQ(value("(2 + 3) * 4"), 20);
  EXPECT_EQ(value("2 ** 3 ** 2"), 512);
  EXPECT_EQ(value("-2 ** 2"), -4);
  EXPECT_EQ(value("2 ** -1"), 0.5);
  EXPECT_EQ(value("10 - 4 - 3"), 3);
  EXPECT_EQ(value("12 / 3 / 2"), 2);
  EXPECT_EQ(value("17 % 5"), 2);
  EXPECT_EQ(value("-1 % 5"), 4);
  EXPECT_EQ(value("1.5e-2 * 100"), 1.5);
  EXPECT_EQ(value("max(1, 3, 2) - min(4, 2) + abs(-5)"), 6);
  EXPECT_DOUBLE_EQ(value("log(10)"), std::log(10.0));
}

TEST(Expression, LogicAndComparison) {
  const ParamMap params{
      {"optimizer", std::string("sgd")}, {"layers[2].units", std::int64_t{64}}, {"a.b", 0.5}, {"fast", true}};
  EXPECT_TRUE(Expression::parse("optimizer == 'sgd' and layers[2].units <= 64").holds(params));
  EXPECT_TRUE(Expression::parse("not (a.b > 1) or optimizer == \"adam\"").holds(params));
  EXPECT_TRUE(Expression::parse("fast == true").holds(params));
  EXPECT_FALSE(Expression::parse("optimizer == 3").holds(params));
  EXPECT_TRUE(Expression::parse("1 or 0 and 0").holds(params));
  EXPECT_FALSE(Expression::parse("not 1 and 0").holds(params));
  EXPECT_THAT(Expression::parse("b + a * b").names(), testing::ElementsAre("b", "a"));
}

TEST(Expression, NotANumberIsNeverTrue) {
  EXPECT_FALSE(Expression::parse("0 / 0 == 0 / 0").holds({}));
  EXPECT_FALSE(Expression::parse("log(-1) < 1").holds({}));
  EXPECT_TRUE(Expression::parse("log(-1) != 1").holds({})) << "as in IEEE 754";
  EXPECT_TRUE(Expression::parse("1 / 0 > 1e308 and -1 / 0 < -1e308").holds({}));
  EXPECT_FALSE(Expression::parse("0 / 0").holds({}));
}

TEST(Expression, ViolationIsZeroWhereItHoldsAndFallsOnTheWay) {
  const auto violation = [](std::string_view text, double x) { return Expression::parse(text).violation({{"x", x}}); };
  for (const char* text : {"x < 3", "x <= 3 and x > 1", "not (x >= 3)", "x == 2 or x == 2.5", "x != 4"}) {
    for (const double x : {-1.0, 1.0, 2.0, 2.5, 3.0, 4.0, 1e300}) {
      EXPECT_EQ(violation(text, x) == 0, Expression::parse(text).holds({{"x", x}})) << text << " at " << x;
    }
  }
  EXPECT_GT(violation("x < 3", 9), violation("x < 3", 5));
  EXPECT_GT(violation("not (x >= 3)", 9), violation("not (x >= 3)", 5));
  EXPECT_GT(violation("x > 1 and x < 3", -2), violation("x > 1 and x < 3", 9)) << "one part holds already";
  EXPECT_EQ(violation("x == 2 or x == 5", 4), violation("x == 5", 4)) << "the nearer of the two";
  EXPECT_GT(violation("0 / 0 < x", 1), 0);
}

TEST(Expression, ErrorsShowTextColumnAndExpectation) {
  EXPECT_THAT(failure("1 +"), testing::HasSubstr("column 4: expected a number, a text, a name or '('"));
  EXPECT_THAT(failure("1 < 2 < 3"), testing::HasSubstr("join two with 'and'"));
  EXPECT_THAT(failure("(1"), testing::HasSubstr("')'"));
  EXPECT_THAT(failure("'open"), testing::HasSubstr("closing"));
  EXPECT_THAT(failure("sin(1)"), testing::HasSubstr("unknown function 'sin'"));
  EXPECT_THAT(failure("1 2"), testing::HasSubstr("an operator or the end"));
  EXPECT_THROW((void)value("'a' + 1"), InvalidArgument);
  EXPECT_THROW((void)value("missing > 1"), InvalidArgument);
}

TEST(Expression, DeepNestingIsAnErrorNotACrash) {
  EXPECT_THAT(failure(std::string(5000, '(')), testing::HasSubstr("levels of nesting"));
  EXPECT_THAT(failure(std::string(5000, '-') + "1"), testing::HasSubstr("levels of nesting"));
  std::string chain = "1";
  for (int i = 0; i < 1000; ++i) chain += "+1";
  EXPECT_THAT(failure(chain), testing::HasSubstr("a shorter chain"));
}

}  // namespace
}  // namespace vernier
