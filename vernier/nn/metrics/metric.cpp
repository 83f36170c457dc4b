#include "vernier/nn/metrics/metric.hpp"

#include <algorithm>

#include "vernier/nn/losses/loss.hpp"
#include "vernier/nn/metrics/support/loss_metric.hpp"

namespace vernier::nn {

Catalogue<MetricInfo>& metrics() {
  static Catalogue<MetricInfo> catalogue("metric", builtin_metric_table());
  return catalogue;
}

double Metric::result() const {
  const std::vector<double> all = results();
  if (all.size() != 1) {
    throw InvalidState(fmt::format("a metric with {} numbers was asked for one", all.size()), "a metric of one number",
                       "Give it an option that averages.");
  }
  return all.front();
}

void check_metric_state(bool fits) {
  if (!fits) throw BadData("a metric is given a state of another size", "the state of a metric of the same options");
}

Component resolve_metric(const Component& metric, const Shape& target, const Shape& prediction) {
  const bool accuracy = metric.name == "accuracy" || metric.name == "acc";
  if (!accuracy && metric.name != "crossentropy" && metric.name != "ce") return metric;
  std::string family = "categorical_";
  if (prediction.back() == 1) {
    family = "binary_";
  } else if (target.rank() < prediction.rank() || target.back() == 1) {
    family = "sparse_categorical_";
  }
  return {family + (accuracy ? "accuracy" : "crossentropy"), metric.options};
}

std::unique_ptr<Metric> make_metric(const Component& component) {
  if (const MetricInfo* info = metrics().find(component.name)) {
    info->options.check(component.options, fmt::format("metric '{}'", info->name));
    return info->make(component.options);
  }
  if (const LossInfo* info = losses().find(component.name)) {
    info->options.check(component.options, fmt::format("metric '{}'", info->name));
    return std::make_unique<LossMetric>(info->make(component.options));
  }
  std::vector<std::string> known = metrics().names();
  std::ranges::copy(losses().names(), std::back_inserter(known));
  throw InvalidArgument(fmt::format("unknown metric '{}'", component.name), "a metric or a loss",
                        suggest(component.name, known));
}

std::optional<Better> better_direction(std::string_view logged_name) {
  if (logged_name.starts_with("val_")) logged_name.remove_prefix(4);
  if (logged_name.find("loss") != std::string_view::npos) return Better::lower;
  // a second metric of the same name is logged as name_1
  if (const std::size_t last = logged_name.find_last_not_of("0123456789");
      last != std::string_view::npos && last > 0 && last + 1 < logged_name.size() && logged_name[last] == '_') {
    logged_name = logged_name.substr(0, last);
  }
  // what stands before the name is that of an output, or "weighted"
  for (std::string_view name = logged_name;;) {
    if (const MetricInfo* info = metrics().find(name)) return info->better;
    if (losses().find(name) != nullptr) return Better::lower;
    const std::size_t underscore = name.find('_');
    if (underscore == std::string_view::npos) return std::nullopt;
    name.remove_prefix(underscore + 1);
  }
}

}  // namespace vernier::nn
