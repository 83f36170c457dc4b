// A CSV file that grows by a row for each epoch, as the CSVLogger of Keras writes it.
#include <fmt/core.h>

#include <algorithm>

#include "vernier/base/text.hpp"
#include "vernier/workers/readers/reader.hpp"
#include "vernier/workers/readers/support/followed_file.hpp"

namespace vernier {
namespace {

struct CsvOptions {
  std::string path;
  std::vector<std::string> value;
  std::string delimiter = ",";
  static void describe(OptionFields<CsvOptions>& field) {
    field("path", &CsvOptions::path, "the file, with placeholders: {trial_dir}/history.csv").required();
    field("value", &CsvOptions::value, "the column of the value; the name of each objective");
    field("delimiter", &CsvOptions::delimiter, "the character between fields");
  }
};

/// The fields of a line; one in double quotes may hold the delimiter.
std::vector<std::string> csv_fields(std::string_view line, char delimiter) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == delimiter && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

class CsvFollower : public ResultReader {
 public:
  CsvFollower(const CsvOptions& options, const ReaderContext& context)
      : names_(value_names(options.value, context)), file_(context.path(options.path)) {
    if (options.delimiter.size() != 1) {
      throw InvalidArgument(fmt::format("reads: the delimiter is '{}'", options.delimiter), "one character");
    }
    delimiter_ = options.delimiter[0];
  }

  [[nodiscard]] bool follows() const override { return true; }

  void look(Readings& found) override {
    FollowedFile::Piece piece = file_.read();
    if (piece.restarted) {
      columns_.clear();
      rest_.clear();
      rows_ = 0;
    }
    rest_ += piece.bytes;
    std::string_view text = rest_;
    for (std::size_t end = 0; (end = text.find('\n')) != std::string_view::npos; text.remove_prefix(end + 1)) {
      take_row(trim(text.substr(0, end)), found);
    }
    rest_ = std::string(text);
    if (rest_.size() > FollowedFile::most_at_once) throw BadData(file_.path().string() + " has no line ends", "rows");
  }

 private:
  // Rows are counted, as Keras numbers its epochs from 0.
  void take_row(std::string_view line, Readings& found) {
    if (line.empty()) return;
    const std::vector<std::string> fields = csv_fields(line, delimiter_);
    if (columns_.empty()) {
      find_columns(fields);
      return;
    }
    ReportRead report{.step = ++rows_, .values = {}};
    for (const std::size_t column : columns_) {
      const auto value = column < fields.size() ? parse_number(fields[column]) : std::nullopt;
      if (!value) {
        throw BadData(fmt::format("{}: row {} has no number for '{}'", file_.path().string(), rows_,
                                  names_[report.values.size()]),
                      "a number in each row");
      }
      report.values.push_back(*value);
    }
    found.reports.push_back(std::move(report));
  }

  void find_columns(const std::vector<std::string>& header) {
    for (const std::string& name : names_) {
      const auto column = std::find(header.begin(), header.end(), name);
      if (column == header.end()) {
        throw BadData(fmt::format("{} has no column '{}'", file_.path().string(), name), "a header with its name",
                      suggest(name, header));
      }
      columns_.push_back(static_cast<std::size_t>(column - header.begin()));
    }
  }

  std::vector<std::string> names_;
  FollowedFile file_;
  char delimiter_ = ',';
  std::vector<std::size_t> columns_;  // empty until the header is read
  std::string rest_;                  // a row that is not whole yet
  double rows_ = 0;
};

}  // namespace

const ReaderInfo& reader_csv() {
  static const ReaderInfo info{
      .name = "csv",
      .summary = "a CSV file that grows by a row for each epoch; the value is that of the best",
      .cites = "keras/src/callbacks/csv_logger.py, Keras 3.15.1",
      .options = option_table<CsvOptions>(),
      .make = &make_reader_with<CsvFollower, CsvOptions>};
  return info;
}

}  // namespace vernier
