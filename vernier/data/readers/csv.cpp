// From CSV records to a table: header, names, column by column.
#include "vernier/data/readers/csv.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/data/readers/column_builder.hpp"
#include "vernier/data/readers/text_input.hpp"

namespace vernier {
namespace {

enum class CsvHeader { no, yes, perhaps };

CsvHeader csv_header_option(const Json& header) {
  if (header == true || header == "true") return CsvHeader::yes;
  if (header == false || header == "false") return CsvHeader::no;
  if (header == "auto" || header.is_null()) return CsvHeader::perhaps;
  throw InvalidArgument(fmt::format("header is {}", header.dump()), "auto, true or false");
}

/// Reads the records of one text, several times over if need be.
class CsvTable {
 public:
  CsvTable(std::string_view text, std::string_view source, const ReadOptions& options)
      : text_(text),
        source_(source),
        options_(options),
        missing_(options.missing),
        dialect_(detect_dialect(text, options, source)) {}

  Table read() {
    CsvHeader header = csv_header_option(options_.header);
    CsvReader reader(text_, dialect_, source_);
    std::vector<std::string_view> fields;
    if (!reader.next(fields)) throw BadData(fmt::format("{} holds no fields", source_), "rows of data");
    first_.assign(fields.begin(), fields.end());
    first_line_ = reader.line();
    if (header == CsvHeader::perhaps && names_known_columns()) header = CsvHeader::yes;
    if (header == CsvHeader::perhaps && std::any_of(first_.begin(), first_.end(), [](const std::string& field) {
          return parse_number(field).has_value();
        })) {
      header = CsvHeader::no;
    }
    if (header != CsvHeader::no) {
      std::vector<ColumnBuilder> columns = build(true);
      const bool numeric = std::any_of(columns.begin(), columns.end(), [](const auto& c) { return c.numeric(); });
      if (header == CsvHeader::yes || numeric) return finish(std::move(columns), true);
    }
    return finish(build(false), false);
  }

 private:
  /// The first line names at least half of the columns that a reader who knows the data is looking for.
  [[nodiscard]] bool names_known_columns() const {
    if (!options_.optional_columns || options_.columns.empty()) return false;
    const ColumnPositions positions(first_);
    const auto named = std::count_if(options_.columns.begin(), options_.columns.end(),
                                     [&](const auto& known) { return positions.find(known.first).has_value(); });
    return 2 * static_cast<std::size_t>(named) >= options_.columns.size();
  }

  std::vector<std::string> column_names(bool header) const {
    std::vector<std::string> names = options_.names;
    if (!names.empty()) {
      if (names.size() == first_.size()) return names;
      throw BadData(fmt::format("{} has {} columns, but {} names are given", source_, first_.size(), names.size()),
                    "one name for each column", "Name every column of the file, in its order.");
    }
    names = numbered_names(first_.size());
    for (std::size_t i = 0; header && i < names.size(); ++i) {
      if (!first_[i].empty()) names[i] = first_[i];
    }
    return names;
  }

  /// One pass, or two when a column turns out to hold texts behind its first numbers.
  std::vector<ColumnBuilder> build(bool header) {
    const std::vector<std::string> names = column_names(header);
    // whether these are the names is not known yet: finish() complains about unknown and repeated ones
    ReadOptions lenient = options_;
    lenient.optional_columns = true;
    const std::vector<ColumnOptions> said = options_per_column(names, lenient, source_);
    std::vector<bool> as_text(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) as_text[i] = reads_as_text(said[i]);
    for (;;) {
      std::vector<ColumnBuilder> columns;
      for (std::size_t i = 0; i < names.size(); ++i) columns.emplace_back(missing_, as_text[i], said[i].strip);
      fill(columns, header);
      bool again = false;
      for (std::size_t i = 0; i < columns.size(); ++i) {
        if (!columns[i].turned_text()) continue;
        as_text[i] = true;
        again = true;
      }
      if (!again) return columns;
    }
  }

  void fill(std::vector<ColumnBuilder>& columns, bool header) {
    CsvReader reader(text_, dialect_, source_);
    std::vector<std::string_view> fields;
    repeated_header_ = 0;
    if (header) (void)reader.next(fields);
    while (reader.next(fields)) {
      if (fields.size() != columns.size()) {
        throw BadData(fmt::format("{} line {} has {} fields", source_, reader.line(), fields.size()),
                      fmt::format("{} as in line {}", columns.size(), first_line_),
                      "Add or remove a field there, or put quotes around a field that holds the delimiter.");
      }
      if (header && fields[0] == first_[0] && std::equal(fields.begin(), fields.end(), first_.begin())) {
        if (repeated_header_ == 0) repeated_header_ = reader.line();
        continue;
      }
      for (std::size_t i = 0; i < fields.size(); ++i) columns[i].add_field(fields[i]);
    }
  }

  Table finish(std::vector<ColumnBuilder> columns, bool header) {
    if (repeated_header_ > 0) {
      throw BadData(fmt::format("{} line {} repeats the header", source_, repeated_header_),
                    "one header, in the first line", "Remove that line.");
    }
    if (columns.front().size() == 0) {
      throw BadData(fmt::format("{} has a header but no rows", source_), "rows of data below it",
                    "Add rows; if the first line is data, say header: false.");
    }
    const std::vector<std::string> names = column_names(header);
    check_names(names, source_);
    const std::vector<ColumnOptions> said = options_per_column(names, options_, source_);
    Table table;
    table.source = source_;
    table.named = header || !options_.names.empty();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      table.columns.push_back(columns[i].take(names[i]));
      apply_kind(table.columns.back(), said[i], source_);
    }
    return table;
  }

  std::string_view text_;
  std::string source_;
  const ReadOptions& options_;
  MissingWords missing_;
  CsvDialect dialect_;
  std::vector<std::string> first_;
  Index first_line_ = 0;
  Index repeated_header_ = 0;
};

}  // namespace

Table read_csv(std::string_view text, std::string_view source, const ReadOptions& options) {
  return CsvTable(text, source, options).read();
}

}  // namespace vernier
