#pragma once
// Collects the fields of one column, as numbers while all of them are numbers.
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "vernier/data/reader.hpp"
#include "vernier/data/table.hpp"

namespace vernier {

/// The words that stand for a missing value, ready for quick look-up.
class MissingWords {
 public:
  explicit MissingWords(const std::vector<std::string>& words);
  [[nodiscard]] bool contains(std::string_view field) const { return field.size() <= longest_ && lookup(field); }

 private:
  [[nodiscard]] bool lookup(std::string_view field) const;
  std::vector<std::string> words_;
  std::size_t longest_ = 0;
};

/// Not thread-safe. `missing` must outlive the builder.
class ColumnBuilder {
 public:
  /// `as_text` keeps every field as text; `strip` are characters taken off both ends of each.
  ColumnBuilder(const MissingWords& missing, bool as_text, std::string strip);

  /// A field as it stands in a text file, trimmed.
  void add_field(std::string_view field);
  void add_number(double value);
  void add_text(std::string_view text);
  void add_missing();

  /// A text came after numbers, whose exact spelling is gone: the column must be read again with as_text.
  [[nodiscard]] bool turned_text() const { return turned_; }
  [[nodiscard]] bool numeric() const { return !as_text_ && present_ > 0; }
  [[nodiscard]] Index size() const { return static_cast<Index>(as_text_ ? codes_.size() : numbers_.size()); }
  [[nodiscard]] std::size_t level_count() const { return levels_.size(); }
  /// Makes these the first levels of a text column, in this order.
  void declare_levels(const std::vector<std::string>& levels);
  /// The code of a level; -1 when it is not known.
  [[nodiscard]] std::int32_t code_of(std::string_view level) const;
  [[nodiscard]] Column take(std::string name);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  const MissingWords* missing_;
  bool as_text_;
  bool turned_ = false;
  bool declared_ = false;
  std::string strip_;
  std::vector<double> numbers_;
  std::vector<std::int32_t> codes_;
  std::vector<std::string> levels_;
  std::unordered_map<std::string, std::int32_t, Hash, std::equal_to<>> index_;
  Index present_ = 0;
};

/// What the user said of each column of these names, in their order. Throws InvalidArgument for a column that is not
/// there.
[[nodiscard]] std::vector<ColumnOptions> options_per_column(const std::vector<std::string>& names,
                                                            const ReadOptions& options, std::string_view source);
/// Whether a column must be read as text from the start.
[[nodiscard]] bool reads_as_text(const ColumnOptions& options);
/// c1, c2, ..., c<count>.
[[nodiscard]] std::vector<std::string> numbered_names(std::size_t count);
/// Applies the kind that the user chose. Throws BadData when it does not fit the values ("numeric" for texts).
void apply_kind(Column& column, const ColumnOptions& options, std::string_view source);
/// Names must be unique; throws BadData otherwise.
void check_names(const std::vector<std::string>& names, std::string_view source);

}  // namespace vernier
