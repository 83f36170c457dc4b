#include "vernier/samplers/support/acquisition.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include "vernier/math/box_lbfgs.hpp"
#include "vernier/math/normal.hpp"
#include "vernier/samplers/support/feasible.hpp"

namespace vernier {
namespace {

using Draw = std::vector<double>;

// The score and its derivatives by mean and standard deviation.
struct PartialScore {
  double value = 0, by_mean = 0, by_deviation = 0;
};

PartialScore score_of(const Acquisition& acquisition, double mean, double deviation) {
  if (acquisition.kind == AcquisitionKind::ucb) {
    return {acquisition.width * deviation - mean, -1, acquisition.width};
  }
  const double z = (acquisition.reference - mean) / deviation;
  const double log_excess = log_expected_excess(z);
  const double slope = std::exp(log_normal_cdf(z) - log_excess);  // d log h / dz = Phi(z) / h(z)
  return {std::log(deviation) + log_excess, -slope / deviation, (1 - slope * z) / deviation};
}

}  // namespace

void Acquisition::score(std::span<const double> points, std::span<double> scores) const {
  std::vector<double> mean(scores.size()), variance(scores.size());
  objective->predict(points, mean, variance);
  for (std::size_t i = 0; i < scores.size(); ++i) scores[i] = score_of(*this, mean[i], std::sqrt(variance[i])).value;
  for (const ConstraintModel& constraint : constraints) {
    constraint.process.predict(points, mean, variance);
    for (std::size_t i = 0; i < scores.size(); ++i) {
      scores[i] += log_normal_cdf((constraint.limit - mean[i]) / std::sqrt(variance[i]));
    }
  }
  if (cost != nullptr) {
    cost->predict(points, mean, variance);
    for (std::size_t i = 0; i < scores.size(); ++i) scores[i] -= cost_weight * mean[i];
  }
  if (belief != nullptr) {
    const std::size_t dimension = points.size() / scores.size();
    for (std::size_t i = 0; i < scores.size(); ++i) {
      scores[i] += belief_weight * belief->log_density(points.subspan(i * dimension, dimension));
    }
  }
}

double Acquisition::score_with_gradient(std::span<const double> point, std::span<double> gradient) const {
  double mean = 0, variance = 0;
  std::vector<double> by_mean(gradient.size()), by_variance(gradient.size());
  objective->predict(point, mean, variance, by_mean, by_variance);
  const double deviation = std::sqrt(variance);
  const PartialScore score = score_of(*this, mean, deviation);
  for (std::size_t k = 0; k < gradient.size(); ++k) {
    gradient[k] = score.by_mean * by_mean[k] + score.by_deviation * by_variance[k] / (2 * deviation);
  }
  double sum = score.value;
  for (const ConstraintModel& constraint : constraints) {
    constraint.process.predict(point, mean, variance, by_mean, by_variance);
    const double z = (constraint.limit - mean) / std::sqrt(variance);
    const double log_met = log_normal_cdf(z);
    sum += log_met;
    const double slope = std::exp(-0.5 * z * z - 0.5 * std::log(2 * std::numbers::pi) - log_met);
    for (std::size_t k = 0; k < gradient.size(); ++k) {
      gradient[k] -= slope * (by_mean[k] / std::sqrt(variance) + z * by_variance[k] / (2 * variance));
    }
  }
  if (cost != nullptr) {
    cost->predict(point, mean, variance, by_mean, by_variance);
    sum -= cost_weight * mean;
    for (std::size_t k = 0; k < gradient.size(); ++k) gradient[k] -= cost_weight * by_mean[k];
  }
  if (belief != nullptr) {
    sum += belief_weight * belief->log_density(point);
    belief->add_gradient(point, belief_weight, gradient);
  }
  return sum;
}

namespace {

constexpr std::size_t random_draws = 512;
constexpr std::size_t mutations = 32;  // of each start
constexpr std::size_t ascents = 5;
constexpr int sweeps = 4;
constexpr double pending_distance = 0.01;  // in some coordinate
constexpr std::size_t most_swept = 20;  // in a region: coordinates that are gone through one by one, of most relevance
constexpr double region_changes =
    20;  // coordinates of a region's centre that a draw changes (Regis and Shoemaker 2013)
constexpr std::uint64_t all_levels = 16;  // a coordinate with more is searched near its value

class AcquisitionAscent {
 public:
  AcquisitionAscent(const AcquisitionSearch& search, Rng& rng)
      : search_(search), encoding_(*search.encoding), rng_(rng) {
    const std::size_t size = encoding_.space().size();
    low_.assign(size, 0);
    high_.assign(size, 1);
    for (std::size_t k = 0; search.region && k < size; ++k) {
      low_[k] = std::max(0.0, search.region->center[k] - search.region->length / 2);
      high_[k] = std::min(1.0, search.region->center[k] + search.region->length / 2);
    }
    for (const Encoding::Column& column : encoding_.columns()) {
      if (column.category) low_[column.parameter] = 0, high_[column.parameter] = 1;
      swept_.push_back(&column);
    }
    if (search.region && swept_.size() > most_swept) {
      const std::vector<double>& relevance = search.acquisition->objective->parameters().relevance;
      std::stable_sort(swept_.begin(), swept_.end(),
                       [&](const auto* a, const auto* b) { return relevance[a->place] > relevance[b->place]; });
      swept_.resize(most_swept);
    }
  }

