#include "vernier/nn/model.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/nn/batches.hpp"
#include "vernier/nn/executor.hpp"
#include "vernier/nn/graph.hpp"
#include "vernier/nn/layers/input.hpp"
#include "vernier/nn/training.hpp"
#include "vernier/tensor/denormals.hpp"

namespace vernier::nn {

Model::Model(ModelOptions options)
    : graph_(std::make_unique<Graph>(options.seed, std::move(options.name))),
      executor_(std::make_unique<Executor>(*graph_)) {}
Model::Model(Model&&) noexcept = default;
Model& Model::operator=(Model&&) noexcept = default;
Model::~Model() = default;

Model::NodeId Model::input(const Shape& shape, std::string name) {
  InputOptions options{.name = std::move(name)};
  return call(Input({shape.extents().begin(), shape.extents().end()}, options), {});
}
Model::LayerId Model::add_layer(const Component& layer) { return graph_->add_layer(layer); }
Model::NodeId Model::call(LayerId layer, std::span<const NodeId> inputs) { return graph_->call(layer, inputs); }
Model::NodeId Model::call(const Component& layer, std::initializer_list<NodeId> inputs) {
  return graph_->call(graph_->add_layer(layer), std::span<const NodeId>(inputs.begin(), inputs.size()));
}
void Model::set_outputs(std::span<const NodeId> nodes) { graph_->set_outputs(nodes); }
std::span<const Model::NodeId> Model::outputs() const { return graph_->outputs(); }

Json Model::to_config() const { return graph_->to_config(); }

void Model::build(std::span<const Shape> inputs) { graph_->build(inputs); }
bool Model::built() const { return graph_->built(); }
const std::string& Model::name() const { return graph_->name(); }
std::uint64_t Model::seed() const { return graph_->seed(); }
const Graph& Model::graph() const {
  if (!built()) graph_->build({});
  rest();
  return *graph_;
}
std::span<const std::unique_ptr<Layer>> Model::layers() const { return graph_->layers(); }

Layer& Model::layer(std::string_view name) {
  std::vector<std::string> names;
  for (const auto& layer : graph_->layers()) {
    if (layer->name() == name) return *layer;
    names.push_back(layer->name());
  }
  throw NotFound(fmt::format("the model has no layer '{}'", name), {}, suggest(name, names));
}

std::vector<std::string> Model::input_names() const {
  std::vector<std::string> names;
  for (const std::size_t node : graph_->inputs())
    names.push_back(graph_->layers()[graph_->nodes()[node].layer]->name());
  return names;
}

const Shape& Model::input_shape(std::size_t input) const {
  if (input >= graph_->inputs().size()) throw InvalidArgument(fmt::format("the model has no input {}", input));
  const Node& node = graph_->nodes()[graph_->inputs()[input]];
  if (!node.known) throw InvalidState("the shape of the model's input is not known", "a built model");
  return node.shape;
}

const Shape& Model::output_shape(std::size_t output) const {
  if (output >= std::max<std::size_t>(graph_->outputs().size(), 1)) {
    throw InvalidArgument(fmt::format("the model has no output {}", output));
  }
  if (graph_->nodes().empty() || !graph_->nodes()[graph_->outputs()[output]].known) {
    throw InvalidState("the shape of the model's output is not known", "a built model");
  }
  return graph_->nodes()[graph_->outputs()[output]].shape;
}

std::vector<std::string> Model::output_names() const {
  std::vector<std::string> names;
  for (const std::size_t node : graph_->outputs()) {
    names.push_back(graph_->layers()[graph_->nodes()[node].layer]->name());
  }
  return names;
}

Index Model::parameter_count() const {
  Index count = 0;
  for (const auto& layer : graph_->layers()) {
    for (const Weight& weight : layer->weights()) count += weight.shape.size();
  }
  return count;
}

std::vector<Tensor> Model::get_weights() const {
  std::vector<Tensor> weights;
  if (!built()) graph_->build({});
  rest();
  for (const auto& layer : graph_->layers()) {
    for (const Weight& weight : layer->weights()) weights.emplace_back(weight.shape, weight.value.values());
  }
  return weights;
}

void Model::set_weights(std::span<const Tensor> weights) {
  if (!built()) graph_->build({});
  std::vector<std::pair<std::string, Weight*>> own;
  for (const auto& layer : graph_->layers()) {
    for (Weight& weight : layer->weights()) own.emplace_back(layer->name() + "/" + weight.name, &weight);
  }
  if (own.size() != weights.size()) {
    throw InvalidArgument(fmt::format("{} arrays of weights", weights.size()), fmt::format("{}", own.size()));
  }
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (own[i].second->shape != weights[i].shape()) {
      throw InvalidArgument(
          fmt::format("weight '{}' is given the shape {}", own[i].first, to_string(weights[i].shape())),
          to_string(own[i].second->shape));
    }
  }
  for (std::size_t i = 0; i < own.size(); ++i) {
    std::copy_n(weights[i].data(), weights[i].size(), own[i].second->value.data);
  }
  if (training_) training_->adopt(*graph_);
}

