#include "vernier/data/dataset.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier {

void DataOptions::describe(OptionFields<DataOptions>& field) {
  field("path", &DataOptions::path, "the file: a table, an NPZ, or a folder of images");
  field("inputs", &DataOptions::inputs, "a file of input arrays (IDX, NPY)");
  field("targets", &DataOptions::targets, "the file of targets, where the data are a file of input arrays");
  field("member", &DataOptions::member, "of a JSON object: the list, or lists, that hold the rows");
  field("target", &DataOptions::target,
        "the column to predict: a name, or a number, negative from the end; in a file also a list of them");
  field("test", &DataOptions::test,
        "what is held back: a file, {inputs, targets}, a fraction, {last: N}, {rows: EXPR}");
  field("validation", &DataOptions::validation,
        "which training rows are for validation: a fraction, {last: N}, {rows: EXPR}, {member: NAME}");
  field("image_size", &DataOptions::image_size, "of a folder of images: the height and width that all are brought to")
      .between(1, 8192);
  field("channels", &DataOptions::channels,
        "of a folder of images: 1 (grey), 3 (colours), or 0 for what the files have")
      .between(0, 3);
  field("task", &DataOptions::task, "the kind of task; of several targets one for all, or one for each")
      .one_of({"auto", "classification", "binary", "multiclass", "regression"});
  field("format", &DataOptions::format, "the form of the file; auto tells it by the content")
      .one_of({"auto", "csv", "arff", "json", "jsonl", "svmlight"});
  field("delimiter", &DataOptions::delimiter, "between the fields of a CSV file: a character, tab, or auto");
  field("quote", &DataOptions::quote, "around fields that hold the delimiter; empty: none");
  field("header", &DataOptions::header, "whether the first line holds the names: auto, true, false");
  field("names", &DataOptions::names, "the names of all columns");
  field("missing", &DataOptions::missing, "the words that stand for a missing value");
  field("columns", &DataOptions::columns,
        "what columns mean: numeric, category, text, id, time or ignore; in full {COLUMN: {kind: KIND, strip: "
        "CHARACTERS}}");
  field("transform", &DataOptions::transform, "how numeric columns are brought to one scale").one_of(transform_names());
  field("bins", &DataOptions::bins, "of the transform piecewise").between(2, 256);
  field("max_levels", &DataOptions::max_levels, "features for one category; the rarer levels share one").at_least(1);
  field("min_count", &DataOptions::min_count, "levels seen less often share a feature; 0: chosen by the rows")
      .at_least(0);
  field("target_transform", &DataOptions::target_transform,
        "of the target of a regression; of several targets one for all, or one for each")
      .one_of({"auto", "standard", "log", "unit", "none"});
  field("lookback", &DataOptions::lookback, "of a series: rows that a prediction looks back on; 0: rows stand alone")
      .between(0, 100'000);
  field("horizon", &DataOptions::horizon,
        "of a series: rows from the end of the rows looked back on to what is predicted")
      .between(1, 100'000);
  field("seed", &DataOptions::seed, "of a random test part").at_least(0);
}

Index Dataset::rows() const { return arrays_ ? train_x_.values.shape()[0] : train_table_.rows() - lead(); }

Index Dataset::test_rows() const {
  if (!arrays_) return std::max<Index>(test_table_.rows() - lead(), 0);
  return test_x_.values.empty() ? 0 : test_x_.values.shape()[0];
}

std::vector<Index> Dataset::class_counts(std::size_t target) const {
  std::vector<Index> counts(tasks_[target].classes.size(), 0);
  for (const Index id : classes_[target]) ++counts[static_cast<std::size_t>(id)];
  return counts;
}

Encoder Dataset::fit_encoder() const { return fit_encoder(all_rows(rows())); }

Encoder Dataset::fit_encoder(std::span<const Index> rows) const { return fit_encoder(rows, encoding_); }

Encoder Dataset::fit_encoder(std::span<const Index> rows, const EncoderOptions& options) const {
  if (arrays_) return Encoder::fit(train_x_, train_y_, rows, task(), options);
  return Encoder::fit(train_table_, rows, tasks_, options);
}

Examples Dataset::encode(const Encoder& encoder) const { return encode(encoder, all_rows(rows())); }

Examples Dataset::encode(const Encoder& encoder, std::span<const Index> rows) const {
  if (arrays_) return {encoder.inputs(train_x_, rows), encoder.targets(train_y_, rows)};
  return {encoder.inputs(train_table_, rows), encoder.targets(train_table_, rows)};
}

Examples Dataset::encode_test(const Encoder& encoder) const {
  if (test_rows() == 0)
    throw InvalidState(fmt::format("{} has no test part", name_), "a 'test' entry in the data block");
  if (arrays_) return {encoder.inputs(test_x_), encoder.targets(test_y_)};
  return {encoder.inputs(test_table_), encoder.targets(test_table_)};
}

}  // namespace vernier
