#pragma once
// How one numeric column is brought to a scale that suits a network.
#include <span>
#include <string>
#include <vector>

#include "vernier/base/json.hpp"

namespace vernier {

/// auto, standard, robust, power, quantile, piecewise, log, none.
[[nodiscard]] std::vector<std::string> transform_names();

/// A fitted transform of one number into `width()` numbers. A value type; const use is thread-safe.
///
/// standard    (v - mean) / deviation
/// robust      (v - median) / (interquartile range / 1.349)
/// log         standard, of sign(v) * log(1 + |v|)
/// power       standard, of Yeo and Johnson's transform with the most likely lambda (Biometrika 2000)
/// quantile    the normal score of the rank among the training values; ties share the middle of theirs
/// piecewise   one column per quantile bin, which fills from 0 to 1 as v crosses the bin (Gorishniy, Rubachev, Babenko:
///             "On embeddings for numerical features in tabular deep learning", NeurIPS 2022)
/// none        v
class NumericTransform {
 public:
  /// Fits on finite values, at least one. `kind` auto: quantile for more than 32 different values that are far from
  /// normal (skewness beyond 1 or excess kurtosis above 4) or at least 2000 in number, so that their ranks are known
  /// well; else standard.
  static NumericTransform fit(std::span<const double> values, const std::string& kind, int bins = 16);
  /// The transform standard with these moments; a scale that is not positive becomes 1.
  static NumericTransform standard(double center, double scale);

  [[nodiscard]] const std::string& kind() const { return kind_; }
  [[nodiscard]] std::size_t width() const { return kind_ == "piecewise" ? points_.size() - 1 : 1; }
  /// Writes width() numbers. Values far outside of the training range are held at 10 deviations.
  void apply(double value, float* out) const;

  [[nodiscard]] Json to_json() const;
  /// Throws BadData for JSON that to_json did not write.
  static NumericTransform from_json(const Json& json);

 private:
  [[nodiscard]] double bend(double value) const;

  std::string kind_ = "none";
  double center_ = 0;
  double scale_ = 1;
  double lambda_ = 1;
  std::vector<double> points_;  // quantile, piecewise: ascending and different
  std::vector<double> scores_;  // quantile: the normal score at each point
};

/// Skewness of the values, 0 when they are all the same.
[[nodiscard]] double skewness(std::span<const double> values);

}  // namespace vernier
