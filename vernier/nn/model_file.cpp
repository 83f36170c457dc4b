// Models and checkpoints as files; docs/formats/model.md describes them.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/nn/executor.hpp"
#include "vernier/nn/graph.hpp"
#include "vernier/nn/model.hpp"
#include "vernier/nn/safetensors.hpp"
#include "vernier/nn/training.hpp"

namespace vernier::nn {
namespace {

constexpr int model_format = 1;

std::string callback_tensor_name(std::size_t callback, std::size_t tensor) {
  return fmt::format("callback/{}/{}", callback, tensor);
}

Json history_to_state(const History& history) {
  Json series = Json::array();
  for (const std::string& name : history.names()) {
    Json numbers = Json::array();
    for (const double number : history.at(name)) numbers.push_back(exact_json(number));
    series.push_back({name, std::move(numbers)});
  }
  return {{"epochs", history.epochs()}, {"series", std::move(series)}, {"warnings", history.warnings}};
}

History history_from_state(const Json& state) {
  History history;
  const auto epochs = state.at("epochs").get<std::vector<std::int64_t>>();
  for (std::size_t row = 0; row < epochs.size(); ++row) {
    Logs logs;
    for (const Json& series : state.at("series")) {
      const Json& value = series.at(1).at(row);
      logs.set(series.at(0).get<std::string>(), value.is_null() ? std::nan("") : exact_number(value));
    }
    history.append(epochs[row], logs);
  }
  history.warnings = state.value("warnings", std::vector<std::string>());
  return history;
}

Json progress_to_state(const FitProgress& progress) {
  Json state{{"epoch", progress.epoch}, {"batch", progress.batch}};
  if (progress.batch > 0) {
    state["samples"] = progress.samples;
    state["batch_size"] = progress.batch_size;
    state["gathered"] = progress.gathered;
  }
  state["callbacks"] = progress.callbacks;
  state["history"] = history_to_state(progress.history);
  return state;
}

FitProgress progress_from_state(const Json& state, std::string_view where) {
  FitProgress progress{.epoch = state.at("epoch").get<std::int64_t>(), .batch = state.at("batch").get<std::int64_t>()};
  if (progress.batch != 0) {
    progress.samples = state.at("samples").get<Index>();
    progress.batch_size = state.at("batch_size").get<Index>();
    progress.gathered = state.at("gathered");
  }
  const bool inside = progress.batch == 0 || (progress.batch > 0 && progress.batch_size > 0 && progress.samples > 0 &&
                                              (progress.batch - 1) <= (progress.samples - 1) / progress.batch_size);
  if (progress.epoch < 0 || !inside) throw BadData(fmt::format("{}: an impossible position", where));
  progress.callbacks = state.at("callbacks");
  progress.history = history_from_state(state.at("history"));
  return progress;
}

Json parse_part(const SafeTensors& content, const std::string& key, std::string_view where) {
  const std::string* text = content.find_metadata(key);
  if (text == nullptr) throw BadData(fmt::format("{}: the metadata lack '{}'", where, key), "a model saved by Vernier");
  Json json = Json::parse(*text, nullptr, false);
  if (json.is_discarded()) throw BadData(fmt::format("{}: metadata '{}' are not JSON", where, key));
  return json;
}

const Tensor& find_array(const SafeTensors& content, const std::string& name, const Shape& shape,
                         std::string_view where) {
  const Tensor* tensor = content.find_tensor(name);
  if (tensor == nullptr) throw BadData(fmt::format("{}: array '{}' is missing", where, name));
  if (tensor->shape() != shape) {
    throw BadData(fmt::format("{}: array '{}' has the shape {}", where, name, to_string(tensor->shape())),
                  to_string(shape));
  }
  return *tensor;
}

}  // namespace

std::string Model::to_bytes(bool checkpoint) const {
  if (!built()) graph_->build({});
  rest();
  if (checkpoint) {
    require_compiled("save_checkpoint");
    training_->prepare(*graph_);
  }
  SafeTensors content;
  const auto note = [&](const std::string& key, const Json& value) {
    content.metadata.emplace_back(key, value.dump());
  };
  note("format_version", model_format);
  note("name", name());
  note("seed", seed());
  note("architecture", to_config());
  if (compiled()) note("compile", options_to_json(training_->options()));
  for (const auto& [key, value] : metadata_.items()) note(key, value);
  for (const auto& layer : graph_->layers()) {
    for (const Weight& weight : layer->weights()) {
      content.tensors.emplace_back(layer->name() + "/" + weight.name, Tensor(weight.shape, weight.value.values()));
    }
  }
  if (checkpoint) {
    static const FitProgress nothing;
    if (training_->running != nullptr) training_->capture();
    const FitProgress& progress = training_->running != nullptr ? *training_->running
                                  : training_->resume           ? *training_->resume
                                                                : nothing;
    Json state = progress_to_state(progress);
    state["optimizer"] = training_->optimizer().state();
    note("training", state);
    for (std::size_t k = 0; k < training_->optimizer().slots().size(); ++k) {
      content.tensors.emplace_back(fmt::format("optimizer/{}", k), training_->optimizer().slots()[k]);
    }
    for (std::size_t c = 0; c < progress.callback_tensors.size(); ++c) {
      for (std::size_t t = 0; t < progress.callback_tensors[c].size(); ++t) {
        content.tensors.emplace_back(callback_tensor_name(c, t), progress.callback_tensors[c][t]);
      }
    }
  }
  return write_safetensors(content);
}

Model Model::from_bytes(std::string_view bytes, std::string_view where) {
  const SafeTensors content = read_safetensors(bytes, where);
  const Json version = parse_part(content, "format_version", where);
  if (!version.is_number_integer() || version.get<int>() > model_format || version.get<int>() < 1) {
    throw BadData(fmt::format("{}: format version {}", where, version.dump()),
                  fmt::format("a version up to {}", model_format), "Use a newer Vernier.");
  }
  try {
    Model model = from_config(parse_part(content, "architecture", where),
                              {.seed = parse_part(content, "seed", where).get<std::uint64_t>(),
                               .name = parse_part(content, "name", where).get<std::string>()});
    // before any memory is taken for the weights: a file cannot ask for more than it brings
    std::vector<const Tensor*> arrays;
    for (const auto& layer : model.graph_->layers()) {
      for (const Weight& weight : layer->weights()) {
        arrays.push_back(&find_array(content, layer->name() + "/" + weight.name, weight.shape, where));
      }
    }
    model.build();
    std::size_t next = 0;
    for (const auto& layer : model.graph_->layers()) {
      for (Weight& weight : layer->weights()) {
        std::copy_n(arrays[next++]->data(), weight.value.size(), weight.value.data);
      }
    }
    if (content.find_metadata("compile") != nullptr) {
      model.compile(options_from_json<CompileOptions>(parse_part(content, "compile", where), "compile"));
    }
    for (const auto& [key, text] : content.metadata) {
      const bool own = key == "format_version" || key == "name" || key == "seed" || key == "architecture" ||
                       key == "compile" || key == "training";
      if (!own) model.metadata_[key] = parse_part(content, key, where);
    }
    if (content.find_metadata("training") != nullptr) model.restore_training(content, where);
    return model;
  } catch (const InvalidArgument& error) {
    throw BadData(fmt::format("{}: {}", where, error.what()));
  } catch (const InvalidState& error) {
    throw BadData(fmt::format("{}: {}", where, error.what()));
  } catch (const Json::exception& error) {
    throw BadData(fmt::format("{}: malformed metadata ({})", where, error.what()));
  }
}

void Model::restore_training(const SafeTensors& content, std::string_view where) {
  require_compiled("load_checkpoint");
  const Json state = parse_part(content, "training", where);
  training_->prepare(*graph_);
  training_->optimizer().restore(state.at("optimizer"));
  restore_slots(content, where);
  auto progress = std::make_unique<FitProgress>(progress_from_state(state, where));
  progress->callback_tensors.resize(progress->callbacks.size());
  for (std::size_t c = 0; c < progress->callbacks.size(); ++c) {
    while (const Tensor* tensor = content.find_tensor(callback_tensor_name(c, progress->callback_tensors[c].size()))) {
      progress->callback_tensors[c].push_back(*tensor);
    }
  }
  training_->resume = std::move(progress);
}

void Model::continue_from(std::string_view checkpoint, std::string_view where) {
  require_compiled("continue_from");
  if (!built()) graph_->build({});
  const SafeTensors content = read_safetensors(checkpoint, where);
  for (const auto& layer : graph_->layers()) {
    for (Weight& weight : layer->weights()) {
      const Tensor& kept = find_array(content, layer->name() + "/" + weight.name, weight.shape, where);
      std::copy_n(kept.data(), weight.value.size(), weight.value.data);
    }
  }
  try {
    Json state = parse_part(content, "training", where);
    const FitProgress progress = progress_from_state(state, where);
    if (progress.batch != 0) throw BadData(fmt::format("{}: in the middle of an epoch", where), "the end of one");
    training_->prepare(*graph_);
    if (same_optimizer(content, where)) {
      Json& optimizer = state.at("optimizer");
      optimizer.erase("learning_rate");
      training_->optimizer().restore(optimizer);
      restore_slots(content, where);
    } else {
      training_->adopt(*graph_);
    }
    training_->resume = std::make_unique<FitProgress>(FitProgress{.epoch = progress.epoch});
  } catch (const Json::exception& error) {
    throw BadData(fmt::format("{}: malformed metadata ({})", where, error.what()));
  }
}

bool Model::same_optimizer(const SafeTensors& content, std::string_view where) const {
  const auto kept = options_from_json<CompileOptions>(parse_part(content, "compile", where), "compile");
  const std::span<const Tensor> slots = training_->optimizer().slots();
  if (kept.optimizer.name != training_->options().optimizer.name) return false;
  for (std::size_t k = 0; k < slots.size(); ++k) {
    const Tensor* slot = content.find_tensor(fmt::format("optimizer/{}", k));
    if (slot == nullptr || slot->shape() != slots[k].shape()) return false;
  }
  return content.find_tensor(fmt::format("optimizer/{}", slots.size())) == nullptr;
}

void Model::restore_slots(const SafeTensors& content, std::string_view where) {
  Optimizer& optimizer = training_->optimizer();
  for (std::size_t k = 0; k < optimizer.slots().size(); ++k) {
    Tensor& slot = optimizer.slots()[k];
    const Tensor& kept = find_array(content, fmt::format("optimizer/{}", k), slot.shape(), where);
    std::copy_n(kept.data(), slot.size(), slot.data());
  }
}

void Model::save(const std::filesystem::path& path) const { write_file_atomically(path, to_bytes(false)); }
void Model::save_checkpoint(const std::filesystem::path& path) const { write_file_atomically(path, to_bytes(true)); }

Model Model::load(const std::filesystem::path& path) { return from_bytes(read_file(path), path.string()); }

Model Model::load_checkpoint(const std::filesystem::path& path) {
  Model model = load(path);
  if (model.training_ == nullptr || model.training_->resume == nullptr) {
    throw BadData(fmt::format("{}: a model without the state of its training", path.string()), "a checkpoint",
                  "Load it as a model, or save it with save_checkpoint.");
  }
  return model;
}

}  // namespace vernier::nn
