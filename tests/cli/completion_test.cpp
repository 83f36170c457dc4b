// Completions and manual, through the programs that read them where those are installed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "tests/cli/subprocess.hpp"

namespace vernier::cli {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

bool installed(const std::string& program) {
  return run_process({"sh", "-c", "command -v " + program}, "/").status == 0;
}

class Completion : public testing::Test {
 protected:
  // What a real bash offers for a command line, the cursor at its end.
  std::vector<std::string> offered(const std::vector<std::string>& words) const {
    std::string script = "source <(" + std::string(VERNIER_CLI) + " completion bash)\nCOMP_WORDS=(";
    for (const std::string& word : words) script += "'" + word + "' ";
    script += ")\nCOMP_CWORD=" + std::to_string(words.size() - 1) + "\n_vernier\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n";
    std::istringstream stream(run_process({"bash", "-c", script}, folder_.path()).out);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
  }
  ScratchFolder folder_;
};

TEST_F(Completion, BashOffersVerbsOptionsAndNames) {
  EXPECT_THAT(offered({"vernier", "tu"}), testing::ElementsAre("tune"));
  EXPECT_THAT(offered({"vernier", "tune", "--sam"}), testing::ElementsAre("--sampler"));
  EXPECT_THAT(offered({"vernier", "tune", "x.csv", "--sampler", "ort"}), testing::ElementsAre("orthogonal"));
  EXPECT_THAT(offered({"vernier", "tune", "x.csv", "--pruner", "med"}), testing::ElementsAre("median"));
  EXPECT_THAT(offered({"vernier", "studies", ""}), testing::IsSupersetOf({"delete", "copy", "rename", "--json"}));
  EXPECT_THAT(offered({"vernier", "studies", "delete", "--y"}), testing::ElementsAre("--yes"));
  EXPECT_THAT(offered({"vernier", "export", "--format", ""}), testing::ElementsAre("csv", "json"));
  EXPECT_THAT(offered({"vernier", "list", "samp"}), testing::ElementsAre("samplers"));
  folder_.write("my data.csv", "");
  EXPECT_THAT(offered({"vernier", "tune", "my"}), testing::ElementsAre("my data.csv"));
}

TEST_F(Completion, EveryShellReadsItsScript) {
  for (const std::string shell : {"bash", "zsh", "fish"}) {
    if (!installed(shell)) continue;
    const ProcessResult script = vernier({"completion", shell}, folder_.path());
    ASSERT_EQ(script.status, 0);
    folder_.write(shell, script.out);
    const ProcessResult check = run_process({shell, "-n", shell}, folder_.path());
    EXPECT_EQ(check.status, 0) << shell << ": " << check.err;
    EXPECT_THAT(check.err, IsEmpty()) << shell;
  }
}

TEST_F(Completion, FishOffersVerbs) {
  if (!installed("fish")) GTEST_SKIP() << "fish is not installed";
  folder_.write("vernier.fish", vernier({"completion", "fish"}, folder_.path()).out);
  const ProcessResult result =
      run_process({"env", "HOME=" + folder_.path().string(), "fish", "--no-config", "-c",
                   "source vernier.fish; complete -C 'vernier tune --sampler ort'; complete -C 'vernier desi'"},
                  folder_.path());
  EXPECT_THAT(result.out, HasSubstr("orthogonal"));
  EXPECT_THAT(result.out, HasSubstr("design"));
}

TEST_F(Completion, TheManualIsCleanRoff) {
  const ProcessResult page = vernier({"man"}, folder_.path());
  ASSERT_EQ(page.status, 0);
  EXPECT_THAT(page.out, HasSubstr(".SH \"EXIT STATUS\""));
  EXPECT_THAT(page.out, HasSubstr("\\-\\-sampler"));
  if (!installed("groff")) GTEST_SKIP() << "groff is not installed";
  const ProcessResult check = run_process({"groff", "-man", "-ww", "-Tutf8"}, folder_.path(), page.out);
  EXPECT_EQ(check.status, 0);
  EXPECT_THAT(check.err, IsEmpty());
}

}  // namespace
}  // namespace vernier::cli
