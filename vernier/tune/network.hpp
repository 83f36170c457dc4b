#pragma once
// From the layers of an experiment to a network that fits its data.
#include <span>
#include <vector>

#include "vernier/base/json.hpp"
#include "vernier/data/encoder.hpp"
#include "vernier/nn/inputs.hpp"
#include "vernier/nn/model.hpp"

namespace vernier::tune {

/// The list of layers with what only the data know: the shape of each input, and the `input_dim` of an embedding that
/// is called on ids. Throws InvalidArgument for an input that the data lack, or an embedding without either.
[[nodiscard]] Json fitted_layers(Json layers, std::span<const InputSpec> data);

/// The arrays in the order of the model's inputs: the only one, else by name. Throws InvalidArgument that lists what
/// the data have.
[[nodiscard]] nn::Inputs arranged(const nn::Model& model, std::span<const InputSpec> data,
                                  std::span<const Tensor> arrays);

/// Puts the outputs of a model that is not yet built in the order of the targets: an only one, else by the names of
/// their layers. Throws InvalidArgument that lists both where they do not match.
void order_outputs(nn::Model& model, const Encoder& encoder);

}  // namespace vernier::tune
