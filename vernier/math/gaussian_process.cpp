#include "vernier/math/gaussian_process.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "vernier/math/box_lbfgs.hpp"

namespace vernier {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// Of the logarithm of a relevance 1 / l^2, where ln l has mean sqrt(2) + ln(dimension) / 2 and deviation sqrt(3).
const double sparse_spread = 2 * std::sqrt(3.0);
double sparse_center(std::size_t dimension) { return -2 * std::sqrt(2.0) - std::log(static_cast<double>(dimension)); }
// A relevance below it is none: the cost of a prediction is that of what is relevant.
constexpr double least_relevance = 0.002;

Index signed_size(std::size_t size) { return static_cast<Index>(size); }

// Matern-5/2 of unit scale: (1 + a + a^2 / 3) exp(-a), a = sqrt(5) r.
ArrayXd matern(const ArrayXd& squares) {
  const ArrayXd a = (5 * squares).sqrt();
  return (1 + a + a.square() / 3) * (-a).exp();
}

// Its derivative by r^2, which has no singularity at 0.
ArrayXd matern_slope(const ArrayXd& squares) {
  const ArrayXd a = (5 * squares).sqrt();
  return -(5.0 / 6) * (1 + a) * (-a).exp();
}

// Weighted squared distances of one point from every row of `points`.
ArrayXd squared_distances(const MatrixXd& points, Index numbers, const std::vector<double>& relevance,
                          const double* point) {
  ArrayXd squares = ArrayXd::Zero(points.rows());
  for (Index j = 0; j < points.cols(); ++j) {
    const double weight = relevance[static_cast<std::size_t>(j)];
    if (weight == 0) continue;
    if (j < numbers) {
      squares += weight * (points.col(j).array() - point[j]).square();
    } else {
      squares += (points.col(j).array() == point[j]).select(ArrayXd::Zero(points.rows()), weight);
    }
  }
  return squares;
}

MatrixXd points_of(const GaussianData& data) {
  return Eigen::Map<const RowMajor>(data.points.data(), signed_size(data.size()), signed_size(data.dimension()));
}

constexpr double warp_variance = 0.09;  // of the logarithms of a and b, a priori

std::vector<double> bent_point(std::span<const double> point, const InputWarp& warp) {
  std::vector<double> bent(point.begin(), point.end());
  for (std::size_t k = 0; k < warp.a.size(); ++k) bent[k] = warp.apply(k, bent[k]);
  return bent;
}

void bend(MatrixXd& points, const InputWarp& warp) {
  for (std::size_t k = 0; k < warp.a.size(); ++k) {
    for (double& x : points.col(signed_size(k))) x = warp.apply(k, x);
  }
}

// Where two points are the same, `own` is added.
ArrayXd covariances(const MatrixXd& points, Index numbers, const GaussianParameters& parameters, double own,
                    const double* point) {
  const ArrayXd squares = squared_distances(points, numbers, parameters.relevance, point);
  ArrayXd result = parameters.scale * matern(squares);
  if (own > 0) result += (squares == 0).select(ArrayXd::Constant(squares.size(), own), 0.0);
  return result;
}

MatrixXd kernel_matrix(const MatrixXd& points, Index numbers, const GaussianParameters& parameters) {
  MatrixXd kernel(points.rows(), points.rows());
  const RowMajor rows = points;
  for (Index i = 0; i < points.rows(); ++i) {
    kernel.col(i) = covariances(points, numbers, parameters, parameters.own, rows.row(i).data());
  }
  return kernel;
}

// (f_i - f_j) (g_i - g_j) of every pair, in the order of PairDistances.
ArrayXd products_of_differences(const VectorXd& f, const VectorXd& g) {
  const Index size = f.size();
  ArrayXd products(size * (size - 1) / 2);
  for (Index j = 0, pair = 0; j < size; pair += size - ++j) {
    const Index below = size - j - 1;
    products.segment(pair, below) = (f.tail(below).array() - f[j]) * (g.tail(below).array() - g[j]);
  }
  return products;
}

GaussianData bent_data(GaussianData data, const InputWarp& warp) {
  for (std::size_t i = 0; i < data.size(); ++i) {
    for (std::size_t k = 0; k < warp.a.size(); ++k) {
      double& x = data.points[i * data.dimension() + k];
      x = warp.apply(k, x);
    }
  }
  return data;
}

}  // namespace

GaussianPosterior::GaussianPosterior(GaussianData data, GaussianPrior prior)
    : data_(std::move(data)), pairs_(data_), prior_(prior) {}

