#include "vernier/nn/training.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "vernier/base/errors.hpp"
#include "vernier/tensor/denormals.hpp"

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

// The mask of the output, where it has one element a row.
std::span<const float> row_mask(const Executor& executor, ConstView output) {
  const ConstView mask = executor.output_mask();
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

Training::Training(CompileOptions options)
    : options_(std::move(options)), optimizer_(make_optimizer(options_.optimizer)) {
  track(options_.metrics, false);
  track(options_.weighted_metrics, true);
  if (!options_.loss.empty()) loss_ = make_loss(options_.loss);
}

void Training::track(std::span<const Component> components, bool weighted) {
  const auto taken = [&](const std::string& name) {
    return std::any_of(metrics_.begin(), metrics_.end(), [&](const Tracked& other) { return other.name == name; });
  };
  for (const Component& component : components) {
    const std::string plain = weighted && taken(component.name) ? "weighted_" + component.name : component.name;
    std::string name = plain;
    for (int i = 1; taken(name); ++i) name = fmt::format("{}_{}", plain, i);
    // families are resolved with the shapes; everything else is checked now
    const bool family = component.name == "accuracy" || component.name == "acc" || component.name == "crossentropy" ||
                        component.name == "ce";
    metrics_.push_back({name, component, weighted, family ? nullptr : make_metric(component)});
  }
}

void Training::prepare(Graph& graph) {
  if (layout_ == graph.layout()) return;
  if (layout_ != 0) optimizer_ = make_optimizer(options_.optimizer);
  optimizer_->build(graph.variables(), graph.values().size());
  layout_ = graph.layout();
  penalised_ = false;
  for (const auto& layer : graph.layers()) {
    for (const Weight& weight : layer->weights()) penalised_ = penalised_ || weight.regularizer != nullptr;
  }
}

void Training::resolve(const Graph& graph, const Shape& target, const Shape& output) {
  const Shape sample_target = target.without_front();
  const Shape sample_output = output.without_front();
  if (resolved_ && sample_target == target_ && sample_output == output_) return;
  const Shape aligned = aligned_shape(target, output);
  const std::string& layer = graph.layers()[graph.nodes()[graph.output()].layer]->name();
  if (loss_ == nullptr) {
    throw InvalidState("the model was compiled without a loss", "one", "Give compile a loss, such as \"mse\".");
  }
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

ConstView Training::aligned_target(ConstView target, ConstView output) const {
  return {target.data, aligned_shape(target.shape, output.shape)};
}

double Training::evaluate_loss(const Graph& graph, const Executor& executor, ConstView target, ConstView output,
                               std::span<const float> weights) {
  const Index rows = output.rows();
  if (per_row_.empty() || per_row_.size() < rows) {
    per_row_ = Tensor({rows});
    scale_ = Tensor({rows});
  }
  const auto count = static_cast<std::size_t>(rows);
  const std::span<float> per_row = per_row_.values().first(count);
  const std::span<float> scale = scale_.values().first(count);
  loss_->per_sample(target, output, per_row);
  std::fill(scale.begin(), scale.end(), 1.0F / static_cast<float>(rows));
  const std::span<const float> mask = row_mask(executor, output);
  weigh_rows(scale, weights, mask);
  if (!mask.empty()) {
    // a masked row counts nothing and the others make up for it
    double valid = 0;
    for (const float m : mask) valid += m;
    const float factor = valid == 0 ? 0.0F : static_cast<float>(static_cast<double>(rows) / valid);
    for (float& s : scale) s *= factor;
  }
  double loss = 0;
  for (std::size_t r = 0; r < count; ++r) loss += static_cast<double>(per_row[r]) * static_cast<double>(scale[r]);
  if (penalised_) loss += graph.penalty();
  return loss + executor.added_loss();
}

void Training::gather(const Executor& executor, ConstView target, ConstView output, std::span<const float> weights,
                      double loss) {
  const auto samples = static_cast<double>(output.shape[0]);
  loss_sum_ += loss * samples;
  samples_ += samples;
  const std::span<const float> mask = row_mask(executor, output);
  for (Tracked& tracked : metrics_) {
    const std::span<const float> own = tracked.weighted ? weights : std::span<const float>{};
    const std::span<const float> seen = tracked.metric->heeds_mask() ? mask : std::span<const float>{};
    std::span<float> rows;
    if (!own.empty() || !seen.empty()) {
      rows = per_row_.values().first(static_cast<std::size_t>(output.rows()));
      std::ranges::fill(rows, 1.0F);
      weigh_rows(rows, own, seen);
    }
    tracked.metric->update(target, output, rows);
  }
}

void Training::rest(Graph& graph) {
  if (layout_ == graph.layout()) optimizer_->swap_to_eval(graph.values());
}

void Training::adopt(Graph& graph) {
  if (layout_ == graph.layout()) optimizer_->adopt(graph.values());
}

void Training::finish(Graph& graph) { optimizer_->finish(graph.values()); }

void Training::backpropagate(Graph& graph, Executor& executor, ConstView target, ConstView output) {
  loss_->gradient(target, output, scale_.values().first(static_cast<std::size_t>(output.rows())),
                  executor.output_gradient());
  executor.backward();
  if (penalised_) graph.add_penalty_gradients();
}

double Training::train(Graph& graph, Executor& executor, const Inputs& x, ConstView y, std::span<const float> weights,
                       const Rng& stream) {
  const FlushDenormals flush;
  optimizer_->swap_to_train(graph.values());
  const Rng step = stream.split(static_cast<std::uint64_t>(optimizer_->iterations()));
  const ConstView output = executor.forward(x, true, step);
  const ConstView target = aligned_target(y, output);
  const double loss = evaluate_loss(graph, executor, target, output, weights);
  gather(executor, target, output, weights, loss);
  if (executor.output_gradient().data != nullptr) {
    backpropagate(graph, executor, target, output);
    if (const double radius = optimizer_->sharpness_radius(); radius > 0.0) {
      sharpness_.climb(graph, radius);
      backpropagate(graph, executor, target, executor.forward(x, true, step));
      sharpness_.descend(graph);
    }
    optimizer_->apply(graph.values(), graph.gradients());
  }
  return loss;
}

void Training::test(Graph& graph, Executor& executor, const Inputs& x, ConstView y, std::span<const float> weights) {
  const FlushDenormals flush;
  rest(graph);
  const ConstView output = executor.forward(x, false, Rng());
  const ConstView target = aligned_target(y, output);
  gather(executor, target, output, weights, evaluate_loss(graph, executor, target, output, weights));
}

void Training::reset() {
  loss_sum_ = 0;
  samples_ = 0;
  for (Tracked& tracked : metrics_) {
    if (tracked.metric) tracked.metric->reset();
  }
}

Json Training::gathered() const {
  Json metrics = Json::array();
  for (const Tracked& tracked : metrics_) {
    Json& numbers = metrics.emplace_back(Json::array());
    for (const double number : tracked.metric->state()) numbers.push_back(exact_json(number));
  }
  return {{"loss", {exact_json(loss_sum_), exact_json(samples_)}}, {"metrics", std::move(metrics)}};
}

void Training::restore_gathered(const Json& gathered) try {
  const Json& metrics = gathered.at("metrics");
  if (metrics.size() != metrics_.size()) {
    throw BadData(fmt::format("the checkpoint holds {} metrics", metrics.size()), fmt::format("{}", metrics_.size()));
  }
  loss_sum_ = exact_number(gathered.at("loss").at(0));
  samples_ = exact_number(gathered.at("loss").at(1));
  for (std::size_t k = 0; k < metrics_.size(); ++k) {
    std::vector<double> state;
    for (const Json& number : metrics[k]) state.push_back(exact_number(number));
    metrics_[k].metric->restore(state);
  }
} catch (const Json::exception& error) {
  throw BadData(fmt::format("the checkpoint's sums of loss and metrics are malformed ({})", error.what()));
}

void Training::write(Logs& logs, const std::string& prefix) const {
  std::vector<std::pair<std::string, double>> items{{"loss", samples_ == 0 ? 0.0 : loss_sum_ / samples_}};
  for (const Tracked& tracked : metrics_) {
    if (tracked.metric == nullptr) continue;
    const std::vector<double> results = tracked.metric->results();
    for (std::size_t i = 0; i < results.size(); ++i) {
      items.emplace_back(results.size() == 1 ? tracked.name : fmt::format("{}[{}]", tracked.name, i), results[i]);
    }
  }
  std::sort(items.begin(), items.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [name, value] : items) logs.set(prefix + name, value);
}

}  // namespace vernier::nn
