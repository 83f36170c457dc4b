#pragma once
// Lines of a stream that arrives in pieces.
#include <cstddef>
#include <string>
#include <string_view>

namespace vernier {

/// A line ends with LF, CR, or both; progress bars that redraw themselves give a line for each drawing. Colours and
/// other escape sequences are taken out, blank lines left out, and of a line over max_line the rest.
class LineSplitter {
 public:
  static constexpr std::size_t max_line = std::size_t{1} << 20U;

  template <class Take>
  void add(std::string_view bytes, const Take& take) {
    while (!bytes.empty()) {
      const std::size_t end = bytes.find_first_of("\r\n");
      append(bytes.substr(0, end));
      if (end == std::string_view::npos) return;
      bytes.remove_prefix(end + 1);
      finish(take);
    }
  }
  /// The last line may lack an end.
  template <class Take>
  void finish(const Take& take) {
    const std::string_view line = clean();
    if (!line.empty()) take(line);
    line_.clear();
  }

 private:
  void append(std::string_view piece);
  [[nodiscard]] std::string_view clean();

  std::string line_;
};

}  // namespace vernier
