#include "apps/cli/stored_study.hpp"

#include <filesystem>

#include "vernier/space/space_file.hpp"

namespace vernier::cli {

Study open_with_space(const StudySelection& selection, const std::string& space_file, const SearchOptions& search) {
  SpaceFile file = read_space_file(space_file);
  const std::string stem = std::filesystem::path(space_file).stem().string();
  return Study::open(selection.storage, {.name = selection.study.empty() ? stem : selection.study,
                                         .objectives = std::move(file.objectives),
                                         .space = std::move(file.space),
                                         .resource = file.resource,
                                         .sampler = search.sampler_component(),
                                         .pruner = search.pruner_component(),
                                         .seed = search.seed,
                                         .window = Window::none(),
                                         .warm_start = search.warm_start,
                                         .budget = {.trials = search.trials, .resource = {}}});
}

}  // namespace vernier::cli
