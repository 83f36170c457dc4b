// All configurations of a finite space, and how many there are.
#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "vernier/base/errors.hpp"
#include "vernier/space/search_space.hpp"

namespace vernier {
namespace {

/// Depth first in topological order, so that inactive parameters are not multiplied out.
class ConfigurationVisit {
 public:
  /// The index of each parameter's value (0 where inactive) and the configuration.
  using Found = std::function<void(const std::vector<std::uint64_t>&, const ParamMap&)>;

  ConfigurationVisit(const SearchSpace& space, std::uint64_t limit, Found found)
      : space_(space), limit_(limit), found_(std::move(found)), indices_(space.size(), 0) {
    double product = 1;
    for (const Parameter& parameter : space.parameters()) {
      const auto values = parameter.distribution.cardinality();
      if (!values) {
        throw Unsupported(fmt::format("parameter '{}' has no finite number of values", parameter.name),
                          "a finite space", "Give it a step, or a list of values.");
      }
      sizes_.push_back(*values);
      product *= static_cast<double>(*values);
    }
    if (!space.conditional() && space.constraints().empty() && product > static_cast<double>(limit)) refuse();
  }

  void run() { visit(0); }

 private:
  [[noreturn]] void refuse() const {
    throw Unsupported(fmt::format("the space has more than {} configurations", limit_), "a smaller space",
                      "Widen the steps or use another sampler.");
  }

  void visit(std::size_t depth) {
    if (depth == indices_.size()) {
      if (++visited_ > limit_) refuse();
      if (space_.feasible(params_)) found_(indices_, params_);
      return;
    }
    const std::size_t index = space_.topological_order()[depth];
    const Parameter& parameter = space_.parameters()[index];
    if (parameter.when && !active(*parameter.when)) {
      visit(depth + 1);
      return;
    }
    for (std::uint64_t value = 0; value < sizes_[index]; ++value) {
      indices_[index] = value;
      params_[parameter.name] = parameter.distribution.at(value);
      visit(depth + 1);
    }
    params_.erase(parameter.name);
    indices_[index] = 0;
  }

  [[nodiscard]] bool active(const Expression& condition) const {
    return std::all_of(condition.names().begin(), condition.names().end(),
                       [&](const std::string& name) { return params_.contains(name); }) &&
           condition.holds(params_);
  }

  const SearchSpace& space_;
  std::uint64_t limit_;
  Found found_;
  std::vector<std::uint64_t> sizes_;
  std::vector<std::uint64_t> indices_;
  ParamMap params_;
  std::uint64_t visited_ = 0;
};

}  // namespace

std::optional<std::uint64_t> SearchSpace::count(std::uint64_t limit) const {
  std::uint64_t configurations = 0;
  try {
    if (!conditional() && constraints_.empty()) {
      configurations = 1;
      for (const Parameter& parameter : parameters_) {
        const auto values = parameter.distribution.cardinality();
        if (!values || *values > limit / configurations) return std::nullopt;
        configurations *= *values;
      }
      return configurations;
    }
    ConfigurationVisit(*this, limit, [&](const auto&, const auto&) { ++configurations; }).run();
  } catch (const Unsupported&) {
    return std::nullopt;
  }
  return configurations;
}

std::vector<ParamMap> SearchSpace::enumerate(std::uint64_t limit) const {
  std::vector<std::pair<std::vector<std::uint64_t>, ParamMap>> found;
  ConfigurationVisit(*this, limit, [&](const auto& indices, const auto& params) {
    found.emplace_back(indices, params);
  }).run();
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<ParamMap> result;
  result.reserve(found.size());
  for (auto& [key, configuration] : found) result.push_back(std::move(configuration));
  return result;
}

}  // namespace vernier
