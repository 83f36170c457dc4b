#pragma once
// The folders of a study's trials: OUT/STUDY/NUMBER.
#include <filesystem>
#include <string>

#include "vernier/study/study.hpp"

namespace vernier {

/// Where the folders of a study's trials lie, absolute.
[[nodiscard]] std::filesystem::path folder_of_study(const std::filesystem::path& out, const std::string& study);

/// Throws InvalidArgument when the folder is not empty and the store has no study of that name, so that none is made in
/// vain.
void check_folder_of_study(const std::filesystem::path& out, std::string_view url, const std::string& study);

class TrialFolders {
 public:
  /// Takes OUT/STUDY for this study, marked by its identity, so that checkpoints are never those of another study.
  /// Throws InvalidArgument when it is not empty and belongs to another one, StorageError.
  TrialFolders(const Study& study, const std::filesystem::path& out);

  /// Absolute.
  [[nodiscard]] std::filesystem::path of(TrialNumber trial) const { return folder_ / std::to_string(trial); }

 private:
  std::filesystem::path folder_;
};

}  // namespace vernier
