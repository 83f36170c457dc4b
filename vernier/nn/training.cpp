#include "vernier/nn/training.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/tensor/denormals.hpp"

namespace vernier::nn {
namespace {

void check_output_names(const CompileOptions& options, std::span<const std::string> names) {
  for (const auto& [name, output] : options.outputs) {
    if (std::ranges::find(names, name) != names.end()) continue;
    throw InvalidArgument(fmt::format("compile is told of an output '{}'", name), "the name of an output's layer",
                          suggest(name, names));
  }
  for (std::size_t k = 0; k < names.size(); ++k) {
    if (std::ranges::count(names, names[k]) == 1) continue;
    throw InvalidArgument(fmt::format("two outputs are named '{}'", names[k]), "the outputs of different layers");
  }
  if (names.size() > 1 && !(options.metrics.empty() && options.weighted_metrics.empty())) {
    throw InvalidArgument(fmt::format("metrics for a model of {} outputs", names.size()), "the metrics of each output",
                          fmt::format("Say outputs: {{{}: {{metrics: [...]}}}}.", names[0]));
  }
}

CompiledOutput::Answer answer(const Executor& executor, const Batch& batch, std::size_t k) {
  return {batch.y.views()[k], executor.output_mask(k), batch.weights, batch.share};
}

CompiledOutput::Answer other_answer(const Executor& executor, const Batch& batch, std::size_t k) {
  return {batch.other_y.views()[k], executor.output_mask(k), batch.other_weights, 1 - batch.share};
}

}  // namespace

OutputOptions CompileOptions::of_output(const std::string& name) const {
  const auto own = outputs.find(name);
  OutputOptions output = own == outputs.end() ? OutputOptions() : own->second;
  if (output.loss.empty()) output.loss = loss;
  if (output.metrics.empty()) output.metrics = metrics;
  if (output.weighted_metrics.empty()) output.weighted_metrics = weighted_metrics;
  return output;
}

Training::Training(CompileOptions options, std::span<const std::string> outputs)
    : options_(std::move(options)), optimizer_(make_optimizer(options_.optimizer)) {
  check_output_names(options_, outputs);
  if (outputs.empty()) outputs_.emplace_back(options_.of_output(""), "");  // the layers are to come
  for (const std::string& name : outputs) {
    outputs_.emplace_back(options_.of_output(name), outputs.size() == 1 ? "" : name);
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

void Training::resolve(const Graph& graph, const Targets& y) {
  if (graph.outputs().size() != outputs_.size()) {
    throw InvalidState(
        fmt::format("the model has {} outputs and was compiled for {}", graph.outputs().size(), outputs_.size()),
        "the outputs at compile", "Call compile again.");
  }
  for (std::size_t k = 0; k < outputs_.size(); ++k) {
    const Node& node = graph.nodes()[graph.outputs()[k]];
    const Shape& target = y.views()[k].shape;
    outputs_[k].resolve(graph.layers()[node.layer]->name(), target, node.shape.with_front(target[0]));
  }
}

double Training::evaluate(const Graph& graph, const Executor& executor, const Batch& batch) {
  double loss = 0;
  for (std::size_t k = 0; k < outputs_.size(); ++k) {
    double own = outputs_[k].gather(answer(executor, batch, k), executor.output(k));
    if (batch.share != 1) own += outputs_[k].gather(other_answer(executor, batch, k), executor.output(k));
    loss += outputs_[k].loss_weight() * own;
  }
  if (penalised_) loss += graph.penalty();
  loss += executor.added_loss();
  const auto samples = static_cast<double>(batch.x.samples());
  loss_sum_ += loss * samples;
  samples_ += samples;
  return loss;
}

void Training::rest(Graph& graph) {
  if (layout_ == graph.layout()) optimizer_->swap_to_eval(graph.values());
}

void Training::adopt(Graph& graph) {
  if (layout_ == graph.layout()) optimizer_->adopt(graph.values());
}

void Training::finish(Graph& graph) { optimizer_->finish(graph.values()); }

bool Training::backpropagate(Graph& graph, Executor& executor, const Batch& batch) {
  bool learns = false;
  for (std::size_t k = 0; k < outputs_.size(); ++k) {
    const View gradient = executor.output_gradient(k);
    if (gradient.data == nullptr) continue;
    outputs_[k].give_gradient(answer(executor, batch, k), executor.output(k), gradient);
    if (batch.share != 1) outputs_[k].add_gradient(other_answer(executor, batch, k), executor.output(k), gradient);
    learns = true;
  }
  if (!learns) return false;
  executor.backward();
  if (penalised_) graph.add_penalty_gradients();
  return true;
}

double Training::train(Graph& graph, Executor& executor, const Batch& batch, const Rng& stream) {
  const FlushDenormals flush;
  optimizer_->swap_to_train(graph.values());
  const Rng step = stream.split(static_cast<std::uint64_t>(optimizer_->iterations()));
  executor.forward(batch.x, true, step);
  const double loss = evaluate(graph, executor, batch);
  if (backpropagate(graph, executor, batch)) {
    if (const double radius = optimizer_->sharpness_radius(); radius > 0.0) {
      sharpness_.climb(graph, radius);
      executor.forward(batch.x, true, step);
      backpropagate(graph, executor, batch);
      sharpness_.descend(graph);
    }
    optimizer_->apply(graph.values(), graph.gradients());
  }
  return loss;
}

double Training::differentiate(Graph& graph, Executor& executor, const Batch& batch, const Rng& stream) {
  executor.forward(batch.x, true, stream);
  const double loss = evaluate(graph, executor, batch);
  backpropagate(graph, executor, batch);
  return loss;
}

void Training::test(Graph& graph, Executor& executor, const Batch& batch) {
  const FlushDenormals flush;
  rest(graph);
  executor.forward(batch.x, false, Rng());
  evaluate(graph, executor, batch);
}

void Training::reset() {
  loss_sum_ = 0;
  samples_ = 0;
  for (CompiledOutput& output : outputs_) output.reset();
}

Json Training::gathered() const {
  Json outputs = Json::array();
  for (const CompiledOutput& output : outputs_) outputs.push_back(output.gathered());
  return {{"loss", exact_json(loss_sum_)}, {"samples", samples_}, {"outputs", std::move(outputs)}};
}

void Training::restore_gathered(const Json& gathered) try {
  loss_sum_ = exact_number(gathered.at("loss"));
  samples_ = gathered.at("samples").get<double>();
  for (std::size_t k = 0; k < outputs_.size(); ++k) outputs_[k].restore_gathered(gathered.at("outputs").at(k));
} catch (const Json::exception& error) {
  throw BadData(fmt::format("the checkpoint's sums of loss and metrics are malformed ({})", error.what()));
}

std::vector<std::string> Training::names() const {
  std::vector<std::string> names{"loss"};
  for (const CompiledOutput& output : outputs_) {
    for (auto& [name, value] : output.results(samples_)) names.push_back(std::move(name));
  }
  return names;
}

void Training::write(Logs& logs, const std::string& prefix) const {
  std::vector<std::pair<std::string, double>> items{{"loss", samples_ == 0 ? 0.0 : loss_sum_ / samples_}};
  for (const CompiledOutput& output : outputs_) std::ranges::copy(output.results(samples_), std::back_inserter(items));
  std::sort(items.begin(), items.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [name, value] : items) logs.set(prefix + name, value);
}

}  // namespace vernier::nn
