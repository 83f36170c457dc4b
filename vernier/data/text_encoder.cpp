#include "vernier/data/text_encoder.hpp"

#include <algorithm>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

constexpr Index longest_text = 256;  // chosen by itself; `tokens` may ask for more

/// The largest of all but five in a hundred.
Index usual_length(std::vector<Index> lengths) {
  const std::size_t at = (lengths.size() - 1) * 95 / 100;
  std::nth_element(lengths.begin(), lengths.begin() + static_cast<std::ptrdiff_t>(at), lengths.end());
  return std::clamp<Index>(lengths[at], 1, longest_text);
}

/// A text without words has one token of its own, "": were it the unknown one, words that no training text had would
/// mean what empty texts mean.
Tokens tokens_of(std::string_view text, const TextOptions& options) {
  Tokens tokens = tokenize(text, options);
  if (tokens.words.empty() && tokens.extra.empty()) tokens.words.emplace_back();
  return tokens;
}

}  // namespace

TextEncoder TextEncoder::fit(std::span<const std::string> texts, const TextOptions& options) {
  std::unordered_map<std::string, Index> counts;
  for (const std::string& text : texts) {
    const Tokens tokens = tokens_of(text, options);
    for (const auto* list : {&tokens.words, &tokens.extra}) {
      for (const std::string& token : *list) ++counts[token];
    }
  }
  std::vector<std::pair<std::string, Index>> order;
  for (auto& [token, count] : counts) {
    if (count >= options.min_count) order.emplace_back(token, count);
  }
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  TextEncoder encoder;
  encoder.options_ = options;
  order.resize(std::min(order.size(), static_cast<std::size_t>(options.vocabulary - 2)));
  for (auto& [token, count] : order) encoder.vocabulary_.push_back(std::move(token));
  encoder.index();
  encoder.width_ = options.tokens;
  if (options.tokens == 0) {
    std::vector<Index> lengths{1};
    for (const std::string& text : texts) lengths.push_back(static_cast<Index>(encoder.ids_of(text).size()));
    encoder.width_ = usual_length(std::move(lengths));
  }
  return encoder;
}

void TextEncoder::index() {
  ids_.clear();
  for (std::size_t k = 0; k < vocabulary_.size(); ++k) ids_.emplace(vocabulary_[k], static_cast<float>(k + 2));
}

std::vector<float> TextEncoder::ids_of(std::string_view text) const {
  const Tokens tokens = tokens_of(text, options_);
  std::vector<float> ids;
  for (const std::string& word : tokens.words) {
    const auto found = ids_.find(word);
    ids.push_back(found == ids_.end() ? unknown : found->second);
  }
  for (const std::string& token : tokens.extra) {
    if (const auto found = ids_.find(token); found != ids_.end()) ids.push_back(found->second);
  }
  return ids;
}

void TextEncoder::encode(std::string_view text, std::span<float> into) const {
  const std::vector<float> ids = ids_of(text);
  const std::size_t kept = std::min(ids.size(), into.size());
  const std::size_t first = options_.cut == "start" ? ids.size() - kept : 0;
  std::fill(into.begin(), into.end(), padding);
  std::copy_n(ids.begin() + static_cast<std::ptrdiff_t>(first), kept,
              options_.padding == "start" ? into.end() - static_cast<std::ptrdiff_t>(kept) : into.begin());
}

Json TextEncoder::to_json() const {
  return {{"options", options_to_json(options_)}, {"width", width_}, {"vocabulary", vocabulary_}};
}

TextEncoder TextEncoder::from_json(const Json& json) {
  TextEncoder encoder;
  encoder.options_ = options_from_json<TextOptions>(json.at("options"), "preprocessing");
  encoder.width_ = json.at("width").get<Index>();
  encoder.vocabulary_ = json.at("vocabulary").get<std::vector<std::string>>();
  if (encoder.width_ < 1 || encoder.width_ > 100'000) {
    throw BadData("the model's pre-processing is damaged: a text has no width");
  }
  encoder.index();
  return encoder;
}

}  // namespace vernier
