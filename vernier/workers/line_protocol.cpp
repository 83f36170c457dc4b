#include "vernier/workers/line_protocol.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier {
namespace {

constexpr std::string_view protocol_mark = "vernier:";

[[noreturn]] void refuse_line(std::string_view line, std::string_view what, std::string_view expected) {
  throw BadData(fmt::format("the line '{}' {}", line.substr(0, 100), what), expected);
}

/// name=value, name="a value with spaces"
std::map<std::string, std::string> assignments(std::string_view text, std::string_view line) {
  std::map<std::string, std::string> found;
  for (text = trim(text); !text.empty(); text = trim(text)) {
    const std::size_t equals = text.find('=');
    const std::string name(text.substr(0, equals));
    if (equals == std::string_view::npos || equals == 0 || name.find_first_of(" \t\"") != std::string::npos) {
      refuse_line(line, "has a word that is no assignment", "name=value");
    }
    text.remove_prefix(equals + 1);
    const bool quoted = text.starts_with('"');
    if (quoted) text.remove_prefix(1);
    const std::size_t end = text.find_first_of(quoted ? "\"" : " \t");
    if (quoted && end == std::string_view::npos) refuse_line(line, "has a quote that is not closed", "quotes in pairs");
    if (!found.emplace(name, text.substr(0, end)).second) refuse_line(line, "names " + name + " twice", "each once");
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + (quoted ? 1 : 0));
  }
  return found;
}

class ProtocolParser {
 public:
  ProtocolParser(std::string_view line, std::string_view rest, std::span<const std::string> objectives)
      : line_(line), objectives_(objectives), words_(assignments(rest, line)) {}

  ReportRead report() {
    ReportRead report;
    if (const auto step = take("step")) report.step = number(*step);
    report.values = values();
    if (report.values.empty()) refuse_line(line_, "has no value", "value=NUMBER");
    done();
    return report;
  }

  ProtocolLine::Told told() {
    ProtocolLine::Told told;
    if (const auto state = take("state")) {
      if (*state != "complete" && *state != "failed" && *state != "pruned")
        refuse_line(line_, "has an unknown state", "complete, failed or pruned");
      told.state = trial_state_from_text(*state);
    }
    told.why = take("why").value_or("");
    if (const auto constraints = take("constraints")) told.constraints = numbers(*constraints);
    told.values = values();
    if (told.state == TrialState::complete && told.values.empty()) refuse_line(line_, "has no value", "value=NUMBER");
    done();
    return told;
  }

 private:
  std::optional<std::string> take(const std::string& name) {
    const auto found = words_.find(name);
    if (found == words_.end()) return std::nullopt;
    std::string value = found->second;
    words_.erase(found);
    return value;
  }

  double number(const std::string& text) const {
    const auto value = parse_number(text);
    if (!value) refuse_line(line_, fmt::format("has '{}' for a number", text), "a number");
    return *value;
  }

  std::vector<double> numbers(const std::string& text) const {
    std::vector<double> result;
    for (const std::string& part : split(text, ',')) result.push_back(number(part));
    return result;
  }

  // value=0.4, values=0.4,12, or each objective by its name; none at all is an empty list
  std::vector<double> values() {
    if (const auto several = take("values")) return numbers(*several);
    std::vector<double> result;
    for (const std::string& objective : objectives_) {
      auto value = take(objective);
      if (!value && objectives_.size() == 1) value = take("value");
      if (value) result.push_back(number(*value));
    }
    return result;
  }

  void done() const {
    if (!words_.empty()) refuse_line(line_, fmt::format("says '{}'", words_.begin()->first), "step, value or values");
  }

  std::string_view line_;
  std::span<const std::string> objectives_;
  std::map<std::string, std::string> words_;
};

}  // namespace

std::optional<ProtocolLine> protocol_line(std::string_view line, std::span<const std::string> objectives) {
  if (!line.starts_with(protocol_mark)) return std::nullopt;
  const std::string_view said = trim(line.substr(protocol_mark.size()));
  const std::size_t space = std::min(said.find(' '), said.size());
  ProtocolParser parser(line, said.substr(space), objectives);
  ProtocolLine result;
  if (said.substr(0, space) == "report") {
    result.report = parser.report();
  } else if (said.substr(0, space) == "tell") {
    result.told = parser.told();
  } else {
    refuse_line(line, "is neither a report nor a tell", "vernier: report ... or vernier: tell ...");
  }
  return result;
}

}  // namespace vernier
