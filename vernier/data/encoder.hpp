#pragma once
// From raw rows to the numbers that a network sees, and back: fitted on training rows, saved inside the model.
#include <map>
#include <span>
#include <string>
#include <vector>

#include "vernier/base/json.hpp"
#include "vernier/base/options.hpp"
#include "vernier/data/reader.hpp"
#include "vernier/data/table.hpp"
#include "vernier/data/task.hpp"
#include "vernier/tensor/tensor.hpp"

namespace vernier {

struct EncoderOptions {
  /// auto: quantile where the distribution is far from normal, else standard. Also robust, power (Yeo and Johnson
  /// 2000), log (of 1 + value, for values above -1), none.
  std::string transform = "auto";
  int max_levels = 64;  ///< at most this many indicator columns for a category; the rarest share one
  int min_count = 10;   ///< levels seen less often in training share one column
  /// regression: standard; log of a positive, heavy-tailed target; none. auto: log when skewness exceeds 1.5 and all
  /// are positive, else standard.
  std::string target = "auto";
  static void describe(OptionFields<EncoderOptions>& field);
};

/// Inputs (rows, features...) and targets (rows, 1): a class id for classification, the transformed number for
/// regression.
struct Examples {
  Tensor x;
  Tensor y;
};

/// A value type; const use is thread-safe.
class Encoder {
 public:
  Encoder() = default;
  /// Fits on these rows of a table alone. Throws BadData when no column is left to learn from, a value is infinite, ...
  static Encoder fit(const Table& table, std::span<const Index> rows, const Task& task,
                     const EncoderOptions& options = {});
  /// For arrays: bytes are scaled to [0, 1], other numbers standardised per feature.
  static Encoder fit(const Array& inputs, const Array& targets, std::span<const Index> rows, const Task& task,
                     const EncoderOptions& options = {});

  [[nodiscard]] const Task& task() const { return task_; }
  /// The shape of one encoded row.
  [[nodiscard]] const Shape& input_shape() const { return input_shape_; }
  /// A name per input column of a table: "age", "age is missing", "work = Private".
  [[nodiscard]] const std::vector<std::string>& feature_names() const { return feature_names_; }
  /// What was left out or decided in fitting, for the user.
  [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

  /// Encodes rows of any table with the columns of training, in any order; others are ignored, the target need not be
  /// there. A category not seen in training has no indicator set. Throws BadData that names a missing column, or the
  /// column and row of a value that is not a number.
  [[nodiscard]] Tensor inputs(const Table& table) const;
  [[nodiscard]] Tensor inputs(const Table& table, std::span<const Index> rows) const;
  [[nodiscard]] Tensor inputs(const Array& array) const;
  [[nodiscard]] Tensor inputs(const Array& array, std::span<const Index> rows) const;
  /// Encodes the target column. Throws BadData for a missing one, a missing value or a class unknown to the training.
  [[nodiscard]] Tensor targets(const Table& table) const;
  [[nodiscard]] Tensor targets(const Table& table, std::span<const Index> rows) const;
  [[nodiscard]] Tensor targets(const Array& array) const;
  [[nodiscard]] Tensor targets(const Array& array, std::span<const Index> rows) const;

  /// Regression: takes encoded targets or predictions back to the original scale, in place. Nothing otherwise.
  void to_original_scale(View values) const;
  /// Regression: true when encoded and original targets differ, so that metrics need to_original_scale.
  [[nodiscard]] bool scales_targets() const;
  /// Classification: the class id of each row of a prediction: (rows, 1) probabilities of class 1, or (rows, classes).
  [[nodiscard]] std::vector<Index> predicted_classes(ConstView prediction) const;

  /// How a file of rows must be read for inputs() to see them as in training.
  [[nodiscard]] ReadOptions read_options() const;

  [[nodiscard]] Json to_json() const;
  /// Throws BadData for JSON that to_json did not write.
  [[nodiscard]] static Encoder from_json(const Json& json);

 private:
  friend class EncoderFit;
  /// One raw column, or one whole array, and how it becomes features.
  struct Feature {
    std::string column;
    std::string transform;            ///< standard, quantile, power, log, none, levels; pixels for arrays
    double center = 0, scale = 1;     ///< after the transform: (t(v) - center) / scale
    double fill = 0;                  ///< replaces a missing number
    bool indicator = false;           ///< a further column tells where it was missing
    double lambda = 1;                ///< of the power transform
    std::vector<double> points;       ///< of the quantile transform
    std::vector<std::string> levels;  ///< each with a column of its own
    std::vector<std::string> rare;    ///< those that share one
    bool missing_level = false;
    std::string strip;
    std::vector<float> centers, scales;  ///< of arrays
    [[nodiscard]] Index width() const;
  };
  struct TargetScale {
    bool log = false;
    double center = 0, scale = 1;
  };

  void encode(const Feature& feature, const Column& column, std::span<const Index> rows, Tensor& into, Index at) const;
  void name_features();

  Task task_;
  Shape input_shape_;
  std::vector<Feature> features_;
  TargetScale target_scale_;
  std::string target_strip_;
  bool from_arrays_ = false;
  std::vector<std::string> feature_names_;
  std::vector<std::string> notes_;
};

}  // namespace vernier
