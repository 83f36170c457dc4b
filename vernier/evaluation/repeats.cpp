#include "vernier/evaluation/repeats.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <limits>
#include <mutex>
#include <thread>

#include "vernier/base/errors.hpp"
#include "vernier/base/rng.hpp"
#include "vernier/evaluation/gain.hpp"
#include "vernier/study/trial.hpp"

namespace vernier::evaluation {
namespace {

std::uint64_t repeat_seed(std::uint64_t study_seed, std::size_t repeat) {
  return Rng(study_seed).split("assessment").split(repeat).next64();
}

void train_once(const tune::TrainingTask& task, const Goal& objective, Entry& entry, std::size_t repeat,
                const RepeatOptions& options) {
  Repeat& result = entry.contender.repeats[repeat];
  const std::uint64_t seed = repeat_seed(options.seed, repeat);
  try {
    tune::TrainedModel trained = task.train(entry.configuration, entry.goal, seed, {.stop = options.stop});
    if (trained.interrupted) throw StopRequested{};
    result.epochs = trained.epochs;
    result.validation = trained.history.contains(objective.metric)
                            ? trained.history.at(objective.metric).at(static_cast<std::size_t>(trained.best_epoch))
                            : std::numeric_limits<double>::quiet_NaN();
    if (options.refit) {
      const tune::TrainingStage stage{entry.configuration, trained.best_epoch + 1, seed};
      auto again = task.refit({&stage, 1});
      if (!again) throw tune::TrainingFailed("the training on all rows diverged");
      trained.model = *std::move(again);
      result.epochs += trained.best_epoch + 1;
    }
    if (!task.has_test()) return;
    const std::vector<Tensor> predicted = task.predict_test(trained.model);
    const bool squared = task.dataset().task().kind == TaskKind::regression;
    result.test = task.test(trained.model, predicted);
    entry.rows[repeat] = row_scores(task.test_errors(predicted), squared);
    for (const double score : entry.rows[repeat]) {
      if (!std::isfinite(score)) throw tune::TrainingFailed("a prediction for the test part is not finite");
    }
  } catch (const tune::TrainingFailed& failure) {
    result = {.validation = std::numeric_limits<double>::quiet_NaN(), .epochs = result.epochs, .why = failure.what()};
    entry.rows[repeat].clear();
  }
}

}  // namespace

void run_repeats(const tune::TrainingTask& task, const Goal& objective, std::vector<Entry>& entries,
                 const RepeatOptions& options) {
  const auto repeats = static_cast<std::size_t>(options.repeats);
  for (Entry& entry : entries) {
    entry.contender.repeats.assign(repeats, {});
    entry.rows.assign(repeats, {});
  }
  std::atomic<std::size_t> next = 0;
  std::exception_ptr error;
  std::mutex mutex;
  const auto work = [&] {
    for (std::size_t job = next++; job < repeats * entries.size(); job = next++) {
      try {
        train_once(task, objective, entries[job % entries.size()], job / entries.size(), options);
        if (options.on_training) options.on_training();
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (!error) error = std::current_exception();
        next = repeats * entries.size();
      }
    }
  };
  {
    std::vector<std::jthread> threads;
    for (int job = 1; job < options.jobs; ++job) threads.emplace_back(work);
    work();
  }
  if (error) std::rethrow_exception(error);
}

}  // namespace vernier::evaluation
