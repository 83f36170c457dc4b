// Ask, report and tell through SQLite in one process, then opening what was written.
//
//   storage_benchmark [TRIALS] [STEPS] [PRUNER] [SAMPLER]
//
// Five parameters as in benchmarks/search/storage_against_optuna.py; every trial reports STEPS values, or fewer where
// it is pruned.
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "vernier/study/study.hpp"

namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::nth_element(values.begin(), values.begin() + std::ssize(values) / 2, values.end());
  return values[values.size() / 2];
}

double loss_of(const vernier::ParamMap& params) {
  double loss = static_cast<double>(std::get<std::int64_t>(params.at("n"))) / 64;
  for (const char* name : {"x0", "x1", "x2"}) {
    const double x = std::get<double>(params.at(name)) - 0.3;
    loss += x * x;
  }
  return loss + (std::get<std::string>(params.at("c")) == "a" ? 1 : 0);
}

}  // namespace

int main(int argc, char** argv) {
  const int trials = argc > 1 ? std::atoi(argv[1]) : 10'000;
  const int steps = argc > 2 ? std::atoi(argv[2]) : 0;
  const std::string pruner = argc > 3 ? argv[3] : "none";
  const std::string sampler = argc > 4 ? argv[4] : "random";
  const auto file = std::filesystem::temp_directory_path() / fmt::format("vernier-storage-{}.db", ::getpid());
  const std::string url = "sqlite:///" + file.string();
  vernier::SearchSpace space;
  for (const char* name : {"x0", "x1", "x2"}) space.add(name, vernier::Distribution::real(0, 1));
  space.add("n", vernier::Distribution::integer(1, 64)).add("c", vernier::Distribution::categorical({"a", "b", "c"}));
  {
    auto study = vernier::Study::open(
        url, {.name = "storage",
              .space = space,
              .resource = vernier::Resource{"epochs", 1, std::max(1.0, static_cast<double>(steps))},
              .sampler = sampler,
              .pruner = pruner});
    std::vector<double> reports, asks;
    const auto begin = Clock::now();
    for (int i = 0; i < trials; ++i) {
      const auto asked = Clock::now();
      vernier::Trial trial = study.ask();
      asks.push_back(since(asked));
      const double loss = loss_of(trial.params());
      vernier::Decision decision = vernier::Decision::keep;
      for (int step = 1; step <= steps && decision == vernier::Decision::keep; ++step) {
        const auto reported = Clock::now();
        decision = trial.report(step, loss + 1.0 / step);
        if (i >= trials - trials / 10) reports.push_back(since(reported));
      }
      const bool paused = decision == vernier::Decision::pause;
      (void)study.tell(trial, paused ? vernier::Outcome::paused() : vernier::Outcome(loss));
    }
    fmt::print("{} trials in {:.3f} s, {:.4f} ms each\n", trials, since(begin), 1e3 * since(begin) / trials);
    fmt::print("ask, median of the last tenth: {:.4f} ms\n",
               1e3 * median({asks.end() - std::max(1, trials / 10), asks.end()}));
    if (steps > 0) fmt::print("report and decision, median of the last tenth: {:.4f} ms\n", 1e3 * median(reports));
  }
  auto begin = Clock::now();
  auto study = vernier::Study::load(url, "storage");
  fmt::print("open: {} trials in {:.3f} s\n", study.counts().total(), since(begin));
  begin = Clock::now();
  (void)study.ask();
  fmt::print("next ask: {:.3f} ms\n", 1e3 * since(begin));
  begin = Clock::now();
  (void)study.ask();
  fmt::print("the one after it: {:.3f} ms\n", 1e3 * since(begin));
  for (const char* suffix : {"", "-wal", "-shm", "-owners"}) std::filesystem::remove(file.string() + suffix);
  return 0;
}
