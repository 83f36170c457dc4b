// The document's own Python program, unchanged, tuned through edits and Keras's progress lines.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "tests/cli/subprocess.hpp"
#include "tests/workers/support.hpp"
#include "vernier/base/json.hpp"
#include "vernier/base/text.hpp"

namespace vernier::cli {
namespace {

using testing::HasSubstr;

// VERNIER_PYTHON, or the one that scripts/setup makes.
std::string keras_python() {
  const char* const own = std::getenv("VERNIER_PYTHON");
  return own != nullptr ? own : VERNIER_SOURCE_DIR "/build/python/bin/python";
}

TEST(KerasProgram, IsTunedUnchanged) {
  ::setenv("KERAS_BACKEND", "jax", 1);
  ::setenv("JAX_PLATFORMS", "cpu", 1);
  const ScratchFolder folder;
  if (run_process({keras_python(), "-c", "import keras, jax"}, folder.path()).status != 0) {
    GTEST_SKIP() << keras_python() << " has no keras on jax: run scripts/setup --tests, or set VERNIER_PYTHON";
  }
  const ProcessResult result =
      vernier({"run", VERNIER_SOURCE_DIR "/examples/document/program.yaml", "--trials", "3", "--sampler", "random",
               "--quiet", "--json", "--", keras_python(), "document.py", "{folder}/../../data/sms100.csv.gz"},
              folder.path());
  ASSERT_EQ(result.status, 0) << result.err;
  const Json best = Json::parse(result.out)["best"];
  EXPECT_LT(best["value"].get<double>(), 0.15);  // the share of spam alone gives 0.39
  for (const Json& trial : Json::parse(vernier({"trials", "--json"}, folder.path()).out)) {
    const std::filesystem::path own =
        folder.path() / "runs/document_program" / std::to_string(trial["trial"].get<int>());
    const std::string printed = content_of(own / "stdout.log");
    double lowest = 1e9;
    std::size_t epochs = 0;
    for (const Json& report : trial["reports"]) {
      lowest = std::min(lowest, report[1].get<double>());
      EXPECT_EQ(report[0], ++epochs);
    }
    EXPECT_EQ(trial["values"][0], lowest);
    // early stopping: the best epoch is followed by five, or all hundred were run
    EXPECT_THAT(printed, HasSubstr("Epoch " + std::to_string(epochs) + "/100"));
    EXPECT_EQ(printed.find("Epoch " + std::to_string(epochs + 1) + "/100"), std::string::npos);
    EXPECT_TRUE(epochs == 100 || trial["reports"][epochs - 6][1] == lowest) << trial.dump();
    const std::string script = content_of(own / "document.py");
    EXPECT_THAT(script, HasSubstr("units=" + std::to_string(trial["params"]["units"].get<int>()) + ","));
    EXPECT_THAT(script, HasSubstr("ExponentialDecay(" + format_number(trial["params"]["learning_rate"].get<double>())));
  }
}

}  // namespace
}  // namespace vernier::cli
