#include "vernier/math/parzen.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <utility>

namespace vernier {
namespace {

constexpr std::size_t parzen_places = 64;       // intervals of a table over [0, 1]
constexpr std::size_t parzen_most_cells = 256;  // finer grids are as good as continuous

bool is_fine(const Axis& axis) {
  return axis.kind == Axis::Kind::continuous || (axis.kind == Axis::Kind::grid && axis.cells > parzen_most_cells);
}

}  // namespace

/// The logarithm of what makes a kernel integrate to 1, by its centre.
class ParzenHeights {
 public:
  ParzenHeights(const Axis& axis, float deviation, float slope) : fine_(is_fine(axis)), cells_(axis.cells) {
    if (axis.kind == Axis::Kind::category) {
      const auto others = static_cast<float>(cells_ - 1);
      table_.assign(cells_, std::log(static_cast<float>(cells_) / (1 + others * std::exp(-slope))));
    } else if (fine_) {
      tabulate_places(deviation);
    } else {
      tabulate_cells(slope);
    }
    categories_ = axis.kind == Axis::Kind::category;
  }

  [[nodiscard]] float at(float centre) const {
    if (categories_) return table_[0];
    if (!fine_) return table_[std::min(static_cast<std::size_t>(centre * static_cast<float>(cells_)), cells_ - 1)];
    const float place = centre * static_cast<float>(parzen_places);
    const std::size_t below = std::min(static_cast<std::size_t>(place), parzen_places - 1);
    const float share = place - static_cast<float>(below);
    return (1 - share) * table_[below] + share * table_[below + 1];
  }

 private:
  void tabulate_places(double deviation) {
    const auto below = [&](double x) { return 0.5 * std::erfc(-x / (deviation * std::numbers::sqrt2)); };
    for (std::size_t k = 0; k <= parzen_places; ++k) {
      const double centre = static_cast<double>(k) / parzen_places;
      const double inside = below(1 - centre) - below(-centre);
      table_.push_back(static_cast<float>(-std::log(deviation * inside * std::sqrt(2 * std::numbers::pi))));
    }
  }
  void tabulate_cells(float slope) {
    const auto cells = static_cast<float>(cells_);
    std::vector<float> sums(cells_ + 1);  // of the centre's cell and so many on one side of it, less one
    for (std::size_t k = 0; k < cells_; ++k) {
      const float distance = static_cast<float>(k) / cells;
      sums[k + 1] = sums[k] + std::exp(-slope * distance * distance);
    }
    for (std::size_t k = 0; k < cells_; ++k) table_.push_back(std::log(cells / (sums[k + 1] + sums[cells_ - k] - 1)));
  }

