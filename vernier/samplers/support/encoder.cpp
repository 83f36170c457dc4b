#include "vernier/samplers/support/encoder.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace vernier {
namespace {

Axis axis_of(const Distribution& distribution) {
  const auto cells = distribution.cardinality();
  if (distribution.kind() == Distribution::Kind::categorical) return {Axis::Kind::category, *cells};
  if (!cells || distribution.log()) return {};
  return {Axis::Kind::grid, *cells};
}

}  // namespace

Encoder::Encoder(const SearchSpace& space) : space_(&space) {
  for (const Parameter& parameter : space.parameters()) axes_.push_back(axis_of(parameter.distribution));
}

std::vector<float> Encoder::row(const ParamMap& params) const {
  std::vector<float> result;
  result.reserve(axes_.size());
  for (const Parameter& parameter : space_->parameters()) {
    const auto found = params.find(parameter.name);
    if (found == params.end() || !parameter.distribution.contains(found->second)) {
      result.push_back(Axis::missing);
    } else if (parameter.distribution.kind() == Distribution::Kind::categorical) {
      result.push_back(static_cast<float>(parameter.distribution.index_of(found->second)));
    } else {
      result.push_back(static_cast<float>(parameter.distribution.to_unit(found->second)));
    }
  }
  return result;
}

ParamValue Encoder::value(std::size_t axis, float coordinate) const {
  const Distribution& distribution = space_->parameters()[axis].distribution;
  if (axes_[axis].kind == Axis::Kind::category) return distribution.at(static_cast<std::uint64_t>(coordinate));
  return distribution.from_unit(coordinate);
}

float Encoder::snapped(std::size_t axis, float coordinate) const {
  if (axes_[axis].kind == Axis::Kind::category) return coordinate;
  if (axes_[axis].kind == Axis::Kind::grid) {
    const auto cells = static_cast<float>(axes_[axis].cells);
    return (std::min(std::floor(coordinate * cells), cells - 1) + 0.5F) / cells;
  }
  const Distribution& distribution = space_->parameters()[axis].distribution;
  if (distribution.kind() != Distribution::Kind::integer) return coordinate;
  return static_cast<float>(distribution.to_unit(distribution.from_unit(coordinate)));
}

ParamMap Encoder::params(std::span<const float> row) const {
  ParamMap result;
  for (std::size_t j = 0; j < axes_.size(); ++j) {
    if (!std::isnan(row[j])) result.emplace(space_->parameters()[j].name, value(j, row[j]));
  }
  return result;
}

std::uint64_t Encoder::hash(std::span<const float> row) {
  std::uint64_t hash = row.size();
  for (const float coordinate : row) {
    const std::uint32_t bits = std::isnan(coordinate) ? 0xFFFFFFFFU : std::bit_cast<std::uint32_t>(coordinate + 0.0F);
    hash = (hash ^ bits) * 0x9E3779B97F4A7C15ULL;
    hash ^= hash >> 32;
  }
  return hash;
}

}  // namespace vernier
