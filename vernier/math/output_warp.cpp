#include "vernier/math/output_warp.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "vernier/math/normal.hpp"
#include "vernier/math/statistics.hpp"

namespace vernier {
namespace {

double box_cox(double x, double lambda) {
  return std::abs(lambda) < 1e-8 ? std::log(x) : std::expm1(lambda * std::log(x)) / lambda;
}
double box_cox_inverse(double y, double lambda) {
  if (std::abs(lambda) < 1e-8) return std::exp(y);
  return std::exp(std::log1p(std::max(lambda * y, -1 + 1e-12)) / lambda);
}
double yeo_johnson(double x, double lambda) { return x >= 0 ? box_cox(1 + x, lambda) : -box_cox(1 - x, 2 - lambda); }
double yeo_johnson_inverse(double y, double lambda) {
  return y >= 0 ? box_cox_inverse(y, lambda) - 1 : 1 - box_cox_inverse(-y, 2 - lambda);
}

// The exponent in [-3, 3] whose images are most like a normal sample.
double likeliest_power(std::span<const double> values, bool positive) {
  const auto likelihood = [&](double lambda) {
    std::vector<double> images;
    double log_slopes = 0;
    for (const double x : values) {
      images.push_back(positive ? box_cox(x, lambda) : yeo_johnson(x, lambda));
      log_slopes += positive ? std::log(x) : std::copysign(std::log1p(std::abs(x)), x);
    }
    const double variance = sample_variance(images);
    if (!(variance > 0) || !std::isfinite(variance)) return -std::numeric_limits<double>::infinity();
    return -0.5 * static_cast<double>(values.size()) * std::log(variance) + (lambda - 1) * log_slopes;
  };
  double best = 1, most = likelihood(1);
  for (double width = 3; width > 0.005; width /= 3) {
    const double centre = width == 3 ? 0 : best;
    for (int k = -6; k <= 6; ++k) {
      const double lambda = std::clamp(centre + width * k / 6, -3.0, 3.0);
      const double value = likelihood(lambda);
      if (value > most) {
        best = lambda;
        most = value;
      }
    }
  }
  return best;
}

constexpr double log_stretch = 1.5;

}  // namespace

OutputWarp::OutputWarp(WarpKind kind, std::span<const double> losses) : kind_(kind) {
  for (const double loss : losses) unit_ = std::max(unit_ == 1 ? 0 : unit_, std::abs(loss));
  if (unit_ == 0) unit_ = 1;
  std::vector<double> x;
  for (const double loss : losses) x.push_back(loss / unit_);
  std::sort(x.begin(), x.end());
  if (kind_ == WarpKind::half_rank) {
    median_ = median(x);
    double squares = 0;
    int good = 0;
    for (const double value : x) {
      if (value > median_) break;
      squares += (value - median_) * (value - median_);
      ++good;
    }
    const double spread = squares > 0 ? std::sqrt(squares / good) : 1;
    for (std::size_t i = static_cast<std::size_t>(good); i < x.size();) {
      std::size_t end = i;
      while (end < x.size() && x[end] == x[i]) ++end;
      const double share = 0.5 * static_cast<double>(i + end) / static_cast<double>(x.size());
      bad_.push_back(x[i]);
      rank_.push_back(median_ + spread * std::max(0.0, normal_quantile(share)));
      i = end;
    }
    best_ = x.front();
    range_ = (rank_.empty() ? median_ : rank_.back()) - best_;
    if (!(range_ > 0)) range_ = 1;
  }
  if (kind_ == WarpKind::power && x.front() < x.back()) {
    const double spread = std::sqrt(sample_variance(x));
    if (spread > 0) {
      unit_ *= spread;
      for (double& value : x) value /= spread;
      positive_ = x.front() > 0;
      lambda_ = likeliest_power(x, positive_);
    }
  }
  std::vector<double> images;
  for (const double value : x) images.push_back(shape(value));
  mean_ = mean(images);
  spread_ = std::sqrt(sample_variance(images));
  if (!(spread_ > 0) || !std::isfinite(spread_)) spread_ = 1;
}

double OutputWarp::shape(double x) const {
  switch (kind_) {
    case WarpKind::none: return x;
    case WarpKind::power: return positive_ ? box_cox(std::max(x, 1e-300), lambda_) : yeo_johnson(x, lambda_);
    case WarpKind::half_rank: break;
  }
  double ranked = x;
  if (x > median_ && !bad_.empty()) {
    const auto above = std::lower_bound(bad_.begin(), bad_.end(), x) - bad_.begin();
    const auto k = static_cast<std::size_t>(above);
    if (k == bad_.size()) {
      ranked = rank_.back();
    } else {
      const double from = k == 0 ? median_ : bad_[k - 1], to = bad_[k];
      const double low = k == 0 ? median_ : rank_[k - 1];
      ranked = low + (rank_[k] - low) * (x - from) / (to - from);
    }
  }
  return std::log1p((log_stretch - 1) * std::max((ranked - best_) / range_, -1.9)) / std::log(log_stretch);
}

double OutputWarp::unshape(double image) const {
  switch (kind_) {
    case WarpKind::none: return image;
    case WarpKind::power: return positive_ ? box_cox_inverse(image, lambda_) : yeo_johnson_inverse(image, lambda_);
    case WarpKind::half_rank: break;
  }
  const double ranked = best_ + range_ * std::expm1(image * std::log(log_stretch)) / (log_stretch - 1);
  if (ranked <= median_ || bad_.empty()) return ranked;
  const auto k = static_cast<std::size_t>(std::lower_bound(rank_.begin(), rank_.end(), ranked) - rank_.begin());
  if (k == rank_.size()) return bad_.back();
  const double from = k == 0 ? median_ : rank_[k - 1];
  const double low = k == 0 ? median_ : bad_[k - 1];
  return low + (bad_[k] - low) * (ranked - from) / (rank_[k] - from);
}

double OutputWarp::apply(double loss) const { return (shape(loss / unit_) - mean_) / spread_; }
double OutputWarp::invert(double image) const { return unshape(image * spread_ + mean_) * unit_; }

}  // namespace vernier
