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

// Rows of a large table lie far apart, and the processor does not guess which one is next.
void prefetch(std::span<float> row) {
  constexpr std::size_t cache_line = 16;  // elements
  for (std::size_t i = 0; i < row.size(); i += cache_line) __builtin_prefetch(row.data() + i, 1);
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
      clipvalue_(options.clipvalue),
      use_ema_(options.use_ema),
      ema_momentum_(options.ema_momentum),
      ema_overwrite_frequency_(options.ema_overwrite_frequency),
      accumulation_steps_(options.gradient_accumulation_steps.value_or(1)) {
  if (int{clipnorm_.has_value()} + int{global_clipnorm_.has_value()} + int{clipvalue_.has_value()} > 1) {
    throw InvalidArgument("several kinds of clipping in one optimizer",
                          "at most one of clipnorm, global_clipnorm and clipvalue");
  }
  if (schedule_->constant()) fixed_rate_ = schedule_->at(0);
}

void Optimizer::build(std::span<const VariableRange> variables, std::size_t flat_size) {
  const auto is_lazy = [](const VariableRange& variable) { return variable.rows != nullptr; };
  const bool parts = takes_parts() && accumulation_steps_ == 1 && !use_ema_ && !lookahead_ && sharpness_radius_ == 0;
  if (!parts && std::ranges::any_of(variables, is_lazy)) {
    throw InvalidArgument("lazy rows under an optimizer that needs whole variables",
                          "sgd, adam, adamw, rmsprop or adagrad, without averages, accumulation, lookahead and SAM");
  }
  variables_.assign(variables.begin(), variables.end());
  prepare();
  slots_.clear();
  for (std::size_t k = 0; k < slot_count(); ++k) {
    slots_.emplace_back(Shape{static_cast<Index>(slot_size(k, flat_size))});
    std::ranges::fill(slots_.back().values(), slot_initial(k));
  }
  const auto add = [&](bool wanted) {
    if (wanted) slots_.emplace_back(Shape{static_cast<Index>(flat_size)});
    return slots_.size() - 1;
  };
  accumulator_ = add(accumulation_steps_ > 1);
  average_ = add(use_ema_);
  slow_ = add(lookahead_.has_value());
  shows_average_ = false;
  iterations_ = 0;
}

void Optimizer::apply(std::span<float> weights, std::span<float> gradients) {
  if (accumulate(gradients)) {
    clip(gradients);
    const UpdateStep step{.learning_rate = learning_rate(), .iteration = updates()};
    if (step.iteration == 0) adopt(weights);
    begin_step(step);
    update_part(weights.first(gradients.size()), 0, gradients, step);
    update_rows(weights, step);
    if (lookahead_ && (step.iteration + 1) % lookahead_->k == 0) pull_slow_weights(weights);
  }
  if (use_ema_) average(weights);
  ++iterations_;
}

void Optimizer::update_rows(std::span<float> weights, const UpdateStep& step) {
  for (const VariableRange& variable : variables_) {
    if (variable.rows == nullptr) continue;
    const std::size_t columns = variable.rows->columns();
    const std::span<const float> values = variable.rows->values();
    const std::span<const std::size_t> rows = variable.rows->rows();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      constexpr std::size_t ahead = 4;
      if (i + ahead < rows.size()) {
        prefetch(weights.subspan(variable.begin + rows[i + ahead] * columns, columns));
        for (Tensor& slot : slots_) {
          prefetch(slot.values().subspan(variable.begin + rows[i + ahead] * columns, columns));
        }
      }
      const std::size_t begin = variable.begin + rows[i] * columns;
      update_part(weights.subspan(begin, columns), begin, values.subspan(i * columns, columns), step);
    }
  }
}

void Optimizer::update_part(std::span<float> weights, std::size_t begin, std::span<const float> gradients,
                            const UpdateStep& step) {
  part_begin_ = begin;
  part_size_ = weights.size();
  decay(weights, step.learning_rate);
  update(weights, gradients, step);
}

bool Optimizer::accumulate(std::span<float> gradients) {
  if (accumulation_steps_ == 1) return true;
  const std::span<float> sum = slots_[accumulator_].values();
  if ((iterations_ + 1) % accumulation_steps_ != 0) {
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += gradients[i];
    return false;
  }
  const auto steps = static_cast<float>(accumulation_steps_);
  for (std::size_t i = 0; i < sum.size(); ++i) gradients[i] = (gradients[i] + sum[i]) / steps;
  std::ranges::fill(sum, 0.0F);
  return true;
}

