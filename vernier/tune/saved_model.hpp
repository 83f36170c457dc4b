#pragma once
// A tuned model as a file: the network together with the encoder that its raw rows need.
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "vernier/data/encoder.hpp"
#include "vernier/nn/model.hpp"

namespace vernier::tune {

/// Not thread-safe (a model is not).
struct SavedModel {
  nn::Model model;
  Encoder encoder;
};

/// Puts the encoder, as far as the network reads its inputs, into the model's metadata and saves the whole as one file.
/// Throws StorageError.
void save_model(nn::Model& model, const Encoder& encoder, const std::filesystem::path& path);
/// The network of a file, with or without an encoder. Throws NotFound, or BadData for a file without a model.
[[nodiscard]] nn::Model load_network(const std::filesystem::path& path);
/// Throws as load_network does, and BadData for a model without its encoder, or with one that does not fit its outputs.
[[nodiscard]] SavedModel load_model(const std::filesystem::path& path);

/// What a model says of one target of the rows of a file.
struct Prediction {
  std::string target;
  std::vector<std::string> classes;  ///< class names; empty for regression
  Tensor outputs;                    ///< (rows, classes) probabilities, or (rows, 1) numbers on the original scale
  std::vector<Index> predicted;      ///< class ids; empty for regression
};
struct Predictions {
  std::vector<std::string> files;   ///< of a folder of images: relative to it; else empty
  std::vector<Prediction> targets;  ///< in their order
};
/// Reads a table, an array file or a folder of images as in training; targets need not be there. Throws as the readers
/// and the encoder do.
[[nodiscard]] Predictions predict_file(SavedModel& saved, const std::filesystem::path& path);
/// The scores (scores.hpp) for a file that has the targets. `targets` names the file of array targets.
[[nodiscard]] std::map<std::string, double> evaluate_file(SavedModel& saved, const std::filesystem::path& path,
                                                          const std::filesystem::path& targets = {});

}  // namespace vernier::tune
