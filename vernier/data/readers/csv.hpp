#pragma once
// CSV and its kin (RFC 4180): one character between the fields, quoted fields may hold it, line ends and "" for ".
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/data/reader.hpp"

namespace vernier {

/// How a file writes its fields.
struct CsvDialect {
  char delimiter = ',';
  char quote = '"';  ///< 0: none
};

/// Takes record after record off a text. A quote that is closed in the middle of a field is an ordinary character, as
/// in: "Happy new year" she said.
class CsvReader {
 public:
  CsvReader(std::string_view text, CsvDialect dialect, std::string_view source)
      : text_(text), dialect_(dialect), source_(source) {}
  /// The trimmed fields of the next record that is not blank; views into the text or into this reader, valid until the
  /// next call. False at the end. Throws BadData for a quote that is never closed, naming the line where it opens.
  bool next(std::vector<std::string_view>& fields);
  /// The line on which the last record began, from 1.
  [[nodiscard]] Index line() const { return record_line_; }

 private:
  [[nodiscard]] std::string_view field();
  [[nodiscard]] bool quoted_field(std::string_view& value);
  [[nodiscard]] std::string excerpt_of_line(std::size_t from) const;

  std::string_view text_;
  CsvDialect dialect_;
  std::string_view source_;
  std::size_t at_ = 0;
  Index line_ = 1;
  Index record_line_ = 0;
  std::deque<std::string> unescaped_;  // fields that held ""; a deque keeps earlier views valid
  std::size_t unescaped_used_ = 0;
};

/// The delimiter among , tab ; | that splits the first lines most evenly; a comma when none does.
[[nodiscard]] CsvDialect detect_dialect(std::string_view text, const ReadOptions& options, std::string_view source);

/// Reads a checked text. Header, auto: the first line is a header if none of its fields is a number and some column
/// below it is numeric. Throws BadData for ragged rows, a header that comes twice, and names that do not fit.
[[nodiscard]] Table read_csv(std::string_view text, std::string_view source, const ReadOptions& options);

}  // namespace vernier
