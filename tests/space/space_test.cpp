#include <fmt/core.h>
#include <gmock/gmock.h>

#include <cmath>

#include "support.hpp"

namespace vernier {
namespace {

TEST(Distribution, UnitIntervalAndBackForEveryDiscreteValue) {
  const std::vector<Distribution> all{Distribution::integer(-3, 9),
                                      Distribution::integer(1, 100, true),
                                      Distribution::integer(0, 12, false, 4),
                                      Distribution::real(0, 1, false, 0.25),
                                      Distribution::ordinal({std::int64_t{16}, std::int64_t{32}, std::int64_t{64}}),
                                      Distribution::categorical({std::string("a"), true, 2.5})};
  for (const Distribution& distribution : all) {
    for (std::uint64_t k = 0; k < *distribution.cardinality(); ++k) {
      const ParamValue value = distribution.at(k);
      EXPECT_TRUE(distribution.contains(value));
      EXPECT_EQ(distribution.from_unit(distribution.to_unit(value)), value);
      EXPECT_EQ(distribution.index_of(value), k);
    }
    for (int i = 0; i <= 1000; ++i) EXPECT_TRUE(distribution.contains(distribution.from_unit(i / 1000.0)));
  }
}

TEST(Distribution, ExtremeRangesAreRefusedOrKept) {
  EXPECT_THROW((void)Distribution::real(-1.5e308, 1.5e308), InvalidArgument);
  EXPECT_THROW((void)Distribution::real(0, 1, false, 1e-300), InvalidArgument);
  EXPECT_THROW((void)Distribution::integer(0, (std::int64_t{1} << 53) + 1), InvalidArgument);
  EXPECT_THROW((void)Distribution::ordinal({true, false}).at(2), std::exception);
  EXPECT_THROW((void)Distribution::integer(0, 3).at(4), InvalidArgument);
  const Distribution wide = Distribution::integer(-(std::int64_t{1} << 53), 0);
  EXPECT_EQ(wide.at(*wide.cardinality() - 1), ParamValue(std::int64_t{0}));
  EXPECT_EQ(wide.at(1), ParamValue(1 - (std::int64_t{1} << 53)));
  const Distribution tiny = Distribution::real(1e-320, 1e-310, true);
  for (const double u : {0.0, 0.3, 0.999}) EXPECT_TRUE(tiny.contains(tiny.from_unit(u)));
}

TEST(Distribution, RealRangesAreUniformOrLogUniform) {
  EXPECT_EQ(std::get<double>(Distribution::real(2, 4).from_unit(0.25)), 2.5);
  EXPECT_NEAR(std::get<double>(Distribution::real(1e-5, 1e-1, true).from_unit(0.5)), 1e-3, 1e-15);
  EXPECT_NEAR(Distribution::real(1e-5, 1e-1, true).to_unit(1e-2), 0.75, 1e-12);
}

TEST(Distribution, IntegersHaveEqualShares) {
  const Distribution distribution = Distribution::integer(1, 4);
  int counts[5] = {};
  for (int i = 0; i < 4000; ++i) ++counts[std::get<std::int64_t>(distribution.from_unit((i + 0.5) / 4000))];
  for (int k = 1; k <= 4; ++k) EXPECT_EQ(counts[k], 1000);
}

TEST(SpaceFile, ReadsEveryForm) {
  const SpaceFile file = parse_space(R"(
parameters:
  learning_rate: {min: 1.0e-5, max: 1.0e-1, log: true}
  layers: {min: 1, max: 4}
  units: {values: [16, 32, 64, 128]}
  optimizer: {values: [adam, sgd]}
  momentum: {min: 0.0, max: 0.99, when: "optimizer == 'sgd'"}
  dropout: {min: 0, max: 1, type: float}
  fixed: 7
constraints: ["units * layers <= 256"]
objective: {direction: maximize}
resource: {name: epochs, min: 1, max: 81}
)");
  EXPECT_EQ(file.space.find("layers")->distribution.kind(), Distribution::Kind::integer);
  EXPECT_EQ(file.space.find("units")->distribution.kind(), Distribution::Kind::ordinal);
  EXPECT_EQ(file.space.find("optimizer")->distribution.kind(), Distribution::Kind::categorical);
  EXPECT_EQ(file.space.find("dropout")->distribution.kind(), Distribution::Kind::real);
  EXPECT_EQ(file.space.find("fixed")->distribution.cardinality(), 1U);
  EXPECT_EQ(file.objectives[0].direction, Direction::maximize);
  EXPECT_EQ(file.resource->max, 81);
  EXPECT_EQ(space_from_json(to_json(file.space), "again"), file.space);
  Rng rng(1);
  for (int i = 0; i < 500; ++i) {
    const auto params = file.space.sample(rng);
    ASSERT_TRUE(params);
    file.space.check(*params, "sample");
    EXPECT_EQ(params->contains("momentum"), to_text(params->at("optimizer")) == "sgd");
    EXPECT_LE(*as_number(params->at("units")) * *as_number(params->at("layers")), 256);
  }
}

TEST(SpaceFile, ConditionsNest) {
  const SpaceFile file = parse_space(R"(
parameters:
  a: {values: [x, y]}
  b: {min: 0, max: 9, when: "a == 'x'"}
  c: {min: 0.0, max: 1.0, when: "b > 4"}
  d: {min: 0.0, max: 1.0, when: "c > 0.5 or a == 'y'"}
)");
  const SearchSpace& space = file.space;
  EXPECT_THAT(space.active({{"a", std::string("y")}, {"b", std::int64_t{9}}, {"c", 0.9}, {"d", 0.1}}).size(), 1U)
      << "an inactive parameter makes a condition false";
  EXPECT_EQ(space.active({{"a", std::string("x")}, {"b", std::int64_t{9}}, {"c", 0.9}, {"d", 0.1}}).size(), 4U);
  EXPECT_EQ(space.active({{"a", std::string("x")}, {"b", std::int64_t{3}}, {"c", 0.9}, {"d", 0.1}}).size(), 2U);
}

TEST(SearchSpace, CountsAndEnumeratesWithConditionsAndConstraints) {
  const SpaceFile file = parse_space(R"(
parameters:
  kind: {values: [a, b]}
  n: {min: 1, max: 3, when: "kind == 'b'"}
  m: {min: 1, max: 3}
constraints: ["n + m <= 4"]
)");
  // kind a: 3 values of m; kind b: pairs with n + m <= 4 are 3 + 2 + 1 = 6
  EXPECT_EQ(file.space.count(), 9U);
  const std::vector<ParamMap> all = file.space.enumerate();
  EXPECT_EQ(all.size(), 9U);
  for (const ParamMap& params : all) file.space.check(params, "enumerate");
}

TEST(SpaceFile, EachMistakeHasItsMessage) {
  EXPECT_THAT(space_failure("parameters: {a: {min: 2, max: 1}}"), testing::HasSubstr("'a': min 2 is above max 1"));
  EXPECT_THAT(space_failure("parameters: {a: {min: 0, max: 1.5, log: true}}"), testing::HasSubstr("log range from 0"));
  EXPECT_THAT(space_failure("parameters: {a: {min: 0, max: 10, step: 3}}"), testing::HasSubstr("Use max: 9"));
  EXPECT_THAT(space_failure("parameters: {a: {min: x, max: 1}}"), testing::HasSubstr("min is \"x\""));
  EXPECT_THAT(space_failure("parameters: {a: {mni: 0, max: 1}}"), testing::HasSubstr("Did you mean 'min'?"));
  EXPECT_THAT(space_failure("parametrs: {a: {min: 0, max: 1}}"), testing::HasSubstr("Did you mean 'parameters'?"));
  EXPECT_THAT(space_failure("parameters: {a: {values: [1, 1]}}"), testing::HasSubstr("stands twice"));
  EXPECT_THAT(space_failure("parameters: {a: {min: 0, max: 1, when: 'b > 1'}}"),
              testing::HasSubstr("unknown parameter 'b'"));
  EXPECT_THAT(space_failure("parameters: {a: {min: 0, max: 1, when: 'b > 0'}, b: {min: 0, max: 1, when: 'a > 0'}}"),
              testing::HasSubstr("ring: a depends on b depends on a"));
  EXPECT_THAT(space_failure("parameters: {a: {min: 0, max: 1.0}}\nconstraints: ['a > 2']"),
              testing::HasSubstr("no configuration"));
  EXPECT_THAT(space_failure("parameters: {a: {min: 0, max: 1}\n"), testing::HasSubstr("line"));
  EXPECT_THAT(space_failure("parameters: {a: {min: 0, max: 1}, a: 3}"), testing::HasSubstr("stands twice"));
  EXPECT_THAT(space_failure("parameters: {a: &x {min: 0, max: 1}, b: *x}"), testing::HasSubstr("alias"));
  EXPECT_THAT(space_failure("parameters: " + std::string(500, '[') + std::string(500, ']')),
              testing::HasSubstr("nesting"));
  EXPECT_THAT(space_failure("parameters:\n  a: gr\xFC\xDF"
                            "e"),
              testing::HasSubstr("line 2, column 8: the byte 0xFC"));
  EXPECT_THAT(space_failure("parameters: {a: {min: .nan, max: 1}}"), testing::HasSubstr("finite"));
  EXPECT_THAT(space_failure("objective: {direction: up}\nparameters: {a: 1}"),
              testing::HasSubstr("minimize or maximize"));
}

TEST(SearchSpace, LongChainsAndManyParametersAreNoBurden) {
  SearchSpace chain;  // each depends on the next one
  for (int i = 0; i < 2000; ++i) {
    chain.add("p" + std::to_string(i), Distribution::real(0, 1), i == 1999 ? "" : fmt::format("p{} >= 0", i + 1));
  }
  EXPECT_EQ(chain.topological_order().front(), 1999U);
  EXPECT_NO_THROW(chain.validate());
  SearchSpace full;
  for (std::size_t i = 0; i < SearchSpace::max_parameters; ++i) full.add(std::to_string(i), Distribution::real(0, 1));
  EXPECT_THROW(full.add("more", Distribution::real(0, 1)), InvalidArgument);
}

TEST(SearchSpace, ACopyThatGrowsLeavesTheOriginalAlone) {
  SearchSpace one;
  one.add("a", Distribution::real(0, 1), "b > 0").add("b", Distribution::real(0, 1));
  EXPECT_EQ(one.topological_order().size(), 2U);
  SearchSpace two = one;
  two.add("c", Distribution::real(0, 1));
  EXPECT_EQ(one.topological_order().size(), 2U);
  EXPECT_EQ(two.topological_order().size(), 3U);
  EXPECT_NE(one, two);
}

TEST(SpaceFile, ChangesAreDescribed) {
  const SearchSpace before = parse_space("parameters: {a: {min: 0, max: 1}, b: {values: [x, y]}}").space;
  const SearchSpace after = parse_space("parameters: {a: {min: 0, max: 2}, c: 1}").space;
  EXPECT_THAT(describe_changes(before, after),
              testing::ElementsAre(testing::HasSubstr("'a' was"), testing::HasSubstr("'b' is gone"),
                                   testing::HasSubstr("'c' is new")));
  EXPECT_TRUE(describe_changes(before, before).empty());
}

}  // namespace
}  // namespace vernier
