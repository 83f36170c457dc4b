#include "vernier/data/tokenizer.hpp"

#include <fmt/core.h>

#include <bit>

#include "vernier/base/text.hpp"

namespace vernier {
namespace {

bool in_word(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\'' || c >= 0x80;
}

bool is_space(unsigned char c) { return c <= ' ' || c == 0x7F; }

std::string normalized(std::string_view text, const TextOptions& options) {
  std::string result(text);
  for (char& c : result) {
    if (options.lowercase && c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (options.digits_as_shape && c >= '1' && c <= '9') c = '0';
  }
  return result;
}

/// Runs of `size` characters of the word in marks "<" and ">"; a character is a UTF-8 sequence.
void add_character_runs(const std::string& word, int size, std::vector<std::string>& into) {
  const std::string marked = "<" + word + ">";
  std::vector<std::size_t> starts;
  for (std::size_t at = 0; at < marked.size(); at += std::max<std::size_t>(1, utf8_length(marked, at))) {
    starts.push_back(at);
  }
  starts.push_back(marked.size());
  const auto length = static_cast<std::size_t>(size);
  for (std::size_t k = 0; k + length < starts.size(); ++k) {
    into.push_back("#" + marked.substr(starts[k], starts[k + length] - starts[k]));
  }
}

}  // namespace

void TextOptions::describe(OptionFields<TextOptions>& field) {
  field("tokens", &TextOptions::tokens, "of one text; 0: what 95 of 100 training texts need").between(0, 100'000);
  field("vocabulary", &TextOptions::vocabulary, "ids in all, padding (0) and unknown (1) among them")
      .between(3, 10'000'000);
  field("min_count", &TextOptions::min_count, "rarer tokens are unknown").at_least(1);
  field("lowercase", &TextOptions::lowercase, "whether A to Z are read as a to z");
  field("ngrams", &TextOptions::ngrams, "2: also pairs of neighbouring words, 3: also triples").between(1, 5);
  field("characters", &TextOptions::characters, "also runs of so many characters of each word: [3, 4]").between(1, 20);
  field("punctuation", &TextOptions::punctuation, "whether runs of a punctuation character are tokens");
  field("digits_as_shape", &TextOptions::digits_as_shape, "whether every digit reads 0");
  field("length", &TextOptions::length, "whether the number of words is a token");
  field("cut", &TextOptions::cut, "where a long text loses tokens").one_of({"end", "start"});
  field("padding", &TextOptions::padding, "where a short text is filled up").one_of({"end", "start"});
}

Tokens tokenize(std::string_view given, const TextOptions& options) {
  const std::string text = normalized(given, options);
  Tokens tokens;
  std::size_t words = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto c = static_cast<unsigned char>(text[at]);
    std::size_t end = at + 1;
    if (in_word(c)) {
      while (end < text.size() && in_word(static_cast<unsigned char>(text[end]))) ++end;
    } else {
      while (end < text.size() && text[end] == text[at]) ++end;
    }
    if (in_word(c) || (options.punctuation && !is_space(c))) tokens.words.push_back(text.substr(at, end - at));
    words += in_word(c) ? 1 : 0;
    at = end;
  }
  for (int size = 2; size <= options.ngrams; ++size) {
    const auto length = static_cast<std::size_t>(size);
    for (std::size_t k = 0; k + length <= tokens.words.size(); ++k) {
      tokens.extra.push_back(join(std::span<const std::string>(tokens.words).subspan(k, length), " "));
    }
  }
  for (const int size : options.characters) {
    for (const std::string& word : tokens.words) add_character_runs(word, size, tokens.extra);
  }
  if (options.length) tokens.extra.push_back(fmt::format("#length {}", std::bit_width(words)));
  return tokens;
}

}  // namespace vernier
