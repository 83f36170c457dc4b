#include "vernier/nn/initializers/support/scaled.hpp"

namespace vernier::nn {
namespace {

struct VarianceScalingOptions {
  double scale = 1.0;
  std::string mode = "fan_in";
  std::string distribution = "truncated_normal";
  static void describe(OptionFields<VarianceScalingOptions>& field) {
    field("scale", &VarianceScalingOptions::scale, "variance times the number of connections").above(0);
    field("mode", &VarianceScalingOptions::mode, "which connections count").one_of({"fan_in", "fan_out", "fan_avg"});
    field("distribution", &VarianceScalingOptions::distribution, "shape of the draw; normal means truncated_normal")
        .one_of({"truncated_normal", "untruncated_normal", "uniform", "normal"});
  }
};

std::unique_ptr<Initializer> make_variance_scaling(const Json& json) {
  const auto options = options_from_json<VarianceScalingOptions>(json, "initializer 'variance_scaling'");
  FanMode mode = FanMode::in;
  if (options.mode == "fan_out") mode = FanMode::out;
  if (options.mode == "fan_avg") mode = FanMode::average;
  ScaledDraw draw = ScaledDraw::truncated_normal;
  if (options.distribution == "uniform") draw = ScaledDraw::uniform;
  if (options.distribution == "untruncated_normal") draw = ScaledDraw::untruncated_normal;
  return std::make_unique<ScaledInitializer>(options.scale, mode, draw);
}

}  // namespace

const InitializerInfo& initializer_variance_scaling() {
  static const InitializerInfo info{.name = "variance_scaling",
                                    .summary = "variance scale / n, where n counts connections",
                                    .cites = "keras/src/initializers/random_initializers.py, Keras 3",
                                    .options = option_table<VarianceScalingOptions>(),
                                    .make = &make_variance_scaling};
  return info;
}

}  // namespace vernier::nn