double GaussianPosterior::operator()(const GaussianParameters& parameters, std::span<double> gradient) const {
  const Index size = signed_size(data_.size());
  const std::size_t dimension = data_.dimension();
  const InputWarp& warp = parameters.warp;
  const Eigen::Map<const VectorXd> values(data_.values.data(), size);
  std::optional<PairDistances> bent;
  if (!warp.empty()) bent.emplace(bent_data(data_, warp));
  const PairDistances& pairs = bent ? *bent : pairs_;
  const Eigen::Map<const ArrayXd> same(pairs_.same().data(), signed_size(pairs_.same().size()));
  ArrayXd squares(same.size());
  pairs.squares(parameters.relevance, {squares.data(), static_cast<std::size_t>(squares.size())});
  const ArrayXd covariance = parameters.scale * matern(squares);
  MatrixXd kernel(size, size);
  for (Index j = 0, pair = 0; j < size; ++j) {
    const Index below = size - j - 1;
    kernel(j, j) = parameters.scale + parameters.own + parameters.noise;
    kernel.col(j).tail(below) = covariance.segment(pair, below) + parameters.own * same.segment(pair, below);
    pair += size - j - 1;
  }
  const Eigen::LLT<MatrixXd> cholesky(kernel.selfadjointView<Eigen::Lower>());
  if (cholesky.info() != Eigen::Success) return -std::numeric_limits<double>::infinity();
  const VectorXd weights = cholesky.solve(values);
  double value = -0.5 * values.dot(weights);
  for (Index i = 0; i < size; ++i) value -= std::log(cholesky.matrixLLT()(i, i));

  // d/dt log p = tr((w w' - K^-1) dK/dt) / 2
  MatrixXd inverse = MatrixXd::Identity(size, size);
  cholesky.matrixL().solveInPlace(inverse);
  MatrixXd change(size, size);
  change.setZero();
  change.selfadjointView<Eigen::Lower>().rankUpdate(inverse.transpose(), -1);
  change.selfadjointView<Eigen::Lower>().rankUpdate(weights);
  ArrayXd pair_change(squares.size());
  for (Index j = 0, pair = 0; j < size; ++j) {
    pair_change.segment(pair, size - j - 1) = change.col(j).tail(size - j - 1);
    pair += size - j - 1;
  }
  const double trace = change.trace();
  const ArrayXd slope = pair_change * parameters.scale * matern_slope(squares);
  pairs.by_coordinate({slope.data(), static_cast<std::size_t>(slope.size())}, gradient.first(dimension));
  for (std::size_t k = 0; k < dimension; ++k) {
    const double v = parameters.relevance[k];
    if (prior_.sparse) {
      const double z = (std::log(v) - sparse_center(dimension)) / sparse_spread;
      value -= 0.5 * z * z;
      gradient[k] = gradient[k] * v - z / sparse_spread;
    } else {
      value += -0.1 / v - 0.1 * v;
      gradient[k] = gradient[k] * v + 0.1 / v - 0.1 * v;
    }
  }
  value += std::log(parameters.scale) - parameters.scale;
  gradient[dimension] = (pair_change * covariance).sum() + 0.5 * trace * parameters.scale + 1 - parameters.scale;
  value += 0.1 * std::log(parameters.own) - 30 * parameters.own;
  gradient[dimension + 1] = ((pair_change * same).sum() + 0.5 * trace) * parameters.own + 0.1 - 30 * parameters.own;
  value += 0.1 * std::log(parameters.noise) - prior_.noise_rate * parameters.noise;
  gradient[dimension + 2] = 0.5 * trace * parameters.noise + 0.1 - prior_.noise_rate * parameters.noise;
  const MatrixXd points = points_of(data_);
  for (std::size_t k = 0; k < warp.a.size(); ++k) {
    VectorXd place = points.col(signed_size(k)), by_a = place, by_b = place;
    for (Index i = 0; i < size; ++i) {
      by_a[i] = warp.slope_by_log_a(k, place[i]);
      by_b[i] = warp.slope_by_log_b(k, place[i]);
      place[i] = warp.apply(k, place[i]);
    }
    const double log_a = std::log(warp.a[k]), log_b = std::log(warp.b[k]);
    value -= (log_a * log_a + log_b * log_b) / (2 * warp_variance);
    const ArrayXd weight = 2 * parameters.relevance[k] * slope;
    gradient[dimension + 3 + k] = (weight * products_of_differences(place, by_a)).sum() - log_a / warp_variance;
    gradient[dimension + 3 + warp.a.size() + k] =
        (weight * products_of_differences(place, by_b)).sum() - log_b / warp_variance;
  }
  return value;
}

