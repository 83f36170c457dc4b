#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <optional>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/data/readers/column_builder.hpp"
#include "vernier/data/readers/formats.hpp"
#include "vernier/data/readers/text_input.hpp"

namespace vernier {
namespace {

std::string arff_lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

/// Takes words and values off one line.
class ArffScanner {
 public:
  explicit ArffScanner(std::string_view line) : rest_(line) {}

  void skip_spaces() {
    while (!rest_.empty() && std::isspace(static_cast<unsigned char>(rest_.front())) != 0) rest_.remove_prefix(1);
  }
  [[nodiscard]] bool done() {
    skip_spaces();
    return rest_.empty() || rest_.front() == '%';
  }
  bool take(char c) {
    skip_spaces();
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  [[nodiscard]] std::string_view rest() const { return rest_; }
  /// Whether the last value stood in quotes (a quoted ? is not missing).
  [[nodiscard]] bool quoted() const { return quoted_; }

  /// A quoted value, or everything up to one of `ends`; nothing for a quote that is not closed.
  std::optional<std::string> value(std::string_view ends) {
    skip_spaces();
    quoted_ = rest_.starts_with('\'') || rest_.starts_with('"');
    if (!quoted_) {
      const std::size_t end = std::min(rest_.find_first_of(ends), rest_.size());
      const std::string_view plain = trim(rest_.substr(0, end));
      rest_.remove_prefix(end);
      return std::string(plain);
    }
    std::string value;
    const char quote = rest_.front();
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      if (rest_[i] == '\\' && i + 1 < rest_.size()) {
        value.push_back(rest_[++i]);
      } else if (rest_[i] == quote) {
        rest_.remove_prefix(i + 1);
        return value;
      } else {
        value.push_back(rest_[i]);
      }
    }
    return std::nullopt;
  }

 private:
  std::string_view rest_;
  bool quoted_ = false;
};

struct ArffAttribute {
  std::string name;
  enum class Type { numeric, nominal, text, date } type = Type::numeric;
  std::vector<std::string> levels;
};

class ArffReader {
 public:
  ArffReader(std::string_view text, std::string_view source, const ReadOptions& options)
      : lines_(text), source_(source), options_(options), missing_(options.missing) {}

  Table read() {
    read_header();
    if (attributes_.empty()) fail("no @attribute stands before @data", "a line @attribute NAME TYPE for each column");
    std::vector<std::string> names;
    for (const ArffAttribute& attribute : attributes_) names.push_back(attribute.name);
    if (!options_.names.empty()) {
      if (options_.names.size() != names.size()) {
        throw BadData(
            fmt::format("{} has {} columns, but {} names are given", source_, names.size(), options_.names.size()),
            "one name for each column");
      }
      names = options_.names;
    }
    check_names(names, source_);
    const std::vector<ColumnOptions> said = options_per_column(names, options_, source_);
    for (std::size_t i = 0; i < names.size(); ++i) {
      const bool text = attributes_[i].type != ArffAttribute::Type::numeric || reads_as_text(said[i]);
      columns_.emplace_back(missing_, text, said[i].strip);
      if (attributes_[i].type == ArffAttribute::Type::nominal) columns_.back().declare_levels(attributes_[i].levels);
    }
    std::string_view line;
    while (lines_.next(line)) {
      const std::string_view content = trim(line);
      if (content.empty() || content.front() == '%') continue;
      if (content.front() == '{') {
        read_sparse(content);
      } else {
        read_dense(content);
      }
    }
    if (columns_.front().size() == 0)
      throw BadData(fmt::format("{} has no rows below @data", source_), "rows of data", "Add rows.");
    Table table;
    table.source = source_;
    for (std::size_t i = 0; i < names.size(); ++i) {
      table.columns.push_back(columns_[i].take(names[i]));
      Column& column = table.columns.back();
      if (attributes_[i].type == ArffAttribute::Type::nominal) column.kind = ColumnKind::category;
      if (attributes_[i].type == ArffAttribute::Type::date) column.kind = ColumnKind::time;
      apply_kind(column, said[i], source_);
    }
    return table;
  }

 private:
  [[noreturn]] void fail(std::string_view happened, std::string_view expected) const {
    throw BadData(fmt::format("{} line {}: {}", source_, lines_.number(), happened), expected, "Correct that line.");
  }

  void read_header() {
    std::string_view line;
    while (lines_.next(line)) {
      ArffScanner scanner(line);
      if (scanner.done()) continue;
      const std::string word = arff_lower(scanner.value(" \t").value_or(""));
      if (word == "@data") return;
      if (word == "@attribute") {
        read_attribute(scanner);
      } else if (word != "@relation") {
        fail(fmt::format("'{}' stands before @data", excerpt(trim(line))), "@relation, @attribute or @data");
      }
    }
    fail("the file ends without @data", "@data and the rows below it");
  }

