// The client files of other languages, each in a program that `vernier run` tunes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/cli/subprocess.hpp"
#include "vernier/base/json.hpp"

namespace vernier::cli {
namespace {

const std::filesystem::path clients = VERNIER_SOURCE_DIR "/clients";

class Clients : public testing::Test {
 protected:
  Clients() { folder_.write("space.yaml", "parameters: {rate: {min: 0.1, max: 1.0}, kind: {values: [a, b]}}\n"); }

  // Each trial of the program reports rate at step 1 and rate / 2 at step 2, and tells rate / 3.
  void expect_dialogue(std::vector<std::string> command) const {
    command.insert(command.begin(),
                   {"run", "--space", "space.yaml", "--trials", "2", "--sampler", "random", "--reads", "lines", "--"});
    const ProcessResult result = vernier(command, folder_.path());
    ASSERT_EQ(result.status, 0) << result.err;
    for (const Json& trial : Json::parse(vernier({"trials", "--json"}, folder_.path()).out)) {
      const double rate = trial["params"]["rate"].get<double>();
      EXPECT_EQ(trial["reports"], Json::array({{1.0, rate}, {2.0, rate / 2}}));
      EXPECT_EQ(trial["values"][0], rate / 3);
    }
  }
  ScratchFolder folder_;
};

TEST_F(Clients, Python) {
  std::filesystem::copy(clients / "vernier_client.py", folder_.path());
  folder_.write(
      "train.py",
      "import os\nimport vernier_client as vernier\n"
      "assert os.path.isdir(vernier.checkpoint_dir()) and vernier.resume_step() is None and vernier.seed(-1) >= 0\n"
      "params = vernier.params({'rate': 9, 'other': 1})\n"
      "assert params['other'] == 1 and params['kind'] in 'ab'\n"
      "vernier.report(params['rate'])\nvernier.report([params['rate'] / 2], step=2)\n"
      "vernier.tell(params['rate'] / 3)\n");
  expect_dialogue({"python3", "train.py"});
}

TEST_F(Clients, C) {
  folder_.write(
      "train.c",
      "#include \"vernier_client.h\"\n"
      "int main(void) {\n  double rate = vernier_param(\"RATE\", 9);\n"
      "  if (vernier_param(\"OTHER\", 1) != 1 || vernier_param_text(\"KIND\", NULL) == NULL) return 1;\n"
      "  vernier_report(1, rate);\n  vernier_report(2, rate / 2);\n  vernier_tell(rate / 3);\n  return 0;\n}\n");
  for (const char* compiler : {"cc -std=c99", "c++ -x c++"}) {
    const std::string line = std::string(compiler) + " -Wall -Werror -I" + clients.string() + " train.c -o train";
    const ProcessResult compiled = run_process({"sh", "-c", line}, folder_.path());
    ASSERT_EQ(compiled.status, 0) << compiled.err;
    expect_dialogue({"./train"});
    std::filesystem::remove(folder_.path() / "vernier.db");
    std::filesystem::remove_all(folder_.path() / "runs");
  }
}

TEST_F(Clients, Shell) {
  folder_.write("train.sh", ". " + clients.string() +
                                "/vernier_client.sh\nr=$VERNIER_PARAM_RATE\nvernier_report 1 \"$r\"\n"
                                "vernier_report 2 \"$(python3 -c \"print($r / 2)\")\"\n"
                                "vernier_tell \"$(python3 -c \"print($r / 3)\")\"\n");
  expect_dialogue({"sh", "train.sh"});
}

}  // namespace
}  // namespace vernier::cli
