#pragma once
// What is reported beside the loss. Source: keras/src/metrics, Keras 3.
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "vernier/base/catalogue.hpp"
#include "vernier/base/options.hpp"
#include "vernier/tensor/tensor.hpp"

namespace vernier::nn {

/// Accumulates over batches. Not thread-safe. update makes no allocation after the first batch.
class Metric {
 public:
  virtual ~Metric() = default;
  virtual void reset() = 0;
  /// `weights` has one number a row, or is empty.
  virtual void update(ConstView target, ConstView prediction, std::span<const float> weights) = 0;
  /// Whether rows that are masked count nothing: so it is for the means of rows in Keras (MeanMetricWrapper), and for
  /// no other metric.
  [[nodiscard]] virtual bool heeds_mask() const { return false; }
  /// One number; several for a metric by class (f1_score with average none).
  [[nodiscard]] virtual std::vector<double> results() const = 0;
  /// What was gathered since the last reset; a metric of the same options that restores it goes on from there.
  [[nodiscard]] virtual std::vector<double> state() const = 0;
  /// Throws BadData for numbers that cannot be the state of such a metric.
  virtual void restore(std::span<const double> state) = 0;
  /// The single number; InvalidState when there are several.
  [[nodiscard]] double result() const;
};

/// For restore: throws BadData unless the state fits the metric.
void check_metric_state(bool fits);

/// Which way is better; EarlyStopping's mode "auto" and a study's objective ask for it.
enum class Better { lower, higher };

struct MetricInfo {
  std::string name;
  std::string summary;
  std::string cites;
  std::vector<std::string> aliases{};
  Better better = Better::higher;
  const OptionTable& options;
  std::unique_ptr<Metric> (*make)(const Json& options);
};

[[nodiscard]] std::span<const MetricInfo* const> builtin_metric_table();  // generated
[[nodiscard]] Catalogue<MetricInfo>& metrics();
/// "accuracy" and "crossentropy" become the member of their family that fits the shapes (keras
/// compile_utils.get_metric); shapes carry the batch axis. Everything else is returned as it is.
[[nodiscard]] Component resolve_metric(const Component& metric, const Shape& target, const Shape& prediction);
/// An entry of the catalogue, or any loss by its name (the mean of its rows). Throws InvalidArgument.
[[nodiscard]] std::unique_ptr<Metric> make_metric(const Component& component);
/// The direction of a logged quantity: "val_" is stripped, anything with "loss" is lower; nothing when it is unknown.
[[nodiscard]] std::optional<Better> better_direction(std::string_view logged_name);

}  // namespace vernier::nn
