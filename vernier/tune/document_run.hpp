#pragma once
// The document's own settings on the data of a study, for the comparison.
#include <cstdint>
#include <functional>
#include <future>
#include <optional>
#include <stop_token>

#include "vernier/experiment/experiment.hpp"
#include "vernier/tune/training_task.hpp"

namespace vernier::tune {

struct DocumentSettings {
  Configuration configuration;
  Goal goal;  ///< by which its best epoch is chosen
};
[[nodiscard]] DocumentSettings document_settings(const TrainingTask& task);

/// Trains when asked; or, where that is wanted, beside the search from the start, in the time in which its workers wait
/// for one another. The result is the same. Not thread-safe; the task must outlive it.
class DocumentRun {
 public:
  /// `refit`: also on all rows. `stop` ends a training that runs beside the search.
  DocumentRun(const TrainingTask& task, std::uint64_t seed, bool refit, bool beside, const std::stop_token& stop);
  ~DocumentRun() { own_stop_.request_stop(); }
  DocumentRun(const DocumentRun&) = delete;
  DocumentRun& operator=(const DocumentRun&) = delete;

  [[nodiscard]] const Configuration& settings() const { return settings_.configuration; }
  /// The model trained on the training part, or (`on_all_rows`, where the refit was wanted and went well) on all rows.
  /// To be called once. Throws what training throws.
  [[nodiscard]] nn::Model take(bool on_all_rows);

 private:
  struct Models {
    nn::Model chosen;
    std::optional<nn::Model> refit;
  };
  [[nodiscard]] Models train() const;

  const TrainingTask& task_;
  std::uint64_t seed_;
  bool refit_;
  DocumentSettings settings_;
  std::stop_source own_stop_;
  std::optional<std::stop_callback<std::function<void()>>> on_stop_;
  std::future<Models> models_;  // last: it waits for its thread
};

}  // namespace vernier::tune
