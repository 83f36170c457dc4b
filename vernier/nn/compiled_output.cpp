#include "vernier/nn/compiled_output.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "vernier/base/errors.hpp"
#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {
namespace {

// A target without the last axis of one element gets it; Keras's squeeze_or_expand_to_same_rank.
Shape aligned_shape(const Shape& target, const Shape& output) {
  if (target.rank() + 1 != output.rank()) return target;
  std::array<Index, Shape::max_rank> extents{};
  std::copy(target.extents().begin(), target.extents().end(), extents.begin());
  extents[target.rank()] = 1;
  return Shape(std::span<const Index>(extents.data(), target.rank() + 1));
}

ConstView aligned_target(ConstView target, ConstView output) {
  return {target.data, aligned_shape(target.shape, output.shape)};
}

// The mask, where it has one element a row of the output.
std::span<const float> row_mask(ConstView mask, ConstView output) {
  return mask.data != nullptr && mask.size() == output.rows() ? mask.values() : std::span<const float>();
}

// Multiplies each row by the weight of its sample and by its mask; either may be empty.
void weigh_rows(std::span<float> rows, std::span<const float> weights, std::span<const float> mask) {
  if (!weights.empty()) {
    const std::size_t per_sample = rows.size() / weights.size();
    for (std::size_t r = 0; r < rows.size(); ++r) rows[r] *= weights[r / per_sample];
  }
  for (std::size_t r = 0; r < mask.size(); ++r) rows[r] *= mask[r];
}

}  // namespace

CompiledOutput::CompiledOutput(const OutputOptions& options, const std::string& name)
    : prefix_(name.empty() ? name : name + "_"), loss_weight_(options.loss_weight) {
  track(options.metrics, false);
  track(options.weighted_metrics, true);
  if (!options.loss.empty()) loss_ = make_loss(options.loss);
}

void CompiledOutput::track(std::span<const Component> components, bool weighted) {
  const auto taken = [&](const std::string& name) {
    return std::any_of(metrics_.begin(), metrics_.end(), [&](const Tracked& other) { return other.name == name; });
  };
  for (const Component& component : components) {
    const bool second = weighted && taken(prefix_ + component.name);
    const std::string plain = prefix_ + (second ? "weighted_" : "") + component.name;
    std::string name = plain;
    for (int i = 1; taken(name); ++i) name = fmt::format("{}_{}", plain, i);
    // families are resolved with the shapes; everything else is checked now
    const bool family = component.name == "accuracy" || component.name == "acc" || component.name == "crossentropy" ||
                        component.name == "ce";
    metrics_.push_back({name, component, weighted, family ? nullptr : make_metric(component)});
  }
}

void CompiledOutput::resolve(const std::string& layer, const Shape& target, const Shape& output) {
  const Shape sample_target = target.without_front();
  const Shape sample_output = output.without_front();
  if (resolved_ && sample_target == target_ && sample_output == output_) return;
  if (loss_ == nullptr) {
    throw InvalidState(fmt::format("the model was compiled without a loss for the output of layer '{}'", layer), "one",
                       "Give compile a loss, such as \"mse\".");
  }
  const Shape aligned = aligned_shape(target, output);
  try {
    loss_->check(aligned, output);
    for (Tracked& tracked : metrics_) {
      tracked.metric = make_metric(resolve_metric(tracked.component, aligned, output));
    }
  } catch (const InvalidArgument& error) {
    throw InvalidArgument(fmt::format("the output of layer '{}' has the shape {} and the targets {}: {}", layer,
                                      to_string(output), to_string(target), error.what()));
  }
  target_ = sample_target;
  output_ = sample_output;
  resolved_ = true;
}

// How much each row counts in the mean over the batch.
std::span<float> CompiledOutput::weigh(const Answer& answer, ConstView output) {
  const Index rows = output.rows();
  if (scale_.empty() || scale_.size() < rows) {
    per_row_ = Tensor({rows});
    scale_ = Tensor({rows});
  }
  const std::span<float> scale = scale_.values().first(static_cast<std::size_t>(rows));
  std::fill(scale.begin(), scale.end(), 1.0F / static_cast<float>(rows));
  const std::span<const float> mask = row_mask(answer.mask, output);
  weigh_rows(scale, answer.weights, mask);
  if (!mask.empty()) {
    // a masked row counts nothing and the others make up for it
    double valid = 0;
    for (const float m : mask) valid += m;
    const float factor = valid == 0 ? 0.0F : static_cast<float>(static_cast<double>(rows) / valid);
    for (float& s : scale) s *= factor;
  }
  return scale;
}

