#pragma once
// Simulated studies whose truth is known: what two configurations, trained with many seeds, get wrong on test rows.
#include <cmath>
#include <string>
#include <vector>

#include "vernier/base/rng.hpp"
#include "vernier/evaluation/gain.hpp"

namespace vernier::evaluation {

/// How errors come about. Everything is in units of the spread of the rows' difficulty.
struct SimulatedProblem {
  std::string name{};
  bool classes = true;
  int rows = 1000;
  double error = 0.05;  ///< of the default settings: share of wrong rows, or root of the mean square
  double own = 0.3;     ///< what a configuration finds hard besides, the same for every seed
  double seeds = 0.05;  ///< of the whole training
  double noise = 0.3;   ///< of a training on a row
  double shift = 0;     ///< how much better every configuration of the search is than the default settings
  double spread = 0;    ///< of the configurations of the search
};

/// One study: 40 configurations, the best by a noisy validation value against the default settings, `repeats` seeds.
struct SimulatedStudy {
  std::vector<std::vector<double>> tuned, plain;  ///< row_scores of each seed
  double truth = 0;                               ///< the gain over all seeds and all rows
};

inline double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

/// The z with normal_cdf(z) = p, by bisection.
inline double normal_place(double p) {
  double low = -10, high = 10;
  for (int i = 0; i < 80; ++i) (normal_cdf((low + high) / 2) < p ? low : high) = (low + high) / 2;
  return low;
}

inline SimulatedStudy simulate_study(const SimulatedProblem& problem, int repeats, Rng rng) {
  constexpr int configurations = 40;
  double shift = 0;
  double best = -INFINITY;
  for (int k = 0; k < configurations; ++k) {
    const double candidate = problem.shift + problem.spread * rng.normal();
    const double seen = candidate + 0.05 * rng.normal();
    if (seen <= best) continue;
    best = seen;
    shift = candidate;
  }
  const double all =
      std::sqrt(1 + problem.own * problem.own + problem.seeds * problem.seeds + problem.noise * problem.noise);
  const double margin = -normal_place(problem.error) * all;
  SimulatedStudy study;
  if (problem.classes) {
    study.truth = problem.error - normal_cdf(-(margin + shift) / all);
  } else {
    // residual = error * exp(seeds * s - shift) * (row, own, noise) / their spread; E exp(seeds * s) over seeds
    study.truth = problem.error * std::exp(problem.seeds * problem.seeds / 2) * (1 - std::exp(-shift));
  }
  const auto rows = static_cast<std::size_t>(problem.rows);
  std::vector<double> difficulty(rows), own[2];
  for (double& value : difficulty) value = rng.normal();
  for (auto& values : own) {
    for (std::size_t row = 0; row < rows; ++row) values.push_back(problem.own * rng.normal());
  }
  for (int seed = 0; seed < repeats; ++seed) {
    for (const bool tuned : {true, false}) {
      const double of_seed = problem.seeds * rng.normal();
      std::vector<double> errors(rows);
      for (std::size_t row = 0; row < rows; ++row) {
        const double part = difficulty[row] + own[tuned ? 1 : 0][row] + problem.noise * rng.normal();
        if (problem.classes) {
          errors[row] = margin + (tuned ? shift : 0) + of_seed + part < 0 ? 1 : 0;
        } else {
          const double scale = std::sqrt(1 + problem.own * problem.own + problem.noise * problem.noise);
          errors[row] = std::pow(problem.error * std::exp(of_seed - (tuned ? shift : 0)) * part / scale, 2);
        }
      }
      (tuned ? study.tuned : study.plain).push_back(row_scores(errors, !problem.classes));
    }
  }
  return study;
}

}  // namespace vernier::evaluation