void Optimizer::pull_slow_weights(std::span<float> weights) {
  const auto alpha = static_cast<float>(lookahead_->alpha);
  const std::span<float> slow = slots_[slow_].values();
  for (std::size_t i = 0; i < slow.size(); ++i) {
    slow[i] += alpha * (weights[i] - slow[i]);
    weights[i] = slow[i];
  }
}

// The first update begins the average; until then it is the weights.
void Optimizer::average(std::span<float> weights) {
  const auto momentum = static_cast<float>(updates() == 0 ? 0.0 : ema_momentum_);
  const std::span<float> mean = slots_[average_].values();
  for (std::size_t i = 0; i < mean.size(); ++i) mean[i] = momentum * mean[i] + (1.0F - momentum) * weights[i];
  if (ema_overwrite_frequency_ && (updates() + 1) % *ema_overwrite_frequency_ == 0)
    std::ranges::copy(mean, weights.begin());
}

void Optimizer::decay(std::span<float> weights, double rate) { shrink(weights, weight_decay_.value_or(0.0), rate); }

void Optimizer::shrink(std::span<float> weights, double decay, double rate) {
  if (decay == 0.0) return;
  const auto float_decay = static_cast<float>(decay);
  const auto float_rate = static_cast<float>(rate);
  for (float& weight : weights) weight -= weight * float_decay * float_rate;
}

void Optimizer::swap_to_train(std::span<float> weights) {
  if (!shows_average_) return;
  show_trained(weights);
  shows_average_ = false;
}

void Optimizer::swap_to_eval(std::span<float> weights) {
  if (shows_average_ || !averages() || iterations_ == 0) return;
  show_average(weights);
  shows_average_ = true;
}

void Optimizer::show_trained(std::span<float> weights) { std::ranges::swap_ranges(weights, slots_[average_].values()); }
void Optimizer::show_average(std::span<float> weights) { std::ranges::swap_ranges(weights, slots_[average_].values()); }

void Optimizer::adopt(std::span<const float> weights) {
  if (slots_.empty()) return;
  if (use_ema_) std::ranges::copy(weights, slots_[average_].data());
  if (lookahead_) std::ranges::copy(weights, slots_[slow_].data());
  restart(weights);
}

void Optimizer::finish(std::span<float> weights) {
  swap_to_eval(weights);
  if (use_ema_ && iterations_ > 0) std::ranges::copy(weights, slots_[average_].data());
}

void Optimizer::look_ahead(std::int64_t k, double alpha) {
  if (lookahead_) throw InvalidArgument("lookahead around an optimizer that has it already", "one lookahead");
  lookahead_ = {.k = k, .alpha = alpha};
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
  if (shows_average_) state["shows_average"] = true;
  if (Json extra = extra_state(); !extra.is_null()) state["extra"] = std::move(extra);
  return state;
}

void Optimizer::restore(const Json& state) {
  iterations_ = state.at("iterations").get<std::int64_t>();
  if (fixed_rate_) fixed_rate_ = state.value("learning_rate", *fixed_rate_);
  shows_average_ = state.value("shows_average", false);
  if (state.contains("extra")) restore_extra(state["extra"]);
}

template <class Function>
void Optimizer::for_all(std::span<float> gradients, Function function) const {
  function(gradients);
  for (const VariableRange& variable : variables_) {
    if (variable.rows != nullptr) function(variable.rows->values());
  }
}

void Optimizer::clip(std::span<float> gradients) const {
  if (clipnorm_) {
    for (const VariableRange& variable : variables_) {
      const std::span<float> own =
          variable.rows == nullptr ? gradients.subspan(variable.begin, variable.size) : variable.rows->values();
      optimizer_scale_to(own, std::sqrt(kernels::sum_of_squares(own)), *clipnorm_);
    }
  } else if (global_clipnorm_) {
    double squares = 0;
    for_all(gradients, [&](std::span<float> part) { squares += kernels::sum_of_squares(part); });
    for_all(gradients, [&](std::span<float> part) { optimizer_scale_to(part, std::sqrt(squares), *global_clipnorm_); });
  } else if (clipvalue_) {
    const auto limit = static_cast<float>(*clipvalue_);
    for_all(gradients, [&](std::span<float> part) {
      for (float& gradient : part) gradient = std::clamp(gradient, -limit, limit);
    });
  }
}

std::unique_ptr<Optimizer> make_optimizer(const Component& component) {
  const OptimizerInfo& info = optimizers().get(component.name);
  info.options.check(component.options, fmt::format("optimizer '{}'", info.name));
  return info.make(component.options);
}

}  // namespace vernier::nn
