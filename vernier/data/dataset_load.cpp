// From a `data:` block to a data set: files, target, test part, and what the user should know.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/data/calendar.hpp"
#include "vernier/data/dataset.hpp"

namespace vernier {
namespace fs = std::filesystem;

class DatasetLoader {
 public:
  DatasetLoader(const Json& data, fs::path base)
      : options_(options_from_json<DataOptions>(data, "data")), base_(std::move(base)) {
    read_.format = options_.format;
    read_.delimiter = options_.delimiter;
    read_.quote = options_.quote;
    read_.header = options_.header;
    read_.names = options_.names;
    read_.members = members_of(options_.member);
    read_.missing = options_.missing;
    if (!options_.columns.is_object()) {
      throw InvalidArgument(fmt::format("data: columns is {}", options_.columns.dump()), "COLUMN: KIND pairs");
    }
    for (const auto& [name, value] : options_.columns.items()) {
      read_.columns[name] = column_options(value, fmt::format("data: column '{}'", name));
    }
    data_.encoding_ = {.transform = options_.transform,
                       .bins = options_.bins,
                       .max_levels = options_.max_levels,
                       .min_count = options_.min_count,
                       .target_transform = options_.target_transform,
                       .lookback = options_.lookback,
                       .horizon = options_.horizon};
  }

  Dataset load() {
    if (options_.path.has_value() == options_.inputs.has_value() ||
        options_.inputs.has_value() != options_.targets.has_value()) {
      throw InvalidArgument("data: which file to read is not clear", "either path, or inputs and targets");
    }
    const std::string& first = options_.path ? *options_.path : *options_.inputs;
    data_.name_ = stem(first);
    if (options_.inputs) {
      load_array_files();
    } else {
      load_path();
    }
    finish();
    return std::move(data_);
  }

 private:
  /// digits of /data/digits.csv.gz
  static std::string stem(const fs::path& path) {
    std::string name = path.filename().string();
    if (name.ends_with(".gz")) name.resize(name.size() - 3);
    return fs::path(name).stem().string();
  }

  static std::vector<std::string> members_of(const Json& json) {
    if (json.is_null()) return {};
    std::vector<std::string> names;
    for (const Json& name : json.is_array() ? json : Json::array({json})) {
      if (!name.is_string()) {
        throw InvalidArgument(fmt::format("data: member is {}", json.dump()), "the name of a list, or a list of names");
      }
      names.push_back(name.get<std::string>());
    }
    return names;
  }

  static bool is_member(const Json& rule) { return rule.is_object() && rule.size() == 1 && rule.contains("member"); }

  /// The rows of a list of their own become the last ones of the training part.
  void add_validation_member(const std::string& bytes, const std::string& source) {
    ReadOptions alone = read_;
    alone.members = members_of(options_.validation["member"]);
    if (read_.members.empty()) {
      throw InvalidArgument("data: validation names a member and the training rows do not", "both", "Add member: NAME.");
    }
    const Index count = parse_table(bytes, source, alone).rows();
    read_.members.insert(read_.members.end(), alone.members.begin(), alone.members.end());
    options_.validation = {{"last", count}};
  }

  [[nodiscard]] fs::path at(const std::string& path) const { return base_ / path; }  // an absolute path stays itself

  void warn(std::string text) { data_.warnings_.push_back(std::move(text)); }

  void load_path() {
    const fs::path path = at(*options_.path);
    std::string bytes = read_uncompressed(path, read_.max_bytes);
    if (bytes.starts_with("PK")) return load_npz(path);
    if (is_member(options_.validation)) add_validation_member(bytes, path.string());
    Table table = parse_table(std::move(bytes), path.string(), read_);
    data_.task_.target = target_name(table);
    if (table.rows() < 2) {
      throw BadData(fmt::format("{} has one row", table.source), "at least two rows to learn from",
                    "Add rows, or check that the file was written completely.");
    }
    // the split is drawn before rows without a target are taken out, so that row numbers mean lines of the file
    const Column& target = table.column(data_.task_.target);
    data_.task_ = detect_task(target, options_.task, table.source);
    check_finite(table);
    if (data_.series()) check_series(table);
    if (options_.test.is_string()) {
      data_.train_table_ = std::move(table);
      load_test_table(at(options_.test.get<std::string>()), {});
    } else if (is_member(options_.test)) {
      data_.train_table_ = std::move(table);
      load_test_table(path, members_of(options_.test["member"]));
    } else if (options_.test.is_null()) {
      data_.train_table_ = std::move(table);
    } else if (data_.series()) {
      split_series(table);
    } else {
      const Split split = split_rows(table.rows(), target);
      data_.train_table_ = table.select(split.train);
      data_.test_table_ = table.select(split.test);
    }
    drop_rows_without_target(data_.train_table_, "training");
    if (data_.test_table_.rows() > 0) drop_rows_without_target(data_.test_table_, "test");
  }