void Model::require_built_for(const Inputs& x) {
  (void)x.samples();
  if (built()) return;
  std::vector<Shape> shapes;
  for (const ConstView& view : x.views()) {
    const Shape sample = view.shape.without_front();
    shapes.push_back(sample.rank() == 0 ? Shape{1} : sample);
  }
  graph_->build(shapes);
}

void Model::adapt(const Inputs& x) {
  require_built_for(x);
  for (std::size_t i = 0; i < graph_->nodes().size(); ++i) {
    const Node& node = graph_->nodes()[i];
    Layer& layer = *graph_->layers()[node.layer];
    if (!layer.adapts() || node.needs_gradient) continue;
    // in one batch: statistics of everything that reaches the layer; buffers of that size are not kept
    Executor whole(*graph_);
    whole.forward(x, false, Rng());
    layer.adapt(whole.output_of(node.inputs[0]));
  }
}

void Model::compile(const CompileOptions& options) {
  rest();
  training_ = std::make_unique<Training>(options, output_names());
  graph_->renew();
  graph_->set_mixed_bfloat16(options.dtype_policy == "mixed_bfloat16");
}

void Model::rest() const {
  if (training_) training_->rest(*graph_);
}
const CompileOptions& Model::compile_options() const {
  require_compiled("compile_options");
  return training_->options();
}
bool Model::compiled() const { return training_ != nullptr; }

void Model::require_compiled(std::string_view call) const {
  if (training_ == nullptr) {
    throw InvalidState(fmt::format("{} before compile", call), "a compiled model", "Call compile first.");
  }
}

Optimizer& Model::optimizer() {
  require_compiled("optimizer");
  return training_->optimizer();
}

std::vector<std::string> Model::metrics_names() const {
  require_compiled("metrics_names");
  return training_->names();
}

Logs Model::evaluate(const Inputs& x, const Targets& y, const EvaluateOptions& options) {
  require_compiled("evaluate");
  require_built_for(x);
  check_targets(x, y, options.sample_weight, options.batch_size);
  training_->resolve(*graph_, y);
  training_->prepare(*graph_);
  training_->reset();
  ArrayBatches batches(x, y, options.sample_weight, options.batch_size);
  BatchBuffers buffers;
  for (Index b = 0; b < batches.count() && !options.stop.stop_requested(); ++b) {
    training_->test(*graph_, *executor_, batches.get(b, buffers));
  }
  Logs logs;
  training_->write(logs, "");
  return logs;
}

Tensor Model::predict(const Inputs& x, Index batch_size) {
  if (graph_->outputs().size() > 1) {
    throw InvalidState(fmt::format("predict of a model of {} outputs", graph_->outputs().size()), "one output",
                       "Call predict_outputs.");
  }
  return std::move(predict_outputs(x, batch_size)[0]);
}

std::vector<Tensor> Model::predict_outputs(const Inputs& x, Index batch_size) {
  require_built_for(x);
  rest();
  const Index samples = x.samples();
  if (batch_size < 1) throw InvalidArgument(fmt::format("a batch size of {}", batch_size), "at least 1");
  const FlushDenormals flush;
  std::vector<Tensor> results;
  for (std::size_t k = 0; k < graph_->outputs().size(); ++k) {
    results.emplace_back(output_shape(k).with_front(samples));
  }
  for (Index first = 0; first < samples; first += batch_size) {
    const Index last = std::min(first + batch_size, samples);
    executor_->forward(x.slice(first, last), false, Rng());
    for (std::size_t k = 0; k < results.size(); ++k) {
      std::ranges::copy(executor_->output(k).values(), results[k].slice(first, last).data);
    }
  }
  return results;
}

double Model::train_on_batch(const Inputs& x, const Targets& y, std::span<const float> sample_weight) {
  require_compiled("train_on_batch");
  require_built_for(x);
  check_targets(x, y, sample_weight, 1);
  training_->resolve(*graph_, y);
  training_->prepare(*graph_);
  return training_->train(*graph_, *executor_, {x, y, sample_weight}, Rng(seed()).split("step"));
}

void Model::check_targets(const Inputs& x, const Targets& y, std::span<const float> weights, Index batch_size) const {
  const Index samples = x.samples();
  if (batch_size < 1) throw InvalidArgument(fmt::format("a batch size of {}", batch_size), "at least 1");
  if (samples == 0) throw InvalidArgument("there are no samples", "at least one");
  if (y.views().size() != graph_->outputs().size()) {
    throw InvalidArgument(
        fmt::format("{} arrays of targets for {} outputs", y.views().size(), graph_->outputs().size()),
        "one array for each output");
  }
  for (const ConstView& target : y.views()) {
    if (target.shape.rank() > 0 && target.shape[0] == samples) continue;
    throw InvalidArgument(fmt::format("{} samples and targets of shape {}", samples, to_string(target.shape)),
                          "one target a sample");
  }
  if (!weights.empty() && static_cast<Index>(weights.size()) != samples) {
    throw InvalidArgument(fmt::format("{} sample weights for {} samples", weights.size(), samples),
                          "one number a sample");
  }
}

Json& Model::metadata() { return metadata_; }
const Json& Model::metadata() const { return metadata_; }

}  // namespace vernier::nn
