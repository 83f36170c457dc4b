// docs/formats/space.md: its examples are spaces, and its messages are those that come.
#include <gmock/gmock.h>

#include "support.hpp"
#include "vernier/base/files.hpp"

namespace vernier {
namespace {

std::string page() { return read_file(VERNIER_SOURCE_DIR "/docs/formats/space.md"); }

std::vector<std::string> yaml_blocks(const std::string& text) {
  const std::string opening = "```yaml\n";
  std::vector<std::string> blocks;
  for (std::size_t at = text.find(opening); at != std::string::npos; at = text.find(opening, at)) {
    at += opening.size();
    const std::size_t end = text.find("```", at);
    blocks.push_back(text.substr(at, end - at));
    at = end;
  }
  return blocks;
}

TEST(SpaceDocs, EveryBlockIsASpaceThatCanBeDrawnFrom) {
  const auto blocks = yaml_blocks(page());
  EXPECT_EQ(blocks.size(), 5U);
  for (const std::string& block : blocks) {
    SCOPED_TRACE(block);
    const SpaceFile file = parse_space(block);
    Rng rng(1);
    const auto params = file.space.sample(rng);
    ASSERT_TRUE(params);
    EXPECT_NO_THROW(file.space.check(*params, "sample"));
    EXPECT_EQ(space_from_json(to_json(file.space), "again"), file.space);
  }
}

TEST(SpaceDocs, TheKindsAreThoseOfTheTable) {
  const std::string block = yaml_blocks(page()).at(1);
  const SearchSpace space = parse_space(block).space;
  using Kind = Distribution::Kind;
  const std::map<std::string, Kind> kinds{
      {"layers", Kind::integer}, {"rate", Kind::real},    {"share", Kind::real},
      {"decay", Kind::real},     {"dropout", Kind::real}, {"batch", Kind::integer},
      {"units", Kind::ordinal},  {"size", Kind::ordinal}, {"bias", Kind::categorical}};
  for (const auto& [name, kind] : kinds) EXPECT_EQ(space.find(name)->distribution.kind(), kind) << name;
  EXPECT_EQ(space.find("epochs")->distribution.cardinality(), 1U);
  EXPECT_EQ(std::get<double>(space.find("dropout")->distribution.at(3)), 0.3) << "as it is written, without 4e-17 more";
}

TEST(SpaceDocs, TheMessagesAreThoseThatCome) {
  const std::string text = page();
  for (const char* mistake : {"parameters: {rate: {min: 2, max: 1}}", "parameters: {n: {min: 0, max: 10, step: 3}}",
                              "parameters: {a: {mni: 0, max: 1}}", "parameters:\n  a: 1\n  a: 2",
                              "parameters: {a: {min: 0, max: 1, when: 'b > 0'}, b: {min: 0, max: 1, when: 'a > 0'}}",
                              "parameters: {units: {min: 0, max: 1}}\nconstraints: ['units <']"}) {
    EXPECT_THAT(text, testing::HasSubstr("\n" + space_failure(mistake) + "\n"));
  }
}

TEST(SpaceDocs, ScalarsAreThoseOfTheJsonPartOfYaml) {
  const Json json = yaml_to_json(R"(
nothing: ~
yes_word: yes
flag: True
number: 1e-5
whole: -3
hexadecimal: 0x10
quoted: "3"
tagged: !!str 3
infinite: -.INF
)",
                                 "scalars");
  EXPECT_TRUE(json["nothing"].is_null());
  EXPECT_EQ(json["yes_word"], "yes");
  EXPECT_EQ(json["flag"], true);
  EXPECT_EQ(json["number"], 1e-5);
  EXPECT_EQ(json["whole"], -3);
  EXPECT_TRUE(json["whole"].is_number_integer());
  EXPECT_EQ(json["hexadecimal"], "0x10");
  EXPECT_EQ(json["quoted"], "3");
  EXPECT_EQ(json["tagged"], "3");
  EXPECT_LT(json["infinite"].get<double>(), -1e308);
  EXPECT_THROW((void)yaml_to_json("a: 1\n---\nb: 2\n", "two"), InvalidArgument);
}

}  // namespace
}  // namespace vernier
