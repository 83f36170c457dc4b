// Model::summary, in the form of keras/src/utils/summary_utils.py, Keras 3.
#include <fmt/core.h>

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "vernier/base/text.hpp"
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

// A cell of several lines is one text with line breaks.
using SummaryRow = std::vector<std::string>;

std::vector<std::size_t> widths_of(std::span<const SummaryRow> rows) {
  std::vector<std::size_t> widths(rows[0].size(), 0);
  for (const SummaryRow& row : rows) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      for (const std::string& line : split(row[c], '\n')) widths[c] = std::max(widths[c], line.size());
    }
  }
  return widths;
}

std::string rule(std::span<const std::size_t> widths, std::string_view left, std::string_view middle,
                 std::string_view right) {
  std::string line{left};
  for (std::size_t c = 0; c < widths.size(); ++c) {
    for (std::size_t i = 0; i < widths[c] + 2; ++i) line += "─";
    line += c + 1 < widths.size() ? middle : right;
  }
  return line + "\n";
}

std::string lines_of(const SummaryRow& row, std::span<const std::size_t> widths) {
  constexpr std::size_t parameters = 2;  // the column of numbers
  std::vector<std::vector<std::string>> cells;
  std::size_t height = 0;
  for (const std::string& cell : row) height = std::max(height, cells.emplace_back(split(cell, '\n')).size());
  std::string text;
  for (std::size_t line = 0; line < height; ++line) {
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const std::string part = line < cells[c].size() ? cells[c][line] : "";
      text += c == parameters ? fmt::format("│ {:>{}} ", part, widths[c]) : fmt::format("│ {:<{}} ", part, widths[c]);
    }
    text += "│\n";
  }
  return text;
}

std::string shape_of(const Node& node) {
  if (!node.known) return "?";
  std::string shape = "(None";
  for (const Index extent : node.shape.extents()) shape += fmt::format(", {}", extent);
  return shape + ")";
}

// The inputs of all calls of a layer, in Keras's notation: name[which of its calls][which of its outputs].
std::string connections_of(const Graph& graph, std::size_t layer) {
  std::string text;
  for (const Node& node : graph.nodes()) {
    if (node.layer != layer) continue;
    for (const std::size_t input : node.inputs) {
      const std::size_t source = graph.nodes()[input].layer;
      const auto earlier = graph.nodes().first(input);
      const auto call = std::ranges::count(earlier, source, &Node::layer);
      text += fmt::format("{}{}[{}][0]", text.empty() ? "" : ",\n", graph.layers()[source]->name(), call);
    }
  }
  return text.empty() ? "-" : text;
}

}  // namespace

std::string Model::summary() const {
  const bool chain = graph_->is_chain();
  std::vector<SummaryRow> rows{{"Layer (type)", "Output Shape", "Param #"}};
  if (!chain) rows[0].emplace_back("Connected to");
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
    rows.push_back({fmt::format("{} ({})", layer.name(), graph_->component(node.layer).name), shape_of(node),
                    node.known ? grouped(parameters) : "?"});
    if (!chain) rows.back().push_back(connections_of(*graph_, node.layer));
  }
  const std::vector<std::size_t> widths = widths_of(rows);
  std::string text = fmt::format("Model: \"{}\"\n", name()) + rule(widths, "┌", "┬", "┐") + lines_of(rows[0], widths) +
                     rule(widths, "├", "┼", "┤");
  for (const SummaryRow& row : std::span(rows).subspan(1)) text += lines_of(row, widths);
  text += rule(widths, "└", "┴", "┘");
  const Index all = trainable + fixed;
  text +=
      fmt::format(" Total params: {} ({})\n Trainable params: {} ({})\n Non-trainable params: {} ({})\n", grouped(all),
                  bytes_of(all), grouped(trainable), bytes_of(trainable), grouped(fixed), bytes_of(fixed));
  return text;
}

}  // namespace vernier::nn
