#include "vernier/workers/command.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier {

std::vector<std::string> words_of_command(std::string_view text) {
  std::vector<std::string> words;
  bool inside = false;  // of a word: '' is one too
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (!inside && c != ' ' && c != '\t' && c != '\n' && c != '\r') {
      words.emplace_back();
      inside = true;
    }
    const bool escapes = c == '\\' && quote != '\'' && i + 1 < text.size() &&
                         (quote == 0 || std::string_view("\"\\$`").find(text[i + 1]) != std::string_view::npos);
    if (escapes) {
      words.back() += text[++i];
    } else if (quote != 0) {
      if (c == quote) {
        quote = 0;
      } else {
        words.back() += c;
      }
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      inside = false;
    } else {
      words.back() += c;
    }
  }
  if (quote != 0) {
    throw InvalidArgument(fmt::format("the command has a {} that is not closed: {}", quote, text), "quotes in pairs",
                          "Close it, or write the command as a list of words.");
  }
  return words;
}

std::string shell_word(std::string_view word) {
  const bool plain = !word.empty() && std::all_of(word.begin(), word.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || std::string_view("_-+=.,/:@%").find(static_cast<char>(c)) != std::string_view::npos;
  });
  if (plain) return std::string(word);
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string shell_line(const std::vector<std::string>& words) {
  std::vector<std::string> quoted;
  for (const std::string& word : words) quoted.push_back(shell_word(word));
  return join(quoted, " ");
}

}  // namespace vernier
