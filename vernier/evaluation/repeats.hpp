#pragma once
// Configurations trained again with the same seeds, and judged.
#include <functional>
#include <stop_token>
#include <vector>

#include "vernier/evaluation/assessment.hpp"
#include "vernier/tune/tune.hpp"

namespace vernier::evaluation {

/// A contender, what it trains, and what came of it.
struct Entry {
  Contender contender;
  Configuration configuration;
  Goal goal;                              ///< by which its best epoch is chosen
  std::vector<std::vector<double>> rows;  ///< row_scores of each repeat; empty where it failed
};

struct RepeatOptions {
  int repeats = 1;
  int jobs = 1;
  bool refit = false;
  std::uint64_t seed = 0;  ///< of the study
  std::stop_token stop{};
  std::function<void()> on_training{};  ///< after each; from several threads
};

/// Fills `repeats` and `rows` of every entry; `objective` is the study's. Throws StopRequested when interrupted, and
/// what training throws but for failures of the training itself, which are written down.
void run_repeats(const tune::TrainingTask& task, const Goal& objective, std::vector<Entry>& entries,
                 const RepeatOptions& options);

}  // namespace vernier::evaluation