double CompiledOutput::gather(const Answer& answer, ConstView output) {
  const std::span<float> scale = weigh(answer, output);
  const std::span<float> per_row = per_row_.values().first(scale.size());
  loss_->per_sample(aligned_target(answer.target, output), output, per_row);
  double loss = 0;
  for (std::size_t r = 0; r < scale.size(); ++r) {
    loss += static_cast<double>(per_row[r]) * static_cast<double>(scale[r]);
  }
  loss *= answer.share;
  loss_sum_ += loss * static_cast<double>(output.shape[0]);
  update_metrics(answer, output);
  return loss;
}

void CompiledOutput::update_metrics(const Answer& answer, ConstView output) {
  const std::span<const float> mask = row_mask(answer.mask, output);
  for (Tracked& tracked : metrics_) {
    const std::span<const float> own = tracked.weighted ? answer.weights : std::span<const float>{};
    const std::span<const float> seen = tracked.metric->heeds_mask() ? mask : std::span<const float>{};
    std::span<float> rows;
    if (!own.empty() || !seen.empty() || answer.share != 1) {
      rows = per_row_.values().first(static_cast<std::size_t>(output.rows()));
      std::ranges::fill(rows, static_cast<float>(answer.share));
      weigh_rows(rows, own, seen);
    }
    tracked.metric->update(aligned_target(answer.target, output), output, rows);
  }
}

void CompiledOutput::give_gradient(const Answer& answer, ConstView output, View gradient) {
  const std::span<float> scale = weigh(answer, output);
  if (const auto factor = static_cast<float>(loss_weight_ * answer.share); factor != 1.0F) {
    for (float& s : scale) s *= factor;
  }
  loss_->gradient(aligned_target(answer.target, output), output, scale, gradient);
}

void CompiledOutput::add_gradient(const Answer& answer, ConstView output, View gradient) {
  if (added_.empty() || added_.size() < output.size()) added_ = Tensor(output.shape);
  const View added{added_.data(), output.shape};
  give_gradient(answer, output, added);
  kernels::axpy(1.0F, added.values(), gradient.values());
}

void CompiledOutput::reset() {
  loss_sum_ = 0;
  for (Tracked& tracked : metrics_) {
    if (tracked.metric) tracked.metric->reset();
  }
}

std::vector<std::pair<std::string, double>> CompiledOutput::results(double samples) const {
  std::vector<std::pair<std::string, double>> items;
  if (!prefix_.empty()) items.emplace_back(prefix_ + "loss", samples == 0 ? 0.0 : loss_sum_ / samples);
  for (const Tracked& tracked : metrics_) {
    if (tracked.metric == nullptr) continue;
    const std::vector<double> results = tracked.metric->results();
    for (std::size_t i = 0; i < results.size(); ++i) {
      items.emplace_back(results.size() == 1 ? tracked.name : fmt::format("{}[{}]", tracked.name, i), results[i]);
    }
  }
  return items;
}

Json CompiledOutput::gathered() const {
  Json metrics = Json::array();
  for (const Tracked& tracked : metrics_) {
    Json& numbers = metrics.emplace_back(Json::array());
    for (const double number : tracked.metric->state()) numbers.push_back(exact_json(number));
  }
  return {{"loss", exact_json(loss_sum_)}, {"metrics", std::move(metrics)}};
}

void CompiledOutput::restore_gathered(const Json& gathered) {
  const Json& metrics = gathered.at("metrics");
  if (metrics.size() != metrics_.size()) {
    throw BadData(fmt::format("the checkpoint holds {} metrics", metrics.size()), fmt::format("{}", metrics_.size()));
  }
  loss_sum_ = exact_number(gathered.at("loss"));
  for (std::size_t k = 0; k < metrics_.size(); ++k) {
    std::vector<double> state;
    for (const Json& number : metrics[k]) state.push_back(exact_number(number));
    metrics_[k].metric->restore(state);
  }
}

}  // namespace vernier::nn
