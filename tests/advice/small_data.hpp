#pragma once
// Data whose optimum is known in closed form, and networks on them.
#include <fmt/core.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "vernier/base/files.hpp"
#include "vernier/experiment/experiment.hpp"
#include "vernier/tune/training_task.hpp"

namespace vernier::advice {

/// Writes a table and makes a task of it; `split` is the share of validation rows, the last ones.
inline tune::TrainingTask task_of(const std::string& csv, double split = 0) {
  const auto folder = std::filesystem::temp_directory_path() / fmt::format("vernier-advice-{}", ::getpid());
  std::filesystem::create_directories(folder);
  write_file_atomically(folder / "table.csv", csv);
  tune::TrainingTask task(load_dataset({{"path", (folder / "table.csv").string()}, {"target", "y"}}), split,
                          tune::ValidationRule::last, 0);
  std::filesystem::remove_all(folder);
  return task;
}

/// Rows of three inputs that are 1 or -1, every combination equally often, so that E[x x'] is the identity before and
/// after scaling; y = 2a - b + c / 2 + noise of up to `noise`, without a pattern that would cancel exactly.
inline std::string orthogonal_table(int repeats, double noise) {
  std::string csv = "a,b,c,y\n";
  for (int i = 0; i < repeats; ++i) {
    for (int k = 0; k < 8; ++k) {
      const int a = (k & 1) != 0 ? 1 : -1;
      const int b = (k & 2) != 0 ? 1 : -1;
      const int c = (k & 4) != 0 ? 1 : -1;
      const double error = noise * ((5 * i + 3 * k + i * k) % 7 - 3) / 3.0;
      csv += fmt::format("{}.0,{}.0,{}.0,{:.6f}\n", a, b, c, 2 * a - b + 0.5 * c + error);
    }
  }
  return csv;
}

/// y = w x + b by gradient descent from zero.
inline Configuration linear_regression(Index batch_size, double rate) {
  return {.model = Json::array({{{"dense", {{"units", 1}, {"kernel_initializer", "zeros"}}}}}),
          .compile = {{"optimizer", {{"sgd", {{"learning_rate", rate}}}}}, {"loss", "mean_squared_error"}},
          .fit = {{"batch_size", batch_size}}};
}

}  // namespace vernier::advice
