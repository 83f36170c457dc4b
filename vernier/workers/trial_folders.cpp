#include "vernier/workers/trial_folders.hpp"

#include <fmt/core.h>

#include <cctype>
#include <random>

#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/base/text.hpp"
#include "vernier/storages/event_log.hpp"

namespace vernier {
namespace fs = std::filesystem;
namespace {

constexpr const char* mark_attribute = "folder_mark";

std::string folder_name(const std::string& study) {
  std::string name;
  for (const char c : study) name += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.' ? c : '_';
  return name.find_first_not_of('.') == std::string::npos ? "_" + name : name;
}

/// Any text that no other study has; nothing depends on it.
std::string new_mark() {
  std::random_device device;
  return fmt::format("{:08x}{:08x}", device(), device());
}

bool has_content(const fs::path& folder) {
  return fs::exists(folder) && !(fs::is_directory(folder) && fs::is_empty(folder));
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
  if (has_content(folder) && !is_stored(url, study)) refuse_folder(folder);
}

TrialFolders::TrialFolders(Study& study, const fs::path& out) : folder_(folder_of_study(out, study.options().name)) {
  const Json attributes = study.attributes();
  const std::string mark = attributes.contains(mark_attribute) ? attributes[mark_attribute].get<std::string>() : "";
  const fs::path file = folder_ / ".vernier-study";
  if (has_content(folder_)) {
    if (fs::exists(file) && trim(read_file(file)) == mark) return;
    refuse_folder(folder_);
  }
  make_folder(folder_);
  const std::string written = mark.empty() ? new_mark() : mark;
  write_file_atomically(file, written + "\n");
  if (mark.empty()) study.set_attribute(mark_attribute, written);
}

}  // namespace vernier
