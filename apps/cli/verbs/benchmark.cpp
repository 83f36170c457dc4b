#include <algorithm>
#include <cmath>

#include <fmt/core.h>

#include "apps/cli/benchmark_report.hpp"
#include "apps/cli/common_options.hpp"
#include "apps/cli/interrupt.hpp"
#include "apps/cli/program_benchmark.hpp"
#include "apps/cli/verbs/verb.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/pruners/pruner.hpp"
#include "vernier/samplers/sampler.hpp"

namespace vernier::cli {
namespace {

class BenchmarkVerb : public Verb {
 public:
  void configure(CLI::App& app) override {
    app_ = &app;
    program_.add(app);
    app.add_option("tasks", tasks_, "or recorded tasks")->type_name("TASK.json ...");
    app.add_option("--samplers", samplers_, "what is compared: NAME[:option=value,...], several times or with spaces")
        ->type_name("SAMPLER ...")
        ->capture_default_str();
    app.add_option("--pruners", pruners_, "each sampler is tried with each of these")
        ->type_name("PRUNER ...")
        ->capture_default_str();
    whole_number(app.add_option("--trials", options_.trainings, "the budget of a run, in whole trainings"), 1, 100'000)
        ->capture_default_str();
    whole_number(app.add_option("--seeds", options_.seeds, "runs of each on each task"), 1, 10'000)
        ->capture_default_str();
    app.add_option("--seed", options_.first_seed, "the first seed")->type_name("N")->capture_default_str();
    whole_number(app.add_option("--jobs", options_.jobs, "runs at the same time"), 1, 1024)->capture_default_str();
    app.add_option("--csv", csv_, "write the best so far of every run at every training")->type_name("FILE");
    app.add_flag("--quiet", quiet_, "no progress");
    add_json(app, json_);
  }

  bool take_command(std::vector<std::string> words) override {
    program_.command = std::move(words);
    return true;
  }

  int run(Console& console) override {
    if (!quiet_) {
      options_.on_run = [&](std::size_t done, std::size_t all) { show_progress(console, done, all); };
    }
    const std::vector<Contender> contenders = make_contenders();
    const Contest contest = hold(contenders);
    if (contest.runs.empty()) return exit_interrupted;
    const ContestResult result = judge(contest, Rng(options_.first_seed).split("benchmark"));
    if (!csv_.empty()) write_csv(contest);
    json_ ? console.print_json(contest_json(contest, result, options_)) : print_contest(console, contest, result);
    console.flush();
    const std::size_t all = contest.problems.size() * contenders.size() * static_cast<std::size_t>(options_.seeds);
    return contest.runs.size() < all ? exit_interrupted : exit_done;
  }

 private:
  [[nodiscard]] std::vector<Contender> make_contenders() const {
    std::vector<Contender> contenders;
    for (const std::string& sampler : samplers_) {
      const Component component = component_from_text(sampler);
      (void)make_sampler(component);
      for (const std::string& pruner : pruners_) {
        contenders.push_back({component, component_from_text(pruner)});
        (void)make_pruner(contenders.back().pruner);
      }
    }
    return contenders;
  }

  [[nodiscard]] Contest hold(const std::vector<Contender>& contenders) {
    std::vector<std::string> paths = tasks_;
    if (!program_.source.empty()) paths.insert(paths.begin(), program_.source);
    const bool recorded =
        std::all_of(paths.begin(), paths.end(), [](const auto& path) { return path.ends_with(".json"); });
    if (recorded && program_.space.empty() && !program_.command.empty()) {
      throw InvalidArgument("a command without --space", "--space SPACE.yaml");
    }
    if (!recorded || !program_.space.empty()) {
      if (!tasks_.empty()) throw InvalidArgument("a program and recorded tasks", "one program, or recorded tasks");
      return hold_program_contest(program_, *app_, contenders, options_);
    }
    std::vector<RecordedTask> tasks;
    for (const std::string& path : paths) tasks.push_back(RecordedTask::read(path));
    std::vector<BenchmarkProblem> problems;
    for (const RecordedTask& task : tasks) problems.push_back(problem_of(task));
    if (problems.empty()) problems.push_back(problem_of(RecordedTask::bundled()));
    const Interrupt interrupt;
    options_.stop = interrupt.token();
    return hold_contest(std::move(problems), contenders, options_);
  }

  static void show_progress(Console& console, std::size_t done, std::size_t all) {
    if (console.error_is_terminal()) {
      std::fprintf(stderr, "\r%zu of %zu runs%s", done, all, done == all ? "\n" : "");
    } else if (done == all || done % std::max<std::size_t>(all / 10, 1) == 0) {
      console.say(fmt::format("{} of {} runs", done, all));
    }
  }

  void write_csv(const Contest& contest) const {
    std::string text = "problem,sampler,pruner,seed,trainings,best\n";
    for (const ContestRun& run : contest.runs) {
      const Contender& contender = contest.contenders[run.contender];
      for (std::size_t k = 0; k < run.curve.size(); ++k) {
        text += fmt::format("{},{},{},{},{},{}\n", csv_field(contest.problems[run.problem].name),
                            csv_field(to_text(contender.sampler)), csv_field(to_text(contender.pruner)), run.seed,
                            k + 1, std::isfinite(run.curve[k]) ? fmt::format("{:.7g}", run.curve[k]) : "");
      }
    }
    write_file(csv_, text);
  }

  static std::string csv_field(const std::string& text) {
    if (text.find_first_of(",\"\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char letter : text) quoted += letter == '"' ? std::string("\"\"") : std::string(1, letter);
    return quoted + "\"";
  }

  ProgramOptions program_;
  std::vector<std::string> tasks_;
  std::vector<std::string> samplers_{"random", "qmc", "tpe", "auto"};
  std::vector<std::string> pruners_{"none"};
  ContestOptions options_;
  std::string csv_;
  bool quiet_ = false;
  bool json_ = false;
  const CLI::App* app_ = nullptr;
};

}  // namespace

const VerbInfo& verb_benchmark() {
  static const VerbInfo info{
      .name = "benchmark",
      .summary = "compare samplers and pruners on recorded tasks or on a program of yours",
      .group = VerbGroup::look,
      .details =
          "Every sampler searches every task with the same seeds and the same budget. Without a task it is the bundled "
          "one: small networks on digits, each configuration trained before, so that a search takes milliseconds and "
          "what is compared is how good the configurations really are (0: the best there is, 1: the median). On a "
          "program it is the best result so far. With a pruner the budget is counted in epochs: --trials whole "
          "trainings' worth.\n\n"
          "Examples:\n  vernier benchmark --jobs 2\n"
          "  vernier benchmark --samplers random tpe gp --pruners none asha --trials 30 --seeds 20 --json\n"
          "  vernier benchmark --space space.yaml --samplers random tpe --trials 20 --seeds 5 -- ./train.sh {lr}",
      .make = &make_verb<BenchmarkVerb>};
  return info;
}

}  // namespace vernier::cli
