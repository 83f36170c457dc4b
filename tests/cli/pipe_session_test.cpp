#include "apps/cli/pipe_session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "vernier/base/json.hpp"

namespace vernier::cli {
namespace {

using testing::HasSubstr;

PipeSession make_session(std::optional<std::int64_t> trials = {}) {
  SearchSpace space;
  space.add("lr", Distribution::real(1e-4, 1, true)).add("layers", Distribution::integer(1, 4));
  return PipeSession(Study::open("memory://", {.name = "pipe",
                                               .direction = Direction::maximize,
                                               .space = space,
                                               .sampler = "random",
                                               .pruner = "none",
                                               .seed = 7,
                                               .window = Window::none()}),
                     trials);
}

TEST(PipeSession, SpeaksTheProtocol) {
  PipeSession session = make_session();
  const Json first = Json::parse(session.handle(R"({"op":"ask"})"));
  EXPECT_EQ(first["trial"], 0);
  EXPECT_TRUE(first["params"]["layers"].is_number_integer());
  const Json more = Json::parse(session.handle(R"({"op":"ask","n":3})"));
  ASSERT_EQ(more["trials"].size(), 3U);
  EXPECT_EQ(more["trials"][2]["trial"], 3);
  EXPECT_EQ(session.handle(R"({"op":"report","trial":0,"step":3,"value":0.41})"), R"({"decision":"keep"})");
  EXPECT_EQ(session.handle(R"({"op":"tell","trial":0,"value":0.93})"), "{}");
  EXPECT_EQ(session.handle(R"({"op":"tell","trial":1,"state":"failed","why":"OOM"})"), "{}");
  EXPECT_EQ(session.handle(R"({"op":"tell","trial":2,"state":"pruned"})"), "{}");
  EXPECT_EQ(session.handle(R"({"op":"tell","trial":3,"values":[0.5]})"), "{}");
  const Json best = Json::parse(session.handle(R"({"op":"best"})"));
  EXPECT_EQ(best, Json({{"trial", 0},
                        {"params", first["params"]},
                        {"value", 0.93},
                        {"interval", {0.93, 0.93}},
                        {"evaluations", 1}}));
  const Json trials = Json::parse(session.handle(R"({"op":"trials"})"));
  ASSERT_EQ(trials["trials"].size(), 4U);
  EXPECT_EQ(trials["trials"][1]["why"], "OOM");
  EXPECT_EQ(trials["trials"][2]["state"], "pruned");
}

TEST(PipeSession, EnqueuedComesNextAndForeignDataCount) {
  PipeSession session = make_session();
  EXPECT_EQ(session.handle(R"({"op":"enqueue","params":{"lr":0.5,"layers":2}})"), "{}");
  EXPECT_EQ(session.handle(R"({"op":"ask"})"), R"({"trial":0,"params":{"layers":2,"lr":0.5}})");
  EXPECT_EQ(session.handle(R"({"op":"tell","params":{"lr":0.25,"layers":3},"value":2.5})"), "{}");
  EXPECT_EQ(Json::parse(session.handle(R"({"op":"best"})"))["params"]["layers"], 3);
}

// Three configurations, one of them lucky once: `best` is the one that is good each time, at about its mean.
TEST(PipeSession, BestIsWhatIsGoodByAllTrials) {
  PipeSession session = make_session();
  const auto tell = [&](int layers, double value) {
    const Json told{{"op", "tell"}, {"params", {{"lr", 0.1}, {"layers", layers}}}, {"value", value}};
    EXPECT_EQ(session.handle(told.dump()), "{}");
  };
  for (const double value : {0.80, 0.82, 0.81, 0.83, 0.79}) tell(2, value);
  for (const double value : {0.60, 0.62, 0.90, 0.61, 0.59}) tell(1, value);
  for (const double value : {0.30, 0.31, 0.29, 0.33}) tell(4, value);
  const Json best = Json::parse(session.handle(R"({"op":"best"})"));
  EXPECT_EQ(best["params"]["layers"], 2);
  EXPECT_EQ(best["evaluations"], 5);
  EXPECT_EQ(best["trial"], 3);
  EXPECT_NEAR(best["value"].get<double>(), 0.81, 0.02);
  EXPECT_LT(best["interval"][0], best["value"]);
  EXPECT_GT(best["interval"][1], best["value"]);
}

TEST(PipeSession, NullMeansDiverged) {
  PipeSession session = make_session();
  static_cast<void>(session.handle(R"({"op":"ask"})"));
  EXPECT_EQ(session.handle(R"({"op":"report","trial":0,"step":1,"value":null})"), R"({"decision":"stop"})");
}

TEST(PipeSession, TheBudgetIsExact) {
  PipeSession session = make_session(2);
  for (int i = 0; i < 2; ++i) EXPECT_THAT(session.handle(R"({"op":"ask"})"), HasSubstr("params"));
  const std::string refused = session.handle(R"({"op":"ask"})");
  EXPECT_THAT(refused, HasSubstr("invalid_state"));
  EXPECT_THAT(refused, HasSubstr("all 2 trials"));
  EXPECT_EQ(session.handle(R"({"op":"tell","trial":0,"value":1})"), "{}");
}

struct BadRequest {
  std::string line;
  std::string code;
  std::string message;
};

TEST(PipeSession, EverythingWrongIsAnsweredAndTheSessionGoesOn) {
  PipeSession session = make_session();
  static_cast<void>(session.handle(R"({"op":"ask"})"));
  const std::vector<BadRequest> cases{
      {"", "invalid_argument", "not JSON"},
      {"{", "invalid_argument", "not JSON"},
      {"\xff\xfe\x00", "invalid_argument", "not JSON"},
      {"{\"op\":\"\xff\"}", "invalid_argument", "not JSON"},
      {"42", "invalid_argument", "JSON object"},
      {"[]", "invalid_argument", "JSON object"},
      {std::string(200000, '['), "invalid_argument", "not JSON"},
      {"{}", "invalid_argument", "'op' is missing"},
      {R"({"op":7})", "invalid_argument", "'op' is 7"},
      {R"({"op":"aks"})", "invalid_argument", "Did you mean 'ask'?"},
      {R"({"op":"ask","count":2})", "invalid_argument", "unknown key 'count'"},
      {R"({"op":"ask","n":0})", "invalid_argument", "'n' is 0"},
      {R"({"op":"ask","n":1e300})", "invalid_argument", "'n' is"},
      {R"({"op":"tell","value":1})", "invalid_argument", "'trial' is missing"},
      {R"({"op":"tell","trial":0})", "invalid_argument", "'value' is missing"},
      {R"({"op":"tell","trial":0.5,"value":1})", "invalid_argument", "'trial' is 0.5"},
      {R"({"op":"tell","trial":0,"value":"high"})", "invalid_argument", "'value' is"},
      {R"({"op":"tell","trial":0,"value":1,"values":[1]})", "invalid_argument", "both"},
      {R"({"op":"tell","trial":0,"values":[1,2]})", "invalid_argument", ""},
      {R"({"op":"tell","trial":0,"value":1,"state":"running"})", "invalid_argument", "complete, failed or pruned"},
      {R"({"op":"tell","trial":0,"value":1,"state":"done"})", "invalid_argument", "done"},
      {R"({"op":"tell","trial":99,"value":1})", "not_found", "99"},
      {R"({"op":"tell","params":{"lr":9,"layers":1},"value":1})", "invalid_argument", "lr"},
      {R"({"op":"report","trial":0,"value":1})", "invalid_argument", "'step' is missing"},
      {R"({"op":"enqueue","params":{"layrs":1}})", "invalid_argument", "layrs"},
      {R"({"op":"enqueue","params":[1]})", "invalid_argument", "params"},
      {R"({"op":"best"})", "not_found", "no trial"},
  };
  for (const BadRequest& bad : cases) {
    const Json answer = Json::parse(session.handle(bad.line));
    ASSERT_TRUE(answer.contains("error")) << bad.line.substr(0, 80) << " -> " << answer.dump();
    EXPECT_EQ(answer["error"]["code"], bad.code) << bad.line.substr(0, 80) << answer.dump();
    EXPECT_THAT(answer["error"]["message"].get<std::string>(), HasSubstr(bad.message)) << bad.line.substr(0, 80);
  }
  EXPECT_EQ(session.handle(R"({"op":"tell","trial":0,"value":1})"), "{}");
}

}  // namespace
}  // namespace vernier::cli
