// Fitting an encoder on training rows.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "vernier/base/errors.hpp"
#include "vernier/data/calendar.hpp"
#include "vernier/data/encoder.hpp"

namespace vernier {

class EncoderFit {
 public:
  explicit EncoderFit(const EncoderOptions& options) : options_(options) {}

  Encoder table(const Table& table, std::span<const Index> samples, const std::vector<Task>& tasks) {
    require_rows(samples);
    encoder_.lookback_ = options_.lookback;
    encoder_.horizon_ = options_.horizon;
    const std::vector<Index> rows = rows_of(samples);
    encoder_.source_columns_ = table.names();
    encoder_.missing_words_ = table.missing;
    std::set<std::string> targets;
    for (const Task& task : tasks) targets.insert(task.target);
    if (options_.transform == "auto") shared_scale_ = find_shared_scale(table, targets, rows);
    for (const Column& column : table.columns) {
      if (options_.lookback > 0 || !targets.contains(column.name)) fit_column(column, table, rows);
    }
    encoder_.set_specs();
    if (encoder_.specs_.empty()) {
      throw BadData(fmt::format("{} has no column left to learn from", table.source),
                    "a numeric or category column beside what is predicted that is not the same in every row",
                    "Look at the kinds of its columns, and set them with 'columns' where they are wrong.");
    }
    for (std::size_t k = 0; k < tasks.size(); ++k) {
      const std::string& transform = entry_of_target(options_.target_transform, k, tasks.size(), "target_transform");
      encoder_.targets_.push_back(
          TargetEncoder::fit(table.column(tasks[k].target), rows, tasks[k], transform, table.source));
    }
    encoder_.name_features();
    return std::move(encoder_);
  }

  Encoder arrays(const Array& inputs, const Column& targets, std::span<const Index> rows, const Task& task) {
    require_rows(rows);
    if (options_.lookback > 0) throw InvalidArgument("lookback with arrays", "a table whose rows are moments");
    encoder_.specs_ = {{.name = "inputs", .shape = inputs.values.shape().without_front()}};
    encoder_.array_scale_ = scale_of(inputs, rows);
    const std::string& transform = entry_of_target(options_.target_transform, 0, 1, "target_transform");
    encoder_.targets_.push_back(TargetEncoder::fit(targets, rows, task, transform, "the targets"));
    return std::move(encoder_);
  }

 private:
  static void require_rows(std::span<const Index> rows) {
    if (rows.empty()) throw BadData("there are no training rows to fit on", "at least one row");
  }

  /// The rows that samples see: of a series all of their windows, and the moments that they predict.
  [[nodiscard]] std::vector<Index> rows_of(std::span<const Index> samples) const {
    if (options_.lookback == 0) return {samples.begin(), samples.end()};
    const auto [first, last] = std::minmax_element(samples.begin(), samples.end());
    std::vector<Index> rows(static_cast<std::size_t>(*last + encoder_.lead() + 1 - *first));
    std::iota(rows.begin(), rows.end(), *first);
    return rows;
  }

  void note(std::string text) { encoder_.notes_.push_back(std::move(text)); }

  void fit_column(const Column& column, const Table& table, std::span<const Index> rows) {
    const Column part = column.rows(rows);
    const ColumnKind kind = column.kind ? *column.kind : detect_kind(part);
    if (kind == ColumnKind::numeric) return fit_numbers(part, column, table, rows);
    if (kind == ColumnKind::category) return fit_category(part);
    if (kind == ColumnKind::time && (column.kind || options_.lookback > 0)) return fit_time(part);
    if (column.kind && (kind == ColumnKind::text || kind == ColumnKind::id)) {
      if (options_.lookback > 0) {
        throw InvalidArgument(fmt::format("column '{}' of a series is {}", column.name, to_string(kind)),
                              "numbers, categories and times", "Say columns: {COLUMN: category}, or ignore.");
      }
      encoder_.id_columns_.push_back(IdColumn::fit(column, rows));
      return;
    }
    if (kind == ColumnKind::ignore) {
      if (!column.kind) note(fmt::format("column '{}' is left out: every value is missing", column.name));
      return;
    }
    note(fmt::format("column '{}' is left out: its kind is {}", column.name, to_string(kind)));
  }

