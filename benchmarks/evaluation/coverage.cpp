// How often the interval of the gain holds the truth, how often "helped" is said where nothing was gained, and how
// often a gain of one paired standard deviation is found.
//
//   coverage_benchmark [STUDIES] [REPEATS]
#include <cstdlib>

#include <fmt/core.h>

#include "benchmarks/evaluation/simulated_errors.hpp"
#include "vernier/math/statistics.hpp"

namespace vernier::evaluation {
namespace {

struct Tally {
  int studies = 0, covered = 0, helped = 0, harmed = 0;
  double row_share = 0;

  void add(const Gain& gain, double truth) {
    ++studies;
    if (gain.low <= truth && truth <= gain.high) ++covered;
    if (gain.low > 0) ++helped;
    if (gain.high < 0) ++harmed;
    const double rows = gain.row_error * gain.row_error, seeds = gain.seed_error * gain.seed_error;
    if (rows + seeds > 0) row_share += rows / (rows + seeds);
  }
  void print(const std::string& name) const {
    const auto percent = [&](double count) { return 100 * count / studies; };
    fmt::print("\"{}\",{},{:.2f},{:.2f},{:.2f},{:.0f}\n", name, studies, percent(covered), percent(helped),
               percent(harmed), percent(row_share));
  }
};

/// The standard deviation, over seeds, of the difference of two trainings on one test part.
double paired_deviation(const SimulatedProblem& problem) {
  const SimulatedStudy study = simulate_study(problem, 1000, Rng(1).split("paired deviation"));
  std::vector<double> differences;
  for (std::size_t k = 0; k < study.tuned.size(); ++k)
    differences.push_back(mean(study.plain[k]) - mean(study.tuned[k]));
  return std::sqrt(sample_variance(differences));
}

/// The shift whose true gain is one paired standard deviation of the trainings with that shift.
double shift_of_one_deviation(SimulatedProblem problem) {
  double low = 0, high = 3;
  for (int i = 0; i < 12; ++i) {
    problem.shift = (low + high) / 2;
    SimulatedProblem one_row = problem;
    one_row.rows = 1;
    const double truth = simulate_study(one_row, 1, Rng(1)).truth;
    (truth < paired_deviation(problem) ? low : high) = problem.shift;
  }
  return (low + high) / 2;
}

void run(int studies, int repeats) {
  std::vector<SimulatedProblem> problems{
      {.name = "classes 100 rows", .rows = 100, .error = 0.2},
      {.name = "classes 300 rows", .rows = 300, .error = 0.1},
      {.name = "classes 1000 rows", .rows = 1000, .error = 0.05},
      {.name = "classes 1000 rows, few errors", .rows = 1000, .error = 0.01},
      {.name = "classes 2000 rows, seeds differ", .rows = 2000, .error = 0.03, .own = 0.1, .seeds = 0.2},
      {.name = "classes 500 rows, seeds agree", .rows = 500, .error = 0.1, .own = 0.5, .seeds = 0, .noise = 0.02},
      {.name = "numbers 100 rows", .classes = false, .rows = 100, .error = 5},
      {.name = "numbers 1000 rows", .classes = false, .rows = 1000, .error = 5},
      {.name = "numbers 300 rows, seeds differ", .classes = false, .rows = 300, .own = 0.1, .seeds = 0.2},
      {.name = "numbers 300 rows, seeds agree",
       .classes = false,
       .rows = 300,
       .own = 0.5,
       .seeds = 0.001,
       .noise = 0.02},
  };
  fmt::print("problem,studies,covered %,helped %,harmed %,rows % of variance\n");
  for (const double spread : {0.0, 0.1}) {
    Tally all;
    for (SimulatedProblem problem : problems) {
      problem.spread = spread;
      Tally tally;
      for (int k = 0; k < studies / static_cast<int>(problems.size()); ++k) {
        const SimulatedStudy study =
            simulate_study(problem, repeats, Rng(7).split(problem.name).split(static_cast<std::uint64_t>(k)));
        const Gain gain = gain_on_rows(study.tuned, study.plain);
        tally.add(gain, study.truth);
        all.add(gain, study.truth);
      }
      tally.print(fmt::format("{}, {}", problem.name, spread > 0 ? "gain" : "no gain"));
    }
    all.print(spread > 0 ? "all, gain" : "all, no gain");
  }
  for (SimulatedProblem problem : {problems[4], problems[8], problems[2]}) {
    problem.shift = shift_of_one_deviation(problem);
    Tally tally;
    for (int k = 0; k < studies; ++k) {
      const SimulatedStudy study =
          simulate_study(problem, repeats, Rng(8).split(problem.name).split(static_cast<std::uint64_t>(k)));
      tally.add(gain_on_rows(study.tuned, study.plain), study.truth);
    }
    tally.print(problem.name + ", gain of one paired deviation");
  }
}

}  // namespace
}  // namespace vernier::evaluation

int main(int argc, char** argv) {
  vernier::evaluation::run(argc > 1 ? std::atoi(argv[1]) : 2000, argc > 2 ? std::atoi(argv[2]) : 10);
}
