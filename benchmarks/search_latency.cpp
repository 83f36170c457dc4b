// Milliseconds of one ask and tell in process after so many finished trials of 20 mixed parameters, and the peak
// memory.
//
//   search_latency_benchmark [SAMPLER[:option=value,...]] [TRIALS ...]
#include <fmt/core.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "vernier/base/component.hpp"
#include "vernier/base/rng.hpp"
#include "vernier/study/study.hpp"

namespace {

using namespace vernier;
using Clock = std::chrono::steady_clock;

SearchSpace twenty_parameters() {
  SearchSpace space;
  for (int k = 0; k < 4; ++k) {
    space.add(fmt::format("f{}", k), Distribution::real(0, 1))
        .add(fmt::format("g{}", k), Distribution::real(1e-5, 1, true));
  }
  for (int k = 0; k < 6; ++k) {
    space.add(fmt::format("i{}", k), Distribution::integer(0, 9 + 10 * k))
        .add(fmt::format("c{}", k),
             Distribution::categorical({std::string("a"), std::string("b"), std::string("c"), std::string("d")}));
  }
  return space;
}

double noisy_loss(const ParamMap& params, Rng& rng) {
  double sum = 0.05 * rng.normal();
  for (const auto& [name, value] : params) {
    if (name[0] == 'f') sum += std::pow(std::get<double>(value) - 0.3, 2);
    if (name[0] == 'g') sum += 0.1 * std::pow(std::log10(std::get<double>(value)) + 2.5, 2);
    if (name[0] == 'i') sum += std::pow(static_cast<double>(std::get<std::int64_t>(value)) / 40 - 0.2, 2);
    if (name[0] == 'c') sum += std::get<std::string>(value) == "b" ? 0 : 0.3;
  }
  return sum;
}

void measure(const Component& sampler, int trials) {
  const SearchSpace space = twenty_parameters();
  auto study = Study::open("memory://", {.name = "latency", .space = space, .sampler = sampler});
  Rng rng = Rng(1).split("latency");
  for (int i = 0; i < trials; ++i) {
    const ParamMap params = *space.sample(rng);
    (void)study.tell(params, noisy_loss(params, rng));
  }
  constexpr int rounds = 51;
  std::vector<double> milliseconds;
  for (int i = 0; i < rounds; ++i) {
    const auto begin = Clock::now();
    const Trial trial = study.ask();
    const auto asked = Clock::now();
    const double loss = noisy_loss(trial.params(), rng);
    const auto told = Clock::now();
    (void)study.tell(trial, loss);
    milliseconds.push_back(1e3 * std::chrono::duration<double>(asked - begin + (Clock::now() - told)).count());
  }
  const double first = milliseconds.front();
  std::sort(milliseconds.begin(), milliseconds.end());
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  fmt::print("{} after {} trials: median {:.3f} ms, first {:.3f} ms; peak memory {} MB\n", to_text(sampler), trials,
             milliseconds[rounds / 2], first, usage.ru_maxrss / 1024);
}

}  // namespace

int main(int argc, char** argv) {
  const Component sampler = component_from_text(argc > 1 ? argv[1] : "auto");
  std::vector<int> sizes;
  for (int i = 2; i < argc; ++i) sizes.push_back(std::atoi(argv[i]));
  if (sizes.empty()) sizes = {100, 1000, 10'000};
  for (const int trials : sizes) measure(sampler, trials);
  return 0;
}
