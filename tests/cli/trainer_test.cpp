// tune, train, evaluate and predict, as a user meets them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "tests/cli/small_task.hpp"
#include "tests/cli/subprocess.hpp"
#include "vernier/base/json.hpp"

namespace vernier::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;

std::vector<std::string> keys(const Json& json) {
  std::vector<std::string> names;
  for (const auto& [key, value] : json.items()) names.push_back(key);
  return names;
}

class TrainerVerbs : public testing::Test {
 protected:
  TrainerVerbs() {
    folder_.write("small.csv", small_table(120));
    folder_.write("small.yaml", small_experiment());
  }
  ProcessResult run(std::vector<std::string> arguments) const { return vernier(std::move(arguments), folder_.path()); }
  ScratchFolder folder_;
};

TEST_F(TrainerVerbs, TuneAsJson) {
  const ProcessResult result = run({"tune", "small.csv", "--target", "t", "--trials", "3", "--json"});
  ASSERT_EQ(result.status, 0) << result.err;
  const Json json = Json::parse(result.out);
  EXPECT_THAT(keys(json), IsSupersetOf({"study", "best", "test", "default", "trials", "epochs", "seconds"}));
  EXPECT_EQ(json["study"], "small");
  EXPECT_EQ(json["refit"], true) << "of a table by itself";
  EXPECT_THAT(keys(json["best"]), ElementsAre("trial", "value", "params"));
  EXPECT_THAT(keys(json["default"]), ElementsAre("params", "test"));
  EXPECT_THAT(keys(json["trials"]), ElementsAre("complete", "pruned", "failed"));
  EXPECT_EQ(keys(json["test"]), keys(json["default"]["test"]));
  std::int64_t epochs = 0;
  for (const Json& trial : Json::parse(run({"trials", "--json"}).out)) {
    EXPECT_THAT(keys(trial), ElementsAre("trial", "state", "params", "values", "reports", "seconds", "why", "cost"));
    epochs += static_cast<std::int64_t>(trial["reports"].size());
  }
  EXPECT_EQ(json["epochs"], epochs);
  const ProcessResult importance = run({"importance"});  // three trials say nothing of eleven parameters
  EXPECT_EQ(importance.status, 2);
  EXPECT_THAT(importance.err, HasSubstr("Run more trials"));
  // progress: what was read, and lines without escapes
  EXPECT_THAT(result.err, HasSubstr("96 rows to learn from, 24 to test; binary of 't'"));
  EXPECT_THAT(result.err, HasSubstr("3/3 trials"));
  EXPECT_THAT(result.err, Not(HasSubstr("\x1b")));
}

TEST_F(TrainerVerbs, TuneInWordsAndQuietly) {
  const ProcessResult result = run({"tune", "small.yaml", "--trials", "2", "--quiet", "--out", "new/result"});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.err, IsEmpty());
  for (const char* part : {"small: trials 2: 2 complete", "Best 2 trials", "Learning curves", "default settings",
                           "new/result/model.safetensors"}) {
    EXPECT_THAT(result.out, HasSubstr(part));
  }
  EXPECT_TRUE(std::filesystem::exists(folder_.path() / "new/result/model.safetensors"));
}

TEST_F(TrainerVerbs, TrainAsJson) {
  const ProcessResult result = run({"train", "small.yaml", "--json", "--out", "model", "-q"});
  ASSERT_EQ(result.status, 0) << result.err;
  const Json json = Json::parse(result.out);
  EXPECT_THAT(keys(json),
              ElementsAre("history", "test", "fit_seconds", "steps", "microseconds_per_step", "parameters"));
  EXPECT_EQ(json["steps"], 3 * 10);  // 76 rows in batches of 8
  EXPECT_EQ(json["history"]["val_loss"].size(), 3U);
  EXPECT_EQ(json["parameters"], 2 * 8 + 8 + 8 + 1);
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "vernier.db"));
  // the same seed trains the same, and the file of an experiment may name another
  EXPECT_EQ(Json::parse(run({"train", "small.yaml", "--json", "-q"}).out)["history"], json["history"]);
  folder_.write("seed.yaml", small_experiment({{"objective:", "study: {seed: 5}\nobjective:"}}));
  const Json other = Json::parse(run({"train", "seed.yaml", "--json", "-q"}).out)["history"];
  EXPECT_NE(other, json["history"]);
  EXPECT_EQ(Json::parse(run({"train", "small.yaml", "--json", "-q", "--seed", "5"}).out)["history"], other);
}

struct Rows {
  std::string csv;
  std::vector<std::string> message;  // empty: it is predicted
};

