#pragma once
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "vernier/base/errors.hpp"
#include "vernier/data/reader.hpp"

namespace vernier::testing_support {

/// The folder of the real data sets: VERNIER_DATA, or shared/data beside the project.
inline std::filesystem::path real_data() {
  if (const char* folder = std::getenv("VERNIER_DATA")) return folder;
  return std::filesystem::path(VERNIER_SOURCE_DIR) / "../shared/data";
}
#define VERNIER_NEEDS_REAL_DATA(file)                                                         \
  if (!std::filesystem::exists(::vernier::testing_support::real_data() / (file))) {           \
    GTEST_SKIP() << (file) << " is missing: set VERNIER_DATA to the folder of the data sets"; \
  }                                                                                           \
  static_assert(true)

/// The message of the error of this type that `act` throws; empty when it throws none.
template <class Expected = BadData, class Act>
std::string message_of(Act&& act) {
  try {
    act();
  } catch (const Expected& error) {
    return error.what();
  }
  return {};
}

inline Table parse(std::string text, const ReadOptions& options = {}) {
  return parse_table(std::move(text), "a.csv", options);
}
inline std::string parse_error(std::string text, const ReadOptions& options = {}) {
  return message_of([&] { (void)parse(std::move(text), options); });
}

/// A folder of one test, removed behind it.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "vernier-data-XXXXXX").string();
    if (mkdtemp(pattern.data()) != nullptr) path_ = pattern;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  std::string write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return (path_ / name).string();
  }

 private:
  std::filesystem::path path_;
};

}  // namespace vernier::testing_support
