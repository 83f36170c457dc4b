#include "vernier/nn/optimizers/optimizer.hpp"

#include <algorithm>
#include <cmath>

#include "vernier/tensor/optimizer_kernels.hpp"

namespace vernier::nn {
namespace {

// Scales to the norm `limit` where `norm` exceeds it. An infinite or NaN norm makes every element NaN, as in Keras.
void optimizer_scale_to(std::span<float> values, double norm, double limit) {
  if (norm <= limit) return;
  const auto factor = static_cast<float>(limit / norm + (norm - norm));
  for (float& value : values) value *= factor;
}

}  // namespace

Catalogue<OptimizerInfo>& optimizers() {
  static Catalogue<OptimizerInfo> catalogue("optimizer", builtin_optimizer_table());
  return catalogue;
}

Optimizer::Optimizer(const OptimizerOptions& options)
    : schedule_(make_schedule(options.learning_rate)),
      weight_decay_(options.weight_decay),
      clipnorm_(options.clipnorm),
      global_clipnorm_(options.global_clipnorm),
      clipvalue_(options.clipvalue) {
  if (int{clipnorm_.has_value()} + int{global_clipnorm_.has_value()} + int{clipvalue_.has_value()} > 1) {
    throw InvalidArgument("several kinds of clipping in one optimizer",
                          "at most one of clipnorm, global_clipnorm and clipvalue");
  }
  if (schedule_->constant()) fixed_rate_ = schedule_->at(0);
}

void Optimizer::build(std::span<const VariableRange> variables, std::size_t flat_size) {
  variables_.assign(variables.begin(), variables.end());
  slots_.clear();
  for (std::size_t k = 0; k < slot_count(); ++k) {
    slots_.emplace_back(Shape{static_cast<Index>(flat_size)});
    std::ranges::fill(slots_.back().values(), slot_initial(k));
  }
  iterations_ = 0;
}

void Optimizer::apply(std::span<float> weights, std::span<float> gradients) {
  clip(gradients);
  const double rate = learning_rate();
  if (weight_decay_.value_or(0.0) != 0.0) {
    const auto decay = static_cast<float>(*weight_decay_);
    const auto float_rate = static_cast<float>(rate);
    for (float& weight : weights) weight -= weight * decay * float_rate;
  }
  update(weights, gradients, {.learning_rate = rate, .iteration = iterations_});
  ++iterations_;
}

double Optimizer::learning_rate() const { return fixed_rate_ ? *fixed_rate_ : schedule_->at(iterations_); }

void Optimizer::set_learning_rate(double rate) {
  if (!fixed_rate_) {
    throw InvalidState("the learning rate is a schedule and cannot be set", "an optimizer with a number as its rate");
  }
  fixed_rate_ = rate;
}

Json Optimizer::state() const {
  Json state{{"iterations", iterations_}};
  if (fixed_rate_) state["learning_rate"] = *fixed_rate_;
  if (Json extra = extra_state(); !extra.is_null()) state["extra"] = std::move(extra);
  return state;
}

void Optimizer::restore(const Json& state) {
  iterations_ = state.at("iterations").get<std::int64_t>();
  if (fixed_rate_) fixed_rate_ = state.value("learning_rate", *fixed_rate_);
  if (state.contains("extra")) restore_extra(state["extra"]);
}

void Optimizer::clip(std::span<float> gradients) const {
  if (clipnorm_) {
    for (const VariableRange& variable : variables_) {
      const std::span<float> own = gradients.subspan(variable.begin, variable.size);
      optimizer_scale_to(own, std::sqrt(kernels::sum_of_squares(own)), *clipnorm_);
    }
  } else if (global_clipnorm_) {
    optimizer_scale_to(gradients, std::sqrt(kernels::sum_of_squares(gradients)), *global_clipnorm_);
  } else if (clipvalue_) {
    const auto limit = static_cast<float>(*clipvalue_);
    for (float& gradient : gradients) gradient = std::clamp(gradient, -limit, limit);
  }
}

std::unique_ptr<Optimizer> make_optimizer(const Component& component) {
  const OptimizerInfo& info = optimizers().get(component.name);
  info.options.check(component.options, fmt::format("optimizer '{}'", info.name));
  return info.make(component.options);
}

}  // namespace vernier::nn