TEST_F(TrainerVerbs, PredictReadsRowsInAnyForm) {
  std::string table = "a,b,c,t\n";
  for (int i = 0; i < 80; ++i)
    table += fmt::format("{}.5,{},{},{}\n", i, "pq"[i % 2], (7 * i) % 50, i > 40 ? "yes" : "no");
  folder_.write("mixed.csv", table);
  ASSERT_EQ(run({"tune", "mixed.csv", "--target", "t", "--trials", "1", "--out", "."}).status, 0);
  folder_.write("rows.csv", "a,b,c\n3.5,p,10\n70.5,q,40\n");
  const std::string expected = run({"predict", "model.safetensors", "rows.csv"}).out;
  EXPECT_THAT(expected, HasSubstr("prediction,p(no),p(yes)\nno,"));
  const std::vector<Rows> cases{
      {"c,t,b,a\n10,no,p,3.5\n40,yes,q,70.5\n", {}},  // another order, with the target
      {"3.5,p,10\n70.5,q,40\n", {}},                  // no header, no target
      {"3.5,p,10,no\n70.5,q,40,no\n", {}},            // no header, with the target
      {"a,b,z,c\n3.5,p,inf,10\n70.5,q,x,40\n", {}},   // a column that nobody knows
      {"a,c\n3.5,10\n", {"no column 'b'", "Known names: a, c"}},
      {"3.5,p\n70.5,q\n", {"no column 'a'", "add one that names the columns"}},
      {"a,b,c\nfoo,p,10\n", {"column 'a' holds 'foo' in row 1", "Correct the value"}},
      {"a,b,c\n1e999,p,10\n", {"column 'a' holds 'inf' in row 1"}},
      {"a,b,c\n", {"a header but no rows"}},
  };
  for (const Rows& rows : cases) {
    folder_.write("new.csv", rows.csv);
    const ProcessResult result = run({"predict", "model.safetensors", "new.csv"});
    EXPECT_EQ(result.status, rows.message.empty() ? 0 : 2) << rows.csv << result.err;
    EXPECT_EQ(result.out, rows.message.empty() ? expected : "") << rows.csv;
    for (const std::string& part : rows.message) EXPECT_THAT(result.err, HasSubstr(part));
  }
  folder_.write("unseen.csv", "a,b,c\n3.5,zebra,\n");  // an unseen category and a missing number
  EXPECT_THAT(run({"predict", "model.safetensors", "unseen.csv"}).out, HasSubstr("\nno,"));

  const ProcessResult scores = run({"evaluate", "model.safetensors", "mixed.csv", "--json"});
  EXPECT_THAT(keys(Json::parse(scores.out)), ElementsAre("accuracy", "loss"));
  EXPECT_EQ(run({"evaluate", "model.safetensors", "rows.csv"}).status, 2);  // no target
  folder_.write("cut.safetensors", "too short");
  for (const char* model : {"cut.safetensors", "mixed.csv", "."}) {
    EXPECT_EQ(run({"predict", model, "rows.csv"}).status, 2) << model;
  }
}

TEST_F(TrainerVerbs, PredictAsksOnlyForWhatTheNetworkReads) {
  std::string table = "user,film,age,when,stars\n";
  for (int i = 0; i < 40; ++i) table += fmt::format("u{},f{},{},{}.5,{}.5\n", i % 5, i % 7, 20 + i, i, i % 4);
  folder_.write("stars.csv", table);
  folder_.write("stars.yaml", R"(
data: {path: stars.csv, target: stars, columns: {user: id, film: id}}
model:
  - input: {name: film}
  - embedding: {output_dim: 2}
  - dense: 1
compile: {loss: mse}
fit: {epochs: 1, validation_split: 0.2}
)");
  const ProcessResult trained = run({"train", "stars.yaml", "-q", "--out", "stars.safetensors"});
  ASSERT_EQ(trained.status, 0) << trained.err;
  const std::string expected = run({"predict", "stars.safetensors", "stars.csv"}).out;
  folder_.write("films.csv", "film\nf0\nf1\nf2\n");
  const ProcessResult films = run({"predict", "stars.safetensors", "films.csv"});
  EXPECT_EQ(films.status, 0) << films.err;
  EXPECT_EQ(films.out, expected.substr(0, films.out.size()));
  folder_.write("users.csv", "user,age\nu1,30\n");
  EXPECT_THAT(run({"predict", "stars.safetensors", "users.csv"}).err, HasSubstr("no column 'film'"));
}

TEST_F(TrainerVerbs, PredictionsOfImagesNameTheirFiles) {
  const std::filesystem::path images = VERNIER_SOURCE_DIR "/tests/data/images";
  for (const char* kind : {"bright", "dim"}) {
    std::filesystem::create_directories(folder_.path() / "photos" / kind);
    for (const char* name : {"colours.png", "grey.jpg"}) {
      std::filesystem::copy_file(images / name, folder_.path() / "photos" / kind / name);
    }
  }
  folder_.write("photos.yaml", R"(
data: {path: photos, target: folder, image_size: [4, 4], channels: 3}
model: [flatten, dense: {units: 1, activation: sigmoid}]
compile: {loss: binary_crossentropy}
fit: {epochs: 1}
objective: {metric: loss}
)");
  const ProcessResult trained = run({"train", "photos.yaml", "-q", "--out", "photos.safetensors"});
  ASSERT_EQ(trained.status, 0) << trained.err;
  std::istringstream csv(run({"predict", "photos.safetensors", "photos"}).out);
  std::vector<std::string> first;
  for (std::string line; std::getline(csv, line);) first.push_back(line.substr(0, line.find(',')));
  EXPECT_THAT(first, ElementsAre("file", "bright/colours.png", "bright/grey.jpg", "dim/colours.png", "dim/grey.jpg"));
  const Json rows = Json::parse(run({"predict", "photos.safetensors", "photos/dim/", "--json"}).out);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[1]["file"], "grey.jpg");
  EXPECT_THAT(keys(rows[1]), ElementsAre("file", "prediction", "probabilities"));
}

}  // namespace
}  // namespace vernier::cli
