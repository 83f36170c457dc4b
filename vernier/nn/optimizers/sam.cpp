#include "vernier/nn/optimizers/sam.hpp"

namespace vernier::nn {
namespace {

std::unique_ptr<Optimizer> make_sam(const Json& json) {
  const auto options = options_from_json<SamOptions>(json, "optimizer 'sam'");
  std::unique_ptr<Optimizer> optimizer = make_optimizer(options.optimizer);
  optimizer->set_sharpness_radius(options.rho);
  return optimizer;
}

}  // namespace

const OptimizerInfo& optimizer_sam() {
  static const OptimizerInfo info{.name = "sam",
                                  .summary = "another optimizer that steps by the gradient of the worst weights nearby",
                                  .cites = "Foret, Kleiner, Mobahi, Neyshabur 2021, arXiv 2010.01412",
                                  .options = option_table<SamOptions>(),
                                  .make = &make_sam};
  return info;
}

}  // namespace vernier::nn
