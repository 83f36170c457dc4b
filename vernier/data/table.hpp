#pragma once
// A table as it was read: named columns of raw values, before anything is fitted or encoded.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "vernier/data/tokenizer.hpp"
#include "vernier/tensor/shape.hpp"

namespace vernier {

/// What a column means to a network. `text`, `id` and `time` enter its inputs where the user says that a column is one
/// (time also in a series); a column that only looks like one is kept in the table and left out.
enum class ColumnKind { numeric, category, text, id, time, ignore };
[[nodiscard]] std::string_view to_string(ColumnKind kind);
/// Throws InvalidArgument with the nearest known kind.
[[nodiscard]] ColumnKind column_kind(std::string_view word);

/// One column: either numbers or texts. Texts are kept once each (`levels`) with a code per row.
struct Column {
  std::string name;
  bool is_text = false;
  std::vector<double> numbers;      ///< a number per row, NaN where missing; empty in a text column
  std::vector<std::int32_t> codes;  ///< an index into `levels` per row, -1 where missing; empty otherwise
  std::vector<std::string> levels;  ///< the distinct texts, in the order declared by the file or of appearance
  std::optional<ColumnKind> kind;   ///< what the file (ARFF) or the user said; nothing: to be detected
  std::string strip;                ///< the characters that were taken off both ends of every value
  TextOptions text_options{};       ///< of a text column
  bool levels_declared = false;     ///< the file itself lists the levels (ARFF nominal)

  [[nodiscard]] Index size() const { return static_cast<Index>(is_text ? codes.size() : numbers.size()); }
  [[nodiscard]] bool missing(Index row) const;
  /// The value as text; numbers in their shortest form; empty where missing.
  [[nodiscard]] std::string text(Index row) const;
  [[nodiscard]] Index missing_count() const;
  /// The number of different values, missing ones not counted.
  [[nodiscard]] Index distinct_count() const;
  /// The column with only these rows, in this order; levels are kept as they are.
  [[nodiscard]] Column rows(std::span<const Index> rows) const;
};

/// Columns of equal length. A value type; const use is thread-safe.
struct Table {
  std::string source;  ///< the file, for messages
  std::vector<Column> columns;
  bool named = true;                  ///< false: the file gave no names, and columns are c1, c2, ...
  std::vector<std::string> missing;   ///< the words that stood for a missing value
  std::vector<std::string> warnings;  ///< for the user: what was odd but not wrong

  [[nodiscard]] Index rows() const { return columns.empty() ? 0 : columns.front().size(); }
  /// The column of this name, or null.
  [[nodiscard]] const Column* find(std::string_view name) const;
  /// The same; throws BadData that names the source and the nearest column.
  [[nodiscard]] const Column& column(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> names() const;
  /// The position of a column given by name or by number: 1 is the first, -1 the last. A column really named like the
  /// number wins. Throws BadData that lists what there is.
  [[nodiscard]] std::size_t position(std::string_view name_or_number) const;
  /// The same; nothing when there is no such column.
  [[nodiscard]] std::optional<std::size_t> find_position(std::string_view name_or_number) const;
  /// The table with only these rows, in this order.
  [[nodiscard]] Table select(std::span<const Index> rows) const;
};

/// Positions by name, for those who look up many columns. Of several with one name it is the first.
class ColumnPositions {
 public:
  explicit ColumnPositions(std::span<const std::string> names);
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;

 private:
  std::unordered_map<std::string, std::size_t> positions_;
};

/// Texts in the order in which classes and ids are numbered: by size where all are numbers, else by the alphabet.
[[nodiscard]] std::vector<std::string> in_natural_order(std::vector<std::string> texts);

/// Throws BadData, naming column and row, for the first infinite number in a column that is not to be ignored.
void check_finite(const Table& table);

/// One line of the overview of a table that a user sees before training.
struct ColumnSummary {
  std::string name;
  ColumnKind kind = ColumnKind::numeric;
  bool detected = true;  ///< the kind was guessed, not said
  Index missing = 0;
  Index distinct = 0;
  std::string example;  ///< the first value that is not missing
};
/// Detection: numbers are numeric; dates and times (2024-05-01, 2024-05-01 12:30) are time; a text that differs in
/// nearly every row is an id when it has no spaces, else text; long texts of many words are text; a column without any
/// value is ignored; other texts are a category.
[[nodiscard]] ColumnKind detect_kind(const Column& column);
[[nodiscard]] std::vector<ColumnSummary> describe_columns(const Table& table);

}  // namespace vernier
