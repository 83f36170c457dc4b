#include "vernier/tune/document_run.hpp"

#include "vernier/base/rng.hpp"
#include "vernier/tune/presets.hpp"

namespace vernier::tune {

DocumentRun::DocumentRun(const TrainingTask& task, std::uint64_t seed, bool refit, bool beside,
                         const std::stop_token& stop)
    : task_(task), seed_(Rng(seed).split("document").next64()), refit_(refit) {
  const Experiment document = experiment_from_json(document_experiment(task.profile()), "document", {});
  settings_ = document.configure({});
  goal_ = document.goal;
  if (task.validation_part().y.empty()) goal_.metric = "loss";
  if (!beside || !task.has_test()) return;
  on_stop_.emplace(stop, [this] { own_stop_.request_stop(); });
  models_ = std::async(std::launch::async, [this] { return train(); });
}

DocumentRun::Models DocumentRun::train() const {
  TrainingHooks hooks;
  hooks.stop = own_stop_.get_token();
  TrainedModel trained = task_.train(settings_, goal_, seed_, hooks);
  if (!refit_ || trained.interrupted) return {std::move(trained.model), std::nullopt};
  const TrainingStage stage{settings_, trained.best_epoch + 1, seed_};
  return {std::move(trained.model), task_.refit({&stage, 1})};
}

nn::Model DocumentRun::take(bool on_all_rows) {
  Models models = models_.valid() ? models_.get() : train();
  return on_all_rows && models.refit ? *std::move(models.refit) : std::move(models.chosen);
}

}  // namespace vernier::tune
