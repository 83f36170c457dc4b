#include "benchmarks/advice/tasks.hpp"

#include <fmt/core.h>

#include "vernier/tune/presets.hpp"

namespace vernier::advice_benchmark {
namespace {

struct Table {
  const char* name;
  const char* data;  ///< a data block; {} stands for the folder of the public data
};

constexpr Table tables_of_tasks[] = {
    {"optdigits", R"({"path": "{}/optdigits.arff", "target": -1, "test": {"last": 1797}})"},
    {"sms100", R"({"path": "data/sms100.csv.gz", "target": "label", "test": {"rows": "i % 5 == 4"}})"},
    {"cal_housing", R"({"path": "{}/cal_housing.arff", "target": -1, "test": {"rows": "i % 5 == 4"}})"},
    {"concrete", R"({"path": "{}/concrete.csv.gz", "target": -1, "test": {"rows": "i % 5 == 4"}})"},
    {"adult", R"({"path": "{}/adult_train.csv", "target": -1, "header": false, "test": {"rows": "i % 5 == 4"}})"},
    {"energy", R"({"path": "{}/energy.csv.gz", "target": -1, "test": {"rows": "i % 5 == 4"}})"},
    {"fashion 10k",
     R"({"inputs": "{}/fashion-t10k-images-idx3-ubyte.gz", "targets": "{}/fashion-t10k-labels-idx1-ubyte.gz",
                        "test": {"rows": "i % 5 == 4"}})"},
    {"mnist 10k", R"({"inputs": "{}/mnist-t10k-images-idx3-ubyte.gz", "targets": "{}/mnist-t10k-labels-idx1-ubyte.gz",
                      "test": {"rows": "i % 5 == 4"}})"},
    {"optdigits 1797", R"({"path": "{}/optdigits.arff", "target": -1, "test": {"first": 3823}})"},
    {"temperatures",
     R"({"path": "{}/daily_min_temperatures.csv", "target": "Temp", "lookback": 14, "test": {"last": 0.2}})"},
};
constexpr std::size_t network_tables = 5;

Json data_block(const Table& table, const std::filesystem::path& folder) {
  std::string text = table.data;
  for (std::size_t at = text.find("{}"); at != std::string::npos; at = text.find("{}")) {
    text.replace(at, 2, folder.string());
  }
  return Json::parse(text);
}

Json deep_network(const tune::DataProfile& profile) {
  Json experiment = tune::document_experiment(profile);
  Json& model = experiment["model"];
  const Json output = model.back();
  model.erase(model.size() - 1);
  model.erase(model.size() - 1);
  for (int layer = 0; layer < 2; ++layer) {
    model.push_back({{"dense", 128}});
    model.push_back("batch_normalization");
    model.push_back({{"activation", "relu"}});
    model.push_back({{"dropout", 0.2}});
  }
  model.push_back(output);
  experiment["compile"]["optimizer"] = {{"sgd", {{"learning_rate", 0.01}, {"momentum", 0.9}}}};
  experiment["fit"]["batch_size"] = 64;
  return experiment;
}

}  // namespace

std::vector<Task> tables(const std::filesystem::path& folder, std::uint64_t seed) {
  std::vector<Task> all;
  for (const Table& table : tables_of_tasks) {
    all.push_back({table.name, tune::plan_table(data_block(table, folder), {}, seed)});
  }
  return all;
}

std::vector<Task> tasks(const std::filesystem::path& folder) {
  std::vector<Task> all;
  for (std::size_t k = 0; k < network_tables; ++k) {
    const Table& table = tables_of_tasks[k];
    const tune::Plan plan = tune::plan_table(data_block(table, folder), {}, 0);
    const tune::DataProfile profile = plan.task->profile();
    for (const bool deep : {false, true}) {
      tune::Plan own = plan;
      own.experiment =
          experiment_from_json(deep ? deep_network(profile) : tune::document_experiment(profile), table.name, {});
      all.push_back({fmt::format("{}, {}", table.name, deep ? "deep" : "plain"), std::move(own)});
    }
  }
  return all;
}

}  // namespace vernier::advice_benchmark
