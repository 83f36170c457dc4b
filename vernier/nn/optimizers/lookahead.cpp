#include "vernier/nn/optimizers/lookahead.hpp"

namespace vernier::nn {
namespace {

std::unique_ptr<Optimizer> make_lookahead(const Json& json) {
  const auto options = options_from_json<LookaheadOptions>(json, "optimizer 'lookahead'");
  std::unique_ptr<Optimizer> optimizer = make_optimizer(options.optimizer);
  optimizer->look_ahead(options.k, options.alpha);
  return optimizer;
}

}  // namespace

const OptimizerInfo& optimizer_lookahead() {
  static const OptimizerInfo info{.name = "lookahead",
                                  .summary = "another optimizer whose weights return to slow ones every k updates",
                                  .cites = "Zhang, Lucas, Hinton, Ba 2019, arXiv 1907.08610",
                                  .options = option_table<LookaheadOptions>(),
                                  .make = &make_lookahead};
  return info;
}

}  // namespace vernier::nn
