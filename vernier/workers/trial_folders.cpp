#include "vernier/workers/trial_folders.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>

#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/base/text.hpp"
#include "vernier/storages/event_log.hpp"

namespace vernier {
namespace fs = std::filesystem;
namespace {

constexpr const char* mark_file = ".vernier-study";

std::string folder_name(const std::string& study) {
  std::string name;
  for (const char c : study) name += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.' ? c : '_';
  return name.find_first_not_of('.') == std::string::npos ? "_" + name : name;
}

/// Anything but the mark, which another process may be writing.
bool has_content(const fs::path& folder) {
  if (!fs::exists(folder)) return false;
  if (!fs::is_directory(folder)) return true;
  return std::any_of(fs::directory_iterator(folder), fs::directory_iterator(), [](const fs::directory_entry& entry) {
    return !entry.path().filename().string().starts_with(mark_file);
  });
}

[[noreturn]] void refuse_folder(const fs::path& folder) {
  throw InvalidArgument(fmt::format("{} is not empty and belongs to another study", folder.string()),
                        "a folder for this study alone", "Remove it, or name another one with --out.");
}

bool is_stored(std::string_view url, const std::string& study) {
  try {
    return open_event_log(url, true)->find_study(study).has_value();
  } catch (const NotFound&) {
    return false;
  }
}

}  // namespace

fs::path folder_of_study(const fs::path& out, const std::string& study) {
  return fs::absolute(out / folder_name(study)).lexically_normal();
}

void check_folder_of_study(const fs::path& out, std::string_view url, const std::string& study) {
  const fs::path folder = folder_of_study(out, study);
  if ((fs::exists(folder / mark_file) || has_content(folder)) && !is_stored(url, study)) refuse_folder(folder);
}

TrialFolders::TrialFolders(const Study& study, const fs::path& out)
    : folder_(folder_of_study(out, study.options().name)) {
  const fs::path file = folder_ / mark_file;
  if (fs::exists(file)) {
    if (trim(read_file(file)) != study.identity()) refuse_folder(folder_);
    return;
  }
  if (has_content(folder_)) refuse_folder(folder_);
  make_folder(folder_);
  write_file_atomically(file, study.identity() + "\n");
}

}  // namespace vernier
