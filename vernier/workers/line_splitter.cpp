#include "vernier/workers/line_splitter.hpp"

#include <algorithm>

#include "vernier/base/text.hpp"

namespace vernier {

void LineSplitter::append(std::string_view piece) {
  line_.append(piece.substr(0, max_line - std::min(line_.size(), max_line)));
}

// ECMA-48, section 5.4: ESC [ parameters (0x20 to 0x3F) final (0x40 to 0x7E). A backspace takes nothing back: what
// comes before it are earlier drawings.
std::string_view LineSplitter::clean() {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < line_.size(); ++i) {
    if (line_[i] == '\x1b' && i + 1 < line_.size() && line_[i + 1] == '[') {
      i += 2;
      while (i < line_.size() && line_[i] >= 0x20 && line_[i] < 0x40) ++i;
    } else if (line_[i] == '\b') {
      kept = 0;
    } else {
      line_[kept++] = line_[i];
    }
  }
  line_.resize(kept);
  return trim(line_);
}

}  // namespace vernier
