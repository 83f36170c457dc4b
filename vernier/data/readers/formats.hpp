#pragma once
// The other formats of tables. Each reads a whole text (checked_text) or byte string and throws BadData that names the
// source and the line.
#include <string_view>

#include "vernier/data/reader.hpp"

namespace vernier {

/// Weka's attribute-relation format: dense and sparse rows, quoted names; numeric, real, integer, nominal, string,
/// date.
[[nodiscard]] Table read_arff(std::string_view text, std::string_view source, const ReadOptions& options);
/// True when the first line that is no comment begins with @relation.
[[nodiscard]] bool looks_like_arff(std::string_view text);

/// An array of objects, or one object per line. A key that an object lacks is missing there.
[[nodiscard]] Table read_json(std::string_view text, std::string_view source, const ReadOptions& options);
[[nodiscard]] Table read_jsonl(std::string_view text, std::string_view source, const ReadOptions& options);

/// LIBSVM's "label index:value ..." lines; columns target, f1, f2, ...; what a line does not mention is 0.
[[nodiscard]] Table read_svmlight(std::string_view text, std::string_view source, const ReadOptions& options);
[[nodiscard]] bool looks_like_svmlight(std::string_view text);

/// The columns c1, c2, ... of a one- or two-dimensional array.
[[nodiscard]] Table table_of_array(const Array& array, std::string_view source, const ReadOptions& options);

}  // namespace vernier
