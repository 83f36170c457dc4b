#include <fmt/core.h>
#include <gmock/gmock.h>

#include <cmath>

#include "support.hpp"

namespace vernier {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(SpaceFile, ConstantsAndMixedNumbers) {
  const SearchSpace space =
      parse_space("parameters: {a: 7, b: [adam], c: true, d: {values: [0, 0.5, 1]}, e: {min: 0, max: 1.0}}").space;
  for (const char* name : {"a", "b", "c"}) EXPECT_EQ(space.find(name)->distribution.cardinality(), 1U) << name;
  EXPECT_EQ(space.find("d")->distribution, Distribution::ordinal({0.0, 0.5, 1.0})) << "reals, since one of them is";
  EXPECT_EQ(space.find("e")->distribution, Distribution::real(0, 1));
}

TEST(SpaceFile, ObjectivesAndResource) {
  const SpaceFile file =
      parse_space("parameters: {a: 1}\nobjectives: [{name: error}, {name: speed, direction: maximize}]");
  ASSERT_EQ(file.objectives.size(), 2U);
  EXPECT_EQ(file.objectives[0], (Objective{"error", Direction::minimize}));
  EXPECT_EQ(file.objectives[1], (Objective{"speed", Direction::maximize}));
  EXPECT_THAT(space_failure("parameters: {a: 1}\nobjectives: [{name: x}, {name: x}]"), testing::HasSubstr("named 'x'"));
  EXPECT_THAT(space_failure("parameters: {a: 1}\nobjective: {}\nobjectives: [{}]"), testing::HasSubstr("together"));
  EXPECT_THAT(space_failure("parameters: {a: 1}\nobjective: {name: 3}"), testing::HasSubstr("name is 3"));
  EXPECT_THAT(space_failure("parameters: {a: 1}\nresource: {name: [epochs]}"),
              testing::HasSubstr("name is [\"epochs\"]"));
  EXPECT_THAT(space_failure("parameters: {a: 1}\nresource: {min: 9, max: 3}"),
              testing::HasSubstr("min 9 is above max 3"));
  EXPECT_THAT(space_failure("parameters: {a: 1}\nresource: {min: 0}"), testing::HasSubstr("a number above 0"));
}

TEST(SpaceFile, ATextInTheWrongPlaceIsFoundInAnyCondition) {
  for (const char* first : {"p", "q", "r", "s"}) {
    EXPECT_THAT(space_failure(fmt::format("parameters: {{a: {{values: [p, q, r, s]}}, "
                                          "b: {{values: [x, y], when: \"a == '{}'\"}}, "
                                          "c: {{min: 0, max: 1, when: 'b > 3'}}}}",
                                          first)),
                testing::HasSubstr("is a text"));
  }
}

TEST(SpaceFile, PriorsAreReadAndWritten) {
  const std::string text =
      "parameters:\n"
      "  rate: {min: 1.0e-5, max: 0.1, log: true, prior: 1.0e-3, prior_confidence: high}\n"
      "  kind: {values: [adam, sgd], prior: adam}\n"
      "  units: {min: 8, max: 64, prior: 32, prior_confidence: low}\n";
  const SearchSpace space = parse_space(text).space;
  EXPECT_EQ(space.find("rate")->prior, (Prior{1e-3, Confidence::high}));
  EXPECT_EQ(space.find("kind")->prior, (Prior{std::string("adam"), Confidence::medium}));
  EXPECT_EQ(space.find("units")->prior, (Prior{std::int64_t{32}, Confidence::low}));
  EXPECT_EQ(space_from_json(to_json(space), "again"), space);

  const auto failure = [](const std::string& spec) { return space_failure("parameters: {p: {" + spec + "}}"); };
  EXPECT_THAT(failure("min: 0, max: 1, prior: 2"), HasSubstr("the prior of 'p' is 2"));
  EXPECT_THAT(failure("values: [a, b], prior: c"), HasSubstr("the prior of 'p' is c"));
  EXPECT_THAT(failure("min: 0, max: 1, prior: [1]"), HasSubstr("parameter 'p'"));
  EXPECT_THAT(failure("min: 0, max: 1, prior: 1, prior_confidence: sure"), HasSubstr("low, medium or high"));
  EXPECT_THAT(failure("min: 0, max: 1, prior_confidence: low"), HasSubstr("prior_confidence without prior"));
  const SearchSpace changed = parse_space("parameters: {kind: {values: [adam, sgd], prior: sgd}}").space;
  EXPECT_THAT(describe_changes(parse_space("parameters: {kind: {values: [adam, sgd]}}").space, changed),
              ElementsAre("the prior of 'kind' was none and is sgd (medium confidence)"));
}

TEST(SpaceFile, MistakesInValuesAndKinds) {
  EXPECT_THAT(space_failure("parameters: {a: [1, 2]}"), testing::HasSubstr("Write {values: [...]}"));
  EXPECT_THAT(space_failure("parameters: {a: {min: -1.7e308, max: 1.7e308}}"), testing::HasSubstr("'a'"));
  EXPECT_THAT(space_failure("parameters: {a: {min: 0, max: 9, when: 3}}"), testing::HasSubstr("'a': when is 3"));
  EXPECT_THAT(space_failure("parameters:"), testing::HasSubstr("no parameters"));
  EXPECT_THAT(space_failure("[1, 2]"), testing::HasSubstr("keys parameters, constraints"));
}

}  // namespace
}  // namespace vernier
