#include "vernier/samplers/support/encoding.hpp"

#include <algorithm>

namespace vernier {
namespace {

bool encoded_by_cells(const Distribution& range) {
  return !(range.kind() == Distribution::Kind::integer && range.log());
}

double cell_of(double u, std::uint64_t levels) {
  const auto count = static_cast<double>(levels);
  return static_cast<double>(std::min(levels - 1, static_cast<std::uint64_t>(u * count)));
}

}  // namespace

Encoding::Encoding(const SearchSpace& space) : space_(space) {
  const auto parameters = space_.parameters();
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const Distribution& range = parameters[i].distribution;
    const std::uint64_t levels = range.cardinality().value_or(0);
    finite_ = finite_ && levels > 0;
    if (levels != 1) columns_.push_back({i, 0, range.kind() == Distribution::Kind::categorical, levels});
    if (!parameters[i].when) continue;
    const std::string& text = parameters[i].when->text();
    if (std::find(conditions_.begin(), conditions_.end(), text) != conditions_.end()) continue;
    conditions_.push_back(text);
    example_.push_back(i);
  }
  for (Column& column : columns_) {
    if (!column.category) column.place = numbers_++;
  }
  for (Column& column : columns_) {
    if (column.category) column.place = numbers_ + categories_++;
  }
  categories_ += conditions_.size();
}

std::optional<std::size_t> Encoding::condition_of(const Column& column) const {
  const std::optional<Expression>& when = space_.parameters()[column.parameter].when;
  if (!when) return std::nullopt;
  const auto found = std::find(conditions_.begin(), conditions_.end(), when->text());
  return dimension() - conditions_.size() + static_cast<std::size_t>(found - conditions_.begin());
}

void Encoding::place(std::vector<double>& point, const Column& column, const ParamValue& value) const {
  const Distribution& range = space_.parameters()[column.parameter].distribution;
  if (!range.contains(value)) return;
  point[column.place] = column.category ? static_cast<double>(range.index_of(value)) : range.to_unit(value);
}

std::vector<double> Encoding::point(const ParamMap& params) const {
  std::vector<double> point(dimension(), -1);
  std::fill_n(point.begin(), numbers_, 0.5);
  for (const Column& column : columns_) {
    const auto found = params.find(space_.parameters()[column.parameter].name);
    if (found != params.end()) place(point, column, found->second);
  }
  const std::size_t first = dimension() - conditions_.size();
  for (std::size_t k = 0; k < conditions_.size(); ++k) {
    point[first + k] = params.contains(space_.parameters()[example_[k]].name) ? 1 : 0;
  }
  return point;
}

std::vector<double> Encoding::point(std::span<const double> draw) const {
  if (!conditions_.empty()) return point(space_.from_unit(draw));
  std::vector<double> point(dimension());
  for (const Column& column : columns_) {
    const double u = draw[column.parameter];
    if (column.category) {
      point[column.place] = cell_of(u, column.levels);
    } else if (column.levels == 0) {
      point[column.place] = u;
    } else {
      const Distribution& range = space_.parameters()[column.parameter].distribution;
      point[column.place] = encoded_by_cells(range)
                                ? (cell_of(u, column.levels) + 0.5) / static_cast<double>(column.levels)
                                : range.to_unit(range.from_unit(u));
    }
  }
  return point;
}

std::vector<double> Encoding::draw(const ParamMap& params) const {
  std::vector<double> draw(space_.size(), 0.5);
  for (const Column& column : columns_) {
    const Parameter& parameter = space_.parameters()[column.parameter];
    const auto found = params.find(parameter.name);
    if (found == params.end() || !parameter.distribution.contains(found->second)) continue;
    draw[column.parameter] = parameter.distribution.to_unit(found->second);
  }
  return draw;
}

}  // namespace vernier
