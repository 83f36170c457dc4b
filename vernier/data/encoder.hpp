#pragma once
// From raw rows to the numbers that a network sees, and back: fitted on training rows, saved inside the model.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "vernier/base/json.hpp"
#include "vernier/base/options.hpp"
#include "vernier/data/id_column.hpp"
#include "vernier/data/reader.hpp"
#include "vernier/data/table.hpp"
#include "vernier/data/target_encoder.hpp"
#include "vernier/data/task.hpp"
#include "vernier/data/transform.hpp"
#include "vernier/tensor/tensor.hpp"

namespace vernier {

struct EncoderOptions {
  std::string transform =
      "auto";           ///< of numeric columns: one of transform_names(); auto also sees many columns of one unit
  int bins = 16;        ///< of the transform "piecewise"
  int max_levels = 64;  ///< at most this many indicator columns for a category; the rarer levels share one
  int min_count = 0;    ///< levels seen less often in training share one column; 0: a hundredth of the rows, at most 10
  /// Of a regression's target: standard; log (then standard; values must be positive); unit (0 to 1, for a sigmoid);
  /// none. auto: log when all are positive and their skewness exceeds 1.5, else standard. One for all targets, or one
  /// for each.
  std::vector<std::string> target_transform{"auto"};
  /// Rows are moments of a series: targets are predicted from the `lookback` rows that end `horizon` rows before them,
  /// their own past among these. 0: rows stand alone.
  int lookback = 0;
  int horizon = 1;
};

/// One array that a network is fed with: "features" (all numeric, category and time columns together), a text or id
/// column by its name, or "inputs" of a file of arrays.
struct InputSpec {
  std::string name;
  Shape shape;    ///< of one row
  Index ids = 0;  ///< how many ids there are; 0: the elements are quantities
};

/// Inputs, each (rows, ...) of an InputSpec, and targets, each (rows, 1) of a TargetEncoder.
struct Examples {
  std::vector<Tensor> x;
  std::vector<Tensor> y;
};

/// A value type; const use is thread-safe.
class Encoder {
 public:
  Encoder() = default;
  /// Fits on these rows of a table alone, for one target or several. Throws BadData when no column is left to learn
  /// from, a value is infinite, ...
  static Encoder fit(const Table& table, std::span<const Index> rows, const std::vector<Task>& tasks,
                     const EncoderOptions& options = {});
  /// For arrays: bytes are scaled to [0, 1], other numbers standardised per feature.
  static Encoder fit(const Array& inputs, const Column& targets, std::span<const Index> rows, const Task& task,
                     const EncoderOptions& options = {});

  /// Targets are numbered in the order of their tasks.
  [[nodiscard]] std::size_t target_count() const { return targets_.size(); }
  [[nodiscard]] const TargetEncoder& target(std::size_t number = 0) const { return targets_[number]; }
  [[nodiscard]] const std::vector<InputSpec>& input_specs() const { return specs_; }
  /// The rows of a table that have too few rows before them: 0, or of a series lookback + horizon - 1. Row k of what is
  /// encoded is row k + lead() of the table.
  [[nodiscard]] Index lead() const { return lookback_ == 0 ? 0 : lookback_ + horizon_ - 1; }
  /// How many rows of the table can be predicted; of a series also the `horizon` moments behind its end.
  [[nodiscard]] Index predictable_rows(const Table& table) const;
  /// A name per feature of a table: "age", "age is missing", "work = Private".
  [[nodiscard]] const std::vector<std::string>& feature_names() const { return feature_names_; }
  /// What was left out or decided in fitting, for the user.
  [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

  /// Encodes rows of any table with the columns of training, in any order; others are ignored, targets need not be
  /// there. A category not seen in training has no indicator set. Throws BadData that names a missing column, or the
  /// column and row of a value that is not a number.
  [[nodiscard]] std::vector<Tensor> inputs(const Table& table) const;
  [[nodiscard]] std::vector<Tensor> inputs(const Table& table, std::span<const Index> rows) const;
  [[nodiscard]] std::vector<Tensor> inputs(const Array& array) const;
  [[nodiscard]] std::vector<Tensor> inputs(const Array& array, std::span<const Index> rows) const;
  /// Encodes the target columns. Throws BadData for a missing one, and as TargetEncoder does.
  [[nodiscard]] std::vector<Tensor> targets(const Table& table) const;
  [[nodiscard]] std::vector<Tensor> targets(const Table& table, std::span<const Index> rows) const;
  /// The only target, of arrays.
  [[nodiscard]] std::vector<Tensor> targets(const Column& column) const;
  [[nodiscard]] std::vector<Tensor> targets(const Column& column, std::span<const Index> rows) const;

  /// The same for a network that reads these inputs alone: columns that only others need are asked for no more.
  [[nodiscard]] Encoder only(std::span<const std::string> inputs) const;

  /// How a file of rows must be read for inputs() to see them as in training.
  [[nodiscard]] ReadOptions read_options() const;

  [[nodiscard]] Json to_json() const;
  /// Throws BadData for JSON that to_json did not write.
  [[nodiscard]] static Encoder from_json(const Json& json);

 private:
  friend class EncoderFit;
  /// One raw column and the features that it becomes.
  struct Feature {
    std::string column;
    std::string strip;
    std::optional<NumericTransform> numeric;  ///< nothing for a category
    double fill = 0;                          ///< numeric: stands in for a missing number
    bool indicator = false;                   ///< numeric: a further feature tells where it was missing
    std::vector<std::string> levels;          ///< category: each has a feature of its own
    bool other = false;                       ///< category: a feature for rare and unseen levels
    bool missing_level = false;               ///< category: a feature for missing values
    bool calendar = false;                    ///< time: where in the year and the week
    bool time_of_day = false;                 ///< time: and where in the day
    [[nodiscard]] Index width() const;
  };
  struct ArrayScale {
    std::vector<float> center, scale;  ///< one of each, or one per element of a row
  };

  [[nodiscard]] ColumnPositions positions_in(const Table& table) const;
  static const Column& column_in(const Table& table, const ColumnPositions& positions, const std::string& name);
  [[nodiscard]] Index width() const;
  /// The features of these rows of the table.
  [[nodiscard]] Tensor features(const Table& table, const ColumnPositions& positions,
                                std::span<const Index> rows) const;
  [[nodiscard]] Tensor windows(const Table& table, const ColumnPositions& positions, std::span<const Index> rows) const;
  void set_specs();
  void encode(const Feature& feature, const Column& column, const Table& table, std::span<const Index> rows, View into,
              Index at) const;
  void name_features();

  std::vector<TargetEncoder> targets_;
  std::vector<InputSpec> specs_;
  std::vector<Feature> features_;
  std::vector<IdColumn> id_columns_;
  Index lookback_ = 0;
  Index horizon_ = 1;
  std::optional<ArrayScale> array_scale_;    // set when fitted on arrays
  std::vector<std::string> source_columns_;  // all columns of the training table, in order
  std::vector<std::string> missing_words_;
  std::vector<std::string> feature_names_;
  std::vector<std::string> notes_;
};

/// The target numbers of an array data set as a column, so that one rule finds the task. Throws BadData unless there is
/// one number per row.
[[nodiscard]] Column column_of_targets(const Array& targets, std::string_view source);

}  // namespace vernier
