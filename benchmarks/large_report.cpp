// large_report TRIALS PARAMETERS REPORTS FILE: a made-up study of that size as a report page, and how long it took.
#include <chrono>
#include <cmath>
#include <cstdlib>

#include <fmt/core.h>

#include "apps/cli/report_page.hpp"
#include "vernier/base/errors.hpp"

namespace {

using namespace vernier;

SearchSpace made_up_space(int parameters) {
  SearchSpace space;
  space.add("optimizer", Distribution::categorical({"adam", "sgd", "rmsprop"}));
  for (int k = 1; k < parameters; ++k) {
    const std::string name = fmt::format("p{}", k);
    switch (k % 4) {
      case 0: space.add(name, Distribution::integer(1, 512, true)); break;
      case 1: space.add(name, Distribution::real(1e-5, 1, true)); break;
      case 2: space.add(name, Distribution::real(-1, 1)); break;
      default: space.add(name, Distribution::real(0, 0.99), "optimizer == 'sgd'");
    }
  }
  return space;
}

// A curve that falls to a level which three parameters set, with noise; every twentieth trial fails, some diverge.
Outcome made_up_training(Trial& trial, int reports) {
  if (trial.number() % 20 == 19) throw Unsupported(fmt::format("out of memory ({} MiB)", trial.number() % 7 * 512));
  double level = trial.params().at("optimizer") == ParamValue("adam") ? 0.1 : 0.2;
  if (trial.params().contains("p1"))
    level += std::pow(std::log10(std::get<double>(trial.params().at("p1"))) + 2.5, 2) / 20;
  if (trial.params().contains("p2")) level += std::pow(std::get<double>(trial.params().at("p2")) - 0.3, 2);
  std::uint64_t state = static_cast<std::uint64_t>(trial.number()) * 0x9e3779b97f4a7c15ULL + 1;
  const auto noise = [&] {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<double>(state >> 40U) / 0x1p24 - 0.5;
  };
  double value = 1;
  for (int step = 1; step <= reports; ++step) {
    value = level + std::exp(-8.0 * step / reports) + 0.02 * noise();
    trial.report(step, value);
  }
  return value;
}

int write_large_report(int trials, int parameters, int reports, const char* file) {
  const auto seconds_since = [](auto begin) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  const auto begin = std::chrono::steady_clock::now();
  Study study = Study::open("memory://", {.name = "large",
                                          .space = made_up_space(parameters),
                                          .resource = Resource{"epochs", 1, static_cast<double>(reports)},
                                          .sampler = "random",
                                          .pruner = "none"});
  study.optimize([&](Trial& trial) { return made_up_training(trial, reports); }, {.n_trials = trials});
  const double made = seconds_since(begin);
  const auto written = std::chrono::steady_clock::now();
  cli::write_report_page(study, {.storage = "memory://"}, file);
  fmt::print("{} trials made in {:.1f} s, the page in {:.1f} s: {} bytes\n", trials, made, seconds_since(written),
             std::filesystem::file_size(file));
  return 0;
}

}  // namespace

int main(int count, char** words) {
  if (count != 5) {
    fmt::print(stderr, "large_report TRIALS PARAMETERS REPORTS FILE\n");
    return 2;
  }
  try {
    return write_large_report(std::atoi(words[1]), std::atoi(words[2]), std::atoi(words[3]), words[4]);
  } catch (const std::exception& error) {
    fmt::print(stderr, "large_report: {}\n", error.what());
    return 2;
  }
}
