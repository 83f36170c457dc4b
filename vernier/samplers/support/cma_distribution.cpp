#include "vernier/samplers/support/cma_distribution.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace vernier {
namespace {

constexpr int cma_draws = 100;

/// Each of the discrete variables is left with this probability, so that in most draws none of them is.
double margin_of(const CmaSpace& space) {
  const std::size_t discrete = space.integers().size() + space.categories();
  return discrete == 0 ? 0 : 1 - std::pow(0.73, 1 / static_cast<double>(discrete));
}

std::optional<CmaEs> normal_part(CmaStart& start, std::size_t population) {
  if (start.mean.empty()) return std::nullopt;
  // the common factor of the deviations is the step
  double sum = 0;
  const std::size_t n = start.mean.size();
  for (std::size_t j = 0; j < n; ++j) sum += std::log(start.covariance[j * n + j]);
  const double variance = std::exp(sum / static_cast<double>(n));
  for (double& value : start.covariance) value /= variance;
  return CmaEs(std::move(start.mean), std::sqrt(variance), std::move(start.covariance), population);
}

}  // namespace

CmaDistribution::CmaDistribution(const CmaSpace& space, CmaStart start, std::size_t population)
    : constants_(std::max<std::size_t>(1, space.numbers() + space.categories()), population),
      numbers_(normal_part(start, population)),
      margin_(space.integers(), margin_of(space)),
      categories_(std::move(start.shares), margin_of(space)) {}

std::optional<CmaDistribution::Draw> CmaDistribution::draw(const SearchSpace& space, const CmaSpace& view,
                                                           Rng rng) const {
  for (int attempt = 0; attempt < cma_draws; ++attempt) {
    std::vector<double> numbers;
    if (numbers_) numbers = numbers_->sample(rng);
    const std::vector<std::size_t> choices = categories_.sample(rng);
    ParamMap params = view.params(numbers, choices);
    if (!space.feasible(params)) continue;
    return Draw{{std::move(numbers), view.choices(params), view.active(params)}, std::move(params)};
  }
  return std::nullopt;
}

CmaPoint CmaDistribution::foreign(const CmaSpace& view, const ParamMap& params) const {
  CmaPoint point{{}, view.choices(params), view.active(params)};
  if (numbers_) point.numbers = numbers_->injected(view.point(params, numbers_->mean()));
  return point;
}

void CmaDistribution::update(const CmaSpace& view, std::vector<CmaPoint> ranked) {
  const std::size_t parents = constants_.parents;
  if (numbers_) {
    std::vector<std::vector<double>> points;
    std::vector<std::vector<bool>> active;
    for (CmaPoint& point : ranked) {
      points.push_back(std::move(point.numbers));
      active.push_back(std::move(point.active));
    }
    const IntegerMargin::Cells cells = [&](std::size_t k, double place) { return view.cell(k, place); };
    margin_.centre(*numbers_, std::span(points).first(parents), cells);
    numbers_->update(points, active);
    margin_.correct(*numbers_, cells);
  }
  std::vector<CategorySearch::Choices> choices;
  for (std::size_t i = 0; i < parents; ++i) choices.push_back(std::move(ranked[i].choices));
  categories_.update(choices, std::span(constants_.weights).first(parents));
}

}  // namespace vernier
