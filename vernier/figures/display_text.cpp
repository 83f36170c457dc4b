#include "vernier/figures/display_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include <fmt/core.h>

namespace vernier {
namespace {

struct CodeRange {
  std::uint32_t first, last;
};

// Unicode 15: general categories Mn, Me and Cf of the scripts in common use, and variation selectors.
constexpr std::array zero_width_ranges = std::to_array<CodeRange>({
    {0x0300, 0x036F},   {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x05BF, 0x05BF}, {0x05C1, 0x05C2}, {0x05C4, 0x05C5},
    {0x0610, 0x061A},   {0x064B, 0x065F}, {0x0670, 0x0670}, {0x06D6, 0x06DC}, {0x06DF, 0x06E4}, {0x06E7, 0x06E8},
    {0x06EA, 0x06ED},   {0x0900, 0x0902}, {0x093A, 0x093A}, {0x093C, 0x093C}, {0x0941, 0x0948}, {0x094D, 0x094D},
    {0x0981, 0x0981},   {0x09BC, 0x09BC}, {0x09C1, 0x09C4}, {0x09CD, 0x09CD}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A},
    {0x0E47, 0x0E4E},   {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200D}, {0x2060, 0x2064}, {0x20D0, 0x20F0},
    {0x302A, 0x302D},   {0x3099, 0x309A}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0x1F3FB, 0x1F3FF},
    {0xE0100, 0xE01EF},
});
// East Asian Width W and F, and the characters that are shown as emoji by default.
constexpr std::array wide_ranges = std::to_array<CodeRange>({
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},   {0x23F0, 0x23F0},
    {0x23F3, 0x23F3},   {0x25FD, 0x25FE},   {0x2614, 0x2615},   {0x2648, 0x2653},   {0x267F, 0x267F},
    {0x2693, 0x2693},   {0x26A1, 0x26A1},   {0x26AA, 0x26AB},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},
    {0x26CE, 0x26CE},   {0x26D4, 0x26D4},   {0x26EA, 0x26EA},   {0x26F2, 0x26F3},   {0x26F5, 0x26F5},
    {0x26FA, 0x26FA},   {0x26FD, 0x26FD},   {0x2705, 0x2705},   {0x270A, 0x270B},   {0x2728, 0x2728},
    {0x274C, 0x274C},   {0x274E, 0x274E},   {0x2753, 0x2755},   {0x2757, 0x2757},   {0x2795, 0x2797},
    {0x27B0, 0x27B0},   {0x27BF, 0x27BF},   {0x2B1B, 0x2B1C},   {0x2B50, 0x2B50},   {0x2B55, 0x2B55},
    {0x2E80, 0x303E},   {0x3041, 0x3247},   {0x3250, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97F},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE10, 0xFE19},   {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},
    {0xFFE0, 0xFFE6},   {0x16FE0, 0x18CFF}, {0x1AFF0, 0x1B2FF}, {0x1F004, 0x1F004}, {0x1F0CF, 0x1F0CF},
    {0x1F18E, 0x1F18E}, {0x1F191, 0x1F19A}, {0x1F200, 0x1F320}, {0x1F32D, 0x1F335}, {0x1F337, 0x1F37C},
    {0x1F37E, 0x1F393}, {0x1F3A0, 0x1F3CA}, {0x1F3CF, 0x1F3D3}, {0x1F3E0, 0x1F3F0}, {0x1F3F4, 0x1F3F4},
    {0x1F3F8, 0x1F43E}, {0x1F440, 0x1F440}, {0x1F442, 0x1F4FC}, {0x1F4FF, 0x1F53D}, {0x1F54B, 0x1F54E},
    {0x1F550, 0x1F567}, {0x1F57A, 0x1F57A}, {0x1F595, 0x1F596}, {0x1F5A4, 0x1F5A4}, {0x1F5FB, 0x1F64F},
    {0x1F680, 0x1F6C5}, {0x1F6CC, 0x1F6CC}, {0x1F6D0, 0x1F6D2}, {0x1F6D5, 0x1F6DF}, {0x1F6EB, 0x1F6EC},
    {0x1F6F4, 0x1F6FC}, {0x1F7E0, 0x1F7EB}, {0x1F90C, 0x1F93A}, {0x1F93C, 0x1F945}, {0x1F947, 0x1F9FF},
    {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD},
});

