#include "vernier/nn/metrics/metric.hpp"

namespace vernier::nn {

Catalogue<MetricInfo>& metrics() {
  static Catalogue<MetricInfo> catalogue("metric", builtin_metric_table());
  return catalogue;
}

std::unique_ptr<Metric> make_metric(const Component& component) {
  const MetricInfo& info = metrics().get(component.name);
  info.options.check(component.options, fmt::format("metric '{}'", info.name));
  return info.make(component.options);
}

}  // namespace vernier::nn
