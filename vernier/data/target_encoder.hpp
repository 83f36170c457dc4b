#pragma once
// A target's values as numbers that a network learns, and back: fitted on training rows, saved inside the model.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/base/json.hpp"
#include "vernier/data/task.hpp"
#include "vernier/tensor/tensor.hpp"

namespace vernier {

/// A value type; const use is thread-safe.
class TargetEncoder {
 public:
  /// `transform` is that of EncoderOptions::target_transform for this target. Throws BadData, which names `source`, for
  /// a regression without a value, or on a log scale with values that are not positive.
  [[nodiscard]] static TargetEncoder fit(const Column& column, std::span<const Index> rows, const Task& task,
                                         std::string_view transform, std::string_view source);

  [[nodiscard]] const Task& task() const { return task_; }
  /// The characters that were taken off both ends of the training values.
  [[nodiscard]] const std::string& strip() const { return strip_; }
  /// (rows, 1): a class id for classification, the transformed number for regression. Throws BadData for a missing
  /// value, one that is not finite, or a class unknown to the training.
  [[nodiscard]] Tensor encode(const Column& column, std::span<const Index> rows, std::string_view source) const;

  /// Regression: takes encoded targets or predictions back to the original scale, in place. Nothing otherwise.
  void to_original_scale(View values) const;
  /// Regression: true when encoded and original targets differ, so that metrics need to_original_scale.
  [[nodiscard]] bool scales() const;
  /// Classification: the class id of each row of a prediction: (rows, 1) probabilities of class 1, or (rows, classes).
  [[nodiscard]] std::vector<Index> predicted_classes(ConstView prediction) const;

  [[nodiscard]] Json to_json() const;
  /// Throws InvalidArgument, BadData or Json::exception for JSON that to_json did not write.
  [[nodiscard]] static TargetEncoder from_json(const Json& json);

 private:
  struct Scale {
    bool log = false;
    double center = 0;
    double scale = 1;
  };
  void fit_scale(std::vector<double> values, std::string_view transform, std::string_view source);

  Task task_;
  std::string strip_;
  Scale scale_;
};

}  // namespace vernier
