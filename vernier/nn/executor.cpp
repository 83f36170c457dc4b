#include "vernier/nn/executor.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "vernier/base/errors.hpp"
#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {

void Executor::check_inputs(const Inputs& inputs) const {
  if (inputs.views().size() != graph_.inputs().size()) {
    throw InvalidArgument(fmt::format("the model is given {} inputs", inputs.views().size()),
                          fmt::format("{}", graph_.inputs().size()));
  }
  for (std::size_t i = 0; i < graph_.inputs().size(); ++i) {
    const Node& node = graph_.nodes()[graph_.inputs()[i]];
    const Shape& given = inputs.views()[i].shape;
    const bool column = given.rank() == 1 && node.shape == Shape{1};  // (batch) stands for (batch, 1)
    const bool fits = given.rank() == node.shape.rank() + 1 &&
                      std::equal(node.shape.extents().begin(), node.shape.extents().end(), given.extents().begin() + 1);
    if (!fits && !column) {
      throw InvalidArgument(fmt::format("layer '{}' is given an array of shape {}", graph_.layers()[node.layer]->name(),
                                        to_string(given)),
                            fmt::format("samples of shape {}", to_string(node.shape)));
    }
  }
}

void Executor::reserve(Index batch, bool training) {
  const bool fresh = layout_ != graph_.layout();
  if (!fresh && batch <= capacity_ && (!training || with_gradients_)) return;
  if (fresh) {
    places_.clear();
    places_.resize(graph_.nodes().size());
    capacity_ = 0;
    with_gradients_ = false;
  }
  capacity_ = std::max(batch, capacity_);
  with_gradients_ = with_gradients_ || training;
  is_output_.assign(places_.size(), false);
  for (const std::size_t output : graph_.outputs()) is_output_[output] = true;
  std::vector<int> consumers(is_output_.begin(), is_output_.end());  // the loss is one
  for (const Node& node : graph_.nodes()) {
    for (const std::size_t input : node.inputs) ++consumers[input];
  }
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const Node& node = graph_.nodes()[i];
    const Index size = capacity_ * node.shape.size();
    if (!node.inputs.empty()) places_[i].output = Tensor({size});
    if (with_gradients_ && node.needs_gradient) places_[i].gradient = Tensor({size});
    if (graph_.layers()[node.layer]->mask_role() == MaskRole::makes) {
      places_[i].made_mask = Tensor({capacity_ * (node.shape.rank() == 0 ? 1 : node.shape[0])});
    }
    places_[i].ports.resize(node.inputs.size());
    for (std::size_t k = 0; with_gradients_ && k < node.inputs.size(); ++k) {
      if (consumers[node.inputs[k]] < 2) continue;
      places_[i].parts.resize(node.inputs.size());
      places_[i].parts[k] = Tensor({capacity_ * graph_.nodes()[node.inputs[k]].shape.size()});
    }
  }
  layer_done_.assign(graph_.layers().size(), false);
  layout_ = graph_.layout();
  bound_ = 0;
}

void Executor::bind(Index batch) {
  if (bound_ == batch) return;
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const Node& node = graph_.nodes()[i];
    Place& place = places_[i];
    const Shape shape = node.shape.with_front(batch);
    place.context.batch = batch;
    place.context.inputs = place.ports;
    place.context.output = {place.output.data(), shape};
    place.context.output_gradient = {place.gradient.data(), shape};
    place.value = place.context.output;
    if (!place.made_mask.empty()) {
      place.context.output_mask.shape = {batch, place.made_mask.size() / capacity_};
    }
    for (std::size_t k = 0; k < node.inputs.size(); ++k) {
      place.ports[k].value = {nullptr, graph_.nodes()[node.inputs[k]].shape.with_front(batch)};
      place.ports[k].gradient = {nullptr, place.ports[k].value.shape};
    }
  }
  bound_ = batch;
}

void Executor::forward(const Inputs& inputs, bool training, const Rng& stream) {
  check_inputs(inputs);
  const Index batch = inputs.samples();
  reserve(batch, training);
  bind(batch);
  for (std::size_t i = 0; i < graph_.inputs().size(); ++i) {
    places_[graph_.inputs()[i]].value.data = inputs.views()[i].data;
  }
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const Node& node = graph_.nodes()[i];
    if (node.inputs.empty()) continue;
    Place& place = places_[i];
    const Layer& layer = *graph_.layers()[node.layer];
    for (std::size_t k = 0; k < node.inputs.size(); ++k) {
      place.ports[k].value.data = places_[node.inputs[k]].value.data;
      place.ports[k].mask = places_[node.inputs[k]].mask;
    }
    place.context.training = training;
    place.context.bfloat16 = graph_.mixed_bfloat16();
    place.context.added_loss = 0;
    place.context.output_mask.data = place.made_mask.data();
    if (training) place.context.rng = stream.split(i);
    layer.forward(place.context);
    if (layer.mask_role() == MaskRole::passes) place.mask = place.ports[0].mask;
    if (layer.mask_role() == MaskRole::makes) place.mask = place.context.output_mask;
  }
}

void Executor::backward() {
  layer_done_.assign(layer_done_.size(), false);
  for (std::size_t i = 0; i < places_.size(); ++i) places_[i].first_gradient = !is_output_[i];
  for (std::size_t i = places_.size(); i-- > 0;) {
    const Node& node = graph_.nodes()[i];
    if (!node.needs_gradient || node.inputs.empty()) continue;
    Place& place = places_[i];
    for (std::size_t k = 0; k < node.inputs.size(); ++k) {
      Place& from = places_[node.inputs[k]];
      View& gradient = place.ports[k].gradient;
      gradient.data = nullptr;
      if (!graph_.nodes()[node.inputs[k]].needs_gradient) continue;
      gradient.data = from.first_gradient ? from.gradient.data() : place.parts[k].data();
      from.first_gradient = false;
    }
    place.context.accumulate = layer_done_[node.layer];
    layer_done_[node.layer] = true;
    graph_.layers()[node.layer]->backward(place.context);
    for (std::size_t k = 0; k < place.parts.size(); ++k) {
      const View& part = place.ports[k].gradient;
      if (part.data == nullptr || part.data != place.parts[k].data()) continue;
      kernels::axpy(1.0F, part.values(), {places_[node.inputs[k]].gradient.data(), part.values().size()});
    }
  }
}

double Executor::added_loss() const {
  double sum = 0;
  for (const Place& place : places_) sum += place.context.added_loss;
  return sum;
}

}  // namespace vernier::nn
