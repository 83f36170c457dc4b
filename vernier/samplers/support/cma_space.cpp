#include "vernier/samplers/support/cma_space.hpp"

#include <algorithm>
#include <cmath>

namespace vernier {
namespace {

double mirrored(double place) {
  const double within = std::fmod(std::abs(place), 2.0);
  return within > 1 ? 2 - within : within;
}

const ParamValue* known_value(const Parameter& parameter, const ParamMap& params) {
  const auto found = params.find(parameter.name);
  if (found == params.end() || !parameter.distribution.contains(found->second)) return nullptr;
  return &found->second;
}

}  // namespace

CmaSpace::CmaSpace(const SearchSpace& space) : space_(&space) {
  for (std::size_t i = 0; i < space.size(); ++i) {
    const Distribution& range = space.parameters()[i].distribution;
    if (range.cardinality() == 1U) continue;
    if (range.kind() == Distribution::Kind::categorical) {
      categories_.push_back(i);
      continue;
    }
    if (range.cardinality()) integers_.push_back(numbers_.size());
    numbers_.push_back(i);
  }
}

const Parameter& CmaSpace::number(std::size_t coordinate) const { return space_->parameters()[numbers_[coordinate]]; }

std::size_t CmaSpace::category_count(std::size_t k) const {
  return space_->parameters()[categories_[k]].distribution.values().size();
}

IntegerMargin::Cell CmaSpace::cell(std::size_t integer, double place) const {
  const Distribution& range = number(integers_[integer]).distribution;
  if (range.log()) {
    const double value = *as_number(range.from_unit(place));
    const double from = std::log(range.low() - 0.5);
    const double width = std::log(range.high() + 0.5) - from;
    return {value == range.low() ? 0 : (std::log(value - 0.5) - from) / width,
            value == range.high() ? 1 : (std::log(value + 0.5) - from) / width};
  }
  const auto count = static_cast<double>(*range.cardinality());
  const double index = std::min(count - 1, std::floor(place * count));
  return {index / count, (index + 1) / count};
}

ParamMap CmaSpace::params(std::span<const double> point, std::span<const std::size_t> choices) const {
  std::vector<double> unit(space_->size(), 0.5);
  for (std::size_t j = 0; j < numbers_.size(); ++j) {
    const bool real = !number(j).distribution.cardinality();
    unit[numbers_[j]] = real ? mirrored(point[j]) : std::clamp(point[j], 0.0, 1.0);
  }
  for (std::size_t k = 0; k < categories_.size(); ++k) {
    unit[categories_[k]] = (static_cast<double>(choices[k]) + 0.5) / static_cast<double>(category_count(k));
  }
  return space_->from_unit(unit);
}

std::vector<double> CmaSpace::point(const ParamMap& params, std::span<const double> fallback) const {
  std::vector<double> result(fallback.begin(), fallback.end());
  for (std::size_t j = 0; j < numbers_.size(); ++j) {
    if (const ParamValue* value = known_value(number(j), params)) result[j] = number(j).distribution.to_unit(*value);
  }
  return result;
}

std::vector<bool> CmaSpace::active(const ParamMap& params) const {
  std::vector<bool> result;
  for (std::size_t j = 0; j < numbers_.size(); ++j) result.push_back(known_value(number(j), params) != nullptr);
  return result;
}

CategorySearch::Choices CmaSpace::choices(const ParamMap& params) const {
  CategorySearch::Choices result;
  for (const std::size_t index : categories_) {
    const Parameter& parameter = space_->parameters()[index];
    const ParamValue* value = known_value(parameter, params);
    result.push_back(value == nullptr ? std::nullopt
                                      : std::optional<std::size_t>(parameter.distribution.index_of(*value)));
  }
  return result;
}

}  // namespace vernier
