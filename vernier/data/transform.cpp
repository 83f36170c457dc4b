#include "vernier/data/transform.hpp"

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <numbers>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

constexpr double transform_limit = 10;         // deviations
constexpr std::size_t transform_points = 256;  // of a quantile transform
constexpr std::size_t transform_few_values = 32;
constexpr std::size_t transform_many_rows = 2000;

struct TransformMoments {
  double mean = 0, deviation = 0, skewness = 0, kurtosis = 0;
};

TransformMoments moments_of(std::span<const double> values) {
  TransformMoments m;
  const auto n = static_cast<double>(values.size());
  for (const double v : values) m.mean += v / n;
  double second = 0, third = 0, fourth = 0;
  for (const double v : values) {
    const double d = v - m.mean;
    second += d * d / n;
    third += d * d * d / n;
    fourth += d * d * d * d / n;
  }
  m.deviation = std::sqrt(second);
  if (m.deviation > 0) {
    m.skewness = third / std::pow(second, 1.5);
    m.kurtosis = fourth / (second * second) - 3;
  }
  return m;
}

double normal_score(double probability) {
  const double p = std::clamp(probability, 1e-4, 1 - 1e-4);
  return std::numbers::sqrt2 * boost::math::erf_inv(2 * p - 1);
}

double sorted_quantile(const std::vector<double>& sorted, double probability) {
  const double at = probability * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  if (below + 1 >= sorted.size()) return sorted.back();
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[below + 1] - sorted[below]);
}

double yeo_johnson(double value, double lambda) {
  if (value >= 0) return std::abs(lambda) < 1e-9 ? std::log1p(value) : std::expm1(lambda * std::log1p(value)) / lambda;
  const double mirrored = 2 - lambda;
  return std::abs(mirrored) < 1e-9 ? -std::log1p(-value) : -std::expm1(mirrored * std::log1p(-value)) / mirrored;
}

double yeo_johnson_likelihood(std::span<const double> values, double lambda) {
  std::vector<double> bent;
  double jacobian = 0;
  for (const double v : values) {
    bent.push_back(yeo_johnson(v, lambda));
    jacobian += std::copysign(std::log1p(std::abs(v)), v);
  }
  const double deviation = moments_of(bent).deviation;
  if (!(deviation > 0) || !std::isfinite(deviation)) return -HUGE_VAL;
  return -static_cast<double>(values.size()) * std::log(deviation) + (lambda - 1) * jacobian;
}

// golden section over [-3, 5]: the likelihood is unimodal in lambda
double best_lambda(std::span<const double> values) {
  std::vector<double> sample;  // a few thousand values fix lambda well enough
  const std::size_t step = values.size() / 4096 + 1;
  for (std::size_t i = 0; i < values.size(); i += step) sample.push_back(values[i]);
  double low = -3, high = 5;
  const double ratio = (std::sqrt(5.0) - 1) / 2;
  while (high - low > 1e-4) {
    const double left = high - ratio * (high - low);
    const double right = low + ratio * (high - low);
    if (yeo_johnson_likelihood(sample, left) < yeo_johnson_likelihood(sample, right)) {
      low = left;
    } else {
      high = right;
    }
  }
  return (low + high) / 2;
}

}  // namespace

std::vector<std::string> transform_names() {
  return {"auto", "standard", "robust", "power", "quantile", "piecewise", "log", "none"};
}

double skewness(std::span<const double> values) { return moments_of(values).skewness; }

