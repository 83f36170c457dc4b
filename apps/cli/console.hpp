#pragma once
// Where the program writes: results to stdout, everything for the eye (progress, warnings, messages) to stderr.
#include <cstdio>
#include <string>
#include <string_view>

#include "vernier/base/json.hpp"
#include "vernier/figures/figure.hpp"
#include "vernier/figures/terminal_style.hpp"
#include "vernier/figures/text_table.hpp"

namespace vernier::cli {

/// What a stream can show. Not a terminal: 100 columns, no colour, and Unicode where the locale says UTF-8.
[[nodiscard]] TerminalStyle detect_style(std::FILE* stream);

/// Words wrapped at `width`, every line after the first begun at `indent`. Lines that begin with a space are kept.
[[nodiscard]] std::string wrapped(std::string_view text, int indent, int width);

class Console {
 public:
  Console();

  [[nodiscard]] const TerminalStyle& style() const { return style_; }  ///< of stdout
  [[nodiscard]] const TerminalStyle& error_style() const { return error_style_; }
  [[nodiscard]] bool error_is_terminal() const { return error_is_terminal_; }

  /// Results. Throws StorageError when stdout takes no more (a full disk).
  void print(std::string_view text);
  void print_line(std::string_view text = {});
  /// A paragraph in lines of at most 100 columns, broken between words; made harmless.
  void print_text(std::string_view text);
  void print_json(const Json& json);
  void print_table(const TextTable& table);
  /// A figure of `lines` lines over the whole width (at most 120 columns).
  void print_figure(const Figure& figure, int lines);
  /// A heading in bold, after a blank line.
  void print_heading(std::string_view text);
  /// Writes what is buffered. Throws StorageError.
  void flush();

  /// For the eye: "vernier: <text>" on stderr.
  void say(std::string_view text);

 private:
  TerminalStyle style_;
  TerminalStyle error_style_;
  bool error_is_terminal_;
};

}  // namespace vernier::cli
