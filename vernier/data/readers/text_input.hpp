#pragma once
// What all text formats share: a check of the encoding, and lines with their numbers.
#include <string>
#include <string_view>

#include "vernier/tensor/shape.hpp"

namespace vernier {

/// Checks that the bytes are UTF-8 text and returns them without a byte order mark. Throws BadData for an empty file,
/// UTF-16, binary data, or another encoding (naming the line).
[[nodiscard]] std::string_view checked_text(std::string_view bytes, std::string_view source);

/// Takes line after line off a text; LF, CRLF and CR end a line.
class LineReader {
 public:
  explicit LineReader(std::string_view text) : rest_(text) {}
  /// False at the end.
  bool next(std::string_view& line);
  /// The number of the line that next() gave last, from 1.
  [[nodiscard]] Index number() const { return number_; }

 private:
  std::string_view rest_;
  Index number_ = 0;
};

/// At most 60 bytes of a text, for a message, cut at a character's border.
[[nodiscard]] std::string excerpt(std::string_view text);

}  // namespace vernier
