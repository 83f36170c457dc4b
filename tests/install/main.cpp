// Built against an installed tree. Registers a sampler and a layer at run time, then tunes a network made with both.
#include <cstdio>
#include <memory>

#include "vernier/nn/layers/dense.hpp"
#include "vernier/nn/layers/input.hpp"
#include "vernier/nn/optimizers/adam.hpp"
#include "vernier/nn/sequential.hpp"
#include "vernier/samplers/sampler.hpp"
#include "vernier/study/study.hpp"

namespace {

class MiddleSampler : public vernier::Sampler {
 public:
  std::optional<vernier::Proposal> propose(const vernier::History& history, vernier::Rng) override {
    const std::vector<double> middle(history.space->size(), 0.5);
    return vernier::Proposal{history.space->from_unit(middle), std::nullopt};
  }
  std::string describe(const vernier::History&) const override { return "middle: the centre of the space"; }
};

class DoublingLayer : public vernier::nn::Layer {
 public:
  vernier::Shape build(std::span<const vernier::Shape> inputs) override { return inputs[0]; }
  void forward(vernier::nn::Context& context) const override {
    const auto x = context.inputs[0].value.values();
    for (std::size_t i = 0; i < x.size(); ++i) context.output.data[i] = 2 * x[i];
  }
  void backward(vernier::nn::Context& context) const override {
    const auto dy = context.output_gradient.values();
    if (context.inputs[0].gradient.data == nullptr) return;
    for (std::size_t i = 0; i < dy.size(); ++i) context.inputs[0].gradient.data[i] = 2 * dy[i];
  }
};

}  // namespace

int main() {
  vernier::samplers().add({.name = "middle",
                           .summary = "the centre of the space",
                           .cites = "none",
                           .options = vernier::option_table<vernier::NoOptions>(),
                           .make = &vernier::make_with<vernier::Sampler, MiddleSampler, vernier::NoOptions>});
  vernier::nn::layers().add({.name = "doubling",
                             .summary = "twice its input",
                             .cites = "none",
                             .options = vernier::option_table<vernier::NoOptions>(),
                             .make = &vernier::make_with<vernier::nn::Layer, DoublingLayer, vernier::NoOptions>});

  vernier::Tensor x(vernier::Shape{64, 4});
  vernier::Tensor y(vernier::Shape{64, 1});
  vernier::Rng rng(1);
  for (float& value : x.values()) value = static_cast<float>(rng.normal());
  for (vernier::Index row = 0; row < 64; ++row) y.data()[row] = x.data()[4 * row] > 0 ? 1.0F : 0.0F;

  vernier::SearchSpace space;
  space.add("units", vernier::Distribution::integer(4, 12));
  auto study = vernier::Study::open("memory://", {.name = "outside", .space = space, .sampler = "middle"});
  study.optimize(
      [&](vernier::Trial& trial) {
        vernier::nn::Sequential model;
        model.add(vernier::nn::Input({4}))
            .add("doubling")
            .add(vernier::nn::Dense(trial.suggest_int("units", 4, 12), {.activation = "relu"}))
            .add(vernier::nn::Dense(1, {.activation = "sigmoid"}));
        model.compile({.optimizer = vernier::nn::Adam(), .loss = "binary_crossentropy", .metrics = {"accuracy"}});
        return model.fit(x, y, {.epochs = 3}).last("loss");
      },
      {.n_trials = 2});
  const auto trials = study.trials();
  if (trials.size() != 2 || trials[0].state != vernier::TrialState::complete) {
    std::puts("the outside project's study did not complete its trials");
    return 1;
  }
  std::puts("the outside project tuned a network with a sampler and a layer of its own");
  return 0;
}
