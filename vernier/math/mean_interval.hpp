#pragma once
// How well a mean is known: Student's interval, and that of a mean over two crossed samples.
#include <span>
#include <vector>

namespace vernier {

struct MeanEstimate {
  double mean = 0;
  double error = 0;          ///< standard error; infinite where one value says nothing of it
  double degrees = 0;        ///< of freedom
  double low = 0, high = 0;  ///< 95 %, unless said otherwise
  double p_value = 1;        ///< two-sided, of a true mean of 0
};

/// By Student's t. A variance of 0 gives an interval of no length; an infinite one, or no degree of freedom, gives one
/// without ends.
[[nodiscard]] MeanEstimate mean_estimate(double mean, double variance_of_mean, double degrees,
                                         double confidence = 0.95);

/// The mean of independent values (Student 1908); of paired differences this is the paired t-test.
[[nodiscard]] MeanEstimate mean_estimate(std::span<const double> values, double confidence = 0.95);

/// The mean of differences from resamplings of one data set, whose training rows overlap: the variance of the mean is
/// that of the values times 1 / count + `test_to_train`, the rows of a test part per training row (Nadeau and Bengio
/// 2003; for cross-validation Bouckaert and Frank 2004).
[[nodiscard]] MeanEstimate corrected_resampled_mean(std::span<const double> values, double test_to_train);

/// A mean over two samples that cross: one value for each member of the first and each of the second.
struct CrossedMean {
  MeanEstimate estimate;
  double first_error = 0;   ///< the part of the standard error that more of the first sample would take away
  double second_error = 0;  ///< that of the second
};

/// `values[i][j]` belongs to member i of the first sample and j of the second; both stand for populations. The variance
/// of the mean is (MS1 + max(MS2 - MS12, 0)) / (n1 n2), its degrees of freedom are Satterthwaite's (1946): the analysis
/// of readers and cases by Obuchowski and Rockette (1995) with the degrees of Hillis (2007), where readers are the
/// first sample. Where a sample has one member its variation is not in the interval. Throws InvalidArgument for lines
/// of different lengths or none.
[[nodiscard]] CrossedMean crossed_mean(std::span<const std::vector<double>> values);

struct ShareInterval {
  double low = 0, high = 1;
};
/// 95 % for a share of which `part` of `count` were seen (Wilson 1927); `part` need not be whole. [0, 1] of none.
[[nodiscard]] ShareInterval share_interval(double part, double count);

}  // namespace vernier