  [[nodiscard]] std::string target_name(const Table& table) const {
    const Json& target = options_.target;
    if (target.is_null()) {
      throw InvalidArgument(fmt::format("data: no target is named for {}", table.source),
                            fmt::format("one of its columns: {}", some_names(table)),
                            "Name it with --target COLUMN, in a data: block with target: COLUMN.");
    }
    if (!target.is_string() && !target.is_number_integer()) {
      throw InvalidArgument(fmt::format("data: target is {}", target.dump()), "the name or the number of a column");
    }
    const std::string word = target.is_string() ? target.get<std::string>() : target.dump();
    if (!table.named && !parse_number(word) && !table.find(word)) {
      throw BadData(fmt::format("{} has no column '{}'", table.source, word),
                    fmt::format("one of {}: its first line does not look like a header", some_names(table)),
                    "If its first line holds the names, say header: true.");
    }
    return table.columns[table.position(word)].name;
  }

  static std::string some_names(const Table& table) {
    std::vector<std::string> names = table.names();
    if (names.size() > 12) {
      names.erase(names.begin() + 5, names.end() - 5);
      names.insert(names.begin() + 5, "...");
    }
    return join(names, ", ");
  }

  Split split_rows(Index rows, const Column& target) {
    std::vector<Index> classes;
    if (data_.task_.kind != TaskKind::regression) {
      for (Index row = 0; row < rows; ++row) classes.push_back(class_of(target, row));
    }
    return split_by_rule(options_.test, rows, Rng(options_.seed).split("test"), classes);
  }

  /// -1 for a missing target.
  [[nodiscard]] Index class_of(const Column& target, Index row) const {
    if (target.missing(row)) return -1;
    const auto& names = data_.task_.classes;
    return std::find(names.begin(), names.end(), target.text(row)) - names.begin();
  }

  /// Moments must follow one another without a gap.
  void check_series(const Table& table) const {
    const Column& target = table.column(data_.task_.target);
    for (Index row = 0; row < table.rows(); ++row) {
      if (!target.missing(row)) continue;
      throw BadData(fmt::format("{}: '{}' is missing in row {} of a series", table.source, target.name, row + 1),
                    "a value at every moment", "Fill it in, for example with the value before it.");
    }
    if (table.rows() <= data_.lead() + 1) {
      throw BadData(fmt::format("{} has {} rows", table.source, table.rows()),
                    fmt::format("more than {}: the rows looked back on and what follows them", data_.lead() + 1),
                    "Make lookback smaller.");
    }
    for (const Column& column : table.columns) {
      if ((column.kind ? *column.kind : detect_kind(column)) == ColumnKind::time) check_order(column, table.source);
    }
  }

  static void check_order(const Column& column, std::string_view source) {
    double before = -HUGE_VAL;
    for (Index row = 0; row < column.size(); ++row) {
      const auto days = parse_time(column.text(row));
      if (days && *days < before) {
        throw BadData(fmt::format("{}: '{}' goes back in time in row {}: {} after {}", source, column.name, row + 1,
                                  column.text(row), column.text(row - 1)),
                      "rows in the order of time", "Sort the file, or say columns: {COLUMN: ignore}.");
      }
      if (days) before = *days;
    }
  }

  void split_series(const Table& table) {
    const Split split = split_by_rule(options_.test, table.rows(), Rng(options_.seed).split("test"), {});
    const auto first = static_cast<Index>(split.train.size());
    if (split.test.front() != first || first <= data_.lead()) {
      throw InvalidArgument(fmt::format("the test part of a series is {}", options_.test.dump()),
                            "its end, with more than the rows looked back on before it", "Write test: {last: N}.");
    }
    std::vector<Index> test = all_rows(table.rows());
    test.erase(test.begin(), test.begin() + (first - data_.lead()));
    data_.train_table_ = table.select(split.train);
    data_.test_table_ = table.select(test);
  }

