#include "vernier/advice/batch_sizes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "vernier/advice/short_training.hpp"
#include "vernier/base/rng.hpp"

namespace vernier::advice {

std::vector<Index> batch_sizes_for(Index rows, int count) {
  std::vector<Index> sizes;
  for (Index size = 16; size <= rows / 8 && static_cast<int>(sizes.size()) < count; size *= 4) sizes.push_back(size);
  if (sizes.empty()) sizes.push_back(std::clamp<Index>(rows / 8, 1, 16));
  return sizes;
}

BatchSizes compare_batch_sizes(const tune::TrainingTask& task, const Configuration& configuration, double rate,
                               std::uint64_t seed, const NoiseScale* noise, const BatchSizeOptions& options,
                               std::stop_token stop) {
  BatchSizes result;
  result.rule = rate_rule(optimizer_of(configuration));
  result.epochs = options.epochs;
  const Index rows = task.train_part().y.front().shape()[0];
  for (const Index size : options.sizes.empty() ? batch_sizes_for(rows) : options.sizes) {
    BatchSizeRow row{.batch_size = size,
                     .learning_rate = scaled_rate(rate, batch_size_of(configuration), size, result.rule),
                     .steps_per_epoch = (rows + size - 1) / size,
                     .relative_steps = noise != nullptr && std::isfinite(noise->scale)
                                           ? noise->relative_steps(size)
                                           : std::numeric_limits<double>::quiet_NaN(),
                     .losses = {}};
    double fastest = std::numeric_limits<double>::infinity();
    for (int k = 0; k < options.seeds && !stop.stop_requested(); ++k) {
      const std::uint64_t own = Rng(seed).split("batch size").split(static_cast<std::uint64_t>(k)).next64();
      const ShortTraining training =
          train_shortly(task, with_batch_size(with_learning_rate(configuration, row.learning_rate), size), own,
                        options.epochs * row.steps_per_epoch, static_cast<int>(options.epochs), stop);
      row.losses.push_back(training.least);
      result.steps += training.steps;
      if (training.steps > 0) {
        fastest = std::min(fastest, training.seconds / static_cast<double>(training.steps));
      }
    }
    row.seconds_per_epoch = fastest * static_cast<double>(row.steps_per_epoch);
    if (!result.rows.empty() && !stop.stop_requested()) {
      row.difference = paired_difference(row.losses, result.rows.front().losses);
    }
    result.rows.push_back(std::move(row));
  }
  return result;
}

Json BatchSizes::to_json() const {
  Json list = Json::array();
  for (const BatchSizeRow& row : rows) {
    list.push_back({{"batch_size", row.batch_size},
                    {"learning_rate", row.learning_rate},
                    {"steps_per_epoch", row.steps_per_epoch},
                    {"seconds_per_epoch", row.seconds_per_epoch},
                    {"relative_steps", row.relative_steps},
                    {"losses", row.losses}});
    if (!row.difference) continue;
    list.back()["difference"] = row.difference->to_json();
  }
  return {{"rate_rule", rule == RateRule::linear ? "linear" : "square root"},
          {"epochs", epochs},
          {"steps", steps},
          {"sizes", list}};
}

}  // namespace vernier::advice
