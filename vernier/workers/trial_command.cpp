#include "vernier/workers/trial_command.hpp"

#include <fmt/core.h>

#include <cstdlib>

#include "vernier/base/rng.hpp"
#include "vernier/workers/device_pool.hpp"

namespace vernier {

std::uint64_t TrialPlace::seed() const {
  return Rng(study_seed).split(static_cast<std::uint64_t>(number)).split("program").next64() >> 33U;
}

PlaceholderValues placeholder_values(const Program& program, const ParamMap& params, const TrialPlace& place) {
  PlaceholderValues values{{"params_file", place.params_file().string()},
                           {"checkpoint_dir", place.checkpoints().string()},
                           {"trial_dir", place.folder.string()},
                           {"trial", std::to_string(place.number)},
                           {"seed", std::to_string(place.seed())},
                           {"devices", place.devices},
                           {"study", place.study},
                           {"folder", program.folder.string()}};
  for (const auto& [name, value] : params) values[name] = to_text(value);
  return values;
}

Command trial_command(const Program& program, const ParamMap& params, const TrialPlace& place) {
  Command command{.words = fill_words(program.command, placeholder_values(program, params, place)),
                  .environment = device_environment(place.devices),
                  .folder = running_folder(program, place),
                  .cpu_seconds = program.limits.cpu_seconds,
                  .memory = program.limits.memory};
  const auto set = [&](std::string_view name, std::string_view value) {
    command.environment.push_back(fmt::format("{}={}", name, value));
  };
  for (const auto& [name, value] : params) set(environment_name(name), to_text(value));
  set("VERNIER_STUDY", place.study);
  set("VERNIER_TRIAL", std::to_string(place.number));
  set("VERNIER_SEED", std::to_string(place.seed()));
  set("VERNIER_TRIAL_DIR", place.folder.string());
  set("VERNIER_CHECKPOINT_DIR", place.checkpoints().string());
  set("VERNIER_PARAMS_FILE", place.params_file().string());
  // Python holds the lines of a pipe back otherwise, until the trial is over.
  if (std::getenv("PYTHONUNBUFFERED") == nullptr) set("PYTHONUNBUFFERED", "1");
  return command;
}

const std::filesystem::path& running_folder(const Program& program, const TrialPlace& place) {
  return program.copies() ? place.folder : program.folder;
}

}  // namespace vernier
