#include "vernier/tune/presets.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace vernier::tune {
namespace {

Json output_layer(const Task& task) {
  switch (task.kind) {
    case TaskKind::binary: return {{"dense", {{"units", 1}, {"activation", "sigmoid"}}}};
    case TaskKind::multiclass: return {{"dense", {{"units", task.class_count()}, {"activation", "softmax"}}}};
    case TaskKind::regression: return {{"dense", {{"units", 1}}}};
  }
  return nullptr;
}

std::string loss_name(TaskKind kind) {
  switch (kind) {
    case TaskKind::binary: return "binary_crossentropy";
    case TaskKind::multiclass: return "sparse_categorical_crossentropy";
    case TaskKind::regression: return "mean_squared_error";
  }
  return {};
}

Json metric_names(TaskKind kind) {
  return kind == TaskKind::regression ? Json::array({"mean_absolute_error"}) : Json::array({"accuracy"});
}

/// The inputs side by side as one row of numbers: ids and texts through embeddings of `numbers`.
Json input_layers(const std::vector<InputSpec>& inputs, const Json& numbers) {
  Json layers = Json::array();
  Json names = Json::array();
  for (std::size_t k = 0; k < inputs.size(); ++k) {
    const InputSpec& input = inputs[k];
    const bool text = input.ids > 0 && input.shape.rank() > 0;
    if (inputs.size() > 1) layers.push_back({{"input", {{"name", input.name}}}});
    if (input.ids > 0) layers.push_back({{"embedding", {{"output_dim", numbers}, {"mask_zero", text}}}});
    if (text) layers.push_back("global_average_pooling1d");
    if (input.ids == 0 && input.shape.rank() > 1) layers.push_back("flatten");
    if (inputs.size() == 1) break;
    names.push_back(fmt::format("input {}", k + 1));
    layers.push_back({{"as", names.back()}});
  }
  if (inputs.size() > 1) layers.push_back({{"concatenate", Json::object()}, {"of", names}});
  return layers;
}

Json model_with(const DataProfile& profile, const Json& numbers, Json hidden) {
  Json model = input_layers(profile.inputs, numbers);
  for (Json& layer : hidden) model.push_back(std::move(layer));
  if (profile.targets.size() == 1) {
    model.push_back(output_layer(profile.targets.front()));
    return model;
  }
  const char* before = "before the outputs";
  model.push_back({{"as", before}});
  Json outputs = Json::array();
  for (const Task& task : profile.targets) {
    outputs.push_back(task.target);
    model.push_back(output_layer(task));
    model.back()["of"] = before;
    model.back()["as"] = task.target;
  }
  model.push_back({{"outputs", outputs}});
  return model;
}

Json compile_with(const DataProfile& profile, Json optimizer) {
  const auto output = [](const Task& task) {
    return Json{{"loss", loss_name(task.kind)}, {"metrics", metric_names(task.kind)}};
  };
  Json compile = output(profile.targets.front());
  if (profile.targets.size() > 1) {
    compile = Json::object();
    for (const Task& task : profile.targets) compile["outputs"][task.target] = output(task);
  }
  compile["optimizer"] = std::move(optimizer);
  return compile;
}

Json log_range(double min, double max) { return {{"min", min}, {"max", max}, {"log", true}}; }

Json named(Json parameter, const char* name) {
  parameter["name"] = name;
  return parameter;
}

/// A rate that stays, falls along a cosine, or falls exponentially, over a fit of `epochs`.
Json tuned_rate(std::int64_t epochs) {
  const Json initial = named(log_range(5e-4, 1e-2), "learning_rate");
  const Json exponential = {{"initial_learning_rate", initial},
                            {"decay_epochs", epochs},
                            {"decay_rate", named(log_range(0.01, 0.5), "decay_rate")}};
  return {{"choose",
           {{{"cosine_decay", {{"initial_learning_rate", initial}, {"decay_epochs", epochs}}}},
            {{"exponential_decay", exponential}},
            {{"constant", {{"value", initial}}}}}},
          {"name", "schedule"}};
}

}  // namespace

Json preset_experiment(const DataProfile& profile) {
  const bool regression = profile.targets.front().kind == TaskKind::regression;
  const bool small = profile.rows < 5'000;
  // About 20,000 updates at batch 64 are enough for the tables that a dense network suits; small data get more epochs.
  // A classifier of few rows has its least loss early, a regression is still falling.
  const std::int64_t most_epochs = regression ? 400 : 150;
  const std::int64_t epochs = std::clamp<std::int64_t>(20'000 * 64 / std::max<Index>(profile.rows, 1), 20, most_epochs);
  const Json block =
      Json::array({{{"dense",
                     {{"units", {{"min", 64}, {"max", small ? 256 : 512}, {"log", true}}},
                      {"activation", {{"values", {"relu", "silu"}}}}}}},
                   {{"choose", {"none", "batch_normalization", "layer_normalization"}}, {"name", "normalization"}},
                   {{"dropout", {{"rate", {{"min", 0.0}, {"max", regression ? 0.25 : 0.5}, {"name", "dropout"}}}}}}});
  const Json hidden =
      Json::array({{{"repeat", {{"min", 1}, {"max", 3}, {"name", "layers"}}}, {"shared", true}, {"block", block}}});
  const Json weight_decay = named(log_range(1e-4, 0.1), "weight_decay");
  // Averaged weights are steadier than those of the last step: the best of many trials is less often the luckiest.
  const Json options = {{"learning_rate", tuned_rate(epochs)}, {"weight_decay", weight_decay}, {"use_ema", true}};
  Json experiment;
  experiment["model"] = model_with(profile, {{"min", 16}, {"max", 128}, {"log", true}, {"name", "numbers"}}, hidden);
  experiment["compile"] = compile_with(profile, {{"choose", {{{"adamw", options}}, {{"nadam", options}}}}});
  const std::int64_t patience = std::clamp<std::int64_t>(epochs / 4, 10, 40);
  experiment["fit"] = {
      {"batch_size", {{"values", small ? Json({16, 32, 64}) : Json({64, 128, 256})}}},
      {"epochs", epochs},
      {"validation_split", 0.2},
      {"callbacks", Json::array({{{"early_stopping", {{"monitor", "val_loss"}, {"patience", patience}}}}})}};
  // An accuracy on few rows ties and jumps: the best of many epochs and trials by accuracy is often merely lucky.
  experiment["objective"] = {{"metric", "val_loss"}};
  return experiment;
}

Json document_experiment(const DataProfile& profile) {
  Json experiment;
  experiment["model"] = model_with(profile, 32, Json::array({{{"dense", {{"units", 64}, {"activation", "relu"}}}}}));
  experiment["compile"] = compile_with(profile, {{"adam", {{"learning_rate", 0.001}}}});
  experiment["fit"] = {{"batch_size", 32},
                       {"epochs", 100},
                       {"validation_split", 0.2},
                       {"callbacks", Json::array({{{"early_stopping", {{"monitor", "val_loss"}, {"patience", 5}}}}})}};
  experiment["objective"] = {{"metric", "val_loss"}};
  return experiment;
}

}  // namespace vernier::tune
