#include <fmt/core.h>

#include "vernier/tune/tune.hpp"

namespace vernier::tune {

std::optional<std::int64_t> TuneOptions::trials_in_all() const {
  return trials || epochs ? trials : std::optional<std::int64_t>(40);
}

StudyBlock study_block(const Experiment& experiment) {
  return options_from_json<StudyBlock>(experiment.study, fmt::format("{}: study", experiment.where));
}

TuneOptions options_from_study_block(const StudyBlock& block) {
  TuneOptions options;
  if (block.name) options.study = *block.name;
  if (block.storage) options.storage = *block.storage;
  if (block.sampler) options.sampler = *block.sampler;
  if (block.pruner) options.pruner = *block.pruner;
  options.trials = block.trials;
  options.epochs = block.budget;
  options.timeout = block.timeout;
  if (block.jobs) options.jobs = *block.jobs;
  if (block.window) options.window = Window{*block.window};
  if (block.seed) options.seed = *block.seed;
  options.warm_start = block.warm_start;
  options.refit = block.refit;
  return options;
}

}  // namespace vernier::tune
