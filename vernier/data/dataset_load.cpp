// From a `data:` block to a data set: files, target and test part.
#include <fmt/core.h>

#include <algorithm>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/data/dataset_loader.hpp"

namespace vernier {
namespace fs = std::filesystem;

DatasetLoader::DatasetLoader(const Json& data, fs::path base)
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

Dataset DatasetLoader::load() {
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

std::string DatasetLoader::stem(const fs::path& path) {
  std::string name = path.filename().string();
  if (name.ends_with(".gz")) name.resize(name.size() - 3);
  return fs::path(name).stem().string();
}

std::vector<std::string> DatasetLoader::members_of(const Json& json) {
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

void DatasetLoader::refuse_image_options(std::string_view source) const {
  if (options_.image_size.empty() && options_.channels == 0) return;
  throw InvalidArgument(fmt::format("data: {} is given, and {} is a file",
                                    options_.image_size.empty() ? "channels" : "image_size", source),
                        "a folder of images", "Take it away, or bring the arrays to that size before.");
}

void DatasetLoader::add_validation_member(const std::string& bytes, const std::string& source) {
  ReadOptions alone = read_;
  alone.members = members_of(options_.validation["member"]);
  if (read_.members.empty()) {
    throw InvalidArgument("data: validation names a member and the training rows do not", "both", "Add member: NAME.");
  }
  const Index count = parse_table(bytes, source, alone).rows();
  read_.members.insert(read_.members.end(), alone.members.begin(), alone.members.end());
  options_.validation = {{"last", count}};
}

void DatasetLoader::load_path() {
  const fs::path path = at(*options_.path);
  if (fs::is_directory(path)) return load_images(path);
  refuse_image_options(path.string());
  std::string bytes = read_uncompressed(path, read_.max_bytes);
  if (bytes.starts_with("PK")) return load_npz(path);
  if (is_member(options_.validation)) add_validation_member(bytes, path.string());
  Table table = parse_table(std::move(bytes), path.string(), read_);
  set_targets(table);
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
    // drawn before rows without a target are taken out, so that row numbers mean lines of the file
    const Split split = split_rows(table.column(data_.task().target));
    data_.train_table_ = table.select(split.train);
    data_.test_table_ = table.select(split.test);
  }
  drop_rows_without_targets(data_.train_table_, "training");
  if (data_.test_table_.rows() > 0) drop_rows_without_targets(data_.test_table_, "test");
}

void DatasetLoader::set_targets(const Table& table) {
  const Json& said = options_.target;
  if (said.is_null() || (said.is_array() && said.empty())) {
    throw InvalidArgument(fmt::format("data: no target is named for {}", table.source),
                          fmt::format("one of its columns: {}", some_names(table)),
                          "Name it with --target COLUMN, in a data: block with target: COLUMN.");
  }
  std::vector<std::string> names;
  for (const Json& target : said.is_array() ? said : Json::array({said})) {
    names.push_back(target_name(table, target));
    if (std::count(names.begin(), names.end(), names.back()) > 1) {
      throw InvalidArgument(fmt::format("data: '{}' is a target twice", names.back()), "different columns");
    }
  }
  if (table.rows() < 2) {
    throw BadData(fmt::format("{} has one row", table.source), "at least two rows to learn from",
                  "Add rows, or check that the file was written completely.");
  }
  for (std::size_t k = 0; k < names.size(); ++k) {
    const std::string& wanted = entry_of_target(options_.task, k, names.size(), "task");
    data_.tasks_.push_back(detect_task(table.column(names[k]), wanted, table.source));
  }
}

bool DatasetLoader::is_target(std::string_view column) const {
  return std::any_of(data_.tasks_.begin(), data_.tasks_.end(), [&](const Task& task) { return task.target == column; });
}

std::string DatasetLoader::target_name(const Table& table, const Json& target) {
  if (!target.is_string() && !target.is_number_integer()) {
    throw InvalidArgument(fmt::format("data: target is {}", target.dump()), "the name or the number of a column");
  }
  const std::string word = target.is_string() ? target.get<std::string>() : target.dump();
  const std::vector<std::string> parts = split(word, ',');
  const auto known = [&](std::string_view name) { return table.find_position(trim(name)).has_value(); };
  if (parts.size() > 1 && !known(word) && std::all_of(parts.begin(), parts.end(), known)) {
    throw InvalidArgument(fmt::format("data: target is '{}'", word), "one column, or in an experiment file a list",
                          fmt::format("Write target: [{}] in its data: block.", word));
  }
  if (!table.named && !parse_number(word) && !table.find(word)) {
    throw BadData(fmt::format("{} has no column '{}'", table.source, word),
                  fmt::format("one of {}: its first line does not look like a header", some_names(table)),
                  "If its first line holds the names, say header: true.");
  }
  return table.columns[table.position(word)].name;
}

std::string DatasetLoader::some_names(const Table& table) {
  std::vector<std::string> names = table.names();
  if (names.size() > 12) {
    names.erase(names.begin() + 5, names.end() - 5);
    names.insert(names.begin() + 5, "...");
  }
  return join(names, ", ");
}

Split DatasetLoader::split_rows(const Column& target) {
  return split_by_rule(options_.test, target.size(), Rng(options_.seed).split("test"), class_ids(target, data_.task()));
}

std::vector<Index> DatasetLoader::class_ids(const Column& target, const Task& task, Index first) {
  std::vector<Index> ids;
  if (task.kind == TaskKind::regression) return ids;
  const auto& names = task.classes;
  for (Index row = first; row < target.size(); ++row) {
    ids.push_back(target.missing(row) ? -1 : std::find(names.begin(), names.end(), target.text(row)) - names.begin());
  }
  return ids;
}

void DatasetLoader::load_test_table(const fs::path& path, std::vector<std::string> members) {
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
    if (column.is_text && (!column.kind || is_target(column.name))) said.kind = "category";
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

void DatasetLoader::drop_rows_without_targets(Table& table, std::string_view part) {
  for (const Task& task : data_.tasks_) {
    const Column& target = table.column(task.target);
    const Index missing = target.missing_count();
    if (missing == 0) continue;
    std::vector<Index> kept;
    for (Index row = 0; row < table.rows(); ++row) {
      if (!target.missing(row)) kept.push_back(row);
    }
    if (kept.empty()) {
      throw BadData(
          fmt::format("{}: every value of target '{}' is missing in the {} part", table.source, task.target, part),
          "a value in each row");
    }
    warn(fmt::format("{} {} rows without a value of '{}' are left out", missing, part, task.target));
    table = table.select(kept);
  }
}

Dataset load_dataset(const Json& data, const fs::path& base) { return DatasetLoader(data, base).load(); }

}  // namespace vernier
