#include <cstdio>
#include <string>

#include "apps/cli/common_options.hpp"
#include "apps/cli/pipe_session.hpp"
#include "apps/cli/stored_study.hpp"
#include "apps/cli/verbs/verb.hpp"

namespace vernier::cli {
namespace {

enum class LineRead { line, too_long, end };

// The next line of stdin without its end; of a line that is too long the rest is skipped. A last line without an end
// counts.
LineRead read_line(std::string& line) {
  line.clear();
  bool too_long = false, any = false;
  for (int c = 0; (c = std::getc(stdin)) != EOF;) {
    any = true;
    if (c == '\n') break;
    if (line.size() < PipeSession::max_line) {
      line += static_cast<char>(c);
    } else {
      too_long = true;
    }
  }
  if (!any) return LineRead::end;
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return too_long ? LineRead::too_long : LineRead::line;
}

class PipeVerb : public Verb {
 public:
  void configure(CLI::App& app) override {
    app.add_option("--space", space_, "the search space")->type_name("SPACE.yaml")->required();
    app.add_option("--storage", selection_.storage, "where the study is kept: sqlite:///FILE, or memory://")
        ->type_name("URL")
        ->capture_default_str();
    app.add_option("--study", selection_.study, "its name; by default that of the space file")->type_name("STUDY");
    whole_number(app.add_option("--trials", search_.trials, "how many trials the study may hold; then ask is refused"),
                 1)
        ->group("Search");
    search_.add_sampler(app);
  }

  int run(Console& console) override {
    Study study = open_with_space(selection_, space_, search_);
    for (const std::string& note : study.notes()) console.say(note);
    PipeSession session(std::move(study), search_.trials);
    std::string line;
    for (LineRead got{}; (got = read_line(line)) != LineRead::end;) {
      console.print_line(got == LineRead::line ? session.handle(line) : PipeSession::refuse_long_line());
      console.flush();
    }
    return exit_done;
  }

 private:
  StudySelection selection_;
  SearchOptions search_;
  std::string space_;
};

}  // namespace

const VerbInfo& verb_pipe() {
  static const VerbInfo info{
      .name = "pipe",
      .summary = "ask and tell over stdin and stdout, one JSON object a line",
      .group = VerbGroup::one_call,
      .details =
          "Requests and their answers:\n"
          "  {\"op\":\"ask\"}                                  {\"trial\":0,\"params\":{...}}\n"
          "  {\"op\":\"ask\",\"n\":8}                            {\"trials\":[{\"trial\":1,\"params\":{...}}, ...]}\n"
          "  {\"op\":\"report\",\"trial\":0,\"step\":3,\"value\":0.4}  {\"decision\":\"keep\"}\n"
          "  {\"op\":\"tell\",\"trial\":0,\"value\":0.93}          {}\n"
          "  {\"op\":\"tell\",\"trial\":1,\"state\":\"failed\"}      {}\n"
          "  {\"op\":\"enqueue\",\"params\":{...}}               {}\n"
          "  {\"op\":\"best\"}                                 {\"trial\":7,\"params\":{...},\"value\":0.95}\n"
          "  {\"op\":\"trials\"}                               {\"trials\":[...]}\n"
          "Anything wrong is answered by {\"error\":{\"code\":...,\"message\":...}}, and the session goes on.",
      .make = &make_verb<PipeVerb>};
  return info;
}

}  // namespace vernier::cli
