#pragma once
// An experiment whose objective is a program (docs/formats/program.md).
#include <filesystem>
#include <string>

#include "vernier/space/space_file.hpp"
#include "vernier/study/study_block.hpp"
#include "vernier/workers/program.hpp"

namespace vernier {

struct ProgramExperiment {
  std::string name;  ///< the stem of its file
  Json program;      ///< the `program:` block; where it is missing an empty object
  SpaceFile space;
  StudyBlock study;
};

/// Keys program, parameters, constraints, objective or objectives, resource, study; a space file is one without the
/// first and the last. Throws InvalidArgument with the place and, for an unknown key, the nearest known one.
[[nodiscard]] ProgramExperiment read_program_experiment(const std::filesystem::path& path);

/// An objective that has no name of its own takes that of the one quantity which is read: val_accuracy.
void name_objective(std::vector<Objective>& objectives, const Component& reads);

}  // namespace vernier