  void load_test_table(const fs::path& path, std::vector<std::string> members) {
    const Table& train = data_.train_table_;
    ReadOptions read = read_;
    read.members = std::move(members);
    read.columns.clear();
    read.optional_columns = true;
    // a category must not become a number because the test file happens to hold only such values
    for (const Column& column : train.columns) {
      ColumnOptions& said = read.columns[column.name];
      said.strip = column.strip;
      if (column.kind) said.kind = to_string(*column.kind);
      if (column.is_text && (!column.kind || column.name == data_.task_.target)) said.kind = "category";
    }
    Table& test = data_.test_table_;
    test = read_table(path, read);
    if (!test.named && test.columns.size() == train.columns.size()) {
      for (std::size_t i = 0; i < test.columns.size(); ++i) test.columns[i].name = train.columns[i].name;
    }
    check_finite(test);
    const ColumnPositions positions(test.names());
    for (const Column& column : train.columns) {
      if (column.kind == ColumnKind::ignore || positions.find(column.name)) continue;
      throw BadData(fmt::format("{} has no column '{}'", test.source, column.name),
                    fmt::format("the columns of {}", train.source), suggest(column.name, test.names()));
    }
  }

  void drop_rows_without_target(Table& table, std::string_view part) {
    const Column& target = table.column(data_.task_.target);
    const Index missing = target.missing_count();
    if (missing == 0) return;
    std::vector<Index> kept;
    for (Index row = 0; row < table.rows(); ++row) {
      if (!target.missing(row)) kept.push_back(row);
    }
    if (kept.empty()) {
      throw BadData(
          fmt::format("{}: every value of target '{}' is missing in the {} part", table.source, target.name, part),
          "a value in each row");
    }
    warn(fmt::format("{} {} rows without a value of '{}' are left out", missing, part, target.name));
    table = table.select(kept);
  }

  void load_npz(const fs::path& path) {
    std::map<std::string, Array> arrays = read_npz(path);
    std::vector<std::string> names;
    for (const auto& [name, array] : arrays) names.push_back(name);
    const auto take = [&](const char* name) { return std::move(arrays.at(name)); };
    if (arrays.contains("x_train") && arrays.contains("y_train")) {
      set_arrays(take("x_train"), take("y_train"), path.string());
      if (arrays.contains("x_test") && arrays.contains("y_test") && options_.test.is_null()) {
        set_test_arrays(take("x_test"), take("y_test"), path.string());
        return;
      }
    } else if (arrays.contains("x") && arrays.contains("y")) {
      set_arrays(take("x"), take("y"), path.string());
    } else {
      throw BadData(fmt::format("{} holds the arrays {}", path.string(), join(names, ", ")),
                    "x and y, or x_train, y_train, x_test and y_test", "Save them under these names.");
    }
    load_test_arrays();
  }

  void load_array_files() {
    set_arrays(read_array(at(*options_.inputs)), read_array(at(*options_.targets)), *options_.inputs);
    load_test_arrays();
  }

  static void check_rows(const Array& x, const Array& y, std::string_view source) {
    const Shape& shape = x.values.shape();
    if (shape.rank() < 2 || y.values.shape().rank() < 1 || shape[0] != y.values.shape()[0]) {
      throw BadData(fmt::format("{}: inputs of shape {} and targets of shape {}", source, to_string(shape),
                                to_string(y.values.shape())),
                    "as many targets as inputs, and at least two axes of inputs", "Save them again together.");
    }
    const auto values = x.values.values();
    const auto at = std::find_if(values.begin(), values.end(), [](float v) { return !std::isfinite(v); });
    if (at == values.end()) return;
    const Index place = at - values.begin();
    const Index width = shape.without_front().size();
    throw BadData(fmt::format("{}: the inputs are not finite in row {}, element {}", source, place / width + 1,
                              place % width + 1),
                  "finite numbers", "Correct the value, or remove the row.");
  }

  void set_arrays(Array x, Array y, std::string_view source) {
    check_rows(x, y, source);
    data_.arrays_ = true;
    data_.task_ = detect_task(column_of_targets(y, source), options_.task, source);
    data_.train_x_ = std::move(x);
    data_.train_y_ = std::move(y);
  }

  void set_test_arrays(Array x, Array y, std::string_view source) {
    check_rows(x, y, source);
    data_.test_x_ = std::move(x);
    data_.test_y_ = std::move(y);
  }

  void load_test_arrays() {
    const Json& test = options_.test;
    if (test.is_null()) return;
    if (test.is_object() && test.contains("inputs") && test.contains("targets") && test.size() == 2) {
      return set_test_arrays(read_array(at(test["inputs"].get<std::string>())),
                             read_array(at(test["targets"].get<std::string>())), test["inputs"].get<std::string>());
    }
    const Split split = split_rows(data_.rows(), column_of_targets(data_.train_y_, "the targets"));
    data_.test_x_ = select(data_.train_x_, split.test);
    data_.test_y_ = select(data_.train_y_, split.test);
    data_.train_x_ = select(data_.train_x_, split.train);
    data_.train_y_ = select(data_.train_y_, split.train);
  }

