#pragma once
// The copies of a program's files that a trial runs on, with the values of the trial edited in.
#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "vernier/workers/placeholders.hpp"
#include "vernier/workers/program.hpp"

namespace vernier {

/// Reads the files that are edited and finds the place of each edit, once; the originals are only ever read.
/// Immutable; thread-safe.
class WorkingCopy {
 public:
  /// Throws InvalidArgument for an edit that matches never or more than once (naming the lines), that overlaps another
  /// or whose expression is wrong, and for a path that leaves the program's folder; NotFound for a missing file.
  explicit WorkingCopy(const Program& program);

  /// The text of an edited file with these values. An edit that names an inactive parameter leaves its place as it was.
  [[nodiscard]] std::map<std::string, std::string> edited(const PlaceholderValues& values) const;
  /// Lays the files down in `folder`. Throws StorageError.
  void make(const std::filesystem::path& folder, const PlaceholderValues& values) const;

 private:
  struct Place {
    std::size_t begin = 0;
    std::size_t length = 0;
    std::string put;  // groups of the expression already in
  };
  struct EditedFile {
    std::string text;
    std::vector<Place> places;  // in order
  };
  std::filesystem::path folder_;
  std::vector<std::string> copied_;
  std::map<std::string, EditedFile> edited_;
};

}  // namespace vernier
