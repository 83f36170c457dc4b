#include "vernier/nn/callbacks/model_checkpoint.hpp"

#include <fmt/args.h>
#include <fmt/format.h>

#include <filesystem>

#include "vernier/base/errors.hpp"
#include "vernier/nn/callbacks/support/monitor.hpp"
#include "vernier/nn/model.hpp"

namespace vernier::nn {
namespace {

class ModelCheckpointCallback : public Callback {
 public:
  explicit ModelCheckpointCallback(const ModelCheckpointOptions& options)
      : options_(options), monitor_("model_checkpoint", options.monitor, options.mode, 0.0) {
    if (options.save_freq && options.save_best_only) {
      throw InvalidArgument("model_checkpoint is given save_freq and save_best_only", "one of them",
                            "The best is known at the end of an epoch: leave save_freq out.");
    }
  }

  void on_train_begin(FitState&) override {
    batches_ = 0;
    monitor_.best = options_.initial_value_threshold;
  }

  void on_batch_end(FitState& state, std::int64_t batch, double) override {
    if (!options_.save_freq || ++batches_ < *options_.save_freq) return;
    batches_ = 0;
    PathNames names;
    names.push_back(fmt::arg("epoch", state.epoch + 1));
    names.push_back(fmt::arg("batch", batch + 1));
    save(state.model, names);
  }

  void on_epoch_end(FitState& state, Logs& logs) override {
    if (options_.save_freq) return;
    if (options_.save_best_only) {
      const std::optional<double> value = monitor_.read(state, logs);
      if (value && !monitor_.improves(*value)) return;
      if (value) monitor_.best = value;
    }
    PathNames names;
    names.push_back(fmt::arg("epoch", state.epoch + 1));
    for (const auto& [name, value] : logs.items()) names.push_back(fmt::arg(name.c_str(), value));
    save(state.model, names);
  }

  Json state() const override { return {{"best", monitor_.state()}, {"batches", batches_}}; }
  void restore(FitState&, const Json& state, std::vector<Tensor>) override {
    monitor_.restore(state.at("best"));
    batches_ = state.value("batches", std::int64_t{0});
  }

 private:
  using PathNames = fmt::dynamic_format_arg_store<fmt::format_context>;

  void save(const Model& model, const PathNames& names) const {
    const std::filesystem::path path = path_with(names);
    std::error_code ignored;  // a folder that cannot be made shows when the file is written
    std::filesystem::create_directories(path.parent_path(), ignored);
    model.save(path);
  }
  [[nodiscard]] std::string path_with(const PathNames& names) const {
    try {
      return fmt::vformat(options_.path, names);
    } catch (const fmt::format_error& error) {
      throw InvalidArgument(
          fmt::format("model_checkpoint cannot fill in the path '{}' ({})", options_.path, error.what()),
          "names that are logged, such as {epoch:02d} or {val_loss:.4f}");
    }
  }

  ModelCheckpointOptions options_;
  Monitor monitor_;
  std::int64_t batches_ = 0;  // since the last save
};

}  // namespace

const CallbackInfo& callback_model_checkpoint() {
  static const CallbackInfo info{.name = "model_checkpoint",
                                 .summary = "saves the model after epochs or batches",
                                 .cites = "keras/src/callbacks/model_checkpoint.py",
                                 .options = option_table<ModelCheckpointOptions>(),
                                 .make = &make_with<Callback, ModelCheckpointCallback, ModelCheckpointOptions>};
  return info;
}

}  // namespace vernier::nn
