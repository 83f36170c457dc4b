#include <fmt/core.h>

#include <map>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/data/readers/column_builder.hpp"
#include "vernier/data/readers/formats.hpp"
#include "vernier/data/readers/text_input.hpp"

namespace vernier {
namespace {

/// Gathers objects, then makes columns of them: keys in the order in which they first appear.
class JsonRows {
 public:
  JsonRows(std::string_view source, const ReadOptions& options) : source_(source), options_(options) {}

  void add(Json row, std::string_view where) {
    if (row.is_array() && (rows_.empty() || !array_names_.empty())) row = named(std::move(row), where);
    if (!row.is_object()) {
      throw BadData(fmt::format("{} {}: {}", source_, where, excerpt(row.dump())), "an object of column: value pairs",
                    "Write each row as {COLUMN: VALUE, ...}.");
    }
    for (const auto& [key, value] : row.items()) {
      if (value.is_structured()) {
        throw BadData(
            fmt::format("{} {}: '{}' holds {}", source_, where, key, value.is_array() ? "an array" : "an object"),
            "a number, a text, true, false or null", "Give each of its parts a key of its own.");
      }
      if (index_.emplace(key, names_.size()).second) names_.push_back(key);
    }
    rows_.push_back(std::move(row));
  }

  Table finish() {
    if (rows_.empty() || names_.empty())
      throw BadData(fmt::format("{} has no rows", source_), "objects, one a row",
                    "Check that it was written completely.");
    const MissingWords missing(options_.missing);
    const std::vector<ColumnOptions> said = options_per_column(names_, options_, source_);
    Table table;
    table.source = source_;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      bool text = reads_as_text(said[i]);
      for (const Json& row : rows_) {
        const auto value = row.find(names_[i]);
        if (value == row.end()) continue;
        text = text || value->is_boolean() ||
               (value->is_string() && !missing.contains(value->get_ref<const std::string&>()));
      }
      ColumnBuilder column(missing, text, said[i].strip);
      for (const Json& row : rows_) add_value(column, row.find(names_[i]), row);
      table.columns.push_back(column.take(names_[i]));
      apply_kind(table.columns.back(), said[i], source_);
    }
    return table;
  }

 private:
  /// A row without keys: the columns are called by `names`, or c1, c2, ...
  Json named(Json values, std::string_view where) {
    if (array_names_.empty()) array_names_ = options_.names.empty() ? numbered_names(values.size()) : options_.names;
    if (values.size() != array_names_.size()) {
      throw BadData(fmt::format("{} {}: {} values", source_, where, values.size()),
                    fmt::format("{}: {}", array_names_.size(), join(array_names_, ", ")));
    }
    Json row = Json::object();
    for (std::size_t k = 0; k < values.size(); ++k) row[array_names_[k]] = std::move(values[k]);
    return row;
  }

  static void add_value(ColumnBuilder& column, Json::const_iterator value, const Json& row) {
    if (value == row.end() || value->is_null()) return column.add_missing();
    if (value->is_boolean()) return column.add_text(value->get<bool>() ? "true" : "false");
    if (value->is_number()) return column.add_number(value->get<double>());
    column.add_field(trim(value->get_ref<const std::string&>()));
  }

  std::string source_;
  const ReadOptions& options_;
  std::vector<std::string> names_;
  std::vector<std::string> array_names_;
  std::map<std::string, std::size_t, std::less<>> index_;
  std::vector<Json> rows_;
};

Json parse_json_rows(std::string_view text, std::string_view source, Index line) {
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& error) {
    const std::size_t at = std::min(error.byte > 0 ? error.byte - 1 : 0, text.size());
    line += std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    throw BadData(fmt::format("{} line {}: this is not JSON near '{}'", source, line,
                              excerpt(text.substr(at < 10 ? 0 : at - 10, 30))),
                  "an array of objects, or one object a line", "Correct it there; a file that ends early was cut off.");
  } catch (const Json::exception& error) {  // a number out of range
    throw BadData(fmt::format("{} line {}: {}", source, line, error.what()), "numbers that fit a double",
                  "Correct the number.");
  }
}

}  // namespace

Table read_json(std::string_view text, std::string_view source, const ReadOptions& options) {
  Json json = parse_json_rows(text, source, 1);
  JsonRows rows(source, options);
  const auto add = [&](Json& list, const std::string& place) {
    Index number = 0;
    for (Json& row : list) rows.add(std::move(row), fmt::format("{}element {}", place, ++number));
  };
  if (options.members.empty()) {
    if (!json.is_array())
      throw BadData(fmt::format("{} holds one JSON value", source), "an array of objects",
                    "Put [ ] around the rows, or say which member holds them.");
    add(json, "");
    return rows.finish();
  }
  for (const std::string& member : options.members) {
    if (!json.is_object() || !json.contains(member) || !json[member].is_array()) {
      std::vector<std::string> lists;
      for (const auto& [key, value] : json.items()) {
        if (json.is_object() && value.is_array()) lists.push_back(key);
      }
      throw BadData(fmt::format("{} has no list '{}'", source, member),
                    lists.empty() ? "an object that holds lists of rows" : fmt::format("one of {}", join(lists, ", ")));
    }
    add(json[member], member + " ");
  }
  return rows.finish();
}

Table read_jsonl(std::string_view text, std::string_view source, const ReadOptions& options) {
  JsonRows rows(source, options);
  LineReader lines(text);
  std::string_view line;
  while (lines.next(line)) {
    if (trim(line).empty()) continue;
    rows.add(parse_json_rows(line, source, lines.number()), fmt::format("line {}", lines.number()));
  }
  return rows.finish();
}

}  // namespace vernier
