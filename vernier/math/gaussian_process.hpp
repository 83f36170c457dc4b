#pragma once
// Gaussian-process regression on mixed inputs, for a few hundred observations.
//
// Kernel: scale * Matern-5/2 of r, r^2 = sum over numbers of relevance * difference^2 + sum over categories of
// relevance * [different]; a relevance is 1 / (length scale)^2. To this smooth part each point adds something of its
// own, the same whenever it is observed, and each observation adds noise. The mean is 0. What is a point's own and what
// is noise only repeated observations tell apart. (Rasmussen and Williams 2006, chapters 2 and 5.)
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "vernier/math/input_warp.hpp"
#include "vernier/math/pair_distances.hpp"

namespace vernier {

/// Points lie row after row: `numbers` coordinates that are compared by distance, then `categories` codes that are
/// compared for equality.
struct GaussianData {
  std::size_t numbers = 0;
  std::size_t categories = 0;
  std::vector<double> points;
  std::vector<double> values;  ///< finite, of about unit size
  [[nodiscard]] std::size_t dimension() const { return numbers + categories; }
  [[nodiscard]] std::size_t size() const { return values.size(); }
};

struct GaussianParameters {
  std::vector<double> relevance;  ///< of each coordinate
  double scale = 1;               ///< variance of the smooth part
  double own = 0.005;             ///< variance of what each point has of its own
  double noise = 0.005;           ///< variance of the noise
  InputWarp warp{};               ///< of the numbers
};

/// Optuna's: a search does best when it takes little for noise.
inline constexpr double search_noise_rate = 30;
/// An estimate is honest when it takes noise for what it is.
inline constexpr double estimate_noise_rate = 4;

/// What is believed of the parameters before any value: scale ~ Gamma(2, 1), own ~ Gamma(1.1, 30), log a and log b of a
/// warp ~ N(0, 0.09), and these.
struct GaussianPrior {
  double noise_rate = search_noise_rate;  ///< noise ~ Gamma(1.1, noise_rate)
  /// Relevance v: false, density exp(-0.1 / v - 0.1 v). True, that of many coordinates few matter: the logarithm of the
  /// length scale has mean sqrt(2) + ln(dimension) / 2 and deviation sqrt(3) (Hvarfner, Hellsten, Nardi 2024, "Vanilla
  /// Bayesian optimization performs great in high dimensions"); a fitted relevance below 0.002 is none at all.
  bool sparse = false;
  bool warp = false;  ///< the numbers are bent
};

/// log p(values | parameters) + log p(parameters) but for a constant, with its gradient by the logarithms of the
/// relevances, scale, own, noise, and a and b of the warp where there is one, in that order. -infinity where the kernel
/// matrix is not positive definite. The priors but those of sparse relevances and of the warp are those of Optuna's
/// GPSampler.
class GaussianPosterior {
 public:
  explicit GaussianPosterior(GaussianData data, GaussianPrior prior = {});

  [[nodiscard]] double operator()(const GaussianParameters& parameters, std::span<double> gradient) const;

 private:
  GaussianData data_;
  PairDistances pairs_;
  GaussianPrior prior_;
};

/// The parameters of greatest posterior density that are reached from a fixed start: a pure function of the data.
[[nodiscard]] GaussianParameters fit_gaussian_process(const GaussianData& data, const GaussianPrior& prior = {});

class GaussianProcess;

/// What is expected before anything is observed: a weighted sum of the means of other processes of the same
/// coordinates; none: 0.
struct GaussianTrend {
  struct Part {
    double weight = 0;
    std::shared_ptr<const GaussianProcess> process;
  };
  std::vector<Part> parts;

  void add_to(std::span<const double> points, std::span<double> mean) const;
  /// The data less the trend.
  [[nodiscard]] GaussianData taken_off(GaussianData data) const;
};

/// The posterior given parameters. Immutable; thread-safe.
class GaussianProcess {
 public:
  /// `parameters` are those of the data less the trend.
  GaussianProcess(GaussianData data, GaussianParameters parameters, GaussianTrend trend = {});
  ~GaussianProcess();
  GaussianProcess(GaussianProcess&&) noexcept;
  GaussianProcess& operator=(GaussianProcess&&) noexcept;

  [[nodiscard]] const GaussianData& data() const;
  [[nodiscard]] const GaussianParameters& parameters() const;

  /// Mean and variance of the smooth part at each of the points, row after row.
  void predict(std::span<const double> points, std::span<double> mean, std::span<double> variance) const;
  /// The same with what the points have of their own: of use where they have been observed.
  void predict_whole(std::span<const double> points, std::span<double> mean, std::span<double> variance) const;
  /// The smooth part at one point; the gradients are by its numbers.
  void predict(std::span<const double> point, double& mean, double& variance, std::span<double> mean_gradient,
               std::span<double> variance_gradient) const;
  /// The mean at each observed point, had all but its own observation been made.
  [[nodiscard]] std::vector<double> left_out() const;
  /// The process after these points were observed to be what it expects there: its mean stays, its variance falls.
  [[nodiscard]] GaussianProcess with_expected(std::span<const double> points) const;

 private:
  void predict(std::span<const double> points, double own, std::span<double> mean, std::span<double> variance) const;

  struct State;
  std::unique_ptr<const State> state_;
};

}  // namespace vernier
