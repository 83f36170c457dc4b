// Random search in the suggested space against random search in that of `tune DATA`.
//
//   advice_space DATA_FOLDER [TRIALS [SEEDS [TASK]]]
//
// Both train on the same rows and are judged on the same validation rows; the test part is looked at once for each. One
// line a task and seed.
#include <fmt/core.h>

#include <cstdio>
#include <map>

#include "benchmarks/advice/tasks.hpp"
#include "vernier/advice/advice.hpp"
#include "vernier/advice/commented_yaml.hpp"

using namespace vernier;

int main(int count, char** arguments) {
  if (count < 2) return std::puts("advice_space DATA_FOLDER [TRIALS [SEEDS [TASK]]]"), 2;
  const std::int64_t trials = count > 2 ? std::atoll(arguments[2]) : 20;
  const int seeds = count > 3 ? std::atoi(arguments[3]) : 1;
  const std::string only = count > 4 ? arguments[4] : "";
  std::puts(
      "task,seed,generic,suggested,generic_test,suggested_test,generic_epochs,suggested_epochs,advice_epochs,generic_"
      "seconds,suggested_seconds,advice_seconds");
  for (int seed = 0; seed < seeds; ++seed) {
    for (advice_benchmark::Task& task : advice_benchmark::tables(arguments[1], static_cast<std::uint64_t>(seed))) {
      if (!only.empty() && task.name != only) continue;
      const tune::TuneOptions options{.storage = "memory://",
                                      .study = task.name,
                                      .trials = trials,
                                      .sampler = "random",
                                      .pruner = "none",
                                      .seed = static_cast<std::uint64_t>(seed)};
      const advice::Advice advice = advice::advise(task.plan, {.seed = static_cast<std::uint64_t>(seed)});
      tune::Plan suggested = task.plan;
      suggested.experiment = experiment_from_json(advice::without_comments(advice.suggestion), task.name, {});
      const tune::Report generic = tune::run(task.plan, options);
      const tune::Report better = tune::run(suggested, options);
      const auto test = [](const tune::Report& report) {
        return report.test.contains("rmse") ? report.test.at("rmse") : report.test.at("loss");
      };
      fmt::print("\"{}\",{},{:.5g},{:.5g},{:.5g},{:.5g},{},{},{:.0f},{:.1f},{:.1f},{:.1f}\n", task.name, seed,
                 generic.best->values[0], better.best->values[0], test(generic), test(better), generic.epochs,
                 better.epochs, advice.epochs, generic.seconds, better.seconds, advice.seconds);
      std::fflush(stdout);
    }
  }
}
