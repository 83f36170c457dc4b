#include "vernier/data/encoder.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/data/calendar.hpp"
#include "vernier/data/split.hpp"

namespace vernier {
Index Encoder::Feature::width() const {
  if (calendar) return static_cast<Index>(calendar_width(time_of_day));
  if (numeric) return static_cast<Index>(numeric->width()) + (indicator ? 1 : 0);
  return static_cast<Index>(levels.size()) + (other ? 1 : 0) + (missing_level ? 1 : 0);
}

void Encoder::name_features() {
  feature_names_.clear();
  for (const Feature& feature : features_) {
    if (feature.numeric && feature.numeric->width() == 1) {
      feature_names_.push_back(feature.column);
    } else if (feature.numeric) {
      for (std::size_t i = 1; i <= feature.numeric->width(); ++i) {
        feature_names_.push_back(fmt::format("{} bin {}", feature.column, i));
      }
    }
    for (std::size_t i = 0; feature.calendar && i < calendar_width(feature.time_of_day); ++i) {
      static constexpr std::array parts{"year", "week", "day"};
      feature_names_.push_back(
          fmt::format("{}: {} of the {}", feature.column, i % 2 == 0 ? "sine" : "cosine", parts[i / 2]));
    }
    for (const std::string& level : feature.levels) {
      feature_names_.push_back(fmt::format("{} = {}", feature.column, level));
    }
    if (feature.other) feature_names_.push_back(fmt::format("{} is rare", feature.column));
    if (feature.indicator || feature.missing_level) {
      feature_names_.push_back(fmt::format("{} is missing", feature.column));
    }
  }
}

/// By name, or by place where the file names none: all columns of the training table, or all but the targets.
ColumnPositions Encoder::positions_in(const Table& table) const {
  if (table.named) return ColumnPositions(table.names());
  std::vector<std::string> names = source_columns_;
  if (table.columns.size() + targets_.size() == names.size()) {
    for (const TargetEncoder& target : targets_) std::erase(names, target.task().target);
  }
  return ColumnPositions(names.size() == table.columns.size() ? names : table.names());
}

Index Encoder::width() const {
  Index width = 0;
  for (const Feature& feature : features_) width += feature.width();
  return width;
}

void Encoder::set_specs() {
  specs_.clear();
  const Index features = width();
  if (features > 0) {
    specs_.push_back({.name = "features", .shape = lookback_ > 0 ? Shape{lookback_, features} : Shape{features}});
  }
  for (const IdColumn& column : id_columns_) {
    specs_.push_back({.name = column.column(), .shape = column.shape(), .ids = column.ids()});
  }
}

Index Encoder::predictable_rows(const Table& table) const {
  const Index rows = lookback_ == 0 ? table.rows() : table.rows() - lookback_ + 1;
  if (rows > 0) return rows;
  throw BadData(fmt::format("{} has {} rows", table.source, table.rows()),
                lookback_ == 0 ? "at least one" : fmt::format("at least {}, as many as are looked back on", lookback_));
}

const Column& Encoder::column_in(const Table& table, const ColumnPositions& positions, const std::string& name) {
  if (const auto at = positions.find(name)) return table.columns[*at];
  throw BadData(
      fmt::format("{} has no column '{}'", table.source, name), "every column that the model was trained on",
      table.named ? suggest(name, table.names()) : "The file has no header line: add one that names the columns.");
}

std::vector<Tensor> Encoder::inputs(const Table& table) const {
  return inputs(table, all_rows(std::max<Index>(table.rows() - lead(), 0)));
}

std::vector<Tensor> Encoder::inputs(const Table& table, std::span<const Index> rows) const {
  if (array_scale_) throw InvalidArgument("the model was trained on arrays", "an array of inputs, not a table");
  const ColumnPositions positions = positions_in(table);
  std::vector<Tensor> x;
  if (!features_.empty()) {
    x.push_back(lookback_ > 0 ? windows(table, positions, rows) : features(table, positions, rows));
  }
  for (const IdColumn& column : id_columns_) {
    x.push_back(column.encode(column_in(table, positions, column.column()), rows));
  }
  return x;
}

std::vector<Tensor> Encoder::inputs(const Array& array) const {
  return inputs(array, all_rows(array.values.shape().rank() == 0 ? 0 : array.values.shape()[0]));
}

std::vector<Tensor> Encoder::inputs(const Array& array, std::span<const Index> rows) const {
  if (!array_scale_) throw InvalidArgument("the model was trained on a table", "a table of inputs, not an array");
  const Shape& shape = specs_.front().shape;
  if (array.values.shape().rank() == 0 || array.values.shape().without_front() != shape) {
    throw BadData(fmt::format("the inputs have the shape {}", to_string(array.values.shape())),
                  fmt::format("rows of shape {} as in training", to_string(shape)));
  }
  Tensor x(shape.with_front(static_cast<Index>(rows.size())));
  const auto width = static_cast<std::size_t>(shape.size());
  const std::vector<float>& center = array_scale_->center;
  const std::vector<float>& scale = array_scale_->scale;
  const bool shared = center.size() == 1;
  float* out = x.data();
  for (const Index row : rows) {
    const float* values = array.values.data() + static_cast<std::size_t>(row) * width;
    for (std::size_t i = 0; i < width; ++i) *out++ = (values[i] - center[shared ? 0 : i]) / scale[shared ? 0 : i];
  }
  std::vector<Tensor> only;
  only.push_back(std::move(x));
  return only;
}

std::vector<Tensor> Encoder::targets(const Table& table) const {
  return targets(table, all_rows(std::max<Index>(table.rows() - lead(), 0)));
}

std::vector<Tensor> Encoder::targets(const Table& table, std::span<const Index> rows) const {
  std::vector<Index> moments(rows.begin(), rows.end());
  for (Index& row : moments) row += lead();
  const ColumnPositions positions = positions_in(table);
  std::vector<Tensor> y;
  for (const TargetEncoder& target : targets_) {
    y.push_back(target.encode(column_in(table, positions, target.task().target), moments, table.source));
  }
  return y;
}

std::vector<Tensor> Encoder::targets(const Column& column) const { return targets(column, all_rows(column.size())); }

std::vector<Tensor> Encoder::targets(const Column& column, std::span<const Index> rows) const {
  if (targets_.size() != 1) {
    throw InvalidArgument(fmt::format("one column for {} targets", targets_.size()), "a table that holds them");
  }
  std::vector<Tensor> only;
  only.push_back(targets_.front().encode(column, rows, "the targets"));
  return only;
}

Encoder Encoder::only(std::span<const std::string> inputs) const {
  Encoder part = *this;
  if (specs_.size() == 1) return part;
  const auto read = [&](const std::string& name) {
    return std::find(inputs.begin(), inputs.end(), name) != inputs.end();
  };
  if (!read("features")) part.features_.clear();
  std::erase_if(part.id_columns_, [&](const IdColumn& column) { return !read(column.column()); });
  part.set_specs();
  part.name_features();
  return part;
}

ReadOptions Encoder::read_options() const {
  ReadOptions options;
  if (!missing_words_.empty()) options.missing = missing_words_;
  options.optional_columns = true;
  for (const Feature& feature : features_) {
    ColumnOptions& column = options.columns[feature.column];
    column.kind = feature.numeric ? "auto" : feature.calendar ? "time" : "category";
    column.strip = feature.strip;
  }
  for (const IdColumn& id : id_columns_) {
    ColumnOptions& column = options.columns[id.column()];
    column.kind = to_string(id.kind());
    column.strip = id.strip();
  }
  for (const TargetEncoder& target : targets_) {
    if (!target.strip().empty()) options.columns[target.task().target].strip = target.strip();
  }
  return options;
}

}  // namespace vernier
