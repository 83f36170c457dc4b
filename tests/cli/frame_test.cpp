// The frame of the program: verbs, help, version, and what it says of bad usage.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/subprocess.hpp"

namespace vernier::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class Frame : public testing::Test {
 protected:
  ScratchFolder folder_;
  ProcessResult run(std::vector<std::string> arguments) const { return vernier(std::move(arguments), folder_.path()); }
};

TEST_F(Frame, VersionStandsAlone) {
  const ProcessResult result = run({"--version"});
  ASSERT_EQ(result.status, 0);
  EXPECT_THAT(result.out, StartsWith("vernier 0."));
  EXPECT_THAT(result.err, IsEmpty());
}

TEST_F(Frame, HelpNamesEveryVerbOfTheDesign) {
  const ProcessResult result = run({"--help"});
  EXPECT_EQ(result.status, 0);
  for (const char* verb :
       {"tune",   "run",  "rerun",      "pipe",   "ask",    "tell",  "report",   "enqueue", "studies", "show",
        "trials", "best", "importance", "export", "import", "train", "evaluate", "predict", "design",  "list"}) {
    EXPECT_THAT(result.out, HasSubstr(std::string("\n  ") + verb + " ")) << verb;
    const ProcessResult own = run({verb, "--help"});
    EXPECT_EQ(own.status, 0) << verb;
    EXPECT_THAT(own.out, HasSubstr(std::string("Usage: vernier ") + verb)) << verb;
    EXPECT_THAT(own.err, IsEmpty()) << verb;
  }
}

struct BadUsage {
  std::vector<std::string> arguments;
  std::vector<std::string> message;  // parts of what stderr must say
};

TEST_F(Frame, BadUsageIsExplainedAndWritesNothing) {
  folder_.write("space.yaml", "parameters: {x: {min: 0, max: 1.5}}\n");
  folder_.write("broken.yaml", "parameters: {x: {min: 0, max: 1.5}\n");
  folder_.write("typo.yaml", "parameters: {x: {min: 0, maxx: 1.5}}\n");
  const std::vector<BadUsage> cases{
      {{"tuen"}, {"unknown verb 'tuen'", "Did you mean 'tune'?"}},
      {{"--frobnicate"}, {"unknown option '--frobnicate'"}},
      {{"trials", "--limt", "3"}, {"trials has no option '--limt'", "Did you mean '--limit'?"}},
      {{"trials", "--limit", "many"}, {"--limit", "many"}},
      {{"trials", "a", "b"}, {"takes no argument 'b'"}},
      {{"design"}, {"--levels is required"}},
      {{"design", "--levels", "3,1"}, {"--levels has '1'", "2 to 64"}},
      {{"design", "--levels", "3,3,"}, {"--levels has ''"}},
      {{"list", "samplerz"}, {"'samplerz'", "Did you mean 'samplers'?"}},
      {{"list", "samplers", "ortogonal"}, {"Did you mean 'orthogonal'?"}},
      {{"completion", "tcsh"}, {"'tcsh'", "bash, zsh, fish"}},
      {{"ask", "--space", "missing.yaml"}, {"missing.yaml"}},
      {{"ask", "--space", "broken.yaml"}, {"broken.yaml", "line"}},
      {{"ask", "--space", "typo.yaml"}, {"maxx", "max"}},
      {{"ask", "--space", "space.yaml", "--sampler", "qcm"}, {"qcm", "qmc"}},
      {{"ask", "--space", "space.yaml", "--sampler", "grid:bogus=1"}, {"bogus"}},
      {{"ask", "--space", "space.yaml", "--storage", "mysql://x"}, {"mysql://x", "sqlite:///"}},
      {{"pipe"}, {"--space is required"}},
      {{"show"}, {"vernier.db"}},
      {{"tell", "0"}, {"no value"}},
      {{"tell", "zero", "1"}, {"zero"}},
      {{"tune"}, {"is required"}},
      {{"tune", "missing.csv", "--target", "y"}, {"missing.csv"}},
      {{"evaluate", "missing.safetensors", "x.csv"}, {"missing.safetensors"}},
  };
  for (const BadUsage& bad : cases) {
    const ProcessResult result = run(bad.arguments);
    const std::string what = bad.arguments[0] + " " + bad.arguments.back();
    EXPECT_EQ(result.status, 2) << what << ": " << result.err;
    EXPECT_THAT(result.out, IsEmpty()) << what;
    EXPECT_THAT(result.err, StartsWith("vernier: ")) << what;
    for (const std::string& part : bad.message) EXPECT_THAT(result.err, HasSubstr(part)) << what;
    EXPECT_FALSE(std::filesystem::exists(folder_.path() / "vernier.db")) << what;
  }
}

TEST_F(Frame, ResultsThatCannotBeWrittenAreAnError) {
  const ProcessResult result =
      run_process({"sh", "-c", std::string(VERNIER_CLI) + " list > /dev/full"}, folder_.path());
  EXPECT_EQ(result.status, 3);
  EXPECT_THAT(result.err, HasSubstr("stdout"));
}

TEST_F(Frame, WithoutTerminalThereAreNoEscapes) {
  const ProcessResult result = run({"list", "samplers"});
  EXPECT_EQ(result.out.find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace vernier::cli
