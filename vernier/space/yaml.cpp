// YAML text to JSON, with the limits that hostile input needs.
#include <fmt/core.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <cmath>
#include <set>
#include <sstream>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/space/space_file.hpp"

namespace vernier {
namespace {

constexpr int yaml_depth_limit = 100;
constexpr std::size_t yaml_size_limit = std::size_t{16} << 20;

std::string place(std::string_view where, const YAML::Mark& mark) {
  return mark.is_null() ? std::string(where)
                        : fmt::format("{}: line {}, column {}", where, mark.line + 1, mark.column + 1);
}

void refuse_wrong_encoding(std::string_view text, std::string_view where) {
  std::size_t line = 1;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    if (length == 0 || text[at] == '\0') {  // a zero byte makes yaml-cpp take the text for UTF-16 or UTF-32
      throw InvalidArgument(fmt::format("{}: line {} holds the byte 0x{:02X}, which is no UTF-8 text", where, line,
                                        static_cast<unsigned char>(text[at])),
                            "UTF-8", "Convert it: iconv -f latin1 -t utf-8 FILE > NEW_FILE");
    }
    if (text[at] == '\n') ++line;
    at += length;
  }
}

/// yaml-cpp parses nested collections recursively: text that nests too deeply is refused before it is parsed.
void refuse_deep_nesting(std::string_view text, std::string_view where) {
  int depth = 0;
  std::size_t line = 1;
  std::size_t indents = 0;  // "- - - -" opens one block sequence a dash
  bool start = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') {
      ++line;
      start = true;
      indents = 0;
      continue;
    }
    if (start && c == '-' && i + 1 < text.size() && (text[i + 1] == ' ' || text[i + 1] == '\t')) {
      ++indents;
    } else if (start && (c == '?' || c == ':')) {
      ++indents;
    } else if (c != ' ' && c != '\t') {
      start = false;
    }
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    if (depth > yaml_depth_limit || indents > static_cast<std::size_t>(yaml_depth_limit)) {
      throw InvalidArgument(fmt::format("{}: line {}", where, line),
                            fmt::format("nesting of at most {} levels", yaml_depth_limit));
    }
  }
}

Json plain_scalar(const std::string& text) {
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") return nullptr;
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  const std::string magnitude = text[0] == '-' || text[0] == '+' ? text.substr(1) : text;
  if (magnitude == ".inf" || magnitude == ".Inf" || magnitude == ".INF") return text[0] == '-' ? -HUGE_VAL : HUGE_VAL;
  if (text == ".nan" || text == ".NaN" || text == ".NAN") return std::nan("");
  const char first = magnitude.empty() ? ' ' : magnitude[0];
  if ((first < '0' || first > '9') && first != '.') return text;
  const auto number = parse_number(text);
  if (!number) return text;
  if (text.find_first_of(".eE") == std::string::npos && std::abs(*number) < 0x1.0p53)
    return static_cast<std::int64_t>(*number);
  return *number;
}

Json node_to_json(const YAML::Node& node, std::string_view where, int depth) {
  if (depth > yaml_depth_limit) {
    throw InvalidArgument(place(where, node.Mark()), fmt::format("nesting of at most {} levels", yaml_depth_limit));
  }
  switch (node.Type()) {
    case YAML::NodeType::Undefined:
    case YAML::NodeType::Null: return nullptr;
    case YAML::NodeType::Scalar: {
      const bool text = node.Tag() == "!" || node.Tag() == "tag:yaml.org,2002:str";
      return text ? Json(node.Scalar()) : plain_scalar(node.Scalar());
    }
    case YAML::NodeType::Sequence: {
      Json list = Json::array();
      for (const YAML::Node& item : node) list.push_back(node_to_json(item, where, depth + 1));
      return list;
    }
    case YAML::NodeType::Map: {
      Json map = Json::object();
      auto& pairs = map.get_ref<Json::object_t&>();  // its own lookup is linear, and a hostile map long
      std::set<std::string, std::less<>> keys;
      for (const auto& entry : node) {
        if (!entry.first.IsScalar()) throw InvalidArgument(place(where, entry.first.Mark()), "a plain text as key");
        const std::string& key = entry.first.Scalar();
        if (!keys.insert(key).second) {
          throw InvalidArgument(fmt::format("{}: the key '{}' stands twice", place(where, entry.first.Mark()), key),
                                "different keys");
        }
        pairs.emplace_back(key, node_to_json(entry.second, where, depth + 1));
      }
      return map;
    }
  }
  return nullptr;
}

/// An alias can stand for a copy of a copy: a few lines would grow to gigabytes. None of our files needs one.
class AliasRefusal : public YAML::EventHandler {
 public:
  explicit AliasRefusal(std::string_view where) : where_(where) {}
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw InvalidArgument(fmt::format("{}: an alias", place(where_, mark)), "values written out");
  }
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}

 private:
  std::string_view where_;
};

}  // namespace

Json yaml_to_json(std::string_view text, std::string_view where) {
  if (text.size() > yaml_size_limit)
    throw InvalidArgument(fmt::format("{} has {} bytes", where, text.size()), "at most 16 MiB");
  refuse_wrong_encoding(text, where);
  refuse_deep_nesting(text, where);
  try {
    const std::string copy(text);
    std::istringstream stream(copy);
    YAML::Parser parser(stream);
    AliasRefusal refusal(where);
    if (parser.HandleNextDocument(refusal) && parser.HandleNextDocument(refusal)) {
      throw InvalidArgument(fmt::format("{}: a second document", where), "one", "Leave out what follows the line ---.");
    }
    return node_to_json(YAML::Load(copy), where, 0);
  } catch (const YAML::Exception& error) {
    throw InvalidArgument(fmt::format("{}: {}", place(where, error.mark), error.msg), "YAML or JSON");
  }
}

}  // namespace vernier
