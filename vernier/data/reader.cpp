#include "vernier/data/reader.hpp"

#include <fmt/core.h>

#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/base/text.hpp"
#include "vernier/data/readers/arrays.hpp"
#include "vernier/data/readers/csv.hpp"
#include "vernier/data/readers/formats.hpp"
#include "vernier/data/readers/inflate.hpp"
#include "vernier/data/readers/text_input.hpp"
#include "vernier/data/readers/zip.hpp"

namespace vernier {
namespace {

std::string detect_format(std::string_view text, bool members) {
  const std::string_view start = trim(text.substr(0, 4096));
  if (looks_like_arff(text)) return "arff";
  if (start.starts_with('{')) return members ? "json" : "jsonl";
  if (start.starts_with('[')) {
    const std::string_view inside = trim(start.substr(1));
    if (inside.empty() || inside.starts_with('{') || inside.starts_with('[') || inside.starts_with(']')) return "json";
  }
  if (looks_like_svmlight(text)) return "svmlight";
  return "csv";
}

Table parse_text(std::string_view text, std::string_view source, const ReadOptions& options) {
  const std::string format = options.format == "auto" ? detect_format(text, !options.members.empty()) : options.format;
  if (!options.members.empty() && format != "json") {
    throw InvalidArgument(fmt::format("a member of {} is named, and the file is {}", source, format),
                          "a JSON object that holds lists of rows", "Take 'member' away.");
  }
  if (format == "csv") return read_csv(text, source, options);
  if (format == "arff") return read_arff(text, source, options);
  if (format == "json") return read_json(text, source, options);
  if (format == "jsonl") return read_jsonl(text, source, options);
  if (format == "svmlight") return read_svmlight(text, source, options);
  throw InvalidArgument(fmt::format("unknown format '{}' of {}", format, source),
                        "auto, csv, arff, json, jsonl or svmlight", "CSV covers TSV: say delimiter: tab.");
}

std::map<std::string, Array> arrays_of_npz(std::string_view bytes, std::string_view source, std::uint64_t max_bytes) {
  std::map<std::string, Array> arrays;
  for (const auto& [name, member] : read_zip(bytes, source, max_bytes)) {
    if (!name.ends_with(".npy")) continue;
    arrays[name.substr(0, name.size() - 4)] = read_npy(member, fmt::format("{}:{}", source, name));
  }
  if (arrays.empty()) {
    throw BadData(fmt::format("{} is a ZIP archive without arrays", source), "an NPZ file as numpy.savez writes it",
                  "Of a spreadsheet, export the sheet as CSV.");
  }
  return arrays;
}

}  // namespace

void ColumnOptions::describe(OptionFields<ColumnOptions>& field) {
  field("kind", &ColumnOptions::kind, "what the column means")
      .one_of({"auto", "numeric", "category", "text", "id", "time", "ignore"});
  field("strip", &ColumnOptions::strip, "characters taken off both ends of every value");
}

ColumnOptions column_options(const Json& json, std::string_view where) {
  if (!json.is_object() || json.value("kind", Json()) != "text") {
    return options_from_json<ColumnOptions>(json.is_string() ? Json{{"kind", json}} : json, where);
  }
  Json own = Json::object();
  Json text = json;
  for (const char* key : {"kind", "strip"}) {
    if (text.contains(key)) own[key] = text[key];
    text.erase(key);
  }
  auto options = options_from_json<ColumnOptions>(own, where);
  options.text = options_from_json<TextOptions>(text, where);
  return options;
}

std::string read_uncompressed(const std::filesystem::path& path, std::uint64_t max_bytes) {
  return gunzip(read_file(path), path.string(), max_bytes);
}

Table read_table(const std::filesystem::path& path, const ReadOptions& options) {
  return parse_table(read_file(path), path.string(), options);
}

Table parse_table(std::string bytes, std::string_view source, const ReadOptions& options) {
  bytes = gunzip(std::move(bytes), source, options.max_bytes);
  Table table = holds_arrays(bytes) ? table_of_array(parse_array(std::move(bytes), source), source, options)
                                    : parse_text(checked_text(bytes, source), source, options);
  table.missing = options.missing;
  return table;
}

bool holds_arrays(std::string_view bytes) {
  return looks_like_npy(bytes) || looks_like_zip(bytes) || looks_like_idx(bytes);
}

Array read_array(const std::filesystem::path& path, std::string_view member) {
  return parse_array(read_file(path), path.string(), member);
}

Array parse_array(std::string bytes, std::string_view source, std::string_view member) {
  bytes = gunzip(std::move(bytes), source, ReadOptions{}.max_bytes);
  if (looks_like_npy(bytes)) return read_npy(bytes, source);
  if (looks_like_idx(bytes)) return read_idx(bytes, source);
  if (!looks_like_zip(bytes)) {
    throw BadData(fmt::format("{} holds no array", source), "an IDX, NPY or NPZ file", "Read tables with 'path'.");
  }
  std::map<std::string, Array> arrays = arrays_of_npz(bytes, source, ReadOptions{}.max_bytes);
  std::vector<std::string> names;
  for (const auto& [name, array] : arrays) names.push_back(name);
  if (member.empty() && arrays.size() == 1) return std::move(arrays.begin()->second);
  const auto found = arrays.find(std::string(member));
  if (found != arrays.end()) return std::move(found->second);
  throw BadData(member.empty() ? fmt::format("{} holds {} arrays", source, arrays.size())
                               : fmt::format("{} has no array '{}'", source, member),
                fmt::format("one of {}", join(names, ", ")));
}

std::map<std::string, Array> read_npz(const std::filesystem::path& path) {
  const std::uint64_t limit = ReadOptions{}.max_bytes;
  const std::string bytes = read_uncompressed(path, limit);
  if (!looks_like_zip(bytes))
    throw BadData(fmt::format("{} is not an NPZ file", path.string()), "a ZIP archive of arrays");
  return arrays_of_npz(bytes, path.string(), limit);
}

}  // namespace vernier
