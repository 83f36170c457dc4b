// YAML text to JSON, with the limits that hostile input needs.
#include <fmt/core.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <sstream>
#include <unordered_set>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/space/space_file.hpp"

namespace vernier {
namespace {

constexpr std::size_t yaml_depth_limit = 100;
constexpr std::size_t yaml_size_limit = std::size_t{16} << 20;

std::string yaml_place(std::string_view where, const YAML::Mark& mark) {
  return mark.is_null() ? std::string(where)
                        : fmt::format("{}: line {}, column {}", where, mark.line + 1, mark.column + 1);
}

/// yaml-cpp takes bytes as they come, and some control characters for the end of the file.
void refuse_binary(std::string_view text, std::string_view where) {
  std::size_t line = 1;
  std::size_t line_start = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    const std::size_t length = utf8_length(text, i);
    const bool control = (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
    if (length == 0 || control) {
      throw InvalidArgument(
          fmt::format("{}: line {}, column {}: the byte 0x{:02X}", where, line, i - line_start + 1, c), "UTF-8 text",
          control ? std::string()
                  : fmt::format("Convert it: iconv -f {} -t utf-8 FILE > NEW_FILE",
                                i == 0 && c >= 0xFE ? "utf-16" : "latin1"));
    }
    i += length;
    if (c == '\n') {
      ++line;
      line_start = i;
    }
  }
}

/// Whether a plain scalar is a decimal number of YAML's core schema: -3, 1e-3, .5, 2.
bool core_number(std::string_view text) {
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t from = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at - from;
  };
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
  std::size_t mantissa = digits();
  if (at < text.size() && text[at] == '.') {
    ++at;
    mantissa += digits();
  }
  if (mantissa == 0) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    if (digits() == 0) return false;
  }
  return at == text.size();
}