  static Array select(const Array& from, std::span<const Index> rows) {
    Array part{Tensor(from.values.shape().without_front().with_front(static_cast<Index>(rows.size()))), from.bytes,
               from.integers};
    const auto width = static_cast<std::size_t>(from.values.shape().without_front().size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      std::copy_n(from.values.data() + static_cast<std::size_t>(rows[i]) * width, width,
                  part.values.data() + i * width);
    }
    return part;
  }

  void finish() {
    const Column target = data_.arrays_ ? column_of_targets(data_.train_y_, "the targets")
                                        : data_.train_table_.column(data_.task_.target);
    if (target.distinct_count() < 2) {
      throw BadData(fmt::format("target '{}' is constant in the training part", target.name),
                    "at least two different values", "Choose another test part, or shuffle the rows.");
    }
    std::vector<float> order;
    const bool classes = data_.task_.kind != TaskKind::regression;
    for (Index row = data_.lead(); row < target.size(); ++row) {
      if (classes) data_.classes_.push_back(class_of(target, row));
      order.push_back(classes ? static_cast<float>(data_.classes_.back())
                              : static_cast<float>(target.numbers[static_cast<std::size_t>(row)]));
    }
    if (!options_.validation.is_null()) set_validation();
    data_.sorted_ = !data_.series() && sorted_by_target(order);
    if (data_.sorted_)
      warn(fmt::format("the rows are sorted by '{}': a part taken from the end differs from the rest", target.name));
    if (classes) warn_of_classes();
    if (data_.task_.ambiguous) {
      warn(fmt::format("'{}' holds whole numbers and is read as {}: if that is wrong, say task: {}", target.name,
                       classes ? "classes" : "a quantity", classes ? "regression" : "classification"));
    }
    if (!data_.arrays_) warn_of_columns();
  }

  void set_validation() {
    const Rng rng = Rng(options_.seed).split("validation");
    const Split split = split_by_rule(options_.validation, data_.rows(), rng, data_.classes_);
    if (data_.series() && split.test.front() != static_cast<Index>(split.train.size())) {
      throw InvalidArgument(fmt::format("the validation part of a series is {}", options_.validation.dump()),
                            "its end", "Write validation: {last: N}.");
    }
    data_.validation_rows_ = split.test;
  }

  void warn_of_classes() {
    const std::vector<Index> counts = data_.class_counts();
    Index least = data_.rows();
    Index most = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      const std::string& name = data_.task_.classes[i];
      if (counts[i] == 0) warn(fmt::format("class '{}' has no training row", name));
      if (counts[i] == 1) warn(fmt::format("class '{}' has one training row: it cannot be validated", name));
      if (counts[i] > 0) least = std::min(least, counts[i]);
      most = std::max(most, counts[i]);
    }
    if (most >= 4 * least && least > 1) {
      warn(fmt::format(
          "the classes are imbalanced: the largest has {} rows, the smallest {}; always guessing the largest "
          "is right in {:.1f} %",
          most, least, 100.0 * static_cast<double>(most) / static_cast<double>(data_.rows())));
    }
  }

  void warn_of_columns() {
    const Table& table = data_.train_table_;
    for (const std::string& text : table.warnings) warn(text);
    if (static_cast<Index>(table.columns.size()) - 1 > table.rows()) {
      warn(fmt::format("{} has more input columns ({}) than training rows ({}): scores will vary", table.source,
                       table.columns.size() - 1, table.rows()));
    }
    for (const ColumnSummary& column : describe_columns(table)) {
      if (column.name == data_.task_.target || column.kind == ColumnKind::numeric ||
          column.kind == ColumnKind::category) {
        continue;
      }
      if (!column.detected || (data_.series() && column.kind == ColumnKind::time)) continue;
      warn(column.kind == ColumnKind::ignore
               ? fmt::format("column '{}' is left out: every value is missing", column.name)
               : fmt::format("column '{}' is left out: it looks like a column of kind {}; say columns: {{{}: {}}} to use "
                             "it, or {{{}: category}} if it is none",
                             column.name, to_string(column.kind), column.name, to_string(column.kind), column.name));
    }
  }

  Dataset data_;
  DataOptions options_;
  ReadOptions read_;
  fs::path base_;
};

Dataset load_dataset(const Json& data, const fs::path& base) { return DatasetLoader(data, base).load(); }

}  // namespace vernier
