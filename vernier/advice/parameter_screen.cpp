#include "vernier/advice/parameter_screen.hpp"

#include <algorithm>
#include <cmath>

#include "vernier/advice/short_training.hpp"
#include "vernier/advice/subject.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/base/rng.hpp"
#include "vernier/math/statistics.hpp"

namespace vernier::advice {
namespace {

/// The coordinates that a parameter is moved to.
std::vector<double> other_places(const Parameter& parameter, double middle) {
  if (parameter.distribution.kind() != Distribution::Kind::categorical) return {0.125, 0.875};
  std::vector<double> places;
  const auto count = static_cast<double>(parameter.distribution.values().size());
  for (double k = 0; k < count; ++k) {
    const double place = (k + 0.5) / count;
    if (parameter.distribution.from_unit(place) != parameter.distribution.from_unit(middle)) places.push_back(place);
  }
  return places;
}

class Screen {
 public:
  Screen(const tune::TrainingTask& task, const Experiment& experiment, std::uint64_t seed,
         const ParameterScreenOptions& options, std::stop_token stop)
      : task_(task), experiment_(experiment), seed_(seed), options_(options), stop_(std::move(stop)) {}

  /// The losses of the configuration; empty where it cannot be trained.
  std::vector<double> losses(const ParamMap& params) {
    std::vector<double> least;
    if (!experiment_.space.feasible(params)) return least;
    try {
      const Configuration configuration = experiment_.configure(params);
      for (int k = 0; k < options_.seeds && !stop_.stop_requested(); ++k) {
        const std::uint64_t own = Rng(seed_).split("screen").split(static_cast<std::uint64_t>(k)).next64();
        const ShortTraining training = train_shortly(task_, configuration, own, options_.steps, 5, stop_);
        least.push_back(training.least);
        steps += training.steps;
      }
    } catch (const Error&) {
      return {};
    }
    return least;
  }

  std::int64_t steps = 0;

 private:
  const tune::TrainingTask& task_;
  const Experiment& experiment_;
  std::uint64_t seed_;
  ParameterScreenOptions options_;
  std::stop_token stop_;
};

}  // namespace

ParameterScreen screen_parameters(const tune::TrainingTask& task, const Experiment& experiment, std::uint64_t seed,
                                  const ParameterScreenOptions& options, std::stop_token stop) {
  const SearchSpace& space = experiment.space;
  Screen screen(task, experiment, seed, options, stop);
  ParameterScreen result;
  const std::vector<double> middle = typical_point(space);
  result.middle = space.from_unit(middle);
  result.losses = screen.losses(result.middle);
  for (std::size_t k = 0; k < space.size() && !result.losses.empty(); ++k) {
    const Parameter& parameter = space.parameters()[k];
    const bool left_out = std::ranges::count(options.left_out, parameter.name) > 0;
    if (left_out || !result.middle.contains(parameter.name)) continue;
    for (const double place : other_places(parameter, middle[k])) {
      if (stop.stop_requested()) return result;
      std::vector<double> point = middle;
      point[k] = place;
      ScreenedValue moved{.parameter = parameter.name, .value = parameter.distribution.from_unit(place), .unit = place};
      if (moved.value == result.middle.at(parameter.name)) continue;
      moved.losses = screen.losses(space.from_unit(point));
      if (moved.losses.size() != result.losses.size()) continue;
      moved.difference = paired_difference(moved.losses, result.losses, 0.9);
      moved.share = moved.difference.mean / std::max(std::abs(mean(result.losses)), 1e-12);
      result.values.push_back(std::move(moved));
    }
  }
  result.steps = screen.steps;
  return result;
}

Json ParameterScreen::to_json() const {
  Json list = Json::array();
  for (const ScreenedValue& moved : values) {
    list.push_back({{"parameter", moved.parameter},
                    {"value", vernier::to_json(moved.value)},
                    {"losses", moved.losses},
                    {"difference", moved.difference.to_json()}});
  }
  return {{"middle", vernier::to_json(middle)}, {"losses", losses}, {"values", list}, {"steps", steps}};
}

}  // namespace vernier::advice
