#include "vernier/nn/layers/support/merge.hpp"

#include <algorithm>

#include "vernier/nn/layers/support/axes.hpp"

namespace vernier::nn {

Shape MergeLayer::build(std::span<const Shape> inputs) {
  output_ = inputs[0];
  for (const Shape& input : inputs) output_ = broadcast_shape(output_, input);
  if (output_.rank() == 0) throw InvalidArgument("the inputs have no axis", "at least one");
  for (const Shape& input : inputs) broadcasts_.emplace_back(input, output_);
  inputs_.assign(inputs.begin(), inputs.end());
  return output_;
}

void MergeLayer::forward(Context& context) const {
  for (std::size_t k = 0; k < inputs_.size(); ++k) stage(context, k);
  std::array<const float*, max_inputs> all;
  merge(arrays(context, all), context.output);
  make_mask(context);
}

void MergeLayer::backward(Context& context) const {
  std::array<const float*, max_inputs> all;
  const Arrays inputs = arrays(context, all);
  const Index size = context.output.size();
  const Index sample = output_.size();
  float* workspace = context.buffer(inputs_.size(), size).data();
  for (std::size_t k = 0; k < inputs_.size(); ++k) {
    const View given = context.inputs[k].gradient;
    if (given.data == nullptr) continue;
    const bool whole = broadcasts_[k].whole();
    const View dx{whole ? given.data : context.buffer(inputs_.size() + 1, size).data(), context.output.shape};
    gradient(inputs, context.output_gradient, k, dx, workspace);
    for_each_idle_step(context, k, [&](Index at, Index length, Step) { std::fill_n(dx.data + at, length, 0.0F); });
    for (Index i = 0; !whole && i < context.batch; ++i) {
      broadcasts_[k].gather(dx.data + i * sample, given.data + i * broadcasts_[k].input_size());
    }
  }
}

/// The input in the shape of the output, its masked steps neutral, in buffer k; nothing where it is that already.
void MergeLayer::stage(Context& context, std::size_t k) const {
  if (broadcasts_[k].whole() && !neutralised(context, k)) return;
  const float* from = context.inputs[k].value.data;
  float* to = context.buffer(k, context.output.size()).data();
  for (Index i = 0; i < context.batch; ++i) {
    broadcasts_[k].spread(from + i * broadcasts_[k].input_size(), to + i * output_.size());
  }
  for_each_idle_step(context, k, [&](Index at, Index length, Step step) {
    const bool zero = k == 0 && !any_counts(context, step);  // one zero makes the product zero
    std::fill_n(to + at, length, zero ? 0.0F : neutral()->value);
  });
}

std::span<const float* const> MergeLayer::arrays(Context& context, std::array<const float*, max_inputs>& all) const {
  for (std::size_t k = 0; k < inputs_.size(); ++k) {
    const bool staged = !broadcasts_[k].whole() || neutralised(context, k);
    all[k] = staged ? context.buffer(k, context.output.size()).data() : context.inputs[k].value.data;
  }
  return {all.data(), inputs_.size()};
}

/// Only an input of the output's rank has steps that a mask can speak of.
bool MergeLayer::masked(const Context& context, std::size_t k) const {
  return context.inputs[k].mask.data != nullptr && inputs_[k].rank() == output_.rank();
}

bool MergeLayer::neutralised(const Context& context, std::size_t k) const {
  return neutral().has_value() && masked(context, k);
}

bool MergeLayer::counts(const Context& context, std::size_t k, Step step) const {
  if (!masked(context, k)) return true;
  const Index steps = inputs_[k][0];
  return context.inputs[k].mask.data[step.sample * steps + (steps == 1 ? 0 : step.time)] != 0.0F;
}

bool MergeLayer::any_counts(const Context& context, Step step) const {
  for (std::size_t k = 0; k < inputs_.size(); ++k) {
    if (counts(context, k, step)) return true;
  }
  return false;
}

/// Calls visit(offset, length, step) for each step of the output at which input k has no part.
template <class Visit>
void MergeLayer::for_each_idle_step(const Context& context, std::size_t k, Visit visit) const {
  if (!neutralised(context, k)) return;
  const Index length = product(output_, 1, output_.rank());
  Index at = 0;
  for (Step step{0, 0}; step.sample < context.batch; ++step.sample) {
    for (step.time = 0; step.time < output_[0]; ++step.time, at += length) {
      if (counts(context, k, step)) continue;
      if (k == 0 && neutral()->first_where_none && !any_counts(context, step)) continue;
      visit(at, length, step);
    }
  }
}

void MergeLayer::make_mask(Context& context) const {
  for (std::size_t k = 0; k < inputs_.size(); ++k) {
    if (!masked(context, k)) {
      context.output_mask.data = nullptr;
      return;
    }
  }
  float* mask = context.output_mask.data;
  for (Step step{0, 0}; step.sample < context.batch; ++step.sample) {
    for (step.time = 0; step.time < output_[0]; ++step.time) *mask++ = any_counts(context, step) ? 1.0F : 0.0F;
  }
}

}  // namespace vernier::nn