GaussianParameters fit_gaussian_process(const GaussianData& data, const GaussianPrior& prior) {
  const std::size_t dimension = data.dimension();
  const std::size_t warped = prior.warp ? data.numbers : 0;
  const GaussianPosterior posterior(data, prior);
  const auto parameters_at = [&](std::span<const double> logs) {
    GaussianParameters parameters;
    for (std::size_t k = 0; k < dimension; ++k) parameters.relevance.push_back(std::exp(logs[k]));
    parameters.scale = std::exp(logs[dimension]);
    parameters.own = std::exp(logs[dimension + 1]);
    parameters.noise = std::exp(logs[dimension + 2]);
    for (std::size_t k = 0; k < warped; ++k) {
      parameters.warp.a.push_back(std::exp(logs[dimension + 3 + k]));
      parameters.warp.b.push_back(std::exp(logs[dimension + 3 + warped + k]));
    }
    return parameters;
  };
  const auto loss = [&](std::span<const double> logs, std::span<double> gradient) {
    const double value = -posterior(parameters_at(logs), gradient);
    for (double& slope : gradient) slope = -slope;
    return value;
  };
  const std::size_t count = dimension + 3 + 2 * warped;
  std::vector<double> start(count, 0.0), low(count, -7.0), high(count, 7.0);
  // sparse: where the density of the length scale itself is greatest, so that every coordinate has its say at first
  const double first = prior.sparse ? sparse_center(dimension) + 0.5 * sparse_spread * sparse_spread : 0;
  std::fill_n(start.begin(), dimension, first);
  std::fill(low.begin() + static_cast<std::ptrdiff_t>(dimension + 3), low.end(), -2.0);
  std::fill(high.begin() + static_cast<std::ptrdiff_t>(dimension + 3), high.end(), 2.0);
  low[dimension] = std::log(0.05);
  high[dimension] = std::log(20.0);
  for (const std::size_t nugget : {dimension + 1, dimension + 2}) {
    start[nugget] = std::log(0.005);
    low[nugget] = std::log(1e-6);
    high[nugget] = 0;
  }
  const BoxMinimum best =
      minimize_in_box(loss, start, low, high, {.max_evaluations = 60, .tolerance = 0.02, .first_step = 1});
  GaussianParameters found = parameters_at(best.x);
  for (double& v : found.relevance) v = prior.sparse && v < least_relevance ? 0 : v;
  return found;
}

struct GaussianProcess::State {
  GaussianData data;
  GaussianParameters parameters;
  Index numbers = 0;
  MatrixXd points;
  GaussianTrend trend;
  Eigen::LLT<MatrixXd> cholesky;
  VectorXd weights;
};

void GaussianTrend::add_to(std::span<const double> points, std::span<double> mean) const {
  std::vector<double> own(mean.size()), variance(mean.size());
  for (const Part& part : parts) {
    part.process->predict(points, own, variance);
    for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += part.weight * own[i];
  }
}

GaussianData GaussianTrend::taken_off(GaussianData data) const {
  std::vector<double> trend(data.size());
  add_to(data.points, trend);
  for (std::size_t i = 0; i < data.size(); ++i) data.values[i] -= trend[i];
  return data;
}

GaussianProcess::GaussianProcess(GaussianData data, GaussianParameters parameters, GaussianTrend trend) {
  auto state = std::make_unique<State>();
  state->data = std::move(data);
  state->parameters = std::move(parameters);
  state->trend = std::move(trend);
  state->numbers = signed_size(state->data.numbers);
  state->points = points_of(state->data);
  bend(state->points, state->parameters.warp);
  const MatrixXd kernel = kernel_matrix(state->points, state->numbers, state->parameters);
  // A matrix that rounding has made singular gets as much more on its diagonal as it needs.
  for (double jitter = 0;; jitter = std::max(1e-10 * state->parameters.scale, 10 * jitter)) {
    MatrixXd sum = kernel;
    sum.diagonal().array() += state->parameters.noise + jitter;
    state->cholesky.compute(sum);
    if (state->cholesky.info() == Eigen::Success) break;
  }
  const GaussianData centered = state->trend.taken_off(state->data);
  state->weights =
      state->cholesky.solve(Eigen::Map<const VectorXd>(centered.values.data(), signed_size(centered.size())));
  state_ = std::move(state);
}

GaussianProcess::~GaussianProcess() = default;
GaussianProcess::GaussianProcess(GaussianProcess&&) noexcept = default;
GaussianProcess& GaussianProcess::operator=(GaussianProcess&&) noexcept = default;

