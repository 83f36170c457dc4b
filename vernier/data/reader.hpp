#pragma once
// Reading files: the kind is told by the content, and gzip is undone on the way.
//
// Tables: CSV and TSV (also ; and | between the fields), ARFF (dense and sparse), JSON (an array of objects), JSONL,
// SVMlight (columns target, f1, f2, ...), a one- or two-dimensional NPY. Arrays: IDX, NPY, the members of an NPZ.
//
// Errors: NotFound for a missing file; BadData that names file and line (or column) for everything that is not as the
// format demands; InvalidArgument for options that cannot be meant. Thread-safe.
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/base/options.hpp"
#include "vernier/data/table.hpp"
#include "vernier/tensor/tensor.hpp"

namespace vernier {

/// What a user may say of one column: `income: {strip: "."}`, `c2: {kind: text, tokens: 32}` or shortly `c2: text`.
struct ColumnOptions {
  std::string kind = "auto";  ///< or one of the kinds
  std::string strip;          ///< characters taken off both ends of every value
  TextOptions text{};         ///< of a column of kind text; its keys stand beside the others
  static void describe(OptionFields<ColumnOptions>& field);
};
/// Reads either form. Throws InvalidArgument; `where` names the column.
[[nodiscard]] ColumnOptions column_options(const Json& json, std::string_view where);

struct ReadOptions {
  std::string format = "auto";       ///< csv, arff, json, jsonl, svmlight, npy; auto: told by the content
  std::string delimiter = "auto";    ///< one character, or tab; auto: , tab ; | whichever splits the first lines evenly
  std::string quote = "\"";          ///< empty: quotes are ordinary characters
  Json header = "auto";              ///< true, false; auto: see has_header in csv.hpp
  std::vector<std::string> names;    ///< names of all columns, instead of the header's
  std::vector<std::string> members;  ///< of a JSON object: the lists of rows to read, one after another
  std::vector<std::string> missing{"", "?", "NA", "N/A", "NaN", "nan", "null", "NULL", "None"};
  std::map<std::string, ColumnOptions, std::less<>> columns;  ///< by name or number
  /// `columns` are those of earlier data: one that the file lacks is no error, and a first line that names them is a
  /// header.
  bool optional_columns = false;
  std::uint64_t max_bytes = std::uint64_t{8} << 30;  ///< after decompression
};

/// Reads a file as a table.
[[nodiscard]] Table read_table(const std::filesystem::path& path, const ReadOptions& options = {});
/// The same from bytes in memory (compressed or not); `source` names them in messages.
[[nodiscard]] Table parse_table(std::string bytes, std::string_view source, const ReadOptions& options = {});

/// An array together with what the file said of its elements.
struct Array {
  Tensor values;
  bool bytes = false;     ///< elements were unsigned bytes: pixels
  bool integers = false;  ///< elements were integers or booleans
};
/// Reads an IDX or NPY file. `member` picks an array of an NPZ; without it the NPZ must hold exactly one.
[[nodiscard]] Array read_array(const std::filesystem::path& path, std::string_view member = {});
[[nodiscard]] Array parse_array(std::string bytes, std::string_view source, std::string_view member = {});
/// Every array of an NPZ by name.
[[nodiscard]] std::map<std::string, Array> read_npz(const std::filesystem::path& path);

/// True when the bytes are an array format (IDX, NPY, NPZ) rather than a table.
[[nodiscard]] bool holds_arrays(std::string_view bytes);
/// The file's bytes, with gzip undone. Throws BadData beyond `max_bytes` or for a damaged stream.
[[nodiscard]] std::string read_uncompressed(const std::filesystem::path& path, std::uint64_t max_bytes);

}  // namespace vernier
