// Data sets of arrays and of folders of images.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/data/dataset_loader.hpp"
#include "vernier/data/image_folder.hpp"

namespace vernier {
namespace fs = std::filesystem;

void DatasetLoader::load_npz(const fs::path& path) {
  std::map<std::string, Array> arrays = read_npz(path);
  std::vector<std::string> names;
  for (const auto& [name, array] : arrays) names.push_back(name);
  const auto take = [&](const char* name) { return std::move(arrays.at(name)); };
  const auto column = [&](const char* name) { return column_of_targets(arrays.at(name), path.string()); };
  if (arrays.contains("x_train") && arrays.contains("y_train")) {
    set_arrays(take("x_train"), column("y_train"), path.string());
    if (arrays.contains("x_test") && arrays.contains("y_test") && options_.test.is_null()) {
      set_test_arrays(take("x_test"), column("y_test"), path.string());
      return;
    }
  } else if (arrays.contains("x") && arrays.contains("y")) {
    set_arrays(take("x"), column("y"), path.string());
  } else {
    throw BadData(fmt::format("{} holds the arrays {}", path.string(), join(names, ", ")),
                  "x and y, or x_train, y_train, x_test and y_test", "Save them under these names.");
  }
  load_test_arrays();
}

void DatasetLoader::load_array_files() {
  refuse_image_options(*options_.inputs);
  set_arrays(read_array(at(*options_.inputs)), column_of_targets(read_array(at(*options_.targets)), *options_.targets),
             *options_.inputs);
  load_test_arrays();
}

ImageOptions DatasetLoader::image_options() const {
  if (options_.channels == 2 || (!options_.image_size.empty() && options_.image_size.size() != 2)) {
    throw InvalidArgument(
        fmt::format("data: image_size of {} numbers, {} channels", options_.image_size.size(), options_.channels),
        "image_size: [HEIGHT, WIDTH] and channels 0, 1 or 3");
  }
  ImageOptions images{.channels = options_.channels};
  if (!options_.image_size.empty()) images.size = {options_.image_size[0], options_.image_size[1]};
  return images;
}

void DatasetLoader::load_images(const fs::path& path) {
  if (options_.target != "folder") {
    throw BadData(fmt::format("{} is a directory", path.string()),
                  "a file, or images in one folder for each class with target: folder",
                  "Name a file in it, or say target: folder.");
  }
  ImageFolder folder = read_image_folder(path, image_options());
  set_arrays(std::move(folder.images), class_column(folder), path.string());
  if (!options_.test.is_string()) return load_test_arrays();
  const fs::path test = at(options_.test.get<std::string>());
  const Shape& shape = data_.train_x_.values.shape();
  ImageFolder held = read_image_folder(test, {.size = std::pair{shape[1], shape[2]}, .channels = shape[3]});
  set_test_arrays(std::move(held.images), class_column(held), test.string());
}

void DatasetLoader::check_rows(const Array& x, const Column& y, std::string_view source) {
  const Shape& shape = x.values.shape();
  if (shape.rank() < 2 || shape[0] != y.size()) {
    throw BadData(fmt::format("{}: inputs of shape {} and {} targets", source, to_string(shape), y.size()),
                  "as many targets as inputs, and at least two axes of inputs", "Save them again together.");
  }
  const auto values = x.values.values();
  const auto at = std::find_if(values.begin(), values.end(), [](float v) { return !std::isfinite(v); });
  if (at == values.end()) return;
  const Index place = at - values.begin();
  const Index width = shape.without_front().size();
  throw BadData(
      fmt::format("{}: the inputs are not finite in row {}, element {}", source, place / width + 1, place % width + 1),
      "finite numbers", "Correct the value, or remove the row.");
}

void DatasetLoader::set_arrays(Array x, Column y, std::string_view source) {
  if (!read_.members.empty()) {
    throw InvalidArgument(fmt::format("a member of {} is named, which holds arrays or images", source),
                          "a JSON object that holds lists of rows", "Take 'member' away.");
  }
  if (options_.target.is_array()) {
    throw InvalidArgument(
        fmt::format("data: target is {}, and {} holds arrays or images", options_.target.dump(), source),
        "several targets of a table alone", "Name one target.");
  }
  check_rows(x, y, source);
  data_.arrays_ = true;
  data_.tasks_.push_back(detect_task(y, entry_of_target(options_.task, 0, 1, "task"), source));
  data_.train_x_ = std::move(x);
  data_.train_y_ = std::move(y);
}

void DatasetLoader::set_test_arrays(Array x, Column y, std::string_view source) {
  check_rows(x, y, source);
  data_.test_x_ = std::move(x);
  data_.test_y_ = std::move(y);
}

void DatasetLoader::load_test_arrays() {
  const Json& test = options_.test;
  if (test.is_null()) return;
  if (test.is_object() && test.contains("inputs") && test.contains("targets") && test.size() == 2) {
    const std::string inputs = test["inputs"].get<std::string>();
    const std::string targets = test["targets"].get<std::string>();
    return set_test_arrays(read_array(at(inputs)), column_of_targets(read_array(at(targets)), targets), inputs);
  }
  const Split split = split_rows(data_.train_y_);
  data_.test_x_ = select(data_.train_x_, split.test);
  data_.test_y_ = data_.train_y_.rows(split.test);
  data_.train_x_ = select(data_.train_x_, split.train);
  data_.train_y_ = data_.train_y_.rows(split.train);
}

Array DatasetLoader::select(const Array& from, std::span<const Index> rows) {
  Array part{Tensor(from.values.shape().without_front().with_front(static_cast<Index>(rows.size()))), from.bytes,
             from.integers};
  const auto width = static_cast<std::size_t>(from.values.shape().without_front().size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::copy_n(from.values.data() + static_cast<std::size_t>(rows[i]) * width, width, part.values.data() + i * width);
  }
  return part;
}

}  // namespace vernier
