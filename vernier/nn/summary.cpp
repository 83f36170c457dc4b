// Model::summary, in the form of keras/src/utils/summary_utils.py, Keras 3.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "vernier/nn/executor.hpp"
#include "vernier/nn/graph.hpp"
#include "vernier/nn/model.hpp"
#include "vernier/nn/training.hpp"

namespace vernier::nn {
namespace {

std::string grouped(Index number) {
  std::string text = std::to_string(number);
  for (std::ptrdiff_t at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3) {
    text.insert(static_cast<std::size_t>(at), 1, ',');
  }
  return text;
}

std::string bytes_of(Index parameters) {
  const double bytes = static_cast<double>(parameters) * 4.0;
  if (bytes < 1024.0) return fmt::format("{:.0f} B", bytes);
  if (bytes < 1024.0 * 1024.0) return fmt::format("{:.2f} KB", bytes / 1024.0);
  return fmt::format("{:.2f} MB", bytes / (1024.0 * 1024.0));
}

using SummaryRow = std::array<std::string, 3>;

std::string rule(const std::array<std::size_t, 3>& widths, std::string_view left, std::string_view middle,
                 std::string_view right) {
  std::string line{left};
  for (std::size_t c = 0; c < widths.size(); ++c) {
    for (std::size_t i = 0; i < widths[c] + 2; ++i) line += "─";
    line += c + 1 < widths.size() ? middle : right;
  }
  return line + "\n";
}

}  // namespace

std::string Model::summary() const {
  std::vector<SummaryRow> rows{{"Layer (type)", "Output Shape", "Param #"}};
  Index trainable = 0;
  Index fixed = 0;
  std::vector<bool> shown(graph_->layers().size(), false);
  for (const Node& node : graph_->nodes()) {
    if (shown[node.layer]) continue;
    shown[node.layer] = true;
    const Layer& layer = *graph_->layers()[node.layer];
    Index parameters = 0;
    for (const Weight& weight : layer.weights()) {
      parameters += weight.shape.size();
      (weight.trainable && layer.trainable() ? trainable : fixed) += weight.shape.size();
    }
    std::string shape = "?";
    if (node.known) {
      shape = "(None";
      for (const Index extent : node.shape.extents()) shape += fmt::format(", {}", extent);
      shape += ")";
    }
    rows.push_back({fmt::format("{} ({})", layer.name(), graph_->component(node.layer).name), shape,
                    node.known ? grouped(parameters) : "?"});
  }
  std::array<std::size_t, 3> widths{};
  for (const SummaryRow& row : rows) {
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], row[c].size());
  }
  std::string text = fmt::format("Model: \"{}\"\n", name()) + rule(widths, "┌", "┬", "┐");
  for (std::size_t r = 0; r < rows.size(); ++r) {
    text += fmt::format("│ {:<{}} │ {:<{}} │ {:>{}} │\n", rows[r][0], widths[0], rows[r][1], widths[1], rows[r][2],
                        widths[2]);
    if (r == 0) text += rule(widths, "├", "┼", "┤");
  }
  text += rule(widths, "└", "┴", "┘");
  const Index all = trainable + fixed;
  text +=
      fmt::format(" Total params: {} ({})\n Trainable params: {} ({})\n Non-trainable params: {} ({})\n", grouped(all),
                  bytes_of(all), grouped(trainable), bytes_of(trainable), grouped(fixed), bytes_of(fixed));
  return text;
}

}  // namespace vernier::nn
