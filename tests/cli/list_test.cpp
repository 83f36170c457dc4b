// `vernier list`: what each method handles, costs and is good for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/subprocess.hpp"
#include "vernier/base/json.hpp"

namespace vernier::cli {
namespace {

using testing::HasSubstr;

TEST(List, EverySamplerAndPrunerSaysWhatItIsGoodFor) {
  const ScratchFolder folder;
  for (const char* kind : {"samplers", "pruners"}) {
    const ProcessResult result = vernier({"list", kind, "--json"}, folder.path());
    ASSERT_EQ(result.status, 0) << result.err;
    for (const Json& entry : Json::parse(result.out)) {
      EXPECT_GT(entry["suits"].get<std::string>().size(), 8) << entry["name"];
      EXPECT_TRUE(entry["handles"].contains("multi_objective")) << entry["name"];
      if (std::string_view(kind) == "samplers" && entry["name"] != "grid" && entry["name"] != "orthogonal") {
        EXPECT_GT(entry["ask_milliseconds"]["after_100"].get<double>(), 0) << entry["name"];
        EXPECT_GT(entry["ask_milliseconds"]["after_1000"].get<double>(), 0) << entry["name"];
      }
    }
  }
}

TEST(List, ComparesSamplersInTwoTables) {
  const ScratchFolder folder;
  const std::string out = vernier({"list", "samplers"}, folder.path()).out;
  for (const char* text : {"good for", "1,000", "conditions", "many", "a baseline"}) {
    EXPECT_THAT(out, HasSubstr(text));
  }
  EXPECT_THAT(vernier({"list", "samplers", "turbo"}, folder.path()).out, HasSubstr("good for: a hundred parameters"));
}

}  // namespace
}  // namespace vernier::cli
