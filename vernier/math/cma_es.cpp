#include "vernier/math/cma_es.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace vernier {
namespace {

constexpr double cma_least_eigenvalue = 1e-30;
constexpr double cma_largest_step = 1e10;

using CmaMatrix = Eigen::Map<Eigen::MatrixXd>;  // symmetric, or with columns for vectors
using CmaConstMatrix = Eigen::Map<const Eigen::MatrixXd>;
using CmaConstVector = Eigen::Map<const Eigen::VectorXd>;

CmaConstVector as_vector(std::span<const double> values) {
  return {values.data(), static_cast<Eigen::Index>(values.size())};
}
Eigen::Map<Eigen::VectorXd> as_vector(std::vector<double>& values) {
  return {values.data(), static_cast<Eigen::Index>(values.size())};
}

std::vector<double> cma_identity(std::size_t dimension) {
  std::vector<double> matrix(dimension * dimension);
  for (std::size_t k = 0; k < dimension; ++k) matrix[k * dimension + k] = 1;
  return matrix;
}

double square_over_squares(std::span<const double> weights) {
  double sum = 0;
  double squares = 0;
  for (const double weight : weights) {
    sum += weight;
    squares += weight * weight;
  }
  return squares > 0 ? sum * sum / squares : 0;
}

}  // namespace

CmaConstants::CmaConstants(std::size_t dimension, std::size_t population) : parents(population / 2) {
  const auto n = static_cast<double>(dimension);
  const auto count = static_cast<double>(population);
  for (std::size_t i = 0; i < population; ++i) {
    weights.push_back(std::log((count + 1) / 2) - std::log(static_cast<double>(i) + 1));
  }
  const std::span<double> better = std::span(weights).first(parents);
  const std::span<double> worse = std::span(weights).subspan(parents);
  effective_parents = square_over_squares(better);
  const double mu = effective_parents;
  path_decay = (4 + mu / n) / (n + 4 + 2 * mu / n);
  rank_one = 2 / ((n + 1.3) * (n + 1.3) + mu);
  rank_mu = std::min(1 - rank_one, 2 * (0.25 + mu + 1 / mu - 2) / ((n + 2) * (n + 2) + mu));
  // these two are pycma's (docs/decisions/cma-es.md)
  step_path_decay = std::min(0.5, (mu + 2) / (n + mu + 3));
  const double spread = std::max(1.0, 3 * (1 - std::exp2(-n / 9))) * std::sqrt((mu - 1) / (n + 1));
  step_damping = 1 + 2 * std::max(0.0, spread - 1) + step_path_decay;
  expected_length = std::sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));

  const double negative = std::min({1 + rank_one / rank_mu, 1 + 2 * square_over_squares(worse) / (mu + 2),
                                    (1 - rank_one - rank_mu) / (n * rank_mu)});
  const double better_sum = std::accumulate(better.begin(), better.end(), 0.0);
  double worse_sum = 0;
  for (const double weight : weights) worse_sum += std::max(0.0, -weight);
  for (double& weight : weights) weight *= weight >= 0 ? 1 / better_sum : negative / worse_sum;
}

CmaEs::CmaEs(std::vector<double> mean, double step, std::vector<double> covariance, std::size_t population)
    : constants_(mean.size(), population),
      mean_(std::move(mean)),
      step_(step),
      covariance_(std::move(covariance)),
      stretch_(mean_.size(), 1.0),
      path_(mean_.size()),
      step_path_(mean_.size()) {
  decompose();
}

CmaEs::CmaEs(std::vector<double> mean, double step, std::size_t population)
    : CmaEs(mean, step, cma_identity(mean.size()), population) {}

double CmaEs::unstretched_deviation(std::size_t coordinate) const {
  return step_ * std::sqrt(covariance_[coordinate * dimension() + coordinate]);
}

double CmaEs::deviation(std::size_t coordinate) const {
  return stretch_[coordinate] * unstretched_deviation(coordinate);
}

double CmaEs::condition() const {
  const double least = lengths_.front();  // in ascending order
  const double ratio = lengths_.back() / least;
  return least > 0 ? ratio * ratio : std::numeric_limits<double>::infinity();
}

std::vector<double> CmaEs::sample(Rng& rng) const {
  const auto n = static_cast<Eigen::Index>(dimension());
  Eigen::VectorXd z(n);
  for (Eigen::Index k = 0; k < n; ++k) z[k] = lengths_[static_cast<std::size_t>(k)] * rng.normal();
  std::vector<double> point(dimension());
  as_vector(point) = CmaConstMatrix(axes_.data(), n, n) * z;
  for (std::size_t k = 0; k < point.size(); ++k) point[k] = mean_[k] + step_ * stretch_[k] * point[k];
  return point;
}

