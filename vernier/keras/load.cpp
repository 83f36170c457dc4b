#include "vernier/keras/load.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstring>

#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/data/readers/zip.hpp"
#include "vernier/keras/graph_config.hpp"
#include "vernier/keras/hdf5.hpp"
#include "vernier/keras/json_text.hpp"
#include "vernier/keras/layer_folders.hpp"

namespace vernier::keras {
namespace {

constexpr std::uint64_t modest_unpacked = std::uint64_t{1} << 26;
constexpr std::uint64_t most_growth = 20;  // weights hardly shrink

using Members = std::map<std::string, std::string>;

Members unpack(std::string_view bytes, std::string_view where) {
  if (!looks_like_zip(bytes)) {
    throw BadData(fmt::format("{} is no ZIP archive", where), "a .keras file of Keras 3",
                  "Save the model with model.save('model.keras').");
  }
  Members members = read_zip(bytes, where, std::max(modest_unpacked, most_growth * bytes.size()));
  for (const auto& [name, content] : members) {
    if (name.starts_with("/") || name.find("..") != std::string::npos || name.find('\\') != std::string::npos) {
      throw BadData(fmt::format("{}: the member '{}' points out of the archive", where, name),
                    "a .keras file of Keras 3", "Do not trust this file.");
    }
  }
  return members;
}

const std::string& member_of(const Members& members, const std::string& name, std::string_view where) {
  const auto found = members.find(name);
  if (found == members.end()) {
    throw BadData(fmt::format("{}: the archive has no '{}'", where, name), "a .keras file of Keras 3",
                  "Save the model with model.save('model.keras').");
  }
  return found->second;
}

void check_version(const Json& metadata, const std::string& where) {
  const std::string version = text_of(metadata, "keras_version", where);
  if (!version.starts_with("3.")) {
    throw Unsupported(fmt::format("{}: a file of Keras {}", where, version), "Keras 3", "Save the model with Keras 3.");
  }
}

/// The arrays of all weights, in the order of the model's own. Sizes are compared before the model takes memory.
std::vector<Hdf5Array> arrays_of(const SavedModel& saved, const std::map<std::string, Hdf5Array>& arrays,
                                 const std::string& where) {
  const std::span<const std::unique_ptr<nn::Layer>> layers = saved.model.layers();
  std::vector<std::vector<Hdf5Array>> found(layers.size());
  for (const SavedModel::Place& place : saved.places) {
    const std::span<const nn::Weight> weights = layers[place.layer]->weights();
    const std::vector<std::string> folders = weight_folders(place.component);
    const std::size_t each = weights.size() / folders.size();
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const std::string path = fmt::format("{}{}/vars/{}", place.folder, folders[i / each], i % each);
      const auto array = arrays.find(path);
      const std::string weight = fmt::format("{}/{}", layers[place.layer]->name(), weights[i].name);
      if (array == arrays.end())
        throw BadData(fmt::format("{}: '{}', the weight '{}', is missing", where, path, weight));
      if (!array->second.float32) {
        throw Unsupported(fmt::format("{}: '{}', the weight '{}', is not float32", where, path, weight), "float32");
      }
      if (array->second.shape != weights[i].shape) {
        throw BadData(fmt::format("{}: '{}', the weight '{}', has the shape {}", where, path, weight,
                                  to_string(array->second.shape)),
                      to_string(weights[i].shape));
      }
      found[place.layer].push_back(array->second);
    }
  }
  std::vector<Hdf5Array> all;
  for (const std::vector<Hdf5Array>& of_layer : found) all.insert(all.end(), of_layer.begin(), of_layer.end());
  return all;
}

}  // namespace

nn::Model read(std::string_view bytes, std::string_view where) {
  const Members members = unpack(bytes, where);
  const auto place = [&](const char* name) { return fmt::format("{}: {}", where, name); };
  check_version(parse_object(member_of(members, "metadata.json", where), place("metadata.json")),
                place("metadata.json"));
  const std::string& config = member_of(members, "config.json", where);
  const std::string& weights = member_of(members, "model.weights.h5", where);
  SavedModel saved = read_model_config(config, place("config.json"));
  const std::map<std::string, Hdf5Array> arrays = read_hdf5(weights, place("model.weights.h5"));
  std::vector<Tensor> values;
  for (const Hdf5Array& array : arrays_of(saved, arrays, place("model.weights.h5"))) {
    values.emplace_back(array.shape);
    std::memcpy(values.back().data(), array.bytes.data(), array.bytes.size());
  }
  try {
    saved.model.set_weights(values);
  } catch (const InvalidArgument& error) {
    throw BadData(fmt::format("{}: {}", place("config.json"), error.what()));
  }
  return std::move(saved.model);
}

nn::Model load(const std::filesystem::path& path) { return read(read_file(path), path.string()); }

}  // namespace vernier::keras
