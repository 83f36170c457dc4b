#include "apps/cli/config_text.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

#include <fmt/core.h>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier::cli {
namespace {

bool is_plain_word(std::string_view text) {
  return !text.empty() && std::isalpha(static_cast<unsigned char>(text[0])) != 0 &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

// Words that YAML 1.1 or 1.2 reads as booleans, nulls or numbers.
bool yaml_reads_as_other(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  static constexpr std::string_view words[] = {"true", "false", "yes",  "no",  "on", "off",
                                               "y",    "n",     "null", "nan", "inf"};
  return std::find(std::begin(words), std::end(words), text) != std::end(words);
}

std::string yaml_text(const std::string& text) {
  return is_plain_word(text) && !yaml_reads_as_other(text)
             ? text
             : Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string shell_word(const std::string& text) {
  const bool plain = !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || std::string_view("_-+=.,/:@%").find(static_cast<char>(c)) != std::string_view::npos;
  });
  if (plain) return text;
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace

std::string params_as_yaml(const ParamMap& params) {
  std::string out;
  for (const auto& [name, value] : params) {
    const auto* text = std::get_if<std::string>(&value);
    out += fmt::format("{}: {}\n", yaml_text(name), text != nullptr ? yaml_text(*text) : to_text(value));
  }
  return out.empty() ? "{}\n" : out;
}

std::string params_as_arguments(const ParamMap& params) {
  std::vector<std::string> words;
  for (const auto& [name, value] : params) words.push_back(shell_word(fmt::format("--{}={}", name, to_text(value))));
  return join(words, " ");
}

std::pair<std::string, ParamValue> assignment_from_text(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    throw InvalidArgument(fmt::format("'{}' is no assignment", text), "NAME=VALUE such as learning_rate=0.01");
  }
  const std::string name(text.substr(0, equals)), value(text.substr(equals + 1));
  const Json json = Json::parse(value, nullptr, false);
  if (json.is_boolean() || json.is_number() || json.is_string()) return {name, param_from_json(json, name)};
  return {name, value};
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos && trim(text) == text) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

}  // namespace vernier::cli
