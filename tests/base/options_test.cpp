#include "vernier/base/options.hpp"

#include <gmock/gmock.h>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

struct SampleOptions {
  double rate = 0.1;
  int steps = 5;
  bool fast = false;
  std::string mode = "auto";
  std::optional<double> limit;
  Component schedule = 0.5;
  std::vector<std::int64_t> sizes{3, 3};
  static void describe(OptionFields<SampleOptions>& field) {
    field("rate", &SampleOptions::rate, "how fast").above(0).at_most(1);
    field("steps", &SampleOptions::steps, "how many").at_least(1);
    field("fast", &SampleOptions::fast, "hurry");
    field("mode", &SampleOptions::mode, "which way").one_of({"auto", "min", "max"});
    field("limit", &SampleOptions::limit, "an upper limit");
    field("schedule", &SampleOptions::schedule, "a component");
    field("sizes", &SampleOptions::sizes, "a list").at_least(1);
  }
};

std::string message(const Json& options) {
  try {
    (void)options_from_json<SampleOptions>(options, "sample");
  } catch (const InvalidArgument& error) {
    return error.what();
  }
  return {};
}

TEST(Options, DefaultsComeFromTheStruct) {
  const SampleOptions read = options_from_json<SampleOptions>(Json::object(), "sample");
  EXPECT_EQ(read.rate, 0.1);
  EXPECT_EQ(read.limit, std::nullopt);
  EXPECT_EQ(option_table<SampleOptions>().find("schedule")->fallback, Json(0.5));
}

TEST(Options, ReadsEveryType) {
  const auto read = options_from_json<SampleOptions>(
      Json::parse(
          R"({"rate":1,"steps":7.0,"fast":true,"mode":"min","limit":2.5,"schedule":{"cosine":{"alpha":0.1}},"sizes":4})"),
      "sample");
  EXPECT_EQ(read.rate, 1.0);
  EXPECT_EQ(read.steps, 7);
  EXPECT_TRUE(read.fast);
  EXPECT_EQ(read.limit, 2.5);
  EXPECT_EQ(read.schedule, (Component{"cosine", {{"alpha", 0.1}}}));
  EXPECT_EQ(read.sizes, std::vector<std::int64_t>{4});
}

TEST(Options, WritesOnlyWhatDiffers) {
  SampleOptions options;
  options.steps = 9;
  EXPECT_EQ(options_to_json(options).dump(), R"({"steps":9})");
}

TEST(Options, MessagesNameThePlaceAndWhatWasExpected) {
  EXPECT_THAT(message({{"rat", 1}}), testing::HasSubstr("sample: unknown option 'rat'"));
  EXPECT_THAT(message({{"rat", 1}}), testing::HasSubstr("Did you mean 'rate'?"));
  EXPECT_THAT(message({{"rate", 0}}), testing::HasSubstr("a number above 0 and at most 1"));
  EXPECT_THAT(message({{"steps", 1.5}}), testing::HasSubstr("an integer of at least 1"));
  EXPECT_THAT(message({{"mode", "mni"}}), testing::HasSubstr("one of auto, min, max"));
  EXPECT_THAT(message({{"fast", 1}}), testing::HasSubstr("true or false"));
  EXPECT_THAT(message({{"sizes", {1, 0}}}), testing::HasSubstr("at least 1"));
  EXPECT_THAT(message(Json(3)), testing::HasSubstr("not a set of options"));
}

TEST(Component, TextFormRoundTrips) {
  const Component component = component_from_text("gp:startup=8,acquisition=logei,warp=true");
  EXPECT_EQ(component.options["startup"], 8);
  EXPECT_EQ(component.options["acquisition"], "logei");
  EXPECT_EQ(component.options["warp"], true);
  EXPECT_EQ(component_from_text(to_text(component)), component);
  EXPECT_THROW((void)component_from_text("gp:startup"), InvalidArgument);
}

}  // namespace
}  // namespace vernier
