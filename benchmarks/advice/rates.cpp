// Whether the suggested range of learning rates contains the best rate of a dense grid.
//
//   advice_rates DATA_FOLDER [EPOCHS [SEEDS [TASK]]]
//
// The grid: four rates a decade from 1e-5 to 10, the mean over the seeds (none of them used by the advice) of the least
// validation loss of so many epochs. One line a task.
#include <fmt/core.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <limits>

#include "benchmarks/advice/tasks.hpp"
#include "vernier/advice/advice.hpp"
#include "vernier/advice/short_training.hpp"
#include "vernier/advice/subject.hpp"

using namespace vernier;

int main(int count, char** arguments) {
  if (count < 2) return std::puts("advice_rates DATA_FOLDER [EPOCHS [SEEDS [TASK]]]"), 2;
  const std::int64_t epochs = count > 2 ? std::atoll(arguments[2]) : 30;
  const int seeds = count > 3 ? std::atoi(arguments[3]) : 3;
  const std::string only = count > 4 ? arguments[4] : "";
  std::puts(
      "task,low,high,best,steepest,minimum,diverged,advice_epochs,advice_seconds,grid_best,grid_loss,inside,loss_at_"
      "low,loss_at_high");
  int inside = 0;
  int total = 0;
  for (const advice_benchmark::Task& task : advice_benchmark::tasks(arguments[1])) {
    if (!only.empty() && task.name.find(only) == std::string::npos) continue;
    const Configuration subject = task.plan.experiment.configure({});
    const Index batch = advice::batch_size_of(subject);
    const Index rows = task.plan.task->train_part().y.front().shape()[0];
    const std::int64_t steps_per_epoch = (rows + batch - 1) / batch;
    const auto begin = std::chrono::steady_clock::now();
    const advice::RateSearch found =
        advice::search_rates(*task.plan.task, subject, 1, advice::rate_search_options(*task.plan.task, subject, 1));
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    double best = 0;
    double least = std::numeric_limits<double>::infinity();
    std::vector<std::pair<double, double>> grid;
    for (int place = -20; place <= 4; ++place) {
      const double rate = std::pow(10.0, place / 4.0);
      double mean = 0;
      for (int k = 0; k < seeds; ++k) {
        mean += advice::train_shortly(*task.plan.task, advice::with_learning_rate(subject, rate),
                                      static_cast<std::uint64_t>(1000 + k), epochs * steps_per_epoch,
                                      static_cast<int>(epochs))
                    .least /
                seeds;
      }
      grid.emplace_back(rate, mean);
      if (mean < least) {
        least = mean;
        best = rate;
      }
    }
    const auto loss_near = [&](double rate) {
      double loss = std::numeric_limits<double>::infinity();
      double distance = 1e9;
      for (const auto& [at, mean] : grid) {
        if (std::abs(std::log10(at / rate)) < distance) {
          distance = std::abs(std::log10(at / rate));
          loss = mean;
        }
      }
      return loss;
    };
    const bool contains = found.low <= best && best <= found.high;
    inside += contains ? 1 : 0;
    ++total;
    fmt::print("\"{}\",{:.3g},{:.3g},{:.3g},{:.3g},{:.3g},{:.3g},{:.1f},{:.2f},{:.3g},{:.4g},{},{:.4g},{:.4g}\n",
               task.name, found.low, found.high, found.best, found.range_test.steepest, found.range_test.minimum,
               found.range_test.diverged.value_or(NAN),
               static_cast<double>(found.steps) / static_cast<double>(steps_per_epoch), seconds, best, least,
               contains ? 1 : 0, loss_near(found.low), loss_near(found.high));
    std::fflush(stdout);
  }
  fmt::print("inside: {} of {}\n", inside, total);
}
