// A normal distribution, and one over categories, that move towards better configurations.
#include <fmt/core.h>

#include "vernier/base/errors.hpp"
#include "vernier/samplers/sampler.hpp"
#include "vernier/samplers/support/cma_search.hpp"
#include "vernier/samplers/support/feasible.hpp"

namespace vernier {
namespace {

constexpr std::size_t cmaes_most_parameters = 1000;  // the covariance has the square of that many entries

class CmaesSampler : public Sampler {
 public:
  explicit CmaesSampler(CmaOptions options) : search_(std::move(options)) {}

  std::optional<Proposal> propose(const History& history, Rng rng) override {
    check(*history.space);
    search_.update(history);
    if (search_.starting()) return startup_->propose(history, rng.split("startup"));
    if (auto params = search_.draw(history, history.next_trial)) return Proposal{*std::move(params), std::nullopt};
    return Proposal{draw_feasible(*history.space, rng), std::nullopt};
  }

  void check(const SearchSpace& space) const override {
    if (space.size() <= cmaes_most_parameters) return;
    throw InvalidArgument(fmt::format("cmaes: a space of {} parameters", space.size()),
                          fmt::format("at most {}", cmaes_most_parameters), "Use another sampler, such as qmc.");
  }

  std::string describe(const History& history) const override {
    if (history.space->size() > cmaes_most_parameters) return "cmaes";
    CmaSearch search(search_.options());
    search.update(history);
    if (search.starting()) return "cmaes: an even cover of the space before the search begins";
    std::string text = fmt::format("cmaes: generations of {} trials", search.population());
    if (search.restarts() > 0) text += fmt::format(", restart {}", search.restarts());
    return text;
  }

 private:
  CmaSearch search_;
  std::unique_ptr<Sampler> startup_ = make_sampler("qmc");
};

}  // namespace

const SamplerInfo& sampler_cmaes() {
  static const SamplerInfo info{
      .name = "cmaes",
      .summary = "CMA-ES with margin: a normal distribution that moves and stretches towards better configurations",
      .cites =
          "Hansen 2016, The CMA evolution strategy: a tutorial; Hamano et al. 2025, CatCMA with margin; Hansen "
          "2009 (restarts); Nomura et al. 2021 (warm start)",
      .aliases = {"cma"},
      .handles = {.multi_objective = false},
      .suits = "thousands of quick trials over numbers that hang together",
      .ask = AskCost{0.05, 0.06},
      .options = option_table<CmaOptions>(),
      .make = &make_with<Sampler, CmaesSampler, CmaOptions>};
  return info;
}

}  // namespace vernier
