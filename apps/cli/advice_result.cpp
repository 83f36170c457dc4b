#include "apps/cli/advice_result.hpp"

#include <cmath>
#include <string>

#include <fmt/core.h>

#include "vernier/advice/figures.hpp"
#include "vernier/figures/study_tables.hpp"

namespace vernier::cli {
namespace {

void print_finding(Console& console, const advice::Finding& finding) {
  console.print_line(fmt::format("* {}: {}.", finding.says, finding.evidence));
  if (!finding.change.empty()) console.print_line(fmt::format("  Try: {}.", finding.change));
  console.print_line(inked(fmt::format("  {}", finding.source), Ink::faint, console.style()));
}

std::string share_cell(const std::optional<double>& share) {
  return share ? fmt::format("{:.0f} %", 100 * *share) : std::string();
}

std::string number_cell(const std::optional<double>& number) {
  return number ? table_number(*number, 3) : std::string();
}

/// "+0.012 +- 0.004"; intervals of Student's t are symmetric.
std::string difference_cell(const advice::PairedDifference& difference, const TerminalStyle& style) {
  if (!std::isfinite(difference.mean)) return "diverged";
  if (!std::isfinite(difference.high)) return fmt::format("{:+.3g}", difference.mean);
  return fmt::format("{:+.3g} {} {:.2g}", difference.mean, style.unicode ? "±" : "+-",
                     difference.high - difference.mean);
}

void print_rates(Console& console, const advice::Advice& advice) {
  const advice::RateSearch& rates = advice.rates;
  console.print_heading(fmt::format("Learning rate ({}, batches of {})", advice.optimizer, advice.batch_size));
  console.print_figure(advice::range_test_figure(rates.range_test), 14);
  console.print_line(rates.range_test.diverged
                         ? fmt::format("The loss falls fastest at {:.2g}, is least at {:.2g} and diverges at {:.2g}.",
                                       rates.range_test.steepest, rates.range_test.minimum, *rates.range_test.diverged)
                         : fmt::format("The loss falls fastest at {:.2g}, is least at {:.2g} and does not diverge.",
                                       rates.range_test.steepest, rates.range_test.minimum));
  if (!rates.found()) return;
  console.print_line();
  console.print_figure(advice::rate_trials_figure(rates), 10);
  console.print_line(fmt::format("Range to search: {:.2g} to {:.2g}, around the best of the short trainings, {:.2g}.",
                                 rates.low, rates.high, rates.best));
  console.print_line(
      inked("Smith 2017, arXiv 1506.01186; then trainings at rates half a decade apart", Ink::faint, console.style()));
}

void print_layers(Console& console, const advice::LayerCheck& check) {
  console.print_heading(fmt::format("Layers, at the start and after {} steps", check.steps));
  TextTable table{.columns = {{.title = "layer", .shrinks = true},
                              {.title = "activation"},
                              {.title = "dead", .number = true},
                              {.title = "saturated", .number = true},
                              {.title = "variance", .number = true},
                              {.title = "gradient", .number = true},
                              {.title = "step/weights", .number = true}}};
  const auto both = [&](std::size_t k, auto cell) {
    const std::string first = cell(check.at_start[k]);
    return check.after.empty() || first.empty() ? first : first + " > " + cell(check.after[k]);
  };
  for (std::size_t k = 0; k < check.at_start.size(); ++k) {
    using State = advice::LayerState;
    table.rows.push_back({check.at_start[k].name, check.at_start[k].activation,
                          both(k, [](const State& layer) { return share_cell(layer.dead); }),
                          both(k, [](const State& layer) { return share_cell(layer.saturated); }),
                          both(k, [](const State& layer) { return number_cell(layer.variance); }),
                          both(k, [](const State& layer) { return number_cell(layer.gradient); }),
                          both(k, [](const State& layer) { return number_cell(layer.update_ratio); })});
  }
  console.print_table(table);
  const std::vector<advice::Finding> findings = check.findings();
  if (findings.empty()) console.print_line("Nothing is dead, saturated, vanishing or exploding.");
  for (const advice::Finding& finding : findings) print_finding(console, finding);
}

void print_curves(Console& console, const advice::Advice& advice) {
  console.print_heading("Overfitting and underfitting");
  console.print_figure(advice::curves_figure(advice.curves->curves, advice.epochs_per_point), 12);
  if (advice.curves->curves.baseline) {
    console.print_line(fmt::format("A constant prediction has a loss of {:.4g}.", *advice.curves->curves.baseline));
  }
  print_finding(console, advice.curves->finding());
}

void print_batches(Console& console, const advice::Advice& advice) {
  console.print_heading("Batch size");
  if (advice.noise && std::isfinite(advice.noise->scale)) {
    console.print_line(
        fmt::format("Gradient noise scale {:.0f} (from {:.0f} to {:.0f} on the way): smaller batches need more steps, "
                    "larger ones more "
                    "rows.",
                    advice.noise->scale, advice.noise->low, advice.noise->high));
    console.print_line(inked("McCandlish et al. 2018, arXiv 1812.06162", Ink::faint, console.style()));
  }
  const advice::BatchSizes& batches = advice.batches;
  if (batches.rows.empty()) return;
  TextTable table{.columns = {{.title = "batch", .number = true},
                              {.title = "rate", .number = true},
                              {.title = "steps/epoch", .number = true},
                              {.title = "time/epoch", .number = true},
                              {.title = "steps to a loss", .number = true},
                              {.title = "loss", .number = true},
                              {.title = "less the first (95 %)"}}};
  for (const advice::BatchSizeRow& row : batches.rows) {
    double mean = 0;
    for (const double loss : row.losses) mean += loss / static_cast<double>(row.losses.size());
    const std::string steps = std::isfinite(row.relative_steps) ? fmt::format("{:.2g} x", row.relative_steps) : "";
    const std::string difference = row.difference ? difference_cell(*row.difference, console.style()) : "";
    table.rows.push_back({std::to_string(row.batch_size), table_number(row.learning_rate, 3),
                          std::to_string(row.steps_per_epoch), table_duration(row.seconds_per_epoch), steps,
                          table_number(mean, 4), difference});
  }
  console.print_table(table);
  console.print_line(fmt::format(
      "{} epochs each, {} seeds, the same for all sizes; the rate follows the {}. Steps: of the fewest possible.",
      batches.epochs, batches.rows.front().losses.size(),
      batches.rule == advice::RateRule::linear ? "size (Goyal et al. 2017)"
                                               : "square root of the size (Malladi et al. 2022)"));
}

void print_screen(Console& console, const advice::ParameterScreen& screen) {
  if (screen.values.empty()) return;
  console.print_heading("Parameters, one at a time");
  TextTable table{.columns = {{.title = "parameter", .shrinks = true},
                              {.title = "value"},
                              {.title = "beside"},
                              {.title = "loss less (90 %)"},
                              {.title = "so"}}};
  for (const advice::ScreenedValue& moved : screen.values) {
    table.rows.push_back({moved.parameter, param_text(moved.value), param_text(screen.middle.at(moved.parameter)),
                          difference_cell(moved.difference, console.style()),
                          moved.worse()    ? "worse"
                          : moved.better() ? "better"
                                           : ""});
  }
  console.print_table(table);
}

}  // namespace

void print_advice(Console& console, const advice::Advice& advice) {
  if (!advice.params.empty()) {
    console.print_line(fmt::format("Looked at: {}", params_line(advice.params)));
  }
  if (!advice.rates.range_test.rates.empty()) print_rates(console, advice);
  if (!advice.layers.at_start.empty()) print_layers(console, advice.layers);
  if (advice.curves) print_curves(console, advice);
  print_batches(console, advice);
  print_screen(console, advice.screen);
  if (!advice.missing.empty()) {
    console.print_heading("Missing");
    for (const std::string& sentence : advice.missing) console.print_line("* " + sentence + '.');
  }
}

}  // namespace vernier::cli