  /// The deviation, pooled over all numeric columns, when these are many counts or intensities in one unit (pixels,
  /// words of a text): whole numbers from 0 with similar maxima. Scaling each alone would blow up the rarest ones.
  static std::optional<double> find_shared_scale(const Table& table, const std::set<std::string>& targets,
                                                 std::span<const Index> rows) {
    std::vector<double> maxima;
    double variances = 0;
    for (const Column& column : table.columns) {
      const bool numeric = !column.is_text && column.kind.value_or(ColumnKind::numeric) == ColumnKind::numeric;
      if (!numeric || targets.contains(column.name)) continue;
      double sum = 0;
      double squares = 0;
      double most = 0;
      for (const Index row : rows) {
        const double value = column.numbers[static_cast<std::size_t>(row)];
        if (!(value >= 0 && value < 1e6) || value != std::trunc(value)) return std::nullopt;  // also where missing
        sum += value;
        squares += value * value;
        most = std::max(most, value);
      }
      if (most == 0) continue;
      const auto count = static_cast<double>(rows.size());
      maxima.push_back(most);
      variances += squares / count - (sum / count) * (sum / count);
    }
    if (maxima.size() < shared_scale_columns) return std::nullopt;
    std::sort(maxima.begin(), maxima.end());
    if (maxima.back() > 16 * maxima[maxima.size() / 2]) return std::nullopt;
    return std::sqrt(variances / static_cast<double>(maxima.size()));
  }

  void fit_numbers(const Column& part, const Column& column, const Table& table, std::span<const Index> rows) {
    std::vector<double> values;
    for (std::size_t i = 0; i < part.numbers.size(); ++i) {
      const double value = part.numbers[i];
      if (std::isinf(value)) {
        throw BadData(fmt::format("{}: column '{}' is infinite in row {}", table.source, column.name, rows[i] + 1),
                      "finite numbers", "Correct the value, or list its word under 'missing'.");
      }
      if (!std::isnan(value)) values.push_back(value);
    }
    if (values.empty()) {
      return note(fmt::format("column '{}' is left out: every training value is missing", column.name));
    }
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    const bool missing = values.size() < part.numbers.size();
    if (*low == *high && !missing) {
      return note(fmt::format("column '{}' is left out: it is {} in every training row", column.name, part.text(0)));
    }
    Encoder::Feature feature;
    feature.column = column.name;
    feature.strip = column.strip;
    if (shared_scale_) {
      const double sum = std::accumulate(values.begin(), values.end(), 0.0);
      feature.numeric = NumericTransform::standard(sum / static_cast<double>(values.size()), *shared_scale_);
    } else {
      feature.numeric = NumericTransform::fit(values, options_.transform, options_.bins);
    }
    feature.indicator = missing;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    feature.fill = *middle;
    encoder_.features_.push_back(std::move(feature));
  }

  void fit_time(const Column& part) {
    Encoder::Feature feature;
    feature.column = part.name;
    feature.strip = part.strip;
    feature.calendar = true;
    for (const std::string& level : part.levels) {
      const auto days = parse_time(level);
      feature.time_of_day = feature.time_of_day || (days && *days != std::trunc(*days));
    }
    encoder_.features_.push_back(std::move(feature));
  }

