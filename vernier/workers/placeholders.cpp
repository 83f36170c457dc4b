#include "vernier/workers/placeholders.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier {
namespace {

bool in_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c == '[' || c == ']';
}

/// The length of "name}" at the beginning of `rest`, without the brace; 0 where there is none.
std::size_t name_length(std::string_view rest) {
  if (rest.empty() || (std::isalpha(static_cast<unsigned char>(rest[0])) == 0 && rest[0] != '_')) return 0;
  std::size_t length = 1;
  while (length < rest.size() && in_name(rest[length])) ++length;
  return length < rest.size() && rest[length] == '}' ? length : 0;
}

/// Calls `plain` with stretches of text and `name` with placeholders, in order.
template <class Plain, class Name>
void walk_placeholders(std::string_view text, const Plain& plain, const Name& name) {
  while (!text.empty()) {
    const std::size_t brace = text.find('{');
    plain(text.substr(0, brace));
    if (brace == std::string_view::npos) return;
    text.remove_prefix(brace);
    const std::size_t inner = text.starts_with("{{") ? name_length(text.substr(2)) : 0;
    if (inner > 0 && text.substr(inner + 2).starts_with("}}")) {
      plain(text.substr(1, inner + 2));
      text.remove_prefix(inner + 4);
    } else if (const std::size_t length = name_length(text.substr(1)); length > 0) {
      name(text.substr(1, length));
      text.remove_prefix(length + 2);
    } else {
      plain(text.substr(0, 1));
      text.remove_prefix(1);
    }
  }
}

}  // namespace

std::vector<std::string> placeholder_names(std::string_view text) {
  std::vector<std::string> names;
  walk_placeholders(
      text, [](std::string_view) {}, [&](std::string_view name) { names.emplace_back(name); });
  return names;
}

void check_placeholders(std::string_view text, std::span<const std::string> known, std::string_view where) {
  for (const std::string& name : placeholder_names(text)) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    throw InvalidArgument(fmt::format("{}: {{{}}} names no parameter", where, name), {},
                          fmt::format("{} For the text itself write {{{{{}}}}}.", suggest(name, known), name));
  }
}

std::optional<std::string> fill_placeholders(std::string_view text, const PlaceholderValues& values) {
  std::string filled;
  bool complete = true;
  walk_placeholders(
      text, [&](std::string_view plain) { filled += plain; },
      [&](std::string_view name) {
        const auto value = values.find(name);
        complete = complete && value != values.end();
        if (value != values.end()) filled += value->second;
      });
  if (!complete) return std::nullopt;
  return filled;
}

std::vector<std::string> fill_words(std::span<const std::string> words, const PlaceholderValues& values) {
  std::vector<std::string> filled;
  bool option = false;  // the last word is one, as it was written
  for (const std::string& word : words) {
    const std::vector<std::string> names = placeholder_names(word);
    if (auto text = fill_placeholders(word, values)) {
      filled.push_back(*std::move(text));
    } else if (option && names.size() == 1 && word.size() == names[0].size() + 2) {
      filled.pop_back();
    }
    option = names.empty() && word.size() > 1 && word.starts_with('-');
  }
  return filled;
}

}  // namespace vernier
