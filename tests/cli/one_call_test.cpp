// ask, tell, report, enqueue and the verbs that look, one process for each call.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/subprocess.hpp"
#include "vernier/base/json.hpp"

namespace vernier::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class OneCall : public testing::Test {
 protected:
  OneCall() {
    folder_.write("demo.yaml",
                  "parameters:\n  lr: {min: 1.0e-4, max: 1.0, log: true}\n  units: {values: [16, 32, 64]}\n"
                  "  optimizer: {values: [adam, sgd]}\n  momentum: {min: 0, max: 0.9, type: float, when: \"optimizer "
                  "== 'sgd'\"}\n"
                  "objective: {direction: maximize}\nresource: {name: epochs, min: 1, max: 10}\n");
  }
  ProcessResult run(std::vector<std::string> arguments) const { return vernier(std::move(arguments), folder_.path()); }
  Json json(std::vector<std::string> arguments) const {
    const ProcessResult result = run(arguments);
    EXPECT_EQ(result.status, 0) << arguments[0] << ": " << result.err;
    Json parsed = Json::parse(result.out, nullptr, false);
    EXPECT_FALSE(parsed.is_discarded()) << result.out;
    return parsed;
  }
  ScratchFolder folder_;
};

TEST_F(OneCall, AskTellAndLook) {
  const Json asked = json({"ask", "--space", "demo.yaml", "--json"});
  EXPECT_EQ(asked["trial"], 0);
  EXPECT_TRUE(asked["params"].contains("lr"));
  EXPECT_EQ(json({"report", "0", "1", "0.4", "--json"})["decision"], "keep");
  EXPECT_EQ(run({"tell", "0", "0.93"}).status, 0);
  EXPECT_EQ(json({"ask", "--json"})["trial"], 1);  // the only study of the default storage
  EXPECT_EQ(run({"tell", "1", "--state", "failed", "--why", "out of memory"}).status, 0);
  json({"ask", "--json"});
  EXPECT_EQ(run({"tell", "2", "-0.5"}).status, 0);

  const Json trials = json({"trials", "--json"});
  ASSERT_EQ(trials.size(), 3U);
  EXPECT_EQ(trials[0]["state"], "complete");
  EXPECT_EQ(trials[0]["values"], Json::array({0.93}));
  EXPECT_EQ(trials[0]["reports"], Json::array({Json::array({1.0, 0.4})}));
  EXPECT_EQ(trials[1]["state"], "failed");
  EXPECT_EQ(trials[1]["why"], "out of memory");
  EXPECT_EQ(trials[2]["values"], Json::array({-0.5}));

  const Json best = json({"best", "demo", "--json"});
  EXPECT_EQ(best["trial"], 0);
  EXPECT_EQ(best["value"], 0.93);
  EXPECT_EQ(best["params"], asked["params"]);
  EXPECT_EQ(json({"trials", "--state", "failed", "--json"}).size(), 1U);
  EXPECT_EQ(json({"trials", "--sort", "value", "--limit", "1", "--json"})[0]["trial"], 0);

  const Json studies = json({"studies", "--json"});
  ASSERT_EQ(studies.size(), 1U);
  EXPECT_EQ(studies[0]["study"], "demo");
  EXPECT_EQ(studies[0]["trials"]["complete"], 2);
  const Json shown = json({"show", "--json"});
  EXPECT_EQ(shown["objectives"][0]["direction"], "maximize");
  EXPECT_EQ(shown["trials"]["failed"], 1);
  for (const char* verb : {"show", "trials", "best", "studies"}) {
    const ProcessResult text = run({verb});
    EXPECT_EQ(text.status, 0) << verb << text.err;
    EXPECT_THAT(text.out, HasSubstr("0.93")) << verb;
  }
}

TEST_F(OneCall, EnqueuedIsProposedNext) {
  json({"ask", "--space", "demo.yaml", "--json"});
  ASSERT_EQ(run({"enqueue", "lr=0.01", "units=32", "optimizer=adam"}).status, 0);
  const Json asked = json({"ask", "--json"});
  EXPECT_EQ(asked["params"], Json::parse(R"({"lr":0.01,"optimizer":"adam","units":32})"));
  const ProcessResult bad = run({"enqueue", "lr=7"});
  EXPECT_EQ(bad.status, 2);
  EXPECT_THAT(bad.err, HasSubstr("lr"));
}

TEST_F(OneCall, WrongCallsChangeNothing) {
  json({"ask", "--space", "demo.yaml", "--json"});
  EXPECT_EQ(run({"tell", "5", "1"}).status, 2);
  EXPECT_EQ(run({"tell", "0", "1", "2"}).status, 2);
  EXPECT_EQ(run({"report", "0", "one", "2"}).status, 2);
  EXPECT_EQ(run({"tell", "0", "0.5"}).status, 0);
  EXPECT_EQ(run({"tell", "0", "0.9"}).status, 2);  // ended already
  EXPECT_EQ(json({"best", "--json"})["value"], 0.5);
}