  void fit_category(const Column& part) {
    Column column = part;
    if (!column.is_text) {  // a table made in memory may call numbers a category
      column.is_text = true;
      for (Index row = 0; row < part.size(); ++row) {
        const std::string text = part.text(row);
        auto at = std::find(column.levels.begin(), column.levels.end(), text);
        if (!part.missing(row) && at == column.levels.end()) at = column.levels.insert(at, text);
        column.codes.push_back(part.missing(row) ? -1 : static_cast<std::int32_t>(at - column.levels.begin()));
      }
    }
    std::vector<Index> counts(column.levels.size(), 0);
    Index missing = 0;
    for (const std::int32_t code : column.codes) {
      if (code < 0) {
        ++missing;
      } else {
        ++counts[static_cast<std::size_t>(code)];
      }
    }
    std::vector<std::size_t> order(counts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return counts[a] != counts[b] ? counts[a] > counts[b] : column.levels[a] < column.levels[b];
    });
    const Index least = options_.min_count > 0 ? options_.min_count : std::clamp<Index>(column.size() / 100, 1, 10);
    Encoder::Feature feature;
    feature.column = column.name;
    feature.strip = column.strip;
    feature.missing_level = missing > 0;
    Index shared = 0;
    for (const std::size_t level : order) {
      if (counts[level] == 0) continue;
      if (counts[level] >= least && static_cast<int>(feature.levels.size()) < options_.max_levels) {
        feature.levels.push_back(column.levels[level]);
      } else {
        ++shared;
      }
    }
    feature.other = shared > 0;
    if (feature.width() < 2) {
      return note(fmt::format("column '{}' is left out: it is the same in every training row", column.name));
    }
    if (shared > 1) note(fmt::format("column '{}': {} rare values share one feature", column.name, shared));
    std::sort(feature.levels.begin(), feature.levels.end());
    encoder_.features_.push_back(std::move(feature));
  }

  static Encoder::ArrayScale scale_of(const Array& inputs, std::span<const Index> rows) {
    if (inputs.bytes) return {{0.0F}, {255.0F}};
    const Shape& shape = inputs.values.shape();
    const auto width = static_cast<std::size_t>(shape.without_front().size());
    const std::size_t groups = shape.rank() == 2 ? width : 1;
    std::vector<double> sum(groups, 0.0), square(groups, 0.0);
    const double count = static_cast<double>(rows.size()) * static_cast<double>(width / groups);
    const auto each = [&](auto&& visit) {
      for (const Index row : rows) {
        const float* values = inputs.values.data() + static_cast<std::size_t>(row) * width;
        for (std::size_t i = 0; i < width; ++i) visit(groups == 1 ? 0 : i, static_cast<double>(values[i]), row, i);
      }
    };
    each([&](std::size_t group, double value, Index row, std::size_t i) {
      if (!std::isfinite(value)) {
        throw BadData(fmt::format("the inputs are not finite in row {}, element {}", row + 1, i + 1), "finite numbers");
      }
      sum[group] += value;
    });
    each([&](std::size_t group, double value, Index, std::size_t) {
      const double from_mean = value - sum[group] / count;
      square[group] += from_mean * from_mean;
    });
    Encoder::ArrayScale scale;
    for (std::size_t group = 0; group < groups; ++group) {
      const double deviation = std::sqrt(square[group] / count);
      scale.center.push_back(static_cast<float>(sum[group] / count));
      scale.scale.push_back(deviation > 0 ? static_cast<float>(deviation) : 1.0F);
    }
    return scale;
  }

  static constexpr std::size_t shared_scale_columns = 16;

  Encoder encoder_;
  EncoderOptions options_;
  std::optional<double> shared_scale_;
};

Encoder Encoder::fit(const Table& table, std::span<const Index> rows, const std::vector<Task>& tasks,
                     const EncoderOptions& options) {
  return EncoderFit(options).table(table, rows, tasks);
}

Encoder Encoder::fit(const Array& inputs, const Column& targets, std::span<const Index> rows, const Task& task,
                     const EncoderOptions& options) {
  return EncoderFit(options).arrays(inputs, targets, rows, task);
}

Column column_of_targets(const Array& targets, std::string_view source) {
  const Shape& shape = targets.values.shape();
  if (shape.rank() == 0 || shape.size() != shape[0]) {
    throw BadData(fmt::format("{} has the shape {}", source, to_string(shape)),
                  "one number per row: (rows) or (rows, 1)", "Turn one-hot rows into class numbers.");
  }
  Column column;
  column.name = "targets";
  column.numbers.assign(targets.values.values().begin(), targets.values.values().end());
  return column;
}

}  // namespace vernier
