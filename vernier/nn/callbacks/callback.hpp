#pragma once
// Hooks into training. Source: keras/src/callbacks, Keras 3.
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "vernier/base/catalogue.hpp"
#include "vernier/base/options.hpp"
#include "vernier/tensor/tensor.hpp"

namespace vernier::nn {

class Model;

/// Named numbers in the order of Keras: by the alphabet, then what callbacks add.
class Logs {
 public:
  void set(const std::string& name, double value);
  [[nodiscard]] std::optional<double> get(std::string_view name) const;
  [[nodiscard]] const std::vector<std::pair<std::string, double>>& items() const { return items_; }

 private:
  std::vector<std::pair<std::string, double>> items_;
};

/// What a callback sees of a running fit.
struct FitState {
  Model& model;
  std::int64_t epochs = 0;
  std::int64_t steps = 0;  ///< of an epoch
  std::int64_t epoch = 0;  ///< from 0
  bool stop = false;       ///< set it to end training, after this batch or epoch
  std::vector<std::string> warnings{};
};

/// Called in the order given to fit; epochs and batches count from 0. State is reset by on_train_begin.
class Callback {
 public:
  virtual ~Callback() = default;
  virtual void on_train_begin(FitState&) {}
  virtual void on_epoch_begin(FitState&) {}
  /// `logs` has the batch's own loss only.
  virtual void on_batch_end(FitState&, std::int64_t /*batch*/, double /*loss*/) {}
  /// May add to `logs` (learning_rate).
  virtual void on_epoch_end(FitState&, Logs&) {}
  virtual void on_train_end(FitState&) {}
  /// What a checkpoint keeps of it (besides weights that are the model's): a value and arrays. null: nothing.
  [[nodiscard]] virtual Json state() const { return nullptr; }
  [[nodiscard]] virtual std::span<const Tensor> tensors() const { return {}; }
  /// Called after on_train_begin of a fit that continues one. A callback that had ended that fit says so again in
  /// `stop`.
  virtual void restore(FitState&, const Json& /*state*/, std::vector<Tensor> /*tensors*/) {}
};

struct CallbackInfo {
  std::string name;
  std::string summary;
  std::string cites;
  std::vector<std::string> aliases{};
  const OptionTable& options;
  std::unique_ptr<Callback> (*make)(const Json& options);
};

[[nodiscard]] std::span<const CallbackInfo* const> builtin_callback_table();  // generated
[[nodiscard]] Catalogue<CallbackInfo>& callbacks();
[[nodiscard]] std::unique_ptr<Callback> make_callback(const Component& component);

}  // namespace vernier::nn