std::vector<double> CmaEs::injected(std::vector<double> point) const {
  std::vector<double> y(dimension());
  for (std::size_t k = 0; k < y.size(); ++k) y[k] = (point[k] - mean_[k]) / (step_ * stretch_[k]);
  const auto n = static_cast<double>(dimension());
  const double limit = std::sqrt(n) + 2 * n / (n + 2);
  const double length = as_vector(whitened(y)).norm();
  if (length <= limit) return point;
  for (std::size_t k = 0; k < y.size(); ++k) point[k] = mean_[k] + (point[k] - mean_[k]) * (limit / length);
  return point;
}

void CmaEs::update(std::span<const std::vector<double>> points, std::span<const std::vector<bool>> active) {
  const auto n = static_cast<Eigen::Index>(dimension());
  Eigen::MatrixXd y(n, static_cast<Eigen::Index>(points.size()));
  Eigen::VectorXd shift = Eigen::VectorXd::Zero(n);
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t k = 0; k < dimension(); ++k) {
      const double step = (points[i][k] - mean_[k]) / (step_ * stretch_[k]);
      y(static_cast<Eigen::Index>(k), static_cast<Eigen::Index>(i)) = step;
      const bool counts = active.empty() || active[i].empty() || active[i][k];
      if (i < constants_.parents && counts) shift[static_cast<Eigen::Index>(k)] += constants_.weights[i] * step;
    }
  }
  ++generation_;
  for (std::size_t k = 0; k < dimension(); ++k) {
    mean_[k] += step_ * stretch_[k] * shift[static_cast<Eigen::Index>(k)];
  }

  const double mu = constants_.effective_parents;
  const double c_step = constants_.step_path_decay;
  auto step_path = as_vector(step_path_);
  const std::vector<double> white = whitened(std::span(shift.data(), dimension()));
  step_path = (1 - c_step) * step_path + std::sqrt(c_step * (2 - c_step) * mu) * as_vector(white);
  const double length = step_path.norm();
  const double settled = std::sqrt(1 - std::pow(1 - c_step, 2 * static_cast<double>(generation_)));
  const bool moderate = length / settled < (1.4 + 2 / (static_cast<double>(n) + 1)) * constants_.expected_length;

  const double c_path = constants_.path_decay;
  auto path = as_vector(path_);
  path *= 1 - c_path;
  if (moderate) path += std::sqrt(c_path * (2 - c_path) * mu) * shift;
  const double missing = moderate ? 0 : c_path * (2 - c_path);

  CmaMatrix covariance(covariance_.data(), n, n);
  const double weight_sum = std::accumulate(constants_.weights.begin(), constants_.weights.end(), 0.0);
  covariance *= 1 + constants_.rank_one * missing - constants_.rank_one - constants_.rank_mu * weight_sum;
  covariance.noalias() += constants_.rank_one * path * path.transpose();
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto column = y.col(static_cast<Eigen::Index>(i));
    double weight = constants_.weights[i];
    if (weight < 0) {
      const std::vector<double> own = whitened(std::span(column.data(), dimension()));
      weight *= static_cast<double>(n) / (as_vector(own).squaredNorm() + 1e-8);
    }
    covariance.noalias() += constants_.rank_mu * weight * column * column.transpose();
  }
  step_ *= std::exp(std::min(1.0, c_step / constants_.step_damping * (length / constants_.expected_length - 1)));
  step_ = std::min(step_, cma_largest_step);
  decompose();
}

void CmaEs::stretch(std::size_t coordinate, double mean, double factor) {
  mean_[coordinate] = mean;
  stretch_[coordinate] = factor;
}

void CmaEs::decompose() {
  const auto n = static_cast<Eigen::Index>(dimension());
  CmaMatrix covariance(covariance_.data(), n, n);
  const Eigen::MatrixXd symmetric = (covariance + covariance.transpose()) / 2;
  covariance = symmetric;
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance);
  axes_.assign(solver.eigenvectors().data(), solver.eigenvectors().data() + n * n);
  lengths_.resize(dimension());
  bool lifted = false;
  for (std::size_t k = 0; k < lengths_.size(); ++k) {
    const double value = solver.eigenvalues()[static_cast<Eigen::Index>(k)];
    lifted = lifted || value < cma_least_eigenvalue;
    lengths_[k] = std::sqrt(std::max(value, cma_least_eigenvalue));
  }
  if (!lifted) return;
  const CmaConstMatrix axes(axes_.data(), n, n);
  covariance = axes * as_vector(lengths_).cwiseAbs2().asDiagonal() * axes.transpose();
}

std::vector<double> CmaEs::whitened(std::span<const double> y) const {
  const auto n = static_cast<Eigen::Index>(dimension());
  const CmaConstMatrix axes(axes_.data(), n, n);
  const Eigen::VectorXd along = (axes.transpose() * as_vector(y)).cwiseQuotient(as_vector(lengths_));
  std::vector<double> result(dimension());
  as_vector(result) = axes * along;
  return result;
}

}  // namespace vernier
