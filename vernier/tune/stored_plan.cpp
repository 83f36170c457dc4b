#include "vernier/tune/stored_plan.hpp"

#include <fmt/core.h>

#include <bit>

#include "vernier/base/errors.hpp"
#include "vernier/base/rng.hpp"

namespace vernier::tune {
namespace {

std::uint64_t fingerprint(const TrainingTask& task) {
  const auto hash = [](const Tensor& tensor) {
    const auto values = tensor.values();
    return stable_hash({reinterpret_cast<const char*>(values.data()), values.size_bytes()});
  };
  const auto hash_all = [&](const std::vector<Tensor>& tensors) {
    std::uint64_t all = tensors.empty() ? hash(Tensor()) : 0;
    for (const Tensor& tensor : tensors) all = std::rotl(all, 1) ^ hash(tensor);
    return all;
  };
  return hash_all(task.train_part().x) ^ (hash_all(task.train_part().y) << 1) ^
         (hash_all(task.validation_part().y) << 2);
}

void check_data(const Study& study, const TrainingTask& task, std::string_view fix) {
  if (study.attributes().value("data", Json()) == fmt::format("{:016x}", fingerprint(task))) return;
  throw InvalidArgument(
      fmt::format("study '{}' was made with other data, or another seed of their split", study.options().name),
      "the same data and the same --seed", fix);
}

Json plan_json(const Plan& plan, bool refit) {
  const Experiment& experiment = plan.experiment;
  Json json{{"name", experiment.name},
            {"folder", (std::filesystem::current_path() / experiment.folder).lexically_normal().string()},
            {"table", plan.table},
            {"refit", refit},
            {"seed", plan.seed}};
  json["experiment"] = vernier::to_json(experiment);
  json["experiment"].erase("study");  // how it is searched may change
  return json;
}

Plan plan_from(const Json& stored, const std::filesystem::path& folder) {
  Experiment experiment =
      experiment_from_json(stored.at("experiment"), stored.at("name").get<std::string>(),
                           folder.empty() ? std::filesystem::path(stored.at("folder").get<std::string>()) : folder);
  const auto seed = stored.at("seed").get<std::uint64_t>();
  Plan plan = stored.at("table").get<bool>() ? plan_table(std::move(experiment), seed)
                                             : plan_experiment(std::move(experiment), seed);
  plan.refit = stored.at("refit").get<bool>();
  return plan;
}

}  // namespace

void hold_to_plan(Study& study, const Plan& plan, bool refit) {
  const Json attributes = study.attributes();
  if (attributes.contains("data")) {
    check_data(study, *plan.task, "Give the new study another name with --study.");
  } else {
    study.set_attribute("data", fmt::format("{:016x}", fingerprint(*plan.task)));
  }
  Json stored = plan_json(plan, refit);
  if (attributes.value("plan", Json()) != stored) study.set_attribute("plan", std::move(stored));
}

Plan plan_of(const Study& study, const std::filesystem::path& folder) {
  const Json stored = study.attributes().value("plan", Json());
  if (!stored.is_object()) {
    throw InvalidArgument(
        fmt::format("study '{}' does not say what it trains, and on which data", study.options().name),
        "a study of 'vernier tune'",
        "If tune made it, give that command once more: it adds no trial and writes this down.");
  }
  try {
    Plan plan = plan_from(stored, folder);
    check_data(study, *plan.task, "Bring the data back; --data-folder says where they are.");
    return plan;
  } catch (const Json::exception& error) {
    throw BadData(fmt::format("what study '{}' trains cannot be read: {}", study.options().name, error.what()));
  }
}

}  // namespace vernier::tune
