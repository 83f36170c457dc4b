// The report page as a file; tests/page looks at it in a browser.
#include "apps/cli/report_page.hpp"

#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/small_task.hpp"
#include "tests/cli/subprocess.hpp"

namespace vernier::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

class ReportPage : public testing::Test {
 protected:
  ReportPage() { folder_.write("space.yaml", "parameters:\n  lr: {min: 0.001, max: 1.0, log: true}\n"); }
  ProcessResult run(std::vector<std::string> arguments) const { return vernier(std::move(arguments), folder_.path()); }
  std::string content(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(folder_.path() / name).rdbuf();
    return text.str();
  }
  static Json document(const std::string& html) {
    const std::string begin = R"(<script type="application/json" id="study">)";
    const std::size_t at = html.find(begin) + begin.size();
    return Json::parse(html.substr(at, html.find("</script>", at) - at));
  }
  ScratchFolder folder_;
};

TEST_F(ReportPage, NoTextCanLeaveItsScript) {
  const Json hostile{{"</script><script>alert(1)</script>", "<!-- & \u2028 \u2029 学习率 🚀 \" '"}};
  const std::string text = script_json(hostile);
  for (const char* part : {"<", ">", "&", "\u2028", "\u2029"}) EXPECT_THAT(text, Not(HasSubstr(part)));
  EXPECT_EQ(Json::parse(text), hostile);
  EXPECT_EQ(script_json(Json{{"a", "\xff"}}), "{\"a\":\"\uFFFD\"}");
}

TEST_F(ReportPage, AProgramWithoutItSaysHowToGetIt) {
  if (has_report_page()) GTEST_SKIP() << "this build has the page";
  ASSERT_EQ(run({"ask", "--space", "space.yaml"}).status, 0);
  const ProcessResult shown = run({"show", "--html", "report.html"});
  EXPECT_EQ(shown.status, 2);
  EXPECT_THAT(shown.err, HasSubstr("built without the report page: expected a build that found npm. Install nodejs"));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "report.html"));
}

TEST_F(ReportPage, HoldsTheStudyAndReplacesAnOlderOne) {
  if (!has_report_page()) GTEST_SKIP() << "this build has no page";
  ASSERT_EQ(run({"ask", "--space", "space.yaml"}).status, 0);
  ASSERT_EQ(run({"tell", "0", "0.5"}).status, 0);
  folder_.write("report.html", "older");
  const ProcessResult shown = run({"show", "--html", "report.html"});
  EXPECT_EQ(shown.status, 0) << shown.err;
  EXPECT_THAT(shown.err, HasSubstr("wrote report.html"));
  const std::string html = content("report.html");
  EXPECT_THAT(html, HasSubstr("Content-Security-Policy\" content=\"default-src 'none'; script-src 'sha256-"));
  EXPECT_THAT(html, Not(HasSubstr("<script src")));
  EXPECT_LT(html.size(), 1'000'000U);
  EXPECT_EQ(document(html)["study"]["name"], "space");
  EXPECT_EQ(document(html)["findings"]["best"][0]["values"][0], 0.5);
}

TEST_F(ReportPage, RefusesAFolder) {
  if (!has_report_page()) GTEST_SKIP() << "this build has no page";
  const ProcessResult shown = run({"show", "--html", "."});
  EXPECT_EQ(shown.status, 2);
  EXPECT_THAT(shown.err, HasSubstr(". is a folder: expected a file to write. Name a file in it: ./report.html."));
}

TEST_F(ReportPage, LiesBesideWhatASearchMade) {
  if (!has_report_page()) GTEST_SKIP() << "this build has no page";
  folder_.write("small.csv", small_table());
  ASSERT_EQ(run({"tune", "small.csv", "--target", "t", "--trials", "2", "-q", "--out", "result"}).status, 0);
  const Json tuned = document(content("result/report.html"));
  EXPECT_TRUE(tuned["assessment"]["statement"].is_string());
  EXPECT_EQ(tuned["trials"]["count"], 2);
  ASSERT_EQ(run({"run", "--space", "space.yaml", "--trials", "2", "-q", "--", "echo", "{lr}"}).status, 0);
  EXPECT_EQ(document(content("runs/space/report.html"))["trials"]["count"], 2);
}

}  // namespace
}  // namespace vernier::cli
