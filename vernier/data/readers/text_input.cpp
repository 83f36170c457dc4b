#include "vernier/data/readers/text_input.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier {
std::string_view checked_text(std::string_view bytes, std::string_view source) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    throw BadData(fmt::format("{} is UTF-16 text", source), "UTF-8",
                  "Convert it: iconv -f utf-16 -t utf-8 FILE > NEW_FILE");
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (trim(bytes).empty()) {
    throw BadData(fmt::format("{} is empty", source), "rows of data", "Check that it was written completely.");
  }
  for (std::size_t at = 0; at < bytes.size();) {
    const auto byte = static_cast<unsigned char>(bytes[at]);
    const std::size_t length = utf8_length(bytes, at);
    const bool control = byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f' && byte != '\v' &&
                         byte != 0x1A && byte != 0x1B;
    if (control || length == 0) {
      const auto line = 1 + std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(at), '\n');
      if (control) {
        throw BadData(fmt::format("{} is not text: line {} holds the byte 0x{:02X}", source, line, byte),
                      "CSV, TSV, ARFF, JSON, JSONL, SVMlight, NPY, NPZ or IDX", "Check that it is the right file.");
      }
      throw BadData(fmt::format("{} has a wrong encoding: line {} holds the byte 0x{:02X}, which is not UTF-8", source,
                                line, byte),
                    "UTF-8", "If it is Latin-1, convert it: iconv -f latin1 -t utf-8 FILE > NEW_FILE");
    }
    at += length;
  }
  return bytes;
}

bool LineReader::next(std::string_view& line) {
  if (rest_.empty()) return false;
  const std::size_t end = std::min(rest_.find_first_of("\r\n"), rest_.size());
  line = rest_.substr(0, end);
  rest_.remove_prefix(end);
  if (rest_.starts_with("\r\n")) {
    rest_.remove_prefix(2);
  } else if (!rest_.empty()) {
    rest_.remove_prefix(1);
  }
  ++number_;
  return true;
}

std::string excerpt(std::string_view text) {
  if (text.size() <= 60) return std::string(text);
  std::size_t end = 57;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return fmt::format("{}...", text.substr(0, end));
}

}  // namespace vernier
