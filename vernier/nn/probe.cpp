#include "vernier/nn/probe.hpp"

#include <algorithm>

#include "vernier/nn/executor.hpp"
#include "vernier/nn/graph.hpp"
#include "vernier/nn/training.hpp"
#include "vernier/tensor/denormals.hpp"
#include "vernier/tensor/optimizer_kernels.hpp"

namespace vernier::nn {

Probe::Probe(Model& model)
    : model_(model),
      training_(std::make_unique<Training>(model.compile_options(), model.output_names())),
      executor_(std::make_unique<Executor>(*model.graph_)) {}
Probe::~Probe() = default;

void Probe::forward(const Inputs& x) {
  const FlushDenormals flush;
  executor_->forward(x, false, Rng());
}

ConstView Probe::output_of(Model::NodeId node) const { return executor_->output_of(node); }

double Probe::differentiate(const Inputs& x, const Targets& y, std::span<const float> sample_weight,
                            std::uint64_t draw) {
  const FlushDenormals flush;
  Graph& graph = *model_.graph_;
  const std::span<float> states = graph.states();
  states_.assign(states.begin(), states.end());
  training_->prepare(graph);
  training_->resolve(graph, y);
  const double loss =
      training_->differentiate(graph, *executor_, {x, y, sample_weight}, Rng(model_.seed()).split("probe").split(draw));
  std::ranges::copy(states_, states.begin());
  return loss;
}

std::span<const VariableRange> Probe::variables() const { return model_.graph_->variables(); }

std::vector<double> Probe::gradient_squares() const {
  std::vector<double> squares;
  for (const VariableRange& variable : variables()) {
    const std::span<const float> gradient = variable.rows == nullptr
                                                ? model_.graph_->gradients().subspan(variable.begin, variable.size)
                                                : variable.rows->values();
    squares.push_back(kernels::sum_of_squares(gradient));
  }
  return squares;
}

std::span<const float> Probe::weights() const { return model_.graph_->values(); }

}  // namespace vernier::nn
