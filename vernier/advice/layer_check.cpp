#include "vernier/advice/layer_check.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "vernier/advice/short_training.hpp"
#include "vernier/base/rng.hpp"
#include "vernier/nn/graph.hpp"
#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/probe.hpp"

namespace vernier::advice {
namespace {

/// The function whose values a layer gives; none of a recurrent cell, which multiplies it by a gate.
std::string activation_of(const Component& layer) {
  if (layer.name == "relu") return layer.options.value("negative_slope", 0.0) == 0 ? "relu" : "leaky_relu";
  const OptionSpec* spec = nn::layers().get(layer.name).options.find("activation");
  if (spec == nullptr || layer.name == "lstm" || layer.name == "gru") return {};
  return component_from_json(layer.options.value("activation", spec->fallback), "activation").name;
}

double variance_of(std::span<const float> values) {
  double sum = 0;
  double squares = 0;
  for (const float value : values) {
    sum += static_cast<double>(value);
    squares += static_cast<double>(value) * static_cast<double>(value);
  }
  const auto n = static_cast<double>(values.size());
  const double mean = sum / n;
  return std::isfinite(squares) ? std::max(squares / n - mean * mean, 0.0) : squares;
}

double dead_share(ConstView output) {
  const auto units = static_cast<std::size_t>(output.columns());
  std::vector<bool> alive(units);
  const auto values = output.values();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] != 0) alive[i % units] = true;
  }
  return 1 - static_cast<double>(std::count(alive.begin(), alive.end(), true)) / static_cast<double>(units);
}

double saturated_share(ConstView output, float low, float high) {
  const float margin = (high - low) / 20;
  const auto values = output.values();
  const auto beyond = std::count_if(values.begin(), values.end(),
                                    [&](float value) { return value < low + margin || value > high - margin; });
  return static_cast<double>(beyond) / static_cast<double>(values.size());
}

std::string layer_of(const nn::VariableRange& variable) { return variable.name.substr(0, variable.name.find('/')); }

class LayerMeasurement {
 public:
  LayerMeasurement(tune::PreparedTraining& training, Index rows, Rng rng)
      : training_(training), probe_(training.model) {
    std::vector<Index> order(static_cast<std::size_t>(training.x.samples()));
    std::iota(order.begin(), order.end(), Index{0});
    rng.shuffle(std::span<Index>(order));
    order.resize(std::min(order.size(), static_cast<std::size_t>(rows)));
    sample_ = training.x.gather(order, x_);
    targets_ = nn::Targets(training.y).gather(order, y_);
  }

  /// Takes two steps on the sample.
  std::vector<LayerState> take() {
    std::map<std::string, double> gradients;
    probe_.differentiate(sample_, targets_, {}, 0);
    const std::vector<double> squares = probe_.gradient_squares();
    for (std::size_t k = 0; k < squares.size(); ++k) {
      const nn::VariableRange& variable = probe_.variables()[k];
      if (variable.shape.rank() > 1) gradients[layer_of(variable)] += squares[k];
    }
    std::vector<LayerState> states = outputs();
    const std::map<std::string, double> ratios = update_ratios();
    for (LayerState& state : states) {
      if (const auto found = gradients.find(state.name); found != gradients.end()) {
        state.gradient = std::sqrt(found->second);
      }
      if (const auto found = ratios.find(state.name); found != ratios.end()) state.update_ratio = found->second;
    }
    return states;
  }

 private:
  std::vector<LayerState> outputs() {
    probe_.forward(sample_);
    const nn::Graph& graph = std::as_const(training_.model).graph();
    std::vector<LayerState> states;
    std::set<std::size_t> seen;
    for (std::size_t node = 0; node < graph.nodes().size(); ++node) {
      const nn::Node& call = graph.nodes()[node];
      if (call.inputs.empty() || !seen.insert(call.layer).second) continue;
      const ConstView output = probe_.output_of(node);
      LayerState state{.name = graph.layers()[call.layer]->name(),
                       .activation = activation_of(graph.component(call.layer))};
      state.variance = variance_of(output.values());
      if (std::ranges::count(graph.outputs(), node) == 0) {
        if (state.activation == "relu") state.dead = dead_share(output);
        if (state.activation == "sigmoid") state.saturated = saturated_share(output, 0, 1);
        if (state.activation == "tanh") state.saturated = saturated_share(output, -1, 1);
      }
      states.push_back(std::move(state));
    }
    return states;
  }

  std::map<std::string, double> update_ratios() {
    training_.model.train_on_batch(sample_, targets_);  // after this the weights are those that train, not an average
    const std::vector<float> before(probe_.weights().begin(), probe_.weights().end());
    training_.model.train_on_batch(sample_, targets_);
    const std::span<const float> after = probe_.weights();
    std::map<std::string, std::pair<double, double>> squares;  // of the step and of the weights
    for (const nn::VariableRange& variable : probe_.variables()) {
      auto& [step, weights] = squares[layer_of(variable)];
      for (std::size_t i = variable.begin; i < variable.begin + variable.size; ++i) {
        step += std::pow(static_cast<double>(after[i]) - static_cast<double>(before[i]), 2);
        weights += std::pow(static_cast<double>(before[i]), 2);
      }
    }
    std::map<std::string, double> ratios;
    for (const auto& [name, both] : squares) {
      if (both.second > 0) ratios[name] = std::sqrt(both.first / both.second);
    }
    return ratios;
  }

  tune::PreparedTraining& training_;
  nn::Probe probe_;
  std::array<Tensor, nn::Inputs::max_count> x_;
  std::array<Tensor, nn::Inputs::max_count> y_;
  nn::Inputs sample_;
  nn::Targets targets_;
};

Json states_to_json(const std::vector<LayerState>& states) {
  const auto number = [](const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); };
  Json list = Json::array();
  for (const LayerState& state : states) {
    list.push_back({{"layer", state.name},
                    {"activation", state.activation},
                    {"dead", number(state.dead)},
                    {"saturated", number(state.saturated)},
                    {"variance", state.variance},
                    {"gradient", number(state.gradient)},
                    {"update_ratio", number(state.update_ratio)}});
  }
  return list;
}

}  // namespace

LayerCheck check_layers(const tune::TrainingTask& task, const Configuration& configuration, std::uint64_t seed,
                        const LayerCheckOptions& options, std::stop_token stop) {
  tune::PreparedTraining training = task.prepare(configuration, Rng(seed).split("layers").next64());
  LayerMeasurement measurement(training, options.rows, Rng(seed).split("layer rows"));
  LayerCheck check;
  check.at_start = measurement.take();
  const Index batch = training.options.batch_size;
  const std::int64_t steps = std::min<std::int64_t>(options.steps, (training.x.samples() + batch - 1) / batch);
  train_steps(
      training, steps,
      [&](nn::Model&, std::int64_t step, double loss) {
        check.steps = step;
        check.diverged = !std::isfinite(loss);
        return check.diverged;
      },
      std::move(stop));
  if (!check.diverged) check.after = measurement.take();
  return check;
}

Json LayerCheck::to_json() const {
  Json found = Json::array();
  for (const Finding& finding : findings()) found.push_back(finding.to_json());
  return {{"at_start", states_to_json(at_start)},
          {"after", states_to_json(after)},
          {"steps", steps},
          {"diverged", diverged},
          {"findings", found}};
}

}  // namespace vernier::advice
