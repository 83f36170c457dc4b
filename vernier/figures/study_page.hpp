#pragma once
// Everything that a report page shows of a study, as one JSON document.
#include <string>
#include <vector>

#include "vernier/base/component.hpp"
#include "vernier/base/json.hpp"
#include "vernier/study/study.hpp"

namespace vernier {

/// What the reader of the page may do next.
struct NextStep {
  std::string why;
  std::string command;
};

struct StudyPageOptions {
  Component importance = "auto";  ///< how importance is judged
  std::vector<NextStep> next{};
};

/// The document that docs/formats/report_page.md describes: facts, findings, the assessment where the study has an
/// attribute of that name, every plot or the sentence that says what it lacks, and all trials. A study in any state
/// gives one. Texts that are not UTF-8 are kept as they are: write it with error_handler_t::replace.
[[nodiscard]] Json study_page(const Study& study, const StudyPageOptions& options = {});

}  // namespace vernier