  bool fine_;
  bool categories_ = false;
  std::size_t cells_;
  std::vector<float> table_;
};

namespace {

/// Adds to each exponent how far its kernel has fallen at `point`.
template <class Slope, class Square>
void add_falls(std::span<float> exponents, const std::vector<float>& centres, float point, Slope slope, Square square) {
  const float* const centre = centres.data();
  float* const into = exponents.data();
  for (std::size_t k = 0; k < exponents.size(); ++k) into[k] -= slope(k) * square(point, centre[k]);
}

template <class Slope>
void add_falls(std::span<float> exponents, const Axis& axis, const std::vector<float>& centres, float point,
               Slope slope) {
  if (axis.kind == Axis::Kind::category) {
    add_falls(exponents, centres, point, slope, [](float a, float b) { return a == b ? 0.0F : 1.0F; });
  } else {
    add_falls(exponents, centres, point, slope, [](float a, float b) { return (a - b) * (a - b); });
  }
}

}  // namespace

float DrawStream::normal() {
  if (!std::isnan(spare_)) return std::exchange(spare_, Axis::missing);
  const float radius = std::sqrt(-2.0F * std::log(1.0F - uniform()));
  const float angle = 2.0F * std::numbers::pi_v<float> * uniform();
  spare_ = radius * std::sin(angle);
  return radius * std::cos(angle);
}

ParzenMixture::ParzenMixture(std::span<const Axis> axes, ParzenWidths widths, const ParzenKernels& kernels)
    : multivariate_(kernels.multivariate), columns_(axes.size()), base_(kernels.rows.size()) {
  std::optional<ParzenHeights> fine;  // the same for all fine axes
  for (std::size_t j = 0; j < axes.size(); ++j) {
    Column& column = columns_[j];
    column.axis = axes[j];
    column.deviation = widths.deviation;
    const float cell = is_fine(axes[j]) ? 0 : 1 / static_cast<float>(axes[j].cells);
    const float variance = widths.deviation * widths.deviation + cell * cell / 12;
    column.slope = axes[j].kind == Axis::Kind::category ? -std::log(widths.other_share) : 0.5F / variance;
    if (is_fine(axes[j])) {
      if (!fine) fine.emplace(column.axis, column.deviation, column.slope);
      column.fill(*fine, j, kernels);
    } else {
      column.fill(ParzenHeights(column.axis, column.deviation, column.slope), j, kernels);
    }
    for (std::size_t k = 0; k < base_.size(); ++k) base_[k] += column.heights[k];
  }
  double total = kernels.prior_weight;
  for (const double weight : kernels.weights) total += weight;
  double sum = 0;
  for (const double weight : kernels.weights) {
    sum += weight / total;
    weights_.push_back(static_cast<float>(weight / total));
    cumulative_.push_back(static_cast<float>(sum));
  }
  prior_share_ = static_cast<float>(kernels.prior_weight / total);
}

void ParzenMixture::Column::fill(const ParzenHeights& by_centre, std::size_t index, const ParzenKernels& kernels) {
  const std::size_t size = kernels.rows.size();
  centres.resize(size);
  heights.resize(size);
  for (std::size_t k = 0; k < size; ++k) {
    const float centre = kernels.rows[k][index];
    const bool missing = std::isnan(centre);
    if (missing && slopes.empty()) slopes.assign(size, slope);
    if (missing) slopes[k] = 0;
    centres[k] = missing ? -1 : centre;
    heights[k] = missing ? 0 : by_centre.at(centre);
  }
}

/// The logarithm of the weighted sum of the exponentials. In many dimensions nearly all kernels are too far off to
/// count: blocks of such are passed over.
double ParzenMixture::mixed(std::span<float> exponents) const {
  constexpr Eigen::Index block = 32;
  constexpr float negligible = 17;  // exp(-17) is half a unit in the last place of 1
  const auto size = static_cast<Eigen::Index>(exponents.size());
  if (size == 0) return 0;
  const Eigen::Map<const Eigen::ArrayXf> weights(weights_.data(), size);
  const Eigen::Map<const Eigen::ArrayXf> terms(exponents.data(), size);
  const float top = std::max(0.0F, terms.maxCoeff());
  float sum = prior_share_ * std::exp(-top);
  for (Eigen::Index begin = 0; begin < size; begin += block) {
    const Eigen::Index length = std::min(block, size - begin);
    const auto part = terms.segment(begin, length);
    if (part.maxCoeff() < top - negligible) continue;
    sum += (weights.segment(begin, length) * (part - top).exp()).sum();
  }
  return std::log(sum) + top;
}

std::vector<double> ParzenMixture::log_densities(std::span<const float> rows) const {
  const std::size_t count = columns_.empty() ? 0 : rows.size() / columns_.size();
  std::vector<float> exponents(size());
  std::vector<double> result(count);
  for (std::size_t i = 0; i < count; ++i) {
    if (multivariate_) exponents = base_;
    for (std::size_t j = 0; j < columns_.size(); ++j) {
      const Column& column = columns_[j];
      const float point = rows[i * columns_.size() + j];
      if (std::isnan(point)) {
        for (std::size_t k = 0; k < size() && multivariate_; ++k) exponents[k] -= column.heights[k];
        continue;
      }
      if (!multivariate_) exponents = column.heights;
      if (column.slopes.empty()) {
        add_falls(exponents, column.axis, column.centres, point, [slope = column.slope](std::size_t) { return slope; });
      } else {
        add_falls(exponents, column.axis, column.centres, point,
                  [slopes = column.slopes.data()](std::size_t k) { return slopes[k]; });
      }
      if (!multivariate_) result[i] += mixed(exponents);
    }
    if (multivariate_) result[i] = mixed(exponents);
  }
  return result;
}

std::size_t ParzenMixture::draw_kernel(DrawStream& draws) const {
  const auto found = std::upper_bound(cumulative_.begin(), cumulative_.end(), draws.uniform());
  return static_cast<std::size_t>(found - cumulative_.begin());
}

float ParzenMixture::draw(std::size_t kernel, std::size_t axis, DrawStream& draws) const {
  const Column& column = columns_[axis];
  const auto cells = static_cast<float>(column.axis.cells);
  const bool uniform = kernel == size() || (!column.slopes.empty() && column.slopes[kernel] == 0);
  if (column.axis.kind == Axis::Kind::category) {
    // the kernel is a mixture of the observed category and all of them alike
    const float other = std::exp(-column.slope);
    const float alike = cells * other / (1 + (cells - 1) * other);
    if (!uniform && draws.uniform() >= alike) return column.centres[kernel];
    return std::min(std::floor(draws.uniform() * cells), cells - 1);
  }
  float at = draws.uniform();
  if (!uniform) {
    do {
      at = column.centres[kernel] + column.deviation * draws.normal();
    } while (!(at >= 0 && at <= 1));
  }
  if (column.axis.kind != Axis::Kind::grid) return at;
  return (std::min(std::floor(at * cells), cells - 1) + 0.5F) / cells;
}

}  // namespace vernier
