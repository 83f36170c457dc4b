// A time series: the lowest temperature of the next day in Melbourne, from the 30 days before it, beside what needs no
// network: yesterday's value, that of the same day a year ago, and a linear autoregression over 30 days.
//
//   series DATA_FOLDER [EPOCHS]
//
// DATA_FOLDER holds daily_min_temperatures.csv.
#include <fmt/core.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>

#include "vernier/data/dataset.hpp"
#include "vernier/nn/layers/dense.hpp"
#include "vernier/nn/layers/dropout.hpp"
#include "vernier/nn/layers/gru.hpp"
#include "vernier/nn/layers/input.hpp"
#include "vernier/nn/optimizers/adam.hpp"
#include "vernier/nn/progress.hpp"
#include "vernier/nn/schedules/cosine_decay.hpp"
#include "vernier/nn/sequential.hpp"

namespace nn = vernier::nn;
using vernier::Index;

namespace {

constexpr Index lookback = 30;
constexpr Index tested = 730;

/// The root of the mean squared error over the last two years.
double rmse(const std::vector<double>& series, const std::function<double(Index day)>& predict) {
  double sum = 0;
  const auto days = static_cast<Index>(series.size());
  for (Index day = days - tested; day < days; ++day)
    sum += std::pow(predict(day) - series[static_cast<std::size_t>(day)], 2);
  return std::sqrt(sum / static_cast<double>(tested));
}

/// Weights of the days before, the last one first, and a constant, by least squares on the days before the test part.
Eigen::VectorXd autoregression(const std::vector<double>& series) {
  const Index rows = static_cast<Index>(series.size()) - tested - lookback;
  Eigen::MatrixXd past(rows, lookback + 1);
  Eigen::VectorXd next(rows);
  for (Index row = 0; row < rows; ++row) {
    for (Index k = 0; k < lookback; ++k) past(row, k) = series[static_cast<std::size_t>(row + lookback - 1 - k)];
    past(row, lookback) = 1;
    next(row) = series[static_cast<std::size_t>(row + lookback)];
  }
  return past.colPivHouseholderQr().solve(next);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: series DATA_FOLDER [EPOCHS]\n");
    return 2;
  }
  const std::int64_t epochs = argc > 2 ? std::max(1, std::atoi(argv[2])) : 20;
  const vernier::Json block{
      {"path", "daily_min_temperatures.csv"}, {"target", "Temp"}, {"lookback", lookback}, {"test", {{"last", tested}}}};
  const vernier::Dataset data = vernier::load_dataset(block, argv[1]);
  const vernier::Encoder encoder = data.fit_encoder();
  const vernier::Examples train = data.encode(encoder);
  const vernier::Examples test = data.encode_test(encoder);

  nn::Sequential model({.seed = 1});
  model.add(nn::Input({lookback, encoder.input_specs().front().shape[1]}));  // the past, and where in the year it lies
  model.add(nn::GRU(32));
  model.add(nn::Dropout(0.2));
  model.add(nn::Dense(1));
  const auto rate = nn::CosineDecay({.initial_learning_rate = 0.003, .decay_epochs = static_cast<double>(epochs)});
  model.compile({.optimizer = nn::Adam({.learning_rate = rate}), .loss = "mean_squared_error"});
  model.fit(train.x, train.y,
            {.batch_size = 32, .epochs = epochs, .callbacks = {nn::Progress([](std::string_view line) {
                                                   fmt::print(stderr, "{}\n", line);
                                                 })}});
  fmt::print("{}\n", model.summary());

  vernier::Tensor predicted = model.predict(test.x, 256);
  encoder.target().to_original_scale(predicted.view());
  const vernier::Table table = vernier::read_table(std::filesystem::path(argv[1]) / "daily_min_temperatures.csv");
  const std::vector<double>& series = table.column("Temp").numbers;
  const auto at = [&](Index day) { return series[static_cast<std::size_t>(day)]; };
  const Index first = static_cast<Index>(series.size()) - tested;
  const Eigen::VectorXd weights = autoregression(series);
  fmt::print("test RMSE in degrees\n");
  fmt::print("  the day before            {:.3f}\n", rmse(series, [&](Index day) { return at(day - 1); }));
  fmt::print("  the same day a year ago   {:.3f}\n", rmse(series, [&](Index day) { return at(day - 365); }));
  fmt::print("  linear autoregression     {:.3f}\n", rmse(series, [&](Index day) {
               double sum = weights(lookback);
               for (Index k = 0; k < lookback; ++k) sum += weights(k) * at(day - 1 - k);
               return sum;
             }));
  fmt::print("  network                   {:.3f}\n", rmse(series, [&](Index day) {
               return static_cast<double>(predicted.values()[static_cast<std::size_t>(day - first)]);
             }));
  return 0;
}
