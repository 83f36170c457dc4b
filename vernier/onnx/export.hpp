#pragma once
// Models for other programs, in the ONNX format. docs/formats/onnx.md says how a model is written.
//
//   onnx::export_model(model, "model.onnx");
#include <filesystem>
#include <string>
#include <string_view>

#include "vernier/nn/model.hpp"

namespace vernier::onnx {

/// The bytes of an ONNX model that gives what Model::predict gives: operator set 17, IR version 8, float32 inputs named
/// and shaped like the model's own (channels last), a free batch. Throws Unsupported, naming the layer and why, for
/// what cannot be said in ONNX; InvalidState for a model whose input shapes are not known. Thread-safe for models that
/// nothing else uses meanwhile.
[[nodiscard]] std::string to_onnx(const nn::Model& model);

/// Writes them, the file replaced as a whole. Throws StorageError.
void export_model(const nn::Model& model, const std::filesystem::path& path);

/// Whether layers of this kind can be exported at all.
[[nodiscard]] bool can_export(std::string_view layer);

}  // namespace vernier::onnx
