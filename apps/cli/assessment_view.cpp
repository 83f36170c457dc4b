#include "apps/cli/assessment_view.hpp"

#include <chrono>
#include <cmath>

#include <fmt/core.h>

#include "vernier/evaluation/assessment_figures.hpp"
#include "vernier/figures/display_text.hpp"
#include "vernier/figures/text_table.hpp"
#include "vernier/math/statistics.hpp"

namespace vernier::cli {
namespace {

using evaluation::Assessment;
using evaluation::Contender;
using evaluation::Gain;
using evaluation::Repeat;

/// "0.9752 ± 0.0031", of the trainings that did not fail.
std::string spread_text(const Contender& contender, const std::function<double(const Repeat&)>& value_of) {
  std::vector<double> values;
  for (const Repeat& repeat : contender.repeats) {
    const double value = repeat.why.empty() ? value_of(repeat) : NAN;
    if (std::isfinite(value)) values.push_back(value);
  }
  if (values.empty()) return "";
  const std::string centre = table_number(mean(values));
  return values.size() == 1 ? centre
                            : fmt::format("{} ± {}", centre, table_number(std::sqrt(sample_variance(values)), 2));
}

TextTable contenders_table(const Assessment& assessment) {
  TextTable table{{{"configuration"}, {"in the search", true}, {assessment.objective.name, true}}, {}};
  if (assessment.test_rows > 0) table.columns.push_back({"test " + assessment.metric, true});
  table.columns.push_back({"trainings", true});
  for (const Contender& contender : assessment.contenders) {
    std::vector<std::string> row{contender.name, contender.value ? table_number(*contender.value) : ""};
    row.push_back(spread_text(contender, [](const Repeat& repeat) { return repeat.validation; }));
    if (assessment.test_rows > 0) {
      row.push_back(spread_text(contender, [&](const Repeat& repeat) {
        const auto found = repeat.test.find(assessment.metric);
        return found == repeat.test.end() ? NAN : found->second;
      }));
    }
    row.push_back(std::to_string(contender.trained()));
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// "test accuracy", "val_loss"
std::string metric_text(const Gain& gain) {
  return gain.metric.starts_with("val_") ? gain.metric : gain.part + ' ' + gain.metric;
}

TextTable gains_table(const Assessment& assessment) {
  TextTable table{{{"gain of"},
                   {"over"},
                   {"by"},
                   {"gain", true},
                   {"95 % interval", true},
                   {"p", true},
                   {"Holm", true},
                   {"Wilcoxon", true},
                   {"better", true}},
                  {}};
  for (const Gain& gain : assessment.gains) {
    const std::string interval = std::isfinite(gain.error)
                                     ? fmt::format("{} to {}", table_number(gain.low, 3), table_number(gain.high, 3))
                                     : "unknown";
    table.rows.push_back({gain.of, gain.over, metric_text(gain), table_number(gain.mean, 3), interval,
                          table_number(gain.p_value, 2), table_number(gain.adjusted_p_value, 2),
                          table_number(gain.signed_rank_p_value, 2), fmt::format("{:.0f} %", 100 * gain.probability)});
  }
  return table;
}

std::string cost_text(const Assessment& assessment) {
  std::string text =
      fmt::format("The search took {} in {} epochs, this assessment {} in {} epochs",
                  table_duration(assessment.search.seconds), table_number(assessment.search.epochs),
                  table_duration(assessment.assessment.seconds), table_number(assessment.assessment.epochs));
  if (const auto& joules = assessment.assessment.joules) {
    text += fmt::format(" and {} kJ (the whole machine)", table_number(*joules / 1000, 3));
  }
  return text + '.';
}

/// One line that counts, in place on a terminal, else twice a second at most.
class StepProgress {
 public:
  StepProgress(bool terminal, bool quiet) : terminal_(terminal), quiet_(quiet) {}
  ~StepProgress() {
    if (drawn_) std::fputs("\r\x1b[K", stderr);
  }
  StepProgress(const StepProgress&) = delete;
  StepProgress& operator=(const StepProgress&) = delete;

  void step(std::string_view phase, std::int64_t done, std::int64_t of) {
    const auto now = std::chrono::steady_clock::now();
    const bool last = done == of;
    if (quiet_ || (!last && now - shown_ < std::chrono::milliseconds(terminal_ ? 100 : 500))) return;
    shown_ = now;
    const std::string count = of > 0 ? fmt::format("{} of {}", done, of) : std::to_string(done);
    const std::string line = fmt::format("{}: {} {}", phase, count, phase == "repeats" ? "trainings" : "trials");
    std::fputs((terminal_ ? "\r" + line + "\x1b[K" : line + '\n').c_str(), stderr);
    std::fflush(stderr);
    drawn_ = terminal_;
  }

 private:
  bool terminal_, quiet_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point shown_{};
};

}  // namespace

void print_assessment(Console& console, const Assessment& assessment) {
  console.print_heading(fmt::format("What tuning gained: {}", escape_text(assessment.study)));
  for (const std::string& sentence : evaluation::statement(assessment)) console.print_text(sentence);
  for (const std::string& note : assessment.notes) console.print_text("Note: " + note);
  console.print_heading(fmt::format("Each configuration, {} seed{}", assessment.repeats,
                                    assessment.repeats == 1 ? "" : "s, mean and standard deviation"));
  console.print_table(contenders_table(assessment));
  if (!assessment.gains.empty()) {
    console.print_heading("Gains, above 0 is better");
    console.print_table(gains_table(assessment));
    if (assessment.repeats > 1) {
      console.print_line();
      console.print_figure(evaluation::repeats_figure(assessment), 12);
    }
  }
  if (!assessment.study_budget.empty()) {
    console.print_line();
    console.print_figure(evaluation::budget_figure(assessment), 16);
  }
  console.print_line();
  console.print_text(cost_text(assessment));
}

evaluation::Assessment assess_with_progress(Console& console, const tune::Plan& plan, const Study& study,
                                            const evaluation::AssessOptions& options, const Interrupt& interrupt,
                                            bool quiet) {
  StepProgress progress(console.error_is_terminal(), quiet);
  evaluation::AssessHooks hooks;
  hooks.stop = interrupt.token();
  hooks.on_step = [&](std::string_view phase, std::int64_t done, std::int64_t of) { progress.step(phase, done, of); };
  return evaluation::assess(plan, study, options, hooks);
}

}  // namespace vernier::cli
