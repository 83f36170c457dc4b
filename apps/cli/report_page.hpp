#pragma once
// The page of a study that people send to a colleague: one HTML file that asks for nothing from elsewhere.
#include <filesystem>
#include <string>

#include "vernier/base/json.hpp"
#include "vernier/study/study.hpp"

namespace vernier::cli {

/// Where a page comes from: what its commands name.
struct ReportSource {
  std::string storage;
  std::filesystem::path model{};  ///< that a tuning saved
  /// What is known of what tuning gained, where the study has no attribute `assessment`.
  Json assessment{};
};

/// Whether this program was built with the page.
[[nodiscard]] bool has_report_page();
/// Writes the page, replacing a file as a whole. Throws InvalidArgument for a folder and where nothing can be written,
/// Unsupported in a program without the page.
void write_report_page(const Study& study, const ReportSource& source, const std::filesystem::path& file);
/// What write_report_page would throw, before anything is read.
void check_report_page(const std::filesystem::path& file);

/// JSON that a script element of a page may hold: no text in it can end the element or begin another.
[[nodiscard]] std::string script_json(const Json& json);

}  // namespace vernier::cli