TEST_F(OneCall, AnotherSpaceIsRefusedWithWhatChanged) {
  json({"ask", "--space", "demo.yaml", "--json"});
  folder_.write("other.yaml",
                "parameters: {lr: {min: 1.0e-4, max: 2.0, log: true}}\nobjective: {direction: maximize}\n");
  const ProcessResult result = run({"ask", "--space", "other.yaml", "--study", "demo"});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("lr"));
}

TEST_F(OneCall, ADivergedTrialIsFailedNotScored) {
  json({"ask", "--space", "demo.yaml", "--json"});
  const ProcessResult told = run({"tell", "0", "nan"});
  EXPECT_EQ(told.status, 0);
  EXPECT_THAT(told.err, HasSubstr("failed"));
  const ProcessResult best = run({"best", "--json"});
  EXPECT_EQ(best.status, 1);
  EXPECT_EQ(best.out, "null\n");
}

TEST_F(OneCall, StudiesAreCopiedRenamedAndDeleted) {
  json({"ask", "--space", "demo.yaml", "--json"});
  ASSERT_EQ(run({"tell", "0", "0.5"}).status, 0);
  EXPECT_EQ(run({"studies", "copy", "demo", "second"}).status, 0);
  EXPECT_EQ(run({"studies", "rename", "second", "third"}).status, 0);
  EXPECT_EQ(json({"best", "third", "--json"})["value"], 0.5);
  const ProcessResult several = run({"best"});
  EXPECT_EQ(several.status, 2);
  EXPECT_THAT(several.err, HasSubstr("demo, third"));
  const ProcessResult unasked = run({"studies", "delete", "third"});
  EXPECT_EQ(unasked.status, 2);
  EXPECT_THAT(unasked.err, HasSubstr("--yes"));
  EXPECT_EQ(run({"studies", "delete", "third", "--yes"}).status, 0);
  EXPECT_EQ(json({"studies", "--json"}).size(), 1U);
  const ProcessResult gone = run({"studies", "delete", "dmeo", "--yes"});
  EXPECT_EQ(gone.status, 2);
  EXPECT_THAT(gone.err, HasSubstr("demo"));
}

TEST_F(OneCall, ExportsCsvAndJson) {
  json({"ask", "--space", "demo.yaml", "--json"});
  ASSERT_EQ(run({"tell", "0", "--state", "failed", "--why", "a \"bad\", line\nbreak"}).status, 0);
  const ProcessResult csv = run({"export", "demo", "--format", "csv"});
  EXPECT_THAT(csv.out, HasSubstr("trial,state,value,params.lr"));
  EXPECT_THAT(csv.out, HasSubstr("\"a \"\"bad\"\", line\nbreak\""));
  EXPECT_EQ(run({"export", "demo", "--format", "json", "--out", "demo.json"}).status, 0);
  const ProcessResult cat = run_process({"cat", "demo.json"}, folder_.path());
  EXPECT_EQ(Json::parse(cat.out)["trials"].size(), 1U);
  EXPECT_EQ(run({"export", "demo", "--out", "no/such/folder/x.csv"}).status, 3);
}

TEST_F(OneCall, BestAsArgumentsAndYaml) {
  json({"ask", "--space", "demo.yaml", "--json"});
  ASSERT_EQ(run({"enqueue", "lr=0.01", "units=32", "optimizer=sgd", "momentum=0.5"}).status, 0);
  json({"ask", "--json"});
  ASSERT_EQ(run({"tell", "1", "0.5"}).status, 0);
  EXPECT_EQ(run({"best", "--as", "args"}).out, "--lr=0.01 --momentum=0.5 --optimizer=sgd --units=32\n");
  EXPECT_THAT(run({"best", "--as", "yaml"}).out, HasSubstr("lr: 0.01\nmomentum: 0.5\noptimizer: sgd\nunits: 32\n"));
}

TEST_F(OneCall, AForeignFileIsLeftUntouched) {
  folder_.write("notes.db", "these are my notes, not a database");
  const ProcessResult result = run({"ask", "--space", "demo.yaml", "--storage", "sqlite:///notes.db"});
  EXPECT_NE(result.status, 0);
  EXPECT_THAT(result.err, HasSubstr("notes.db"));
  EXPECT_EQ(run_process({"cat", "notes.db"}, folder_.path()).out, "these are my notes, not a database");
}

}  // namespace
}  // namespace vernier::cli
