// The critical batch size by the gradient noise scale against a measured sweep of steps to a target.
//
//   advice_noise DATA_FOLDER [SEEDS]
//
// For each batch size the least number of steps, over rates a third of a decade apart, after which the loss on a fixed
// sample of training rows is below the target; the mean over the seeds. The critical size is that of the curve
// S_min * (1 + B / batch) nearest to the logarithms of the steps (McCandlish et al. 2018, equation 2.7). The target is
// what the best rate reaches with batches of 32 within eight epochs, and a tenth.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "benchmarks/advice/tasks.hpp"
#include "vernier/advice/noise_scale.hpp"
#include "vernier/advice/rate_search.hpp"
#include "vernier/advice/short_training.hpp"
#include "vernier/advice/subject.hpp"

using namespace vernier;

namespace {

constexpr Index sample_rows = 2000;

double sample_loss(tune::PreparedTraining& training) {
  const Index rows = std::min(sample_rows, training.x.samples());
  const nn::Targets y(training.y);
  return *training.model.evaluate(training.x.slice(0, rows), y.slice(0, rows), {.batch_size = 256}).get("loss");
}

/// Steps until the loss is below the target; infinite after `most`.
double steps_to(const tune::TrainingTask& task, const Configuration& configuration, std::uint64_t seed, double target,
                std::int64_t most) {
  tune::PreparedTraining training = task.prepare(configuration, seed);
  double steps = std::numeric_limits<double>::infinity();
  std::int64_t due = 1;
  advice::train_steps(training, most, [&](nn::Model&, std::int64_t step, double loss) {
    if (!std::isfinite(loss)) return true;
    if (step < due) return false;
    due = std::max(step + 1, static_cast<std::int64_t>(std::ceil(static_cast<double>(step) * 1.04)));
    if (sample_loss(training) > target) return false;
    steps = static_cast<double>(step);
    return true;
  });
  return steps;
}

struct Point {
  Index batch;
  double steps;
};

double critical_batch(const std::vector<Point>& points) {
  double best = 0;
  double least = std::numeric_limits<double>::infinity();
  for (double candidate = 1; candidate < 1e5; candidate *= 1.02) {
    double mean = 0;
    for (const Point& point : points) {
      mean += std::log(point.steps) - std::log(1 + candidate / static_cast<double>(point.batch));
    }
    mean /= static_cast<double>(points.size());
    double error = 0;
    for (const Point& point : points) {
      error += std::pow(std::log(point.steps) - mean - std::log(1 + candidate / static_cast<double>(point.batch)), 2);
    }
    if (error < least) {
      least = error;
      best = candidate;
    }
  }
  return best;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) return std::puts("advice_noise DATA_FOLDER [SEEDS]"), 2;
  const int seeds = count > 2 ? std::atoi(arguments[2]) : 3;
  for (const advice_benchmark::Task& task : advice_benchmark::tasks(arguments[1])) {
    if (!task.name.ends_with("plain") || task.name.starts_with("concrete")) continue;
    const tune::TrainingTask& data = *task.plan.task;
    Configuration subject = task.plan.experiment.configure({});
    subject.compile["optimizer"] = {{"sgd", {{"learning_rate", 0.1}}}};
    subject = advice::with_batch_size(subject, 32);
    const double rate = advice::search_rates(data, subject, 1).best;
    const Index rows = data.train_part().y.front().shape()[0];
    const std::int64_t steps = 8 * ((rows + 31) / 32);
    tune::PreparedTraining training = data.prepare(advice::with_learning_rate(subject, rate), 77);
    double least = std::numeric_limits<double>::infinity();
    advice::train_steps(training, steps, [&](nn::Model&, std::int64_t step, double) {
      if (step % std::max<std::int64_t>(steps / 20, 1) == 0) least = std::min(least, sample_loss(training));
      return false;
    });
    const double target = least * 1.1;
    const advice::NoiseScale noise =
        advice::noise_scale(data, advice::with_learning_rate(subject, rate), 1, {.steps = steps});
    for (const advice::NoiseMoment& moment : noise.moments) {
      fmt::print("# step {}, loss {:.4g}, scale {:.4g}\n", moment.step, moment.loss,
                 moment.trace / moment.gradient_square);
    }
    std::vector<Point> points;
    for (Index batch = 2; batch <= std::min<Index>(rows / 2, 1024); batch *= 2) {
      double fewest = std::numeric_limits<double>::infinity();
      const std::int64_t most = std::max<std::int64_t>(60 * ((rows + batch - 1) / batch) / 2, 2000);
      // from the rate of the next smaller size on; a rate is enough where the next two are worse
      const double middle = std::min(rate * static_cast<double>(batch) / 32, rate * 4);
      for (int place = -4; place <= 4; ++place) {
        const Configuration tried =
            advice::with_batch_size(advice::with_learning_rate(subject, middle * std::pow(10.0, place / 3.0)), batch);
        double mean = 0;
        for (int k = 0; k < seeds && std::isfinite(mean) && mean / seeds < fewest; ++k) {
          const auto limit = static_cast<std::int64_t>(std::min(static_cast<double>(most), 3 * fewest));
          mean += steps_to(data, tried, static_cast<std::uint64_t>(500 + k), target, limit);
        }
        fewest = std::min(fewest, mean / seeds);
      }
      fmt::print("{},{},{}\n", task.name, batch, fewest);
      std::fflush(stdout);
      if (std::isfinite(fewest)) points.push_back({batch, fewest});
    }
    const double measured = critical_batch(points);
    fmt::print("{}: measured {:.0f}, noise scale {:.0f} ({:.0f} to {:.0f}), ratio {:.2f}\n", task.name, measured,
               noise.scale, noise.low, noise.high, noise.scale / measured);
    std::fflush(stdout);
  }
}
