// Seconds of importance in one thread after so many trials of so many parameters.
//
//   importance_latency_benchmark [TRIALS PARAMETERS] ...
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "vernier/importance/importance.hpp"

namespace {

using namespace vernier;

double measure(const Component& method, const History& history) {
  std::vector<double> seconds;
  for (int round = 0; round < 5; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    (void)make_importance(method)->evaluate(history, Rng(1));
    seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  std::sort(seconds.begin(), seconds.end());
  return seconds[2];
}

void measure(int trials, int parameters) {
  SearchSpace space;
  for (int j = 0; j < parameters; ++j) space.add(fmt::format("x{}", j), Distribution::real(0, 1));
  std::vector<std::shared_ptr<const TrialRecord>> records;
  Rng rng(1);
  for (int k = 0; k < trials; ++k) {
    auto record = std::make_shared<TrialRecord>();
    record->number = k;
    record->state = TrialState::complete;
    record->params = *space.sample(rng);
    double sum = 0.1 * rng.normal();
    double weight = 1;
    for (const auto& [name, value] : record->params) sum += (weight *= 0.7) * std::sin(6 * std::get<double>(value));
    record->values = {sum};
    records.push_back(std::move(record));
  }
  const std::vector<Objective> objectives{Objective{}};
  History history;
  history.space = &space;
  history.objectives = objectives;
  history.settled = records;
  for (const Component& method : std::vector<Component>{
           {"fanova"}, {"fanova", {{"interactions", parameters}}}, {"permutation"}, {"ped_anova"}, {"main_effects"}}) {
    fmt::print("{},{},{},{:.4f}\n", to_text(method), trials, parameters, measure(method, history));
  }
}

}  // namespace

int main(int argc, char** argv) {
  fmt::print("method,trials,parameters,seconds\n");
  if (argc < 3) {
    measure(1000, 5);
    measure(10'000, 20);
  }
  for (int i = 1; i + 1 < argc; i += 2) measure(std::atoi(argv[i]), std::atoi(argv[i + 1]));
  return 0;
}
