#include "vernier/tune/saved_model.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/data/image_folder.hpp"
#include "vernier/data/reader.hpp"
#include "vernier/data/readers/zip.hpp"
#include "vernier/data/split.hpp"
#include "vernier/tune/network.hpp"
#include "vernier/tune/scores.hpp"

namespace vernier::tune {
namespace {

constexpr const char* encoder_key = "preprocessing";
constexpr std::uint64_t data_limit = std::uint64_t{8} << 30;

/// One for each target.
std::vector<Tensor> outputs_of(SavedModel& saved, const std::vector<Tensor>& inputs) {
  return saved.model.predict_outputs(arranged(saved.model, saved.encoder.input_specs(), inputs), 1024);
}

/// A damaged file must not let predictions be read beyond their end.
void check_outputs(const nn::Model& model, const Encoder& encoder, const std::filesystem::path& path) {
  const std::vector<std::string> outputs = model.output_names();
  if (outputs.size() != encoder.target_count()) {
    throw BadData(fmt::format("{} holds a network of {} outputs", path.string(), outputs.size()),
                  fmt::format("{}, one for each target of its data", encoder.target_count()));
  }
  for (std::size_t k = 0; k < outputs.size(); ++k) {
    const Index classes = encoder.target(k).task().class_count();
    const Shape& shape = model.output_shape(k);
    const bool alone = shape == Shape{1} && classes <= 2;
    if (alone || (classes > 0 && shape.rank() == 1 && shape[0] >= classes)) continue;
    throw BadData(
        fmt::format("{}: the output of layer '{}' has the shape {}", path.string(), outputs[k], to_string(shape)),
        classes > 0 ? fmt::format("an output for each of {} classes", classes) : "one number");
  }
}

Prediction predicted_target(const TargetEncoder& target, Tensor outputs) {
  const Task& task = target.task();
  if (task.kind == TaskKind::regression) {
    target.to_original_scale(outputs.view());
    return {task.target, {}, std::move(outputs), {}};
  }
  std::vector<Index> predicted = target.predicted_classes(outputs.view());
  if (outputs.view().columns() == 1) {
    Tensor both(Shape{outputs.size(), 2});
    for (Index row = 0; row < outputs.size(); ++row) {
      both.data()[2 * row] = 1.0F - outputs.data()[row];
      both.data()[2 * row + 1] = outputs.data()[row];
    }
    outputs = std::move(both);
  }
  return {task.target, task.classes, std::move(outputs), std::move(predicted)};
}

std::vector<Tensor> table_inputs(const SavedModel& saved, const std::filesystem::path& path) {
  const Table table = read_table(path, saved.encoder.read_options());
  return saved.encoder.inputs(table, all_rows(saved.encoder.predictable_rows(table)));
}

bool is_array_file(const std::filesystem::path& path) { return holds_arrays(read_uncompressed(path, data_limit)); }

/// The images of a folder, at the size of those of the training.
ImageFolder images_for(const SavedModel& saved, const std::filesystem::path& folder) {
  const Shape& shape = saved.encoder.input_specs().front().shape;
  if (shape.rank() != 3) throw InvalidArgument(fmt::format("{} is a folder", folder.string()), "a file as in training");
  return read_image_folder(folder, {.size = std::pair{shape[0], shape[1]}, .channels = shape[2]});
}

std::vector<Tensor> inputs_of(const SavedModel& saved, const std::filesystem::path& path) {
  return is_array_file(path) ? saved.encoder.inputs(read_array(path)) : table_inputs(saved, path);
}

}  // namespace

void save_model(nn::Model& model, const Encoder& encoder, const std::filesystem::path& path) {
  model.metadata()[encoder_key] = encoder.only(model.input_names()).to_json();
  model.save(path);
}

nn::Model load_network(const std::filesystem::path& path) {
  const std::string bytes = read_file(path);
  if (looks_like_zip(bytes)) {
    throw BadData(fmt::format("{} is a ZIP archive", path.string()), "a model in a safetensors file",
                  "'vernier import' makes one of a .keras file.");
  }
  return nn::Model::from_bytes(bytes, path.string());
}

SavedModel load_model(const std::filesystem::path& path) {
  nn::Model model = load_network(path);
  const auto encoder = model.metadata().find(encoder_key);
  if (encoder == model.metadata().end()) {
    throw BadData(fmt::format("{} holds a network without the encoder of its data", path.string()),
                  "a model that `vernier tune` or `vernier train` saved",
                  "Call Model::predict with numbers, or train it on the data.");
  }
  Encoder read = Encoder::from_json(*encoder);
  check_outputs(model, read, path);
  return {std::move(model), std::move(read)};
}

Predictions predict_file(SavedModel& saved, const std::filesystem::path& path) {
  Predictions predictions;
  std::vector<Tensor> inputs;
  if (std::filesystem::is_directory(path)) {
    const ImageFolder folder = images_for(saved, path);
    for (const std::string& file : folder.files) {
      predictions.files.push_back(std::filesystem::path(file).lexically_relative(path).generic_string());
    }
    inputs = saved.encoder.inputs(folder.images);
  } else {
    inputs = inputs_of(saved, path);
  }
  std::vector<Tensor> outputs = outputs_of(saved, inputs);
  for (std::size_t k = 0; k < outputs.size(); ++k) {
    predictions.targets.push_back(predicted_target(saved.encoder.target(k), std::move(outputs[k])));
  }
  return predictions;
}

std::map<std::string, double> evaluate_file(SavedModel& saved, const std::filesystem::path& path,
                                            const std::filesystem::path& targets) {
  if (std::filesystem::is_directory(path)) {
    const ImageFolder folder = images_for(saved, path);
    return score(saved.encoder, outputs_of(saved, saved.encoder.inputs(folder.images)),
                 saved.encoder.targets(class_column(folder)));
  }
  if (is_array_file(path)) {
    if (targets.empty()) {
      throw InvalidArgument(fmt::format("{} holds inputs alone", path.string()), "a file of targets too",
                            "Name it with --targets.");
    }
    return score(saved.encoder, outputs_of(saved, saved.encoder.inputs(read_array(path))),
                 saved.encoder.targets(column_of_targets(read_array(targets), targets.string())));
  }
  const Table table = read_table(path, saved.encoder.read_options());
  return score(saved.encoder, outputs_of(saved, saved.encoder.inputs(table)), saved.encoder.targets(table));
}

}  // namespace vernier::tune
