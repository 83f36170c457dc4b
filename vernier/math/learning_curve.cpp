#include "vernier/math/learning_curve.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <vector>

#include "vernier/math/statistics.hpp"

namespace vernier {
namespace {

// Of standardised losses: coefficients of a few tens, noise of a tenth and more.
constexpr double prior_precision = 0.01;
constexpr double prior_shape = 1;
constexpr double prior_rate = 0.01;

struct ShapeForecast {
  double log_evidence = 0;
  double below = 0;
};

ShapeForecast forecast(const Eigen::VectorXd& shape, const Eigen::VectorXd& losses, double shape_at, double limit) {
  Eigen::MatrixXd design(losses.size(), 2);
  design.col(0).setOnes();
  design.col(1) = shape;
  const Eigen::Matrix2d precision = design.transpose() * design + prior_precision * Eigen::Matrix2d::Identity();
  const Eigen::Matrix2d covariance = precision.inverse();
  const Eigen::Vector2d mean = covariance * (design.transpose() * losses);
  const double a = prior_shape + 0.5 * static_cast<double>(losses.size());
  const double b = prior_rate + 0.5 * std::max(0.0, losses.squaredNorm() - mean.dot(precision * mean));
  const Eigen::Vector2d there(1, shape_at);
  const double deviation = std::sqrt(b / a * (1 + there.dot(covariance * there)));
  const boost::math::students_t student(2 * a);
  return {-0.5 * std::log(precision.determinant()) - a * std::log(b),
          boost::math::cdf(student, (limit - there.dot(mean)) / deviation)};
}

}  // namespace

double probability_below(std::span<const double> steps, std::span<const double> losses, double at, double limit) {
  if (losses.size() < 3) return 0.5;
  const double center = mean(losses);
  const double scale = std::sqrt(sample_variance(losses));
  if (!(scale > 0)) return center < limit ? 1 : 0;
  Eigen::VectorXd standard(static_cast<Eigen::Index>(losses.size()));
  for (std::size_t i = 0; i < losses.size(); ++i) standard[static_cast<Eigen::Index>(i)] = (losses[i] - center) / scale;
  std::vector<ShapeForecast> forecasts;
  const auto add = [&](const auto& shape) {
    Eigen::VectorXd values(standard.size());
    for (std::size_t i = 0; i < steps.size(); ++i) values[static_cast<Eigen::Index>(i)] = shape(steps[i]);
    forecasts.push_back(forecast(values, standard, shape(at), (limit - center) / scale));
  };
  for (const double b : {0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0}) add([&](double t) { return std::pow(t, -b); });
  for (const double b : {1.0, 2.0, 4.0, 8.0, 16.0, 32.0}) add([&](double t) { return std::exp(-b * t / at); });
  const double most = std::max_element(forecasts.begin(), forecasts.end(), [](const auto& x, const auto& y) {
                        return x.log_evidence < y.log_evidence;
                      })->log_evidence;
  double weights = 0, below = 0;
  for (const ShapeForecast& one : forecasts) {
    const double weight = std::exp(one.log_evidence - most);
    weights += weight;
    below += weight * one.below;
  }
  return below / weights;
}

}  // namespace vernier
