#pragma once
// A data set as the `data:` block of an experiment, or the options of `tune DATA`, describe it.
//
//   Dataset data = load_dataset({{"path", "digits.arff"}, {"target", "class"}, {"test", {{"last", 1797}}}}, folder);
//   Split split = random_split(data.rows(), 0.2, Rng(seed).split("validation"), data.classes());
//   Encoder encoder = data.fit_encoder(split.train);
//   Examples train = data.encode(encoder, split.train), validation = data.encode(encoder, split.test);
//   Examples test = data.encode_test(encoder);
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "vernier/base/options.hpp"
#include "vernier/data/encoder.hpp"
#include "vernier/data/reader.hpp"
#include "vernier/data/split.hpp"
#include "vernier/data/table.hpp"
#include "vernier/data/task.hpp"

namespace vernier {

/// The keys of a `data:` block.
struct DataOptions {
  std::optional<std::string> path;    ///< a table, a folder of images, or an NPZ with x, y or x_train, y_train, ...
  std::optional<std::string> inputs;  ///< arrays (IDX, NPY) instead of a table
  std::optional<std::string> targets;
  Json member;  ///< of a JSON file: which list, or lists, of its object hold the rows
  /// The column to predict, or a list of several: names, or numbers, negative from the end; of images: folder.
  Json target;
  std::vector<Index> image_size;  ///< of a folder of images: height and width that all are brought to
  int channels = 0;               ///< of a folder of images: 1, 3, or 0 for what the files have
  Json test;                      ///< what is held back: a file, {inputs, targets}, or a rule of split_by_rule
  Json validation;                ///< which of the training rows are for validation: a rule, or {member} of a JSON file
  std::vector<std::string> task{"auto"};  ///< one for all targets, or one for each
  std::string format = "auto";
  std::string delimiter = "auto";
  std::string quote = "\"";
  Json header = "auto";
  std::vector<std::string> names;
  std::vector<std::string> missing = ReadOptions{}.missing;
  Json columns = Json::object();   ///< column: kind, or column: {kind: ..., strip: ..., transform: ...}
  std::string transform = "auto";  ///< this and the next four: see EncoderOptions
  int bins = EncoderOptions{}.bins;
  int max_levels = EncoderOptions{}.max_levels;
  int min_count = EncoderOptions{}.min_count;
  std::vector<std::string> target_transform = EncoderOptions{}.target_transform;
  int lookback = 0;  ///< and this and the next: of a series, see EncoderOptions
  int horizon = 1;
  std::uint64_t seed = 0;  ///< of a random test part
  static void describe(OptionFields<DataOptions>& field);
};

/// Training and test rows, read but not yet encoded. A value type; const use is thread-safe.
class Dataset {
 public:
  [[nodiscard]] const std::string& name() const { return name_; }  ///< the stem of the file
  /// Targets are numbered in the order of the data block; the first stratifies what is drawn at random.
  [[nodiscard]] std::size_t target_count() const { return tasks_.size(); }
  [[nodiscard]] const Task& task(std::size_t target = 0) const { return tasks_[target]; }
  /// Rows for training and validation, and rows of the test part (0 without one). Of a series: the moments that have a
  /// whole window before them; the windows of the test part reach back into the training part.
  [[nodiscard]] Index rows() const;
  [[nodiscard]] Index test_rows() const;
  /// The training rows that the data block sets aside for validation, ascending; empty where it names none.
  [[nodiscard]] const std::vector<Index>& validation_rows() const { return validation_rows_; }
  /// The training table; null for arrays.
  [[nodiscard]] const Table* table() const { return arrays_ ? nullptr : &train_table_; }
  /// The class id of every training row; empty for regression.
  [[nodiscard]] const std::vector<Index>& classes(std::size_t target = 0) const { return classes_[target]; }
  /// The number of training rows of each class.
  [[nodiscard]] std::vector<Index> class_counts(std::size_t target = 0) const;
  /// Whether rows are moments in their order, so that no part may be drawn at random.
  [[nodiscard]] bool series() const { return encoding_.lookback > 0; }
  /// Whether the training rows are in order of their first target.
  [[nodiscard]] bool sorted() const { return sorted_; }
  /// What the user should know: imbalance, ignored columns, a class with one row, sorted rows, more columns than rows.
  [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }

  /// Fits on these training rows; all of them by default.
  [[nodiscard]] Encoder fit_encoder() const;
  [[nodiscard]] Encoder fit_encoder(std::span<const Index> rows) const;
  [[nodiscard]] Encoder fit_encoder(std::span<const Index> rows, const EncoderOptions& options) const;
  [[nodiscard]] Examples encode(const Encoder& encoder) const;
  [[nodiscard]] Examples encode(const Encoder& encoder, std::span<const Index> rows) const;
  [[nodiscard]] Examples encode_test(const Encoder& encoder) const;

 private:
  friend class DatasetLoader;
  [[nodiscard]] Index lead() const { return series() ? encoding_.lookback + encoding_.horizon - 1 : 0; }
  std::string name_;
  std::vector<Task> tasks_;
  bool arrays_ = false;
  Table train_table_, test_table_;
  Array train_x_, test_x_;
  Column train_y_, test_y_;                  // of arrays
  std::vector<std::vector<Index>> classes_;  // of each target
  std::vector<Index> validation_rows_;
  bool sorted_ = false;
  std::vector<std::string> warnings_;
  EncoderOptions encoding_;
};

/// Reads what a `data:` block describes; relative paths are taken from `base`. Throws InvalidArgument for unknown keys
/// (with the nearest known one), NotFound and BadData for the files.
[[nodiscard]] Dataset load_dataset(const Json& data, const std::filesystem::path& base = {});

}  // namespace vernier
