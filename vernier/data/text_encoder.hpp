#pragma once
// Texts as rows of ids: a vocabulary fitted on training texts.
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "vernier/base/json.hpp"
#include "vernier/data/tokenizer.hpp"
#include "vernier/tensor/shape.hpp"

namespace vernier {

/// Id 0 is padding, 1 an unknown word, 2 the most frequent token of the training texts, and so on; equals come by the
/// alphabet. Of the tokens beside the words (pairs, runs of characters) unknown ones are left out. A value type; const
/// use is thread-safe.
class TextEncoder {
 public:
  static constexpr float padding = 0;
  static constexpr float unknown = 1;

  TextEncoder() = default;
  [[nodiscard]] static TextEncoder fit(std::span<const std::string> texts, const TextOptions& options);

  /// The number of ids a network must provide for.
  [[nodiscard]] Index ids() const { return static_cast<Index>(vocabulary_.size()) + 2; }
  /// The number of ids of one text.
  [[nodiscard]] Index width() const { return width_; }
  /// Writes width() ids. A text without a known token is one unknown word, so that no row is padding alone.
  void encode(std::string_view text, std::span<float> into) const;

  [[nodiscard]] Json to_json() const;
  /// Throws BadData for JSON that to_json did not write.
  [[nodiscard]] static TextEncoder from_json(const Json& json);

 private:
  [[nodiscard]] std::vector<float> ids_of(std::string_view text) const;
  void index();

  TextOptions options_;
  Index width_ = 1;
  std::vector<std::string> vocabulary_;  // of ids 2, 3, ...
  std::unordered_map<std::string, float> ids_;
};

}  // namespace vernier
