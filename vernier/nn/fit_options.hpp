#pragma once
// The options of a fit and an evaluation. Source: Model.fit of keras/src/trainers/trainer.py, Keras 3.
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "vernier/base/component.hpp"
#include "vernier/nn/callbacks/callback.hpp"
#include "vernier/nn/inputs.hpp"
#include "vernier/nn/stream_options.hpp"

namespace vernier::nn {

/// A callback by name and options, or an object of the caller's own.
class CallbackRef {
 public:
  CallbackRef(Component component) : component_(std::move(component)) {}  // NOLINT(google-explicit-constructor)
  CallbackRef(const char* name) : component_(name) {}                     // NOLINT(google-explicit-constructor)
  template <std::derived_from<Callback> T>
  CallbackRef(std::shared_ptr<T> callback) : callback_(std::move(callback)) {}  // NOLINT(google-explicit-constructor)

  /// The object; made from the component where none was given.
  [[nodiscard]] std::shared_ptr<Callback> get() const { return callback_ ? callback_ : make_callback(component_); }

 private:
  Component component_;
  std::shared_ptr<Callback> callback_;
};

/// Data that a fit judges itself by after every epoch; never trained on.
struct ValidationData {
  Inputs x;
  Targets y;
  std::span<const float> sample_weight{};
};

/// Views and spans must outlive the fit. As in Keras: the validation split is the last part and is taken before
/// shuffling, the last batch is kept however small it is, class_weight and sample_weight exclude each other, sample
/// weights hold for every output and class weights for an only one.
struct FitOptions {
  Index batch_size = 32;
  std::int64_t epochs = 1;
  double validation_split = 0;  ///< share of the samples, from the end
  std::optional<ValidationData> validation_data{};
  std::optional<Index> validation_batch_size{};  ///< batch_size by default
  bool shuffle = true;
  std::map<int, float> class_weight{};     ///< a class that is missing weighs 1
  std::span<const float> sample_weight{};  ///< one number a sample
  double mixup = 0;   ///< the alpha of mixup, 0 for none: samples of a batch are blended with each other (mixing.hpp)
  double cutmix = 0;  ///< that of cutmix: rectangles of images are exchanged; with both, each batch by one of them
  std::size_t threads = 1;  ///< that share the work of each batch; results are the same, bit for bit
  bool prefetch = false;    ///< a second thread makes the next batch while one trains; the result is the same
  StreamOptions stream{};   ///< how a source is passed over; not for arrays
  std::vector<CallbackRef> callbacks{};
  std::int64_t initial_epoch = 0;       ///< the epoch to begin with; where this is 0, a loaded checkpoint's position
  std::optional<std::uint64_t> seed{};  ///< of shuffling and dropout; the model's by default
  /// Asked after every batch. A fit that it ends is not at its end, so callbacks do not see one: a checkpoint saved
  /// then goes on with the next batch, and so does another fit of the same model.
  std::stop_token stop{};
  /// Called when all callbacks have seen a batch (counted from 0) or an epoch, while the fit goes on: the places to
  /// save a checkpoint that a later fit continues from.
  std::function<void(FitState&, std::int64_t batch)> after_batch{};
  std::function<void(FitState&)> after_epoch{};
};

struct EvaluateOptions {
  Index batch_size = 32;
  std::span<const float> sample_weight{};
  std::stop_token stop{};
};

}  // namespace vernier::nn
