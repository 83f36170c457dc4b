#include "apps/cli/report_page.hpp"

#include <string_view>

#include <fmt/core.h>

#include "apps/cli/studies.hpp"
#include "apps/dashboard/page.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/figures/study_page.hpp"
#include "vernier/workers/command.hpp"

namespace vernier::cli {
namespace {

constexpr std::string_view data_place = R"(<script type="application/json" id="study">null</script>)";

std::vector<NextStep> next_steps(const Study& study, const ReportSource& source) {
  const std::string& name = study.options().name;
  const TrialCounts counts = study.counts();
  std::vector<NextStep> steps;
  const auto add = [&](const char* why, std::vector<std::string> words) {
    words.insert(words.begin(), "vernier");
    if (source.storage != StudySelection{}.storage) words.insert(words.end(), {"--storage", source.storage});
    steps.push_back({why, shell_line(words)});
  };
  if (!source.model.empty()) {
    steps.push_back({"Predict with the saved model, from raw rows (here new.csv):",
                     shell_line({"vernier", "predict", source.model.string(), "new.csv"})});
  }
  if (source.storage.starts_with("memory://")) return steps;  // the study ends with this program
  if (counts.complete > 0) {
    add("The recommended configuration, for a program's command line:", {"best", name, "--as", "args"});
    if (!study.attributes().contains("assessment")) {
      add("Find out what tuning gained on data that the search never saw:", {"assess", name});
    }
  }
  add("Every trial as a table for other programs:", {"export", name, "--format", "csv", "--out", "trials.csv"});
  add("Write this page again, when there are more trials:", {"show", name, "--html", "report.html"});
  return steps;
}

void require_page() {
  if (has_report_page()) return;
  throw Unsupported("this program was built without the report page", "a build that found npm",
                    "Install nodejs and npm (scripts/setup does), configure with -DVERNIER_PAGE=ON and build again.");
}

}  // namespace

bool has_report_page() { return !dashboard::page_template().empty(); }

void check_report_page(const std::filesystem::path& file) {
  require_page();
  if (std::filesystem::is_directory(file)) {
    throw InvalidArgument(fmt::format("{} is a folder", file.string()), "a file to write",
                          fmt::format("Name a file in it: {}.", (file / "report.html").string()));
  }
  check_writable_folder(file.parent_path());
}

void write_report_page(const Study& study, const ReportSource& source, const std::filesystem::path& file) {
  check_report_page(file);
  Json page = study_page(study, {.next = next_steps(study, source)});
  if (page["assessment"].is_null()) page["assessment"] = source.assessment;
  const std::string_view html = dashboard::page_template();
  const std::size_t at = html.find(data_place);
  const std::size_t data = at + data_place.find("null");
  std::string document(html.substr(0, data));
  document += script_json(page);
  document += html.substr(data + std::string_view("null").size());
  make_folder(std::filesystem::absolute(file).parent_path());
  write_file_atomically(file, document);
}

std::string script_json(const Json& json) {
  const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string safe;
  safe.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = std::string_view(text).substr(i);
    switch (text[i]) {
      case '<': safe += "\\u003c"; break;
      case '>': safe += "\\u003e"; break;
      case '&': safe += "\\u0026"; break;
      default:
        if (rest.starts_with("\u2028") || rest.starts_with("\u2029")) {
          safe += rest.starts_with("\u2028") ? "\\u2028" : "\\u2029";
          i += 2;
        } else {
          safe += text[i];
        }
    }
  }
  return safe;
}

}  // namespace vernier::cli
