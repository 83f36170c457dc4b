#pragma once
// From a text to its tokens.
#include <string>
#include <string_view>
#include <vector>

#include "vernier/base/options.hpp"

namespace vernier {

/// How a column of texts becomes numbers; the keys of `columns: {COLUMN: {kind: text, ...}}`.
struct TextOptions {
  int tokens = 0;          ///< of one text: more are cut off, fewer padded; 0: what 95 of 100 training texts need
  int vocabulary = 10000;  ///< ids in all, padding (0) and unknown (1) among them
  int min_count = 1;       ///< rarer tokens are unknown
  bool lowercase = true;   ///< of the letters A to Z
  int ngrams = 1;          ///< 2: also each pair of neighbouring words, 3: also triples
  std::vector<int> characters{};  ///< {3, 4}: also all runs of 3 and 4 characters of each word, its ends marked
  bool punctuation = false;       ///< each run of one punctuation character is a token too
  bool digits_as_shape = false;   ///< every digit reads 0, so that 07123 and 07999 are the same token
  bool length = false;            ///< a token for the number of words, by powers of two
  std::string cut = "end";        ///< where a long text loses tokens
  std::string padding = "end";    ///< where a short text is filled with id 0
  static void describe(OptionFields<TextOptions>& field);
};

/// A word is a run of letters, digits, apostrophes and bytes beyond ASCII. Words come first, in order, then (for
/// `ngrams`) their neighbours joined by a space, then runs of characters ("<ca", "cat", "at>"), then the length.
struct Tokens {
  std::vector<std::string> words;  ///< words and punctuation, in the order of the text
  std::vector<std::string> extra;  ///< the rest; without meaning as a sequence
};
[[nodiscard]] Tokens tokenize(std::string_view text, const TextOptions& options);

}  // namespace vernier