NumericTransform NumericTransform::fit(std::span<const double> values, const std::string& kind, int bins) {
  NumericTransform fitted;
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  fitted.kind_ = kind;
  if (kind == "auto") {
    std::vector<double> distinct = sorted;
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    const TransformMoments m = moments_of(values);
    const bool odd = std::abs(m.skewness) > 1 || m.kurtosis > 4;
    const bool known_well = values.size() >= transform_many_rows;
    fitted.kind_ = distinct.size() > transform_few_values && (odd || known_well) ? "quantile" : "standard";
  }
  if (fitted.kind_ == "quantile") {
    const std::size_t count = std::min(transform_points, sorted.size());
    for (std::size_t i = 0; i < count; ++i) {
      const double p = count == 1 ? 0.5 : static_cast<double>(i) / static_cast<double>(count - 1);
      fitted.points_.push_back(sorted_quantile(sorted, p));
    }
    fitted.points_.erase(std::unique(fitted.points_.begin(), fitted.points_.end()), fitted.points_.end());
    for (const double point : fitted.points_) {
      const auto below = std::lower_bound(sorted.begin(), sorted.end(), point) - sorted.begin();
      const auto upto = std::upper_bound(sorted.begin(), sorted.end(), point) - sorted.begin();
      fitted.scores_.push_back(
          normal_score(static_cast<double>(below + upto) / (2 * static_cast<double>(sorted.size()))));
    }
    return fitted;
  }
  if (fitted.kind_ == "piecewise") {
    for (int i = 0; i <= bins; ++i) fitted.points_.push_back(sorted_quantile(sorted, static_cast<double>(i) / bins));
    fitted.points_.erase(std::unique(fitted.points_.begin(), fitted.points_.end()), fitted.points_.end());
    if (fitted.points_.size() < 2) fitted.points_.push_back(fitted.points_[0] + 1);
    return fitted;
  }
  if (fitted.kind_ == "none") return fitted;
  if (fitted.kind_ == "robust") {
    fitted.center_ = sorted_quantile(sorted, 0.5);
    fitted.scale_ = (sorted_quantile(sorted, 0.75) - sorted_quantile(sorted, 0.25)) / 1.349;
    if (fitted.scale_ <= 0) fitted.scale_ = moments_of(values).deviation;
  } else {
    if (fitted.kind_ == "power") fitted.lambda_ = best_lambda(values);
    for (double& value : sorted) value = fitted.bend(value);
    const TransformMoments m = moments_of(sorted);
    fitted.center_ = m.mean;
    fitted.scale_ = m.deviation;
  }
  if (!(fitted.scale_ > 0) || !std::isfinite(fitted.scale_)) fitted.scale_ = 1;
  return fitted;
}

NumericTransform NumericTransform::standard(double center, double scale) {
  NumericTransform given;
  given.kind_ = "standard";
  given.center_ = center;
  given.scale_ = scale > 0 && std::isfinite(scale) ? scale : 1;
  return given;
}

double NumericTransform::bend(double value) const {
  if (kind_ == "power") return yeo_johnson(value, lambda_);
  if (kind_ == "log") return std::copysign(std::log1p(std::abs(value)), value);
  return value;
}

void NumericTransform::apply(double value, float* out) const {
  if (kind_ == "quantile") {
    const auto above =
        static_cast<std::size_t>(std::upper_bound(points_.begin(), points_.end(), value) - points_.begin());
    if (above == 0 || above == points_.size()) {
      *out = static_cast<float>(above == 0 ? scores_.front() : scores_.back());
      return;
    }
    const double part = (value - points_[above - 1]) / (points_[above] - points_[above - 1]);
    *out = static_cast<float>(scores_[above - 1] + part * (scores_[above] - scores_[above - 1]));
    return;
  }
  if (kind_ == "piecewise") {
    for (std::size_t i = 0; i + 1 < points_.size(); ++i) {
      out[i] = static_cast<float>(std::clamp((value - points_[i]) / (points_[i + 1] - points_[i]), 0.0, 1.0));
    }
    return;
  }
  const double scaled = (bend(value) - center_) / scale_;
  *out = static_cast<float>(kind_ == "none" ? scaled : std::clamp(scaled, -transform_limit, transform_limit));
}

Json NumericTransform::to_json() const {
  Json json{{"kind", kind_}};
  if (!points_.empty()) {
    json["points"] = points_;
    if (!scores_.empty()) json["scores"] = scores_;
  } else if (kind_ != "none") {
    json["center"] = center_;
    json["scale"] = scale_;
    if (kind_ == "power") json["lambda"] = lambda_;
  }
  return json;
}

NumericTransform NumericTransform::from_json(const Json& json) {
  NumericTransform read;
  read.kind_ = json.at("kind").get<std::string>();
  const std::vector<std::string> kinds = transform_names();
  const bool known = read.kind_ != "auto" && std::find(kinds.begin(), kinds.end(), read.kind_) != kinds.end();
  read.points_ = json.value("points", std::vector<double>{});
  read.scores_ = json.value("scores", std::vector<double>{});
  read.center_ = json.value("center", 0.0);
  read.scale_ = json.value("scale", 1.0);
  read.lambda_ = json.value("lambda", 1.0);
  const std::size_t points = read.points_.size();
  if (!known || (read.kind_ == "quantile" && (points == 0 || read.scores_.size() != points)) ||
      (read.kind_ == "piecewise" && points < 2)) {
    throw BadData("the saved transform of a column is damaged", "what a model file of Vernier holds");
  }
  return read;
}

}  // namespace vernier
