#include "vernier/workers/trial_folders.hpp"

#include <fmt/core.h>

#include <cctype>
#include <random>

#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/base/text.hpp"

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

}  // namespace

fs::path folder_of_study(const fs::path& out, const std::string& study) {
  return fs::absolute(out / folder_name(study)).lexically_normal();
}

TrialFolders::TrialFolders(Study& study, const fs::path& out) : folder_(folder_of_study(out, study.options().name)) {
  const Json attributes = study.attributes();
  const std::string mark = attributes.contains(mark_attribute) ? attributes[mark_attribute].get<std::string>() : "";
  const fs::path file = folder_ / ".vernier-study";
  if (fs::exists(folder_) && !(fs::is_directory(folder_) && fs::is_empty(folder_))) {
    if (fs::exists(file) && trim(read_file(file)) == mark) return;
    throw InvalidArgument(fmt::format("{} is not empty and belongs to another study", folder_.string()),
                          "a folder for this study alone", "Remove it, or name another one with --out.");
  }
  make_folder(folder_);
  const std::string written = mark.empty() ? new_mark() : mark;
  write_file_atomically(file, written + "\n");
  if (mark.empty()) study.set_attribute(mark_attribute, written);
}

}  // namespace vernier