  void read_attribute(ArffScanner& scanner) {
    ArffAttribute attribute;
    const auto name = scanner.value(" \t{");
    if (!name || name->empty()) fail("an @attribute without a name", "@attribute NAME TYPE");
    attribute.name = *name;
    if (scanner.take('{')) {
      attribute.type = ArffAttribute::Type::nominal;
      while (!scanner.take('}')) {
        const auto level = scanner.value(",}");
        if (!level) fail("a quote is not closed", "a closing quote");
        if (level->empty() && !scanner.quoted() && !scanner.rest().starts_with('}') &&
            !scanner.rest().starts_with(',')) {
          fail(fmt::format("the values of '{}' do not end", attribute.name), "}");
        }
        if (!level->empty()) attribute.levels.push_back(*level);
        if (!scanner.take(',') && !scanner.rest().starts_with('}')) {
          fail(fmt::format("the values of '{}' do not end", attribute.name), "a comma or }");
        }
      }
    } else {
      const std::string type = arff_lower(scanner.value(" \t{%").value_or(""));
      if (type == "numeric" || type == "real" || type == "integer") {
        attribute.type = ArffAttribute::Type::numeric;
      } else if (type == "string") {
        attribute.type = ArffAttribute::Type::text;
      } else if (type == "date") {
        attribute.type = ArffAttribute::Type::date;
      } else {
        fail(fmt::format("attribute '{}' has the type '{}'", attribute.name, type),
             "numeric, real, integer, string, date or {A, B, ...}");
      }
    }
    attributes_.push_back(std::move(attribute));
  }

  void add(std::size_t i, const std::string& value, bool quoted) {
    ColumnBuilder& column = columns_[i];
    const ArffAttribute& attribute = attributes_[i];
    const bool known = quoted || column.code_of(value) >= 0;  // a level may be spelt like a missing word
    if (known && attribute.type != ArffAttribute::Type::numeric) return column.add_text(value);
    if (missing_.contains(value)) return column.add_missing();
    if (attribute.type == ArffAttribute::Type::numeric && !parse_number(value)) {
      fail(fmt::format("'{}' of the numeric attribute '{}'", excerpt(value), attribute.name), "a number or ?");
    }
    column.add_field(value);
    if (attribute.type == ArffAttribute::Type::nominal && column.level_count() > attribute.levels.size()) {
      fail(fmt::format("'{}' is not among the values of '{}'", excerpt(value), attribute.name),
           fmt::format("one of {}", excerpt(join(attribute.levels, ", "))));
    }
  }

  void read_dense(std::string_view line) {
    ArffScanner scanner(line);
    const std::string_view ends = line.find(',') == std::string_view::npos ? ",\t %" : ",%";
    std::size_t i = 0;
    do {
      const auto value = scanner.value(ends);
      if (!value) fail("a quote is not closed", "a closing quote");
      if (i < columns_.size()) add(i, *value, scanner.quoted());
      ++i;
    } while (scanner.take(',') || !scanner.done());
    if (i != columns_.size()) {
      fail(fmt::format("{} values", i), fmt::format("{}, one for each attribute", columns_.size()));
    }
  }

  void read_sparse(std::string_view line) {
    ArffScanner scanner(line);
    (void)scanner.take('{');
    std::size_t next = 0;
    while (!scanner.take('}')) {
      const auto word = scanner.value(" \t,}");
      const auto index = word ? parse_number(*word) : std::nullopt;
      const bool within =
          index && *index >= static_cast<double>(next) && *index < static_cast<double>(columns_.size());  // NaN is not
      if (!within || *index != static_cast<double>(static_cast<std::size_t>(*index))) {
        fail(fmt::format("'{}' is no index of a sparse row", excerpt(word.value_or(""))),
             fmt::format("ascending numbers from 0 to {}", columns_.size() - 1));
      }
      const auto value = scanner.value(",}");
      if (!value) fail("a quote is not closed", "a closing quote");
      for (; next < static_cast<std::size_t>(*index); ++next) add_zero(next);
      add(next++, *value, scanner.quoted());
      if (!scanner.take(',') && !scanner.rest().starts_with('}')) fail("the sparse row does not end", "}");
    }
    for (; next < columns_.size(); ++next) add_zero(next);
  }

  void add_zero(std::size_t i) {  // of a nominal attribute, 0 means its first value
    if (attributes_[i].type == ArffAttribute::Type::numeric) return columns_[i].add_number(0);
    if (attributes_[i].levels.empty()) return columns_[i].add_missing();
    columns_[i].add_text(attributes_[i].levels.front());
  }

  LineReader lines_;
  std::string source_;
  const ReadOptions& options_;
  MissingWords missing_;
  std::vector<ArffAttribute> attributes_;
  std::vector<ColumnBuilder> columns_;
};

}  // namespace

Table read_arff(std::string_view text, std::string_view source, const ReadOptions& options) {
  return ArffReader(text, source, options).read();
}

bool looks_like_arff(std::string_view text) {
  LineReader lines(text);
  std::string_view line;
  while (lines.next(line)) {
    const std::string_view content = trim(line);
    if (content.empty() || content.front() == '%') continue;
    return arff_lower(content.substr(0, 9)) == "@relation";
  }
  return false;
}

}  // namespace vernier
