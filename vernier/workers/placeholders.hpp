#pragma once
// Placeholders of a command: {learning_rate} stands for a value, {{learning_rate}} for the text {learning_rate}; every
// other brace stands for itself.
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vernier {

/// What the names stand for. An inactive parameter has none.
using PlaceholderValues = std::map<std::string, std::string, std::less<>>;

/// The names in a text, in order.
[[nodiscard]] std::vector<std::string> placeholder_names(std::string_view text);
/// Throws InvalidArgument for a name that is not known, with the nearest one; `where` begins the message.
void check_placeholders(std::string_view text, std::span<const std::string> known, std::string_view where);
/// The text with its values; nothing when one of its names has none.
[[nodiscard]] std::optional<std::string> fill_placeholders(std::string_view text, const PlaceholderValues& values);
/// Every word filled in. A word that names an inactive parameter is left out, and with it an option right before it
/// when the word is nothing but the placeholder: --momentum {momentum}.
[[nodiscard]] std::vector<std::string> fill_words(std::span<const std::string> words, const PlaceholderValues& values);

}  // namespace vernier
