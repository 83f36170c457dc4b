// The lexical half of CSV: records and fields.
#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/data/readers/csv.hpp"
#include "vernier/data/readers/text_input.hpp"

namespace vernier {
namespace {

bool csv_line_end(char c) { return c == '\n' || c == '\r'; }

/// How many fields most of the first records have, and how many records do.
std::pair<std::size_t, std::size_t> csv_field_mode(std::string_view text, CsvDialect dialect, std::string_view source) {
  CsvReader reader(text, dialect, source);
  std::vector<std::string_view> fields;
  std::vector<std::size_t> counts;
  try {
    while (counts.size() < 30 && reader.next(fields)) counts.push_back(fields.size());
  } catch (const BadData&) {
    // an unclosed quote: what was read before it must do here; the reader proper will report it
  }
  std::pair<std::size_t, std::size_t> mode{1, 0};
  for (const std::size_t candidate : counts) {
    const auto same = static_cast<std::size_t>(std::count(counts.begin(), counts.end(), candidate));
    if (same > mode.second || (same == mode.second && candidate > mode.first)) mode = {candidate, same};
  }
  return mode;
}

}  // namespace

bool CsvReader::next(std::vector<std::string_view>& fields) {
  fields.clear();
  unescaped_used_ = 0;
  for (;;) {  // blank lines
    std::size_t ahead = at_;
    while (ahead < text_.size() && (text_[ahead] == ' ' || (text_[ahead] == '\t' && dialect_.delimiter != '\t')))
      ++ahead;
    if (ahead >= text_.size()) return false;
    if (!csv_line_end(text_[ahead])) break;
    ahead += text_.substr(ahead).starts_with("\r\n") ? 2 : 1;
    ++line_;
    at_ = ahead;
  }
  record_line_ = line_;
  for (;;) {
    fields.push_back(field());
    if (at_ >= text_.size()) return true;
    if (text_[at_] == dialect_.delimiter) {
      ++at_;
      continue;
    }
    at_ += text_.substr(at_).starts_with("\r\n") ? 2 : 1;
    ++line_;
    return true;
  }
}

std::string_view CsvReader::field() {
  if (dialect_.quote != 0) {
    std::size_t ahead = at_;
    while (ahead < text_.size() && text_[ahead] == ' ') ++ahead;
    if (ahead < text_.size() && text_[ahead] == dialect_.quote) {
      const std::size_t start = at_;
      const Index line = line_;
      at_ = ahead;
      std::string_view value;
      if (quoted_field(value)) return value;
      at_ = start;
      line_ = line;
    }
  }
  const std::size_t start = at_;
  while (at_ < text_.size() && text_[at_] != dialect_.delimiter && !csv_line_end(text_[at_])) ++at_;
  return trim(text_.substr(start, at_ - start));
}

bool CsvReader::quoted_field(std::string_view& value) {
  const Index opened = line_;
  const std::size_t start = ++at_;
  std::string* copy = nullptr;
  std::size_t copied = start;
  for (;;) {
    const std::size_t close = text_.find(dialect_.quote, at_);
    if (close == std::string_view::npos) {
      throw BadData(fmt::format("{} line {}: a quote opens here and is never closed: {}", source_, opened,
                                excerpt_of_line(start - 1)),
                    "a closing quote at the end of the field",
                    "Close it, or read quotes as ordinary characters: quote: \"\".");
    }
    line_ += std::count(text_.begin() + static_cast<std::ptrdiff_t>(at_),
                        text_.begin() + static_cast<std::ptrdiff_t>(close), '\n');
    at_ = close + 1;
    if (at_ < text_.size() && text_[at_] == dialect_.quote) {
      if (copy == nullptr) {
        if (unescaped_used_ == unescaped_.size()) unescaped_.emplace_back();
        copy = &unescaped_[unescaped_used_++];
        copy->clear();
      }
      copy->append(text_.substr(copied, at_ - copied));
      copied = ++at_;
      continue;
    }
    std::size_t ahead = at_;
    while (ahead < text_.size() && text_[ahead] == ' ') ++ahead;
    if (ahead < text_.size() && text_[ahead] != dialect_.delimiter && !csv_line_end(text_[ahead])) return false;
    at_ = ahead;
    if (copy == nullptr) {
      value = text_.substr(start, close - start);
    } else {
      copy->append(text_.substr(copied, close - copied));
      value = *copy;
    }
    return true;
  }
}

std::string CsvReader::excerpt_of_line(std::size_t from) const {
  return excerpt(text_.substr(from, std::min(text_.find_first_of("\r\n", from), text_.size()) - from));
}

CsvDialect detect_dialect(std::string_view text, const ReadOptions& options, std::string_view source) {
  CsvDialect dialect;
  if (options.quote.size() > 1) {
    throw InvalidArgument(fmt::format("quote is '{}'", options.quote), "one character, or nothing");
  }
  dialect.quote = options.quote.empty() ? '\0' : options.quote[0];
  if (options.delimiter != "auto") {
    const std::string delimiter = options.delimiter == "tab" || options.delimiter == "\\t" ? "\t" : options.delimiter;
    if (delimiter.size() != 1 || csv_line_end(delimiter[0]) || delimiter[0] == dialect.quote) {
      throw InvalidArgument(fmt::format("delimiter is '{}'", options.delimiter), "one character, tab, or auto");
    }
    dialect.delimiter = delimiter[0];
    return dialect;
  }
  std::pair<std::size_t, std::size_t> best{1, 0};
  for (const char candidate : std::array{',', '\t', ';', '|'}) {
    CsvDialect trial = dialect;
    trial.delimiter = candidate;
    const auto mode = csv_field_mode(text, trial, source);
    // more records that agree wins, then more fields; a delimiter that never occurs agrees trivially and counts nothing
    if (mode.first < 2) continue;
    if (mode.second > best.second || (mode.second == best.second && mode.first > best.first)) {
      best = mode;
      dialect.delimiter = candidate;
    }
  }
  return dialect;
}

}  // namespace vernier
