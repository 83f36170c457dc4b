#include <gmock/gmock.h>

#include <cmath>

#include "vernier/base/errors.hpp"
#include "vernier/space/space_file.hpp"

namespace vernier {
namespace {

SpaceFile parse(std::string_view text) { return space_file_from_json(yaml_to_json(text, "space.yaml"), "space.yaml"); }

std::string failure(std::string_view text) {
  try {
    (void)parse(text);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(SpaceFile, ConstantsAndMixedNumbers) {
  const SearchSpace space =
      parse("parameters: {a: 7, b: [adam], c: true, d: {values: [0, 0.5, 1]}, e: {min: 0, max: 1.0}}").space;
  for (const char* name : {"a", "b", "c"}) EXPECT_EQ(space.find(name)->distribution.cardinality(), 1U) << name;
  EXPECT_EQ(space.find("d")->distribution, Distribution::ordinal({0.0, 0.5, 1.0})) << "reals, since one of them is";
  EXPECT_EQ(space.find("e")->distribution, Distribution::real(0, 1));
}

TEST(SpaceFile, ObjectivesAndResource) {
  const SpaceFile file = parse("parameters: {a: 1}\nobjectives: [{name: error}, {name: speed, direction: maximize}]");
  ASSERT_EQ(file.objectives.size(), 2U);
  EXPECT_EQ(file.objectives[0], (Objective{"error", Direction::minimize}));
  EXPECT_EQ(file.objectives[1], (Objective{"speed", Direction::maximize}));
  EXPECT_THAT(failure("parameters: {a: 1}\nobjectives: [{name: x}, {name: x}]"), testing::HasSubstr("named 'x'"));
  EXPECT_THAT(failure("parameters: {a: 1}\nobjective: {}\nobjectives: [{}]"), testing::HasSubstr("together"));
  EXPECT_THAT(failure("parameters: {a: 1}\nobjective: {name: 3}"), testing::HasSubstr("name is 3"));
  EXPECT_THAT(failure("parameters: {a: 1}\nresource: {name: [epochs]}"), testing::HasSubstr("name is [\"epochs\"]"));
  EXPECT_THAT(failure("parameters: {a: 1}\nresource: {min: 9, max: 3}"), testing::HasSubstr("min 9 is above max 3"));
  EXPECT_THAT(failure("parameters: {a: 1}\nresource: {min: 0}"), testing::HasSubstr("a number above 0"));
}

TEST(SpaceFile, MistakesInValuesAndKinds) {
  EXPECT_THAT(failure("parameters: {a: [1, 2]}"), testing::HasSubstr("Write {values: [...]}"));
  EXPECT_THAT(failure("parameters: {a: {min: -1.7e308, max: 1.7e308}}"), testing::HasSubstr("'a'"));
  EXPECT_THAT(failure("parameters: {a: {min: 0, max: 9, when: 3}}"), testing::HasSubstr("'a': when is 3"));
  EXPECT_THAT(failure("parameters:"), testing::HasSubstr("no parameters"));
  EXPECT_THAT(failure("[1, 2]"), testing::HasSubstr("keys parameters, constraints"));
}

}  // namespace
}  // namespace vernier
