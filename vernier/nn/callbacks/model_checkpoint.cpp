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
      : options_(options), monitor_("model_checkpoint", options.monitor, options.mode, 0.0) {}

  void on_train_begin(FitState&) override {
    monitor_.reset();
    monitor_.best = options_.initial_value_threshold;
  }

  void on_epoch_end(FitState& state, Logs& logs) override {
    if (options_.save_best_only) {
      const std::optional<double> value = monitor_.read(state, logs);
      if (value && !monitor_.improves(*value)) return;
      if (value) monitor_.best = value;
    }
    const std::filesystem::path path = path_of(state.epoch, logs);
    std::error_code ignored;  // a folder that cannot be made shows when the file is written
    std::filesystem::create_directories(path.parent_path(), ignored);
    state.model.save(path);
  }

  Json state() const override { return {{"best", monitor_.best ? Json(*monitor_.best) : Json(nullptr)}}; }
  void restore(const Json& state, std::vector<Tensor>) override {
    if (!state.at("best").is_null()) monitor_.best = state.at("best").get<double>();
  }

 private:
  [[nodiscard]] std::string path_of(std::int64_t epoch, const Logs& logs) const {
    fmt::dynamic_format_arg_store<fmt::format_context> names;
    names.push_back(fmt::arg("epoch", epoch + 1));
    for (const auto& [name, value] : logs.items()) names.push_back(fmt::arg(name.c_str(), value));
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
};

}  // namespace

const CallbackInfo& callback_model_checkpoint() {
  static const CallbackInfo info{.name = "model_checkpoint",
                                 .summary = "saves the model after epochs",
                                 .cites = "keras/src/callbacks/model_checkpoint.py",
                                 .options = option_table<ModelCheckpointOptions>(),
                                 .make = &make_with<Callback, ModelCheckpointCallback, ModelCheckpointOptions>};
  return info;
}

}  // namespace vernier::nn
