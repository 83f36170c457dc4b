#pragma once
// A table that trains in milliseconds, and an experiment on it whose lines the tests exchange.
#include <fmt/core.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace vernier::cli {

/// Columns x (number), y (number) and t (a or b, told by both), `rows` rows after the header.
inline std::string small_table(int rows = 60) {
  std::string csv = "x,y,t\n";
  for (int i = 0; i < rows; ++i) {
    const int x = (37 * i) % 101;
    const int y = (i * i) % 10;
    csv += fmt::format("0.{:03},{},{}\n", x, y, x + 5 * y > 70 ? 'a' : 'b');
  }
  return csv;
}

struct Exchange {
  std::string from;
  std::string to;
};

/// The experiment, each `from` (which must occur) replaced by its `to`.
inline std::string small_experiment(const std::vector<Exchange>& exchanges = {}) {
  std::string text =
      "data: {path: small.csv, target: t, test: 0.2}\n"
      "model:\n"
      "  - dense: {units: 8, activation: relu}\n"
      "  - dense: {units: 1, activation: sigmoid}\n"
      "compile:\n"
      "  optimizer: {adam: {learning_rate: 0.01}}\n"
      "  loss: binary_crossentropy\n"
      "  metrics: [accuracy]\n"
      "fit: {batch_size: 8, epochs: 3, validation_split: 0.2}\n"
      "objective: {metric: val_accuracy, direction: maximize}\n";
  for (const Exchange& exchange : exchanges) {
    const std::size_t at = text.find(exchange.from);
    if (at == std::string::npos) throw std::logic_error(exchange.from + " is not in the experiment");
    text.replace(at, exchange.from.size(), exchange.to);
  }
  return text;
}

}  // namespace vernier::cli
