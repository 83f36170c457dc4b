#include "apps/cli/console.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/figures/display_text.hpp"
#include "vernier/figures/terminal.hpp"

namespace vernier::cli {
namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

bool locale_is_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const std::string_view value = environment(name);
    if (value.empty()) continue;
    return value.find("UTF-8") != value.npos || value.find("utf8") != value.npos || value.find("UTF8") != value.npos ||
           value.find("utf-8") != value.npos;
  }
  return false;
}

}  // namespace

TerminalStyle detect_style(std::FILE* stream) {
  const int descriptor = fileno(stream);
  const bool terminal = isatty(descriptor) == 1;
  const bool dumb = environment("TERM") == "dumb" || (terminal && environment("TERM").empty());
  TerminalStyle style;
  style.width = 100;
  style.unicode = locale_is_utf8() && !dumb;
  style.color = terminal && !dumb && environment("NO_COLOR").empty();
  winsize size{};
  if (terminal && ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    style.width = size.ws_col;
    style.height = size.ws_row;
  } else if (const auto columns = parse_number(environment("COLUMNS")); columns && *columns >= 20 && *columns <= 1000) {
    style.width = static_cast<int>(*columns);
  }
  return style;
}

std::string wrapped(std::string_view text, int indent, int width) {
  std::string out;
  bool first_line = true;
  for (const std::string& line : split(text, '\n')) {
    if (!first_line) out += '\n' + (line.empty() ? "" : std::string(static_cast<std::size_t>(indent), ' '));
    first_line = false;
    if (line.starts_with(' ')) {
      out += line;
      continue;
    }
    int used = indent;
    bool first_word = true;
    for (const std::string& word : split(line, ' ')) {
      const int wide = display_width(word);
      if (!first_word && used + 1 + wide > width) {
        out += '\n' + std::string(static_cast<std::size_t>(indent), ' ');
        used = indent;
        first_word = true;
      }
      if (!first_word) out += ' ', ++used;
      out += word;
      used += wide;
      first_word = false;
    }
  }
  return out;
}

Console::Console()
    : style_(detect_style(stdout)),
      error_style_(detect_style(stderr)),
      error_is_terminal_(isatty(STDERR_FILENO) == 1) {}

void Console::print(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) flush();
}

void Console::print_line(std::string_view text) {
  print(text);
  print("\n");
}

void Console::print_text(std::string_view text) {
  print_line(wrapped(escape_text(text), 0, std::min(style_.width, 100)));
}

void Console::print_json(const Json& json) { print(json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n'); }

void Console::print_table(const TextTable& table) { print(draw_table(table, style_)); }

void Console::print_figure(const Figure& figure, int lines) {
  TerminalStyle style = style_;
  style.width = std::min(style.width, 120);
  style.height = lines;
  print(draw_figure(figure, style));
}

void Console::print_heading(std::string_view text) { print('\n' + inked(text, Ink::bold, style_) + '\n'); }

void Console::flush() {
  errno = 0;
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    const std::string reason = errno == 0 ? "the stream is closed" : std::strerror(errno);
    throw StorageError("the results could not be written to stdout (" + reason + ")");
  }
}

void Console::say(std::string_view text) {
  std::fflush(stdout);
  std::fprintf(stderr, "vernier: %.*s\n", static_cast<int>(text.size()), text.data());
}

}  // namespace vernier::cli
