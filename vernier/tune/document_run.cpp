#include "vernier/tune/document_run.hpp"

#include "vernier/base/rng.hpp"
#include "vernier/tune/presets.hpp"

namespace vernier::tune {

DocumentSettings document_settings(const TrainingTask& task) {
  const Experiment document = experiment_from_json(document_experiment(task.profile()), "document", {});
  Goal goal = document.goal;
  if (task.validation_part().y.empty()) goal.metric = "loss";
  return {document.configure({}), goal};
}

DocumentRun::DocumentRun(const TrainingTask& task, std::uint64_t seed, bool refit, bool beside,
                         const std::stop_token& stop)
    : task_(task), seed_(Rng(seed).split("document").next64()), refit_(refit), settings_(document_settings(task)) {
  if (!beside || !task.has_test()) return;
  on_stop_.emplace(stop, [this] { own_stop_.request_stop(); });
  models_ = std::async(std::launch::async, [this] { return train(); });
}

DocumentRun::Models DocumentRun::train() const {
  TrainingHooks hooks;
  hooks.stop = own_stop_.get_token();
  TrainedModel trained = task_.train(settings_.configuration, settings_.goal, seed_, hooks);
  if (!refit_ || trained.interrupted) return {std::move(trained.model), std::nullopt};
  const TrainingStage stage{settings_.configuration, trained.best_epoch + 1, seed_};
  return {std::move(trained.model), task_.refit({&stage, 1})};
}

nn::Model DocumentRun::take(bool on_all_rows) {
  Models models = models_.valid() ? models_.get() : train();
  return on_all_rows && models.refit ? *std::move(models.refit) : std::move(models.chosen);
}

}  // namespace vernier::tune
