#include "vernier/advice/commented_yaml.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <string_view>

#include "vernier/base/text.hpp"

namespace vernier::advice {
namespace {

constexpr std::size_t line_width = 100;

/// Whether YAML reads the text as this text without quotes.
bool is_plain(const std::string& text) {
  if (text.empty() || std::isalpha(static_cast<unsigned char>(text[0])) == 0) return false;
  const bool word = std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.' || c == '/';
  });
  std::string lower = text;
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  const bool taken = lower == "true" || lower == "false" || lower == "null" || lower == "nan" || lower == "inf";
  return word && !taken;
}

std::string scalar(const Json& json) {
  if (json.is_string() && is_plain(json.get_ref<const std::string&>())) return json.get<std::string>();
  return json.dump();
}

bool has_comment(const Json& json) {
  if (json.is_object() && json.contains(comment_key)) return true;
  return json.is_structured() &&
         std::any_of(json.begin(), json.end(), [](const Json& part) { return has_comment(part); });
}

std::string key_text(const std::string& key) { return is_plain(key) ? key : Json(key).dump(); }

/// {min: 1, max: 4}, [relu, tanh]
std::string in_line(const Json& json) {
  if (!json.is_structured()) return scalar(json);
  std::string text;
  for (const auto& [key, value] : json.items()) {
    text += text.empty() ? "" : ", ";
    text += json.is_object() ? key_text(key) + ": " + in_line(value) : in_line(value);
  }
  return json.is_object() ? "{" + text + "}" : "[" + text + "]";
}

std::string comment_lines(const std::string& comment, const std::string& indent) {
  std::string lines;
  std::string line;
  for (const std::string& word : split(comment, ' ')) {
    if (!line.empty() && indent.size() + 2 + line.size() + 1 + word.size() > line_width) {
      lines += indent + "# " + line + '\n';
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
  }
  return lines + indent + "# " + line + '\n';
}

class Writer {
 public:
  /// A comment that was written is not written again.
  explicit Writer(std::set<std::string>& written) : written_(written) {}

  std::string text;

  void object(const Json& json, const std::string& indent) {
    for (const auto& [key, value] : json.items()) {
      if (key == comment_key) continue;
      comment(value, indent);
      text += indent + key_text(key) + ":";
      part(value, indent + "  ");
    }
  }

 private:
  void comment(const Json& value, const std::string& indent) {
    if (!value.is_object() || !value.contains(comment_key)) return;
    const auto comment = value[comment_key].get<std::string>();
    text += comment_lines(written_.insert(comment).second ? comment : "as above", indent);
  }

  void list(const Json& json, const std::string& indent) {
    for (const Json& item : json) {
      comment(item, indent);
      const Json bare = bared(item);
      if (fits(bare, indent)) {
        text += indent + "- " + in_line(bare) + '\n';
      } else {
        Writer inner(written_);
        inner.part(item, indent + "  ");
        // a comment at the beginning of a block stands before the dash, its first line behind it
        std::string block = inner.text.substr(inner.text.find('\n') + 1);
        while (block.compare(indent.size(), 3, "  #") == 0) {
          const std::size_t end = block.find('\n') + 1;
          text += indent + block.substr(indent.size() + 2, end - indent.size() - 2);
          block.erase(0, end);
        }
        block.replace(indent.size(), 2, "- ");
        text += block;
      }
    }
  }

  /// What stands behind a key.
  void part(const Json& value, const std::string& indent) {
    const Json bare = bared(value);
    if (fits(bare, indent)) {
      text += ' ' + in_line(bare) + '\n';
      return;
    }
    text += '\n';
    bare.is_object() ? object(bare, indent) : list(bare, indent);
  }

  /// Without a comment of its own, which stands before it.
  static Json bared(Json value) {
    if (value.is_object()) value.erase(comment_key);
    return value;
  }
  static bool fits(const Json& value, const std::string& indent) {
    if (!value.is_structured() || value.empty()) return true;
    return !has_comment(value) && indent.size() + in_line(value).size() < line_width - 20;
  }

  std::set<std::string>& written_;
};

}  // namespace

std::string commented_yaml(const Json& json) {
  std::set<std::string> written;
  Writer writer(written);
  if (json.contains(comment_key)) writer.text = comment_lines(json[comment_key].get<std::string>(), "");
  writer.object(json, "");
  return writer.text;
}

Json without_comments(const Json& json) {
  if (!json.is_structured()) return json;
  Json bare = json;
  if (bare.is_object()) bare.erase(comment_key);
  for (Json& part : bare) part = without_comments(part);
  return bare;
}

}  // namespace vernier::advice