  std::optional<AcquisitionMaximum> run() {
    const SearchSpace& space = encoding_.space();
    std::vector<Draw> draws;
    for (std::size_t i = 0; i < random_draws; ++i) {
      draws.push_back(search_.region ? changed(search_.region->center) : scattered());
    }
    for (const Draw& start : search_.starts) {
      draws.push_back(start);
      for (std::size_t i = 0; i < mutations; ++i) draws.push_back(mutated(start));
    }
    std::erase_if(draws, [&](const Draw& draw) { return !feasible(draw); });
    if (draws.empty()) draws.push_back(encoding_.draw(draw_feasible(space, rng_)));
    const std::vector<double> scores = score(draws);
    std::vector<std::size_t> order(draws.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
    std::set<std::vector<double>> begun;
    for (const std::size_t i : order) {
      if (begun.size() == ascents) break;
      if (begun.insert(encoding_.point(draws[i])).second) climb(draws[i], scores[i]);
    }
    return best_;
  }

 private:
  [[nodiscard]] bool feasible(const Draw& draw) const {
    const SearchSpace& space = encoding_.space();
    return space.constraints().empty() || space.feasible(space.from_unit(draw));
  }

  /// Scores all of them and remembers the best that may be proposed.
  std::vector<double> score(const std::vector<Draw>& draws) {
    std::vector<double> points, scores(draws.size());
    points.reserve(draws.size() * encoding_.dimension());
    for (const Draw& draw : draws) {
      const std::vector<double> point = encoding_.point(draw);
      points.insert(points.end(), point.begin(), point.end());
    }
    search_.acquisition->score(points, scores);
    for (std::size_t i = 0; i < draws.size(); ++i) {
      if (std::isnan(scores[i])) scores[i] = -std::numeric_limits<double>::infinity();
      if (best_ && !(scores[i] > best_->score)) continue;
      const auto first = points.begin() + static_cast<std::ptrdiff_t>(i * encoding_.dimension());
      const std::vector<double> point(first, first + static_cast<std::ptrdiff_t>(encoding_.dimension()));
      if (search_.taken.contains(point) || beside_pending(point)) continue;
      best_ = {draws[i], scores[i]};
    }
    return scores;
  }

  [[nodiscard]] bool beside_pending(const std::vector<double>& point) const {
    return std::any_of(search_.pending.begin(), search_.pending.end(), [&](const std::vector<double>& other) {
      return std::equal(point.begin(), point.end(), other.begin(),
                        [](double a, double b) { return std::abs(a - b) < pending_distance; });
    });
  }

  [[nodiscard]] Draw scattered() {
    Draw draw(encoding_.space().size());
    for (double& u : draw) u = rng_.uniform();
    return draw;
  }

  [[nodiscard]] Draw changed(Draw draw) {
    const auto& columns = encoding_.columns();
    if (columns.empty()) return draw;
    const double share = std::min(1.0, region_changes / static_cast<double>(columns.size()));
    const std::size_t always = rng_.below(columns.size());
    for (std::size_t k = 0; k < columns.size(); ++k) {
      if (k != always && rng_.uniform() >= share) continue;
      const std::size_t parameter = columns[k].parameter;
      draw[parameter] = rng_.uniform(low_[parameter], high_[parameter]);
    }
    return draw;
  }

  [[nodiscard]] double moved(double u, double size, std::size_t parameter) {
    const double v = std::abs(u + size * rng_.normal());
    return std::clamp(v < 1 ? v : 2 - v, low_[parameter], high_[parameter]);
  }

  [[nodiscard]] Draw mutated(Draw draw) {
    const auto& columns = encoding_.columns();
    if (columns.empty()) return draw;
    const double share = std::min(0.5, 2.0 / static_cast<double>(columns.size()));
    const std::size_t always = rng_.below(columns.size());
    for (std::size_t k = 0; k < columns.size(); ++k) {
      if (k != always && rng_.uniform() >= share) continue;
      double& u = draw[columns[k].parameter];
      const std::size_t parameter = columns[k].parameter;
      u = columns[k].category || rng_.uniform() < 0.2 ? rng_.uniform(low_[parameter], high_[parameter])
                                                      : moved(u, std::pow(10.0, -rng_.uniform(0.5, 2)), parameter);
    }
    return draw;
  }

  /// Other values of one coordinate.
  [[nodiscard]] std::vector<Draw> neighbours(const Draw& draw, const Encoding::Column& column) {
    std::vector<Draw> result;
    const auto add = [&](double u) {
      if (u < low_[column.parameter] || u > high_[column.parameter]) return;
      result.push_back(draw);
      result.back()[column.parameter] = u;
      if (!feasible(result.back())) result.pop_back();
    };
    const auto levels = static_cast<double>(column.levels);
    const double cell = std::floor(draw[column.parameter] * levels);
    if (column.levels > 0 && (column.category || column.levels <= all_levels)) {
      for (std::uint64_t k = 0; k < column.levels; ++k) {
        if (static_cast<double>(k) != cell) add((static_cast<double>(k) + 0.5) / levels);
      }
    } else if (column.levels > 0) {
      for (double step = 1; step < levels; step *= 3) {
        if (cell + step < levels) add((cell + step + 0.5) / levels);
        if (cell - step >= 0) add((cell - step + 0.5) / levels);
      }
    } else {
      for (int k = 0; k < 4; ++k) add(moved(draw[column.parameter], std::pow(10.0, -0.5 * (k + 1)), column.parameter));
    }
    return result;
  }

  void climb(Draw draw, double value) {
    for (int sweep = 0; sweep < sweeps; ++sweep) {
      const double before = value;
      for (const Encoding::Column* column : swept_) {
        const std::vector<Draw> others = neighbours(draw, *column);
        if (others.empty()) continue;
        const std::vector<double> scores = score(others);
        const auto most = std::max_element(scores.begin(), scores.end());
        if (*most <= value) continue;
        value = *most;
        draw = others[static_cast<std::size_t>(most - scores.begin())];
      }
      value = ascend(draw, value);
      if (!(value > before + 1e-9 * std::abs(before))) break;
    }
  }

  /// Along the gradient in the real coordinates.
  double ascend(Draw& draw, double value) {
    std::vector<const Encoding::Column*> reals;
    const ParamMap params = encoding_.space().conditional() ? encoding_.space().from_unit(draw) : ParamMap();
    for (const Encoding::Column& column : encoding_.columns()) {
      const std::string& name = encoding_.space().parameters()[column.parameter].name;
      if (column.levels == 0 && (!encoding_.space().conditional() || params.contains(name))) reals.push_back(&column);
    }
    if (reals.empty()) return value;
    Draw moving = draw;
    std::vector<double> by_numbers(encoding_.numbers());
    const auto loss = [&](std::span<const double> x, std::span<double> gradient) {
      for (std::size_t k = 0; k < reals.size(); ++k) moving[reals[k]->parameter] = x[k];
      if (!feasible(moving)) return std::numeric_limits<double>::infinity();
      const double score = search_.acquisition->score_with_gradient(encoding_.point(moving), by_numbers);
      for (std::size_t k = 0; k < reals.size(); ++k) gradient[k] = -by_numbers[reals[k]->place];
      return -score;
    };
    std::vector<double> start, low, high;
    for (const Encoding::Column* column : reals) {
      start.push_back(draw[column->parameter]);
      low.push_back(low_[column->parameter]);
      high.push_back(high_[column->parameter]);
    }
    const BoxMinimum found =
        minimize_in_box(loss, start, low, high, {.max_evaluations = 20, .tolerance = 1e-4, .first_step = 0.1});
    for (std::size_t k = 0; k < reals.size(); ++k) moving[reals[k]->parameter] = found.x[k];
    if (!feasible(moving)) return value;
    const double reached = score({moving}).front();
    if (!(reached > value)) return value;
    draw = moving;
    return reached;
  }

  const AcquisitionSearch& search_;
  const Encoding& encoding_;
  Rng& rng_;
  std::vector<double> low_, high_;  // of each parameter's draw
  std::vector<const Encoding::Column*> swept_;
  std::optional<AcquisitionMaximum> best_;
};

}  // namespace

std::optional<AcquisitionMaximum> maximize_acquisition(const AcquisitionSearch& search, Rng& rng) {
  return AcquisitionAscent(search, rng).run();
}

}  // namespace vernier
