#include "vernier/workers/program_file.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/base/text.hpp"

namespace vernier {

ProgramExperiment read_program_experiment(const std::filesystem::path& path) {
  static const std::vector<std::string> known{"program",    "parameters", "constraints", "objective",
                                              "objectives", "resource",   "study"};
  const std::string where = path.string();
  Json json = yaml_to_json(read_file(path), where);
  if (!json.is_object()) throw InvalidArgument(where + " is no experiment", "keys program, parameters and objective");
  for (const auto& [key, value] : json.items()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const bool model = key == "model" || key == "compile" || key == "fit";
    throw InvalidArgument(fmt::format("{}: unknown key '{}'", where, key), {},
                          model ? "An experiment with a model is run by 'vernier tune'." : suggest(key, known));
  }
  const auto take = [&](const char* key) {
    Json block = json.value(key, Json());
    json.erase(key);
    return block.is_null() ? Json::object() : block;
  };
  ProgramExperiment experiment;
  experiment.name = path.stem().string();
  experiment.program = take("program");
  const Json study = take("study");
  experiment.study = options_from_json<StudyBlock>(study, where + ": study");
  if (experiment.study.refit) {
    throw InvalidArgument(where + ": study: 'refit' means nothing for a program", "an option of the search");
  }
  experiment.space = space_file_from_json(json, where);
  return experiment;
}

void name_objective(std::vector<Objective>& objectives, const Component& reads) {
  const Json value = reads.options.value("value", Json());
  if (objectives.size() == 1 && objectives[0].name == Objective{}.name && value.is_string()) {
    objectives[0].name = value.get<std::string>();
  }
}

}  // namespace vernier
