// Lines of a given form: "epoch {step}: accuracy {value}".
#include <fmt/core.h>

#include <algorithm>

#include "vernier/base/text.hpp"
#include "vernier/workers/placeholders.hpp"
#include "vernier/workers/readers/reader.hpp"

namespace vernier {
namespace {

struct PatternOptions {
  std::string line;
  static void describe(OptionFields<PatternOptions>& field) {
    field("line", &PatternOptions::line,
          "a part of a line; {value} (or the name of each objective) and {step} stand for numbers")
        .required();
  }
};

/// Text, then a number of this name; the last piece has no name.
struct PatternPiece {
  std::string text;
  std::string name;
};

std::vector<PatternPiece> pieces_of(std::string_view pattern) {
  std::vector<PatternPiece> pieces;
  for (const std::string& name : placeholder_names(pattern)) {
    const std::size_t at = pattern.find("{" + name + "}");
    pieces.push_back({std::string(pattern.substr(0, at)), name});
    pattern.remove_prefix(at + name.size() + 2);
  }
  pieces.push_back({std::string(pattern), ""});
  return pieces;
}

/// How far the number at the beginning of a text goes: what may stand in one, nan and inf included.
std::size_t number_length(std::string_view text) {
  return std::min(text.find_first_not_of("+-.0123456789aefintyAEFINTY"), text.size());
}

class PatternReader : public ResultReader {
 public:
  PatternReader(const PatternOptions& options, const ReaderContext& context) : pieces_(pieces_of(options.line)) {
    names_ = context.objectives;
    const auto has = [&](const std::string& name) {
      return std::any_of(pieces_.begin(), pieces_.end(), [&](const PatternPiece& piece) { return piece.name == name; });
    };
    if (names_.size() == 1 && !has(names_[0])) names_[0] = "value";
    for (const std::string& name : names_) {
      if (has(name)) continue;
      throw InvalidArgument(fmt::format("reads: the pattern '{}' has no {{{}}}", options.line, name),
                            "the place of each value", "Write for example line: 'accuracy {value}'.");
    }
    for (const PatternPiece& piece : pieces_) {
      if (!piece.name.empty() && piece.name != "step" && std::count(names_.begin(), names_.end(), piece.name) == 0) {
        throw InvalidArgument(fmt::format("reads: the pattern names {{{}}}", piece.name), "values and {step}");
      }
    }
  }

  // The first place of the line that fits.
  void line(std::string_view line, Readings& found) override {
    for (std::size_t at = line.find(pieces_[0].text); at != std::string_view::npos;
         at = line.find(pieces_[0].text, at + 1)) {
      if (fits(line.substr(at), found)) return;
    }
  }

 private:
  bool fits(std::string_view rest, Readings& found) const {
    ReportRead read{.step = std::nullopt, .values = std::vector<double>(names_.size())};
    for (const PatternPiece& piece : pieces_) {
      if (!rest.starts_with(piece.text)) return false;
      rest.remove_prefix(piece.text.size());
      if (piece.name.empty()) break;
      // The longest number: "3e" of "3epochs" is none, "3" is
      std::optional<double> number;
      std::size_t length = number_length(rest);
      while (length > 0 && !(number = parse_number(rest.substr(0, length)))) --length;
      if (!number) return false;
      rest.remove_prefix(length);
      const auto name = std::find(names_.begin(), names_.end(), piece.name);
      if (name == names_.end()) {
        read.step = number;
      } else {
        read.values[static_cast<std::size_t>(name - names_.begin())] = *number;
      }
    }
    if (read.step) {
      found.reports.push_back(std::move(read));
    } else {
      found.result = std::move(read.values);
    }
    return true;
  }

  std::vector<PatternPiece> pieces_;
  std::vector<std::string> names_;
};

}  // namespace

const ReaderInfo& reader_pattern() {
  static const ReaderInfo info{.name = "pattern",
                               .summary = "lines of a given form: reports with {step}, the result without it",
                               .cites = "",
                               .options = option_table<PatternOptions>(),
                               .make = &make_reader_with<PatternReader, PatternOptions>};
  return info;
}

}  // namespace vernier
