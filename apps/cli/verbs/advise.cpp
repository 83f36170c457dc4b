#include <filesystem>

#include <fmt/core.h>

#include "apps/cli/advice_result.hpp"
#include "apps/cli/common_options.hpp"
#include "apps/cli/data_options.hpp"
#include "apps/cli/interrupt.hpp"
#include "apps/cli/verbs/verb.hpp"
#include "vernier/advice/commented_yaml.hpp"
#include "vernier/advice/suggested_space.hpp"
#include "vernier/base/files.hpp"
#include "vernier/figures/text_table.hpp"

namespace vernier::cli {
namespace {

class AdviseVerb : public Verb {
 public:
  void configure(CLI::App& app) override {
    app.add_option("data", source_, "a table or arrays to learn from, or an experiment file (.yaml)")
        ->type_name("DATA|EXPERIMENT")
        ->required();
    app.add_option("--out", out_, "write the suggested experiment there (default: it is printed)")->type_name("FILE");
    app.add_option("--effort", effort_, "how much is tried: 1 is at most about a minute on one core (default: 1)")
        ->type_name("N");
    whole_number(app.add_option("--seed", seed_, "of weights, shuffling, dropout and random parts (default: 0)"), 0);
    app.add_flag("-q,--quiet", quiet_, "no progress on stderr");
    data_.add(app);
    add_data_folder(app, data_folder_);
    add_json(app, json_);
  }

  int run(Console& console) override {
    const bool experiment = is_experiment(source_);
    const tune::Plan plan =
        experiment ? plan_from_experiment() : tune::plan_table(data_.block(source_), data_folder_, seed());
    if (!out_.empty()) {
      check_output(out_, source_);
      check_writable_folder(std::filesystem::path(out_).parent_path());
    }
    for (const std::string& warning : plan.warnings) console.say("warning: " + warning);
    Interrupt interrupt;
    advice::AdviceHooks hooks{.stop = interrupt.token()};
    if (!quiet_) {
      hooks.on_part = [&](std::string_view part) { console.say(fmt::format("looking at the {} ...", part)); };
    }
    advice::Advice advice = advice::advise(plan, {.seed = seed(), .effort = effort_}, hooks);
    if (interrupt.requested()) {
      console.say("interrupted");
      return exit_interrupted;
    }
    if (!experiment) advice::write_table_rules(advice.suggestion, plan.task->dataset().series());
    if (!out_.empty()) write_suggestion(advice);
    json_ ? console.print_json(advice.to_json()) : print_as_text(console, advice);
    return advice.rates.found() ? exit_done : exit_nothing_succeeded;
  }

 private:
  [[nodiscard]] std::uint64_t seed() const { return seed_.value_or(0); }

  [[nodiscard]] tune::Plan plan_from_experiment() {
    Experiment experiment = data_.experiment(source_, data_folder_);
    if (!seed_) seed_ = tune::study_block(experiment).seed;
    return tune::plan_experiment(std::move(experiment), seed());
  }

  /// Paths of data begin at the folder of the file.
  void write_suggestion(const advice::Advice& advice) const {
    Json suggestion = advice.suggestion;
    const std::filesystem::path folder = std::filesystem::absolute(out_).parent_path();
    write_file_atomically(out_, advice::commented_yaml(with_paths_from(std::move(suggestion), folder)));
  }

  [[nodiscard]] Json with_paths_from(Json suggestion, const std::filesystem::path& folder) const {
    const std::filesystem::path base = !data_folder_.empty()    ? std::filesystem::path(data_folder_)
                                       : is_experiment(source_) ? std::filesystem::path(source_).parent_path()
                                                                : std::filesystem::path();
    for (const char* key : {"path", "inputs", "targets", "test"}) {
      Json& data = suggestion["data"];
      if (!data.contains(key) || !data[key].is_string()) continue;
      const std::filesystem::path file = std::filesystem::absolute(base / data[key].get<std::string>());
      if (std::filesystem::exists(file)) data[key] = std::filesystem::proximate(file, folder).string();
    }
    return suggestion;
  }

  void print_as_text(Console& console, const advice::Advice& advice) const {
    print_advice(console, advice);
    console.print_heading("Search space");
    if (out_.empty()) {
      console.print(advice.yaml());
    } else {
      console.print_line(fmt::format("Written to {}: vernier tune {}", out_, out_));
    }
    console.print_line();
    console.print_line(
        fmt::format("{:.0f} epochs' worth of training in {}", advice.epochs, table_duration(advice.seconds)));
  }

  std::string source_;
  std::string out_;
  double effort_ = 1;
  std::optional<std::uint64_t> seed_;
  bool quiet_ = false;
  DataFlags data_;
  std::string data_folder_;
  bool json_ = false;
};

}  // namespace

const VerbInfo& verb_advise() {
  static const VerbInfo info{
      .name = "advise",
      .summary = "how to choose the hyperparameters for these data: rates, batch sizes, layers, a search space",
      .group = VerbGroup::search,
      .details =
          "A learning-rate range test and short trainings give a range of rates; the gradient noise scale and paired "
          "trainings the batch sizes; layers are looked at for dead and saturated units and for gradients that vanish "
          "or explode; learning curves for overfitting; each other parameter is moved out of the middle of its range. "
          "The result is an experiment file in which each range names its evidence. Of an experiment the middle of its "
          "own space is looked at. Everything but times repeats with --seed.\n\n"
          "Examples:\n  vernier advise digits.csv --target digit --out digits.yaml && vernier tune digits.yaml\n"
          "  vernier advise experiment.yaml --effort 2 --json",
      .make = &make_verb<AdviseVerb>};
  return info;
}

}  // namespace vernier::cli
