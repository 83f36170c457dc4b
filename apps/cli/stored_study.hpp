#pragma once
// Opening a study by a space file, and making it where it is missing: for ask and pipe.
#include <string>

#include "apps/cli/common_options.hpp"
#include "vernier/study/study.hpp"

namespace vernier::cli {

/// Without --study the study has the name of the space file. Throws InvalidArgument where the stored study has another
/// space.
[[nodiscard]] Study open_with_space(const StudySelection& selection, const std::string& space_file,
                                    const SearchOptions& search);

}  // namespace vernier::cli
