#pragma once
// Readers: what finds the results of a program in what it prints and writes.
//
// Lines of the protocol (docs/formats/program.md) are understood whatever the reader.
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/base/catalogue.hpp"
#include "vernier/base/component.hpp"
#include "vernier/base/options.hpp"

namespace vernier {

/// An intermediate result. Without a step it is the one after the last.
struct ReportRead {
  std::optional<double> step;
  std::vector<double> values;  ///< one for each objective
};

/// What was found since the last look.
struct Readings {
  std::vector<ReportRead> reports;
  std::optional<std::vector<double>> result;  ///< the value of the trial; one for each objective
};

/// What a reader is made for.
struct ReaderContext {
  std::vector<std::string> objectives;  ///< their names
  /// The path that a text of the options means: placeholders filled in, relative to where the program runs.
  std::function<std::filesystem::path(const std::string&)> path{};
};

/// One reader for each attempt at a trial; used by one thread. Members throw BadData for what cannot be read as
/// promised, with which the trial fails.
class ResultReader {
 public:
  virtual ~ResultReader() = default;
  /// A line of standard output, without its end and without colours.
  virtual void line(std::string_view, Readings&) {}
  /// Whether it follows files: look is then called some ten times a second, and once more after the end.
  [[nodiscard]] virtual bool follows() const { return false; }
  virtual void look(Readings&) {}
  /// The program has ended well.
  virtual void end(Readings&) {}
};

struct ReaderInfo {
  std::string name;
  std::string summary;
  std::string cites;
  std::vector<std::string> aliases{};
  const OptionTable& options;
  std::unique_ptr<ResultReader> (*make)(const Json& options, const ReaderContext& context);
};

[[nodiscard]] std::span<const ReaderInfo* const> builtin_reader_table();  // generated
[[nodiscard]] Catalogue<ReaderInfo>& readers();
/// Throws InvalidArgument for an unknown reader or option.
[[nodiscard]] std::unique_ptr<ResultReader> make_reader(const Component& component, const ReaderContext& context);

/// The names under which a reader looks for the values: `value` of its options, else the objectives' own. Throws
/// InvalidArgument unless there is one for each objective.
[[nodiscard]] std::vector<std::string> value_names(const std::vector<std::string>& option,
                                                   const ReaderContext& context);

/// The usual `.make`.
template <class Class, class Struct>
[[nodiscard]] std::unique_ptr<ResultReader> make_reader_with(const Json& options, const ReaderContext& context) {
  return std::make_unique<Class>(options_from_json<Struct>(options, "reads"), context);
}

}  // namespace vernier
