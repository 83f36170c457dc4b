#include "vernier/nn/layers/support/output_stage.hpp"

namespace vernier::nn {

OutputStage::OutputStage(const Component& activation, const Component& activity_regularizer, std::size_t first_buffer)
    : first_buffer_(first_buffer),
      activation_(make_activation(activation)),
      activity_(make_regularizer(activity_regularizer)),
      relu_(activation.name == "relu" && activation.options.empty()) {}

Shape OutputStage::output_shape(const Shape& linear) const {
  return activation_ ? activation_->output_shape(linear) : linear;
}

View OutputStage::linear(Context& context, Index rows, Index columns) const {
  const Shape shape{rows, columns};
  const bool in_place = !activation_ || (!activation_->needs_input() && context.output.size() == shape.size());
  if (in_place) return {context.output.data, shape};
  return {context.buffer(first_buffer_, shape.size()).data(), shape};
}

void OutputStage::finish(Context& context, View z) const {
  if (activation_ && !relu_) activation_->forward(z, context.output);
  if (activity_) context.added_loss = activity_->value(context.output) / static_cast<double>(context.batch);
}

View OutputStage::backward(Context& context, Index rows, Index columns) const {
  View dz{context.output_gradient.data, {rows, columns}};
  if (activity_) {
    activity_->add_gradient(context.output, 1.0F / static_cast<float>(context.batch), context.output_gradient);
  }
  if (activation_) {
    const View z = linear(context, rows, columns);
    if (z.size() != context.output_gradient.size()) dz.data = context.buffer(first_buffer_ + 1, z.size()).data();
    activation_->backward(activation_->needs_input() ? ConstView(z) : ConstView{}, context.output,
                          context.output_gradient, dz);
  }
  return dz;
}

}  // namespace vernier::nn
