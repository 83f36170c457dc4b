#include "vernier/advice/short_training.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>
#include <utility>

#include "vernier/base/rng.hpp"

namespace vernier::advice {
namespace {

class StepCounter : public nn::Callback {
 public:
  StepCounter(std::int64_t steps, const StepObserver& observe) : left_(steps), observe_(observe) {}
  void on_batch_end(nn::FitState& state, std::int64_t, double loss) override {
    if (observe_(state.model, ++step_, loss) || step_ >= left_) state.stop = true;
  }

 private:
  std::int64_t left_;
  const StepObserver& observe_;
  std::int64_t step_ = 0;
};

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

void train_steps(tune::PreparedTraining& training, std::int64_t steps, const StepObserver& observe,
                 std::stop_token stop) {
  nn::FitOptions options = training.options;
  const std::int64_t per_epoch = (training.x.samples() + options.batch_size - 1) / options.batch_size;
  options.epochs = (steps + per_epoch - 1) / per_epoch;
  options.validation_data.reset();
  options.callbacks = {std::make_shared<StepCounter>(steps, observe)};
  options.stop = std::move(stop);
  training.model.fit(training.x, training.y, options);
}

double judged_loss(tune::PreparedTraining& training) {
  constexpr std::size_t most_rows = 2000;
  constexpr Index batch_size = 256;
  const auto& held = training.options.validation_data;
  nn::Inputs x = held ? held->x : training.x;
  nn::Targets y = held ? held->y : nn::Targets(training.y);
  std::vector<Index> rows(static_cast<std::size_t>(x.samples()));
  std::array<Tensor, nn::Inputs::max_count> some_x;
  std::array<Tensor, nn::Inputs::max_count> some_y;
  if (rows.size() > most_rows) {
    std::iota(rows.begin(), rows.end(), Index{0});
    Rng(0).split("judged rows").shuffle(std::span<Index>(rows));
    rows.resize(most_rows);
    x = x.gather(rows, some_x);
    y = y.gather(rows, some_y);
  }
  return training.model.evaluate(x, y, {.batch_size = batch_size})
      .get("loss")
      .value_or(std::numeric_limits<double>::infinity());
}

ShortTraining train_shortly(const tune::TrainingTask& task, const Configuration& configuration, std::uint64_t seed,
                            std::int64_t steps, int judgements, std::stop_token stop) {
  tune::PreparedTraining training = task.prepare(configuration, seed);
  ShortTraining result{.least = std::numeric_limits<double>::infinity()};
  auto begin = std::chrono::steady_clock::now();
  train_steps(
      training, steps,
      [&](nn::Model&, std::int64_t step, double loss) {
        result.steps = step;
        if (!std::isfinite(loss)) return true;
        const auto due = static_cast<std::int64_t>(result.losses.size() + 1) * steps / judgements;
        if (step < due) return false;
        result.seconds += seconds_since(begin);
        result.losses.push_back(judged_loss(training));
        begin = std::chrono::steady_clock::now();
        if (!std::isfinite(result.losses.back())) return true;
        result.least = std::min(result.least, result.losses.back());
        return false;
      },
      std::move(stop));
  return result;
}

}  // namespace vernier::advice
