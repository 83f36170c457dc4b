#pragma once
// A column that enters a network as ids: of a text its tokens, of an id column one number.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "vernier/base/json.hpp"
#include "vernier/data/table.hpp"
#include "vernier/data/text_encoder.hpp"
#include "vernier/tensor/tensor.hpp"

namespace vernier {

/// Fitted on training rows. Of an id column id 0 stands for what training never saw, 1 for the first known value
/// (numbers by size, texts by the alphabet). A value type; const use is thread-safe.
class IdColumn {
 public:
  /// `column.kind` is text or id.
  [[nodiscard]] static IdColumn fit(const Column& column, std::span<const Index> rows);

  [[nodiscard]] const std::string& column() const { return column_; }
  [[nodiscard]] const std::string& strip() const { return strip_; }
  [[nodiscard]] ColumnKind kind() const { return text_ ? ColumnKind::text : ColumnKind::id; }
  /// How many ids there are.
  [[nodiscard]] Index ids() const;
  /// Of one encoded row: (width) for a text, () for an id.
  [[nodiscard]] Shape shape() const;
  [[nodiscard]] Tensor encode(const Column& column, std::span<const Index> rows) const;

  [[nodiscard]] Json to_json() const;
  /// Throws BadData or Json::exception for JSON that to_json did not write.
  [[nodiscard]] static IdColumn from_json(const Json& json);

 private:
  std::string column_;
  std::string strip_;
  std::optional<TextEncoder> text_;
  std::vector<std::string> values_;  // of ids 1, 2, ...
};

}  // namespace vernier
