#include "vernier/advice/subject.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "vernier/base/component.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/nn/graph.hpp"

namespace vernier::advice {
namespace {

Component optimizer_component(const Json& compile) {
  return component_from_json(compile.value("optimizer", Json("rmsprop")), "compile.optimizer");
}

double middle_of(const Parameter& parameter) {
  if (parameter.prior) return parameter.distribution.to_unit(parameter.prior->value);
  return parameter.distribution.kind() == Distribution::Kind::categorical ? 0 : 0.5;
}

Json with_rate(const Json& optimizer, double rate) {
  Component part = component_from_json(optimizer, "compile.optimizer");
  if (part.options.contains("optimizer")) {
    part.options["optimizer"] = with_rate(part.options["optimizer"], rate);
  } else {
    part.options["learning_rate"] = rate;
    part.options.erase("use_ema");
    part.options.erase("ema_momentum");
    part.options.erase("ema_overwrite_frequency");
  }
  return to_json(part);
}

Index places_of(const Shape& shape) { return shape.rank() < 2 ? 1 : shape.size() / std::max<Index>(shape.back(), 1); }

}  // namespace

std::vector<double> typical_point(const SearchSpace& space) {
  std::vector<double> point;
  for (const Parameter& parameter : space.parameters()) point.push_back(middle_of(parameter));
  return point;
}

ParamMap typical_params(const SearchSpace& space) {
  ParamMap params = space.from_unit(typical_point(space));
  if (space.feasible(params)) return params;
  Rng rng = Rng(0).split("typical");
  if (auto drawn = space.sample(rng)) return *std::move(drawn);
  throw InvalidArgument("no configuration satisfies the constraints", "a space that can be drawn from");
}

std::string optimizer_of(const Configuration& configuration) {
  Component part = optimizer_component(configuration.compile);
  while (part.options.contains("optimizer")) part = component_from_json(part.options["optimizer"], "compile.optimizer");
  return part.name;
}

Configuration with_learning_rate(Configuration configuration, double rate) {
  configuration.compile["optimizer"] = with_rate(to_json(optimizer_component(configuration.compile)), rate);
  return configuration;
}

Index batch_size_of(const Configuration& configuration) {
  return configuration.fit.value("batch_size", nn::FitOptions{}.batch_size);
}

Configuration with_batch_size(Configuration configuration, Index batch_size) {
  configuration.fit["batch_size"] = batch_size;
  return configuration;
}

RateRule rate_rule(const std::string& optimizer) {
  return optimizer == "sgd" ? RateRule::linear : RateRule::square_root;
}

double scaled_rate(double rate, Index from_batch, Index to_batch, RateRule rule) {
  const double ratio = static_cast<double>(to_batch) / static_cast<double>(from_batch);
  return rate * (rule == RateRule::linear ? ratio : std::sqrt(ratio));
}

double expected_step_seconds(const nn::Model& model, Index batch_size) {
  constexpr double overhead = 4e-5;
  constexpr double products_per_second = 1e10;
  constexpr double passes = 3;  // forward, and backward to inputs and to weights
  const nn::Graph& graph = model.graph();
  double products = 0;
  for (const nn::Node& node : graph.nodes()) {
    if (node.inputs.empty() || graph.component(node.layer).name == "embedding") continue;
    const Index places = std::max(places_of(node.shape), places_of(graph.nodes()[node.inputs[0]].shape));
    double weights = 0;
    for (const nn::Weight& weight : graph.layers()[node.layer]->weights()) {
      if (weight.shape.rank() > 1) weights += static_cast<double>(weight.shape.size());
    }
    products += weights * static_cast<double>(places) + 20.0 * static_cast<double>(node.shape.size());
  }
  return overhead + passes * products * static_cast<double>(batch_size) / products_per_second;
}

}  // namespace vernier::advice