template <std::size_t N>
bool one_of(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

/// A scalar without quotes, typed as in YAML 1.2's core schema; hexadecimal and octal numbers stay texts.
Json plain_scalar(const std::string& text) {
  static constexpr std::array<std::string_view, 5> nothing{"", "~", "null", "Null", "NULL"};
  static constexpr std::array<std::string_view, 3> yes{"true", "True", "TRUE"};
  static constexpr std::array<std::string_view, 3> no{"false", "False", "FALSE"};
  static constexpr std::array<std::string_view, 6> infinite{".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"};
  static constexpr std::array<std::string_view, 3> minus_infinite{"-.inf", "-.Inf", "-.INF"};
  static constexpr std::array<std::string_view, 3> not_a_number{".nan", ".NaN", ".NAN"};
  if (one_of(text, nothing)) return nullptr;
  if (one_of(text, yes)) return true;
  if (one_of(text, no)) return false;
  if (one_of(text, infinite)) return std::numeric_limits<double>::infinity();
  if (one_of(text, minus_infinite)) return -std::numeric_limits<double>::infinity();
  if (one_of(text, not_a_number)) return std::numeric_limits<double>::quiet_NaN();
  const std::string_view view(text);
  if (!core_number(view)) return text;
  if (view.find_first_of(".eE") == std::string_view::npos) {
    const std::string_view digits = view.substr(view.front() == '+' ? 1 : 0);
    std::int64_t value = 0;
    if (std::from_chars(digits.data(), digits.data() + digits.size(), value).ec == std::errc{}) return value;
  }
  return *parse_number(view);
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

/// Builds the JSON as the parser goes. The parser is recursive, and tells of each collection before it goes into it:
/// what is thrown here bounds its depth too. An alias can stand for a copy of a copy, so that a few lines would grow to
/// gigabytes; none of our files needs one.
class JsonBuilder : public YAML::EventHandler {
 public:
  explicit JsonBuilder(std::string_view where) : where_(where) {}

  Json take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ > 0) refuse(mark, "a second document", "one", "Leave out what follows the line ---.");
  }
  void OnDocumentEnd() override {}
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse(mark, "an alias", "values written out"); }
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    if (awaits_key()) refuse(mark, "a key without text", "a plain text as key");
    add(nullptr);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, const std::string& text) override {
    check_tag(mark, tag);
    if (!is_utf8(text)) {  // yaml-cpp makes single bytes of some escapes
      refuse(mark, "a text that is not UTF-8", "UTF-8", "Write the character itself for an escape such as \\N or \\_.");
    }
    if (awaits_key()) {
      if (!open_.back().keys.insert(text).second) {
        refuse(mark, fmt::format("the key '{}' stands twice", text), "different keys");
      }
      open_.back().key = text;
    } else {
      const bool quoted = tag == "!" || tag == "tag:yaml.org,2002:str";
      add(quoted ? Json(text) : plain_scalar(text));
    }
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    begin(mark, tag, Json::array());
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, YAML::EmitterStyle::value) override {
    begin(mark, tag, Json::object());
  }
  void OnSequenceEnd() override { end(); }
  void OnMapEnd() override { end(); }

 private:
  struct Collection {
    Json value;
    std::optional<std::string> key;        // of a map: the key whose value comes next
    std::unordered_set<std::string> keys;  // of a map: those that were there
  };

  [[noreturn]] void refuse(const YAML::Mark& mark, std::string_view happened, std::string_view expected,
                           std::string_view fix = {}) const {
    throw InvalidArgument(fmt::format("{}: {}", yaml_place(where_, mark), happened), expected, fix);
  }
  bool awaits_key() const { return !open_.empty() && open_.back().value.is_object() && !open_.back().key; }

  void check_tag(const YAML::Mark& mark, const std::string& tag) const {
    static constexpr std::array<std::string_view, 10> known{"",
                                                            "?",
                                                            "!",
                                                            "tag:yaml.org,2002:str",
                                                            "tag:yaml.org,2002:int",
                                                            "tag:yaml.org,2002:float",
                                                            "tag:yaml.org,2002:bool",
                                                            "tag:yaml.org,2002:null",
                                                            "tag:yaml.org,2002:seq",
                                                            "tag:yaml.org,2002:map"};
    if (!one_of(tag, known)) refuse(mark, fmt::format("the tag {}", tag), "plain values");
  }
  void add(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (Collection& last = open_.back(); last.value.is_array()) {
      last.value.push_back(std::move(value));
    } else {
      // not operator[], which searches: the key is known to be new
      last.value.get_ref<Json::object_t&>().emplace_back(std::move(*last.key), std::move(value));
      last.key.reset();
    }
  }
  void begin(const YAML::Mark& mark, const std::string& tag, Json empty) {
    check_tag(mark, tag);
    if (awaits_key()) refuse(mark, "a collection as key", "a plain text as key");
    if (open_.size() >= yaml_depth_limit) {
      refuse(mark, "nested too deeply", fmt::format("nesting of at most {} levels", yaml_depth_limit));
    }
    open_.push_back({std::move(empty), std::nullopt, {}});
  }
  void end() {
    Json done = std::move(open_.back().value);
    open_.pop_back();
    add(std::move(done));
  }

  std::string_view where_;
  Json root_;
  std::vector<Collection> open_;
  int documents_ = 0;
};

}  // namespace

Json yaml_to_json(std::string_view text, std::string_view where) {
  if (text.size() > yaml_size_limit)
    throw InvalidArgument(fmt::format("{} has {} bytes", where, text.size()), "at most 16 MiB");
  refuse_binary(text, where);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    JsonBuilder builder(where);
    while (parser.HandleNextDocument(builder)) {
    }
    return builder.take();
  } catch (const YAML::Exception& error) {
    throw InvalidArgument(fmt::format("{}: {}", yaml_place(where, error.mark), error.msg), "YAML or JSON");
  }
}

}  // namespace vernier
