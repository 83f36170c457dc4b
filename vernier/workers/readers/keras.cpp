// The progress lines that Keras 3 prints: fit(..., verbose=1) and verbose=2.
#include <fmt/core.h>

#include <charconv>

#include "vernier/base/text.hpp"
#include "vernier/workers/readers/reader.hpp"

namespace vernier {
namespace {

struct KerasOptions {
  std::vector<std::string> value;
  static void describe(OptionFields<KerasOptions>& field) {
    field("value", &KerasOptions::value, "a logged name such as val_accuracy; that of each objective, or val_loss");
  }
};

/// "25/25" at the beginning: the last line of an epoch has as many steps as there are.
bool all_steps_done(std::string_view line) {
  std::int64_t done = 0, all = 0;
  const char* const end = line.data() + line.size();
  const auto [slash, first] = std::from_chars(line.data(), end, done);
  if (first != std::errc() || slash == end || *slash != '/') return false;
  const auto [rest, second] = std::from_chars(slash + 1, end, all);
  return second == std::errc() && done == all && (rest == end || *rest == ' ');
}

/// The number behind " - name: ".
std::optional<double> logged_value(std::string_view line, const std::string& name) {
  const std::string key = fmt::format(" - {}: ", name);
  const std::size_t at = line.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view rest = line.substr(at + key.size());
  return parse_number(rest.substr(0, rest.find(' ')));
}

class KerasReader : public ResultReader {
 public:
  KerasReader(const KerasOptions& options, const ReaderContext& context) : names_(value_names(options.value, context)) {
    if (names_.size() == 1 && names_[0] == "value") names_[0] = "val_loss";
  }

  void line(std::string_view line, Readings& found) override {
    if (line.starts_with("Epoch ")) {
      begin_epoch(line.substr(6));
    } else if (!reported_ && all_steps_done(line)) {
      ReportRead report{.step = offset_ + epoch_, .values = {}};
      for (const std::string& name : names_) {
        const auto value = logged_value(line, name);
        if (!value) return;  // the validation follows
        report.values.push_back(*value);
      }
      reported_ = true;
      found.reports.push_back(std::move(report));
    }
  }

 private:
  // "3/100", or "3: early stopping"; a second fit begins at 1 again and goes on counting.
  void begin_epoch(std::string_view rest) {
    double epoch = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), epoch);
    if (error != std::errc() || end == rest.data() + rest.size() || *end != '/') return;
    if (epoch <= epoch_ && reported_) offset_ += epoch_;
    epoch_ = epoch;
    reported_ = false;
  }

  std::vector<std::string> names_;
  double offset_ = 0;
  double epoch_ = 1;  // a fit of one epoch prints no number
  bool reported_ = false;
};

}  // namespace

const ReaderInfo& reader_keras() {
  static const ReaderInfo info{.name = "keras",
                               .summary = "the progress lines of Keras 3; the value is that of the best epoch",
                               .cites = "keras/src/utils/progbar.py, Keras 3.15.1",
                               .options = option_table<KerasOptions>(),
                               .make = &make_reader_with<KerasReader, KerasOptions>};
  return info;
}

}  // namespace vernier
