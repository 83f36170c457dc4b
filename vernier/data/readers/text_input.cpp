#include "vernier/data/readers/text_input.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier {

namespace {

bool control_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f' && byte != '\v' && byte != 0x1A &&
         byte != 0x1B;
}

/// The name of a wide encoding, by its mark or by the zero bytes of Latin letters; empty for anything else.
std::string_view wide_encoding(std::string_view bytes) {
  if (bytes.starts_with(std::string_view("\xFF\xFE\0\0", 4))) return "UTF-32";
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) return "UTF-16";
  if (bytes.size() < 4) return {};
  const auto letter = [&](std::size_t at) { return bytes[at] >= 0x20 && bytes[at] < 0x7F; };
  if (letter(0) && bytes[1] == 0 && letter(2) && bytes[3] == 0) return "UTF-16LE";
  if (bytes[0] == 0 && letter(1) && bytes[2] == 0 && letter(3)) return "UTF-16BE";
  return {};
}

}  // namespace

std::string_view checked_text(std::string_view bytes, std::string_view source) {
  if (const std::string_view wide = wide_encoding(bytes); !wide.empty()) {
    throw BadData(fmt::format("{} has a wrong encoding: it is {} text", source, wide), "UTF-8",
                  fmt::format("Convert it: iconv -f {} -t utf-8 FILE > NEW_FILE", wide));
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (trim(bytes).empty()) {
    throw BadData(fmt::format("{} is empty", source), "rows of data", "Check that it was written completely.");
  }
  const auto line_of = [&](std::size_t at) {
    return 1 + std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  };
  const auto control = static_cast<std::size_t>(std::find_if(bytes.begin(), bytes.end(), control_byte) - bytes.begin());
  if (control < bytes.size()) {
    throw BadData(fmt::format("{} is not text: line {} holds the byte 0x{:02X}", source, line_of(control),
                              static_cast<unsigned char>(bytes[control])),
                  "CSV, TSV, ARFF, JSON, JSONL, SVMlight, NPY, NPZ or IDX", "Check that it is the right file.");
  }
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t length = utf8_length(bytes, at);
    if (length == 0) {
      throw BadData(fmt::format("{} has a wrong encoding: line {} holds the byte 0x{:02X}, which is not UTF-8", source,
                                line_of(at), static_cast<unsigned char>(bytes[at])),
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