const GaussianData& GaussianProcess::data() const { return state_->data; }
const GaussianParameters& GaussianProcess::parameters() const { return state_->parameters; }

void GaussianProcess::predict(std::span<const double> points, std::span<double> mean,
                              std::span<double> variance) const {
  predict(points, 0, mean, variance);
}

void GaussianProcess::predict_whole(std::span<const double> points, std::span<double> mean,
                                    std::span<double> variance) const {
  predict(points, state_->parameters.own, mean, variance);
}

void GaussianProcess::predict(std::span<const double> points, double own, std::span<double> mean,
                              std::span<double> variance) const {
  constexpr Index block = 128;
  const Index dimension = signed_size(state_->data.dimension());
  const Index count = signed_size(mean.size());
  const double scale = state_->parameters.scale;
  for (Index first = 0; first < count; first += block) {
    const Index width = std::min(block, count - first);
    MatrixXd covariance(state_->points.rows(), width);
    for (Index c = 0; c < width; ++c) {
      const auto point = points.subspan(static_cast<std::size_t>((first + c) * dimension), state_->data.dimension());
      covariance.col(c) = covariances(state_->points, state_->numbers, state_->parameters, own,
                                      bent_point(point, state_->parameters.warp).data());
    }
    Eigen::Map<VectorXd>(mean.data() + first, width) = covariance.transpose() * state_->weights;
    state_->cholesky.matrixL().solveInPlace(covariance);
    Eigen::Map<VectorXd>(variance.data() + first, width) =
        (scale + own - covariance.colwise().squaredNorm().transpose().array()).max(1e-12 * scale);
  }
  state_->trend.add_to(points, mean);
}

void GaussianProcess::predict(std::span<const double> point, double& mean, double& variance,
                              std::span<double> mean_gradient, std::span<double> variance_gradient) const {
  const double scale = state_->parameters.scale;
  const InputWarp& warp = state_->parameters.warp;
  const std::vector<double> bent = bent_point(point, warp);
  const ArrayXd squares = squared_distances(state_->points, state_->numbers, state_->parameters.relevance, bent.data());
  const VectorXd covariance = scale * matern(squares);
  const ArrayXd slope = scale * matern_slope(squares);
  const VectorXd solved = state_->cholesky.solve(covariance);
  mean = covariance.dot(state_->weights);
  variance = std::max(scale - covariance.dot(solved), 1e-12 * scale);
  for (Index j = 0; j < state_->numbers; ++j) {
    const auto k = static_cast<std::size_t>(j);
    const double stretch = warp.empty() ? 1 : warp.slope(k, point[k]);
    const ArrayXd change =
        2 * stretch * state_->parameters.relevance[k] * slope * (bent[k] - state_->points.col(j).array());
    mean_gradient[k] = (change * state_->weights.array()).sum();
    variance_gradient[k] = -2 * (change * solved.array()).sum();
  }
  for (const GaussianTrend::Part& part : state_->trend.parts) {
    double own = 0, unused = 0;
    std::vector<double> by_mean(mean_gradient.size()), by_variance(mean_gradient.size());
    part.process->predict(point, own, unused, by_mean, by_variance);
    mean += part.weight * own;
    for (std::size_t k = 0; k < by_mean.size(); ++k) mean_gradient[k] += part.weight * by_mean[k];
  }
}

std::vector<double> GaussianProcess::left_out() const {
  // y_i - (K^-1 y)_i / (K^-1)_ii (Rasmussen and Williams 2006, equation 5.12)
  MatrixXd root = MatrixXd::Identity(state_->points.rows(), state_->points.rows());
  state_->cholesky.matrixL().solveInPlace(root);
  const ArrayXd precision = root.colwise().squaredNorm().transpose();
  std::vector<double> mean = state_->data.values;
  for (std::size_t i = 0; i < mean.size(); ++i) {
    mean[i] -= state_->weights[signed_size(i)] / precision[signed_size(i)];
  }
  return mean;
}

GaussianProcess GaussianProcess::with_expected(std::span<const double> points) const {
  GaussianData data = state_->data;
  const std::size_t count = points.size() / data.dimension();
  std::vector<double> mean(count), variance(count);
  predict(points, mean, variance);
  data.points.insert(data.points.end(), points.begin(), points.end());
  data.values.insert(data.values.end(), mean.begin(), mean.end());
  return {std::move(data), state_->parameters, state_->trend};
}

}  // namespace vernier