bool in_ranges(std::span<const CodeRange> ranges, std::uint32_t code) {
  const auto* after = std::upper_bound(ranges.data(), ranges.data() + ranges.size(), code,
                                       [](std::uint32_t c, const CodeRange& range) { return c < range.first; });
  return after != ranges.data() && code <= (after - 1)->last;
}

int code_width(std::uint32_t code) {
  if (code < 0x300) return 1;
  if (in_ranges(zero_width_ranges, code)) return 0;
  return in_ranges(wide_ranges, code) ? 2 : 1;
}

struct DecodedChar {
  std::uint32_t code = 0;
  std::size_t size = 1;
  bool valid = false;
};

// One character of UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
DecodedChar decode_char(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::uint32_t first = byte(0);
  if (first < 0x80) return {first, 1, true};
  const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < size) return {first, 1, false};
  std::uint32_t code = first & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {first, 1, false};
    code = (code << 6U) | (byte(i) & 0x3FU);
  }
  const std::uint32_t least = size == 4 ? 0x10000 : size == 3 ? 0x800 : 0x80;
  const bool valid = code >= least && code <= 0x10FFFF && !(code >= 0xD800 && code <= 0xDFFF);
  return valid ? DecodedChar{code, size, true} : DecodedChar{first, 1, false};
}

bool is_unsafe(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x200E || code == 0x200F || code == 0x061C ||
         (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

}  // namespace

int display_width(std::string_view text) {
  int width = 0;
  while (!text.empty()) {
    const DecodedChar next = decode_char(text);
    width += next.valid ? code_width(next.code) : 1;
    text.remove_prefix(next.size);
  }
  return width;
}

std::string escape_text(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  while (!text.empty()) {
    const DecodedChar next = decode_char(text);
    if (next.valid && !is_unsafe(next.code)) {
      safe += text.substr(0, next.size);
    } else if (next.code == '\n') {
      safe += "\\n";
    } else if (next.code == '\t') {
      safe += "\\t";
    } else if (next.code == '\r') {
      safe += "\\r";
    } else if (next.code < 0x100) {
      safe += fmt::format("\\x{:02x}", next.code);
    } else {
      safe += fmt::format("\\u{:04x}", next.code);
    }
    text.remove_prefix(next.size);
  }
  return safe;
}

std::string cut_text(std::string_view text, int width, std::string_view ellipsis) {
  if (display_width(text) <= width) return std::string(text);
  const int room = width - display_width(ellipsis);
  if (room < 0) return std::string(static_cast<std::size_t>(std::max(width, 0)), '.');
  std::string kept;
  int used = 0;
  while (!text.empty()) {
    const DecodedChar next = decode_char(text);
    const int wide = next.valid ? code_width(next.code) : 1;
    if (used + wide > room) break;
    used += wide;
    kept += text.substr(0, next.size);
    text.remove_prefix(next.size);
  }
  return kept += ellipsis;
}

std::string pad_right(std::string_view text, int width) {
  return std::string(text).append(static_cast<std::size_t>(std::max(0, width - display_width(text))), ' ');
}

std::string pad_left(std::string_view text, int width) {
  return std::string(static_cast<std::size_t>(std::max(0, width - display_width(text))), ' ').append(text);
}

std::string fit_inked(std::string_view line, int width) {
  std::string kept;
  int used = 0;
  bool room = true;
  while (!line.empty()) {
    if (line.starts_with("\x1b[")) {  // a colour: taken over even behind the cut, so that none stays on
      const std::size_t size = std::min(line.find('m'), line.size() - 1) + 1;
      kept += line.substr(0, size);
      line.remove_prefix(size);
      continue;
    }
    const DecodedChar next = decode_char(line);
    const int wide = next.valid ? code_width(next.code) : 1;
    room = room && used + wide <= width;
    if (room) {
      used += wide;
      kept += line.substr(0, next.size);
    }
    line.remove_prefix(next.size);
  }
  return kept.append(static_cast<std::size_t>(std::max(0, width - used)), ' ');
}

}  // namespace vernier
