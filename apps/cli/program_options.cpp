#include "apps/cli/program_options.hpp"

#include <fmt/core.h>

#include "apps/cli/common_options.hpp"
#include "vernier/base/errors.hpp"

namespace vernier::cli {

void ProgramOptions::add(CLI::App& app) {
  app.add_option("experiment", source, "an experiment file with a program: block")->type_name("EXPERIMENT");
  app.add_option("--space", space, "the search space, for a command given after --")->type_name("SPACE.yaml");
  const auto option = [&](const char* name, auto& value, const char* help, const char* type) {
    return app.add_option(name, value, help)->type_name(type)->group("Program");
  };
  option("--reads", reads, "where results stand: READER[:option=value,...], see 'vernier list readers' (default: last)",
         "READER");
  option("--limits", limits, "of each attempt: time=10m,cpu=5m,memory=4GiB,grace=10s", "LIMIT=AMOUNT,...");
  option("--devices", devices, "what trials share, as CUDA_VISIBLE_DEVICES and HIP_VISIBLE_DEVICES name it: 0,1,2,3",
         "DEVICE,...")
      ->delimiter(',');
  option("--devices-per-trial", devices_per_trial, "a whole number, or a fraction such as 0.5", "N")
      ->capture_default_str();
  whole_number(app.add_option("--retry", retry, "further attempts at a trial whose program failed"), 0, 1000)
      ->group("Program");
  option("--retry-on", retry_on, "the exit statuses that are worth one (128 + signal); default: any", "STATUS,...")
      ->delimiter(',');
}

std::filesystem::path ProgramOptions::folder() const {
  return source.empty() ? std::filesystem::path(".") : std::filesystem::path(source).parent_path();
}

ProgramExperiment ProgramOptions::read(const CLI::App& app) const {
  if (source.empty() == space.empty()) {
    throw InvalidArgument(source.empty() ? "neither an experiment file nor --space is given"
                                         : "both an experiment file and --space are given",
                          "one of: vernier run EXPERIMENT.yaml, vernier run --space SPACE.yaml -- COMMAND");
  }
  ProgramExperiment experiment = read_program_experiment(source.empty() ? space : source);
  Json& block = experiment.program;
  if (!block.is_object()) throw InvalidArgument(where() + " is " + block.dump(), "command, reads, ...");
  const auto given = [&](const char* option) { return app.count(option) > 0; };
  if (!command.empty()) block["command"] = command;
  if (!reads.empty()) {
    const Component component = component_from_text(reads);
    block["reads"] = component.options;
    block["reads"]["format"] = component.name;
  }
  if (!limits.empty()) block["limits"] = component_from_text("limits:" + limits).options;
  if (given("--devices")) block["devices"] = {{"names", devices}};
  if (given("--devices-per-trial")) {
    if (!block.contains("devices")) throw InvalidArgument("--devices-per-trial without devices", "--devices 0,1");
    if (!block["devices"].is_object()) block["devices"] = Json{{"names", block["devices"]}};
    block["devices"]["per_trial"] = devices_per_trial;
  }
  if (given("--retry")) block["retry"] = retry;
  if (given("--retry-on")) block["retry_on"] = retry_on;
  if (!block.contains("command")) {
    throw InvalidArgument("there is no command", "a program and its arguments",
                          source.empty() ? "Write it after --: vernier run --space SPACE.yaml -- python train.py {lr}."
                                         : "Write program: {command: python train.py --lr {lr}} into the file.");
  }
  return experiment;
}

}  // namespace vernier::cli
