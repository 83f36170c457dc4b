#include "vernier/evaluation/assess.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <mutex>

#include "vernier/base/errors.hpp"
#include "vernier/evaluation/budget.hpp"
#include "vernier/evaluation/energy_meter.hpp"
#include "vernier/evaluation/judgement.hpp"
#include "vernier/evaluation/nested.hpp"
#include "vernier/evaluation/repeats.hpp"
#include "vernier/tune/document_run.hpp"
#include "vernier/tune/scores.hpp"

namespace vernier::evaluation {
namespace {

class Assessor {
 public:
  Assessor(const tune::Plan& plan, Study study, const AssessOptions& options, const AssessHooks& hooks)
      : plan_(plan), study_(std::move(study)), options_(options), hooks_(hooks) {}

  Assessment run() {
    describe_study();
    add_study_entries();
    add_random_search();
    add_default_settings();
    repeat_all();
    result_.gains = gains_between(entries_, {goal(), result_.metric, plan_.task->dataset().series()});
    if (entries_.front().contender.role == Role::recommended)
      result_.optimism = optimism_of(entries_.front().contender);
    result_.overtuned = overtuned(result_.gains);
    if (options_.nested > 0) repeat_search();
    result_.assessment.seconds = elapsed();
    result_.assessment.joules = meter_.joules();
    for (Entry& entry : entries_) result_.contenders.push_back(std::move(entry.contender));
    return std::move(result_);
  }

 private:
  [[nodiscard]] double elapsed() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  }
  [[nodiscard]] std::uint64_t seed() const { return study_.options().seed.value_or(0); }
  [[nodiscard]] const Goal& goal() const { return plan_.experiment.goal; }
  [[nodiscard]] double loss(double value) const { return goal().direction == Direction::minimize ? value : -value; }

  void step(std::string_view phase, std::int64_t of) {
    (void)meter_.joules();
    const std::lock_guard lock(mutex_);
    ++done_;
    if (hooks_.on_step) hooks_.on_step(phase, done_, of);
  }

  void describe_study() {
    const tune::TrainingTask& task = *plan_.task;
    result_.study = study_.options().name;
    result_.objective = {goal().metric, goal().direction};
    result_.metric = tune::first_score(task.encoder());
    result_.lower_is_better = task.dataset().task().kind == TaskKind::regression;
    result_.test_rows = task.dataset().test_rows();
    result_.repeats = options_.repeats;
    result_.refit = plan_.refit && !task.validation_part().y.empty();
    for (const TrialRecord& trial : study_.trials()) result_.search.seconds += trial.seconds;
    result_.search.epochs = study_.resource_used();
    result_.study_budget = reached_by_budget(study_);
    if (const std::int64_t running = study_.counts().running; running > 0) {
      result_.notes.push_back(fmt::format(
          "{} of the study's trials have not ended: what they will find is not in this. Let the search end first.",
          running));
    }
    if (!task.has_test()) {
      result_.notes.emplace_back(
          "There is no test part. The validation rows, by which the configuration was chosen, flatter it: hold rows "
          "back "
          "with --test 0.2 (test: 0.2 in the data block) and search again.");
    }
    if (options_.repeats == 1) {
      result_.notes.emplace_back(
          "With one seed nothing is known of how much the result changes from one training to the next: give --repeats "
          "10.");
    }
  }

  void add_entry(Contender contender, Configuration configuration, Goal chosen_by) {
    entries_.push_back({std::move(contender), std::move(configuration), std::move(chosen_by), {}});
  }

  void add_study_entries() {
    const auto recommended = study_.recommend();
    if (!recommended) {
      result_.notes.emplace_back(
          "No trial of the study has completed: there is nothing to compare. 'vernier trials' says why, 'vernier tune' "
          "goes on with it.");
      return;
    }
    add_trial(recommended->trial, Role::recommended);
    std::vector<TrialRecord> others = study_.trials();
    std::erase_if(others, [](const TrialRecord& trial) { return trial.state != TrialState::complete; });
    std::stable_sort(others.begin(), others.end(), [&](const TrialRecord& a, const TrialRecord& b) {
      return loss(a.values.front()) < loss(b.values.front());
    });
    std::vector<ParamMap> taken{recommended->trial.params};
    for (const TrialRecord& trial : others) {
      if (static_cast<int>(taken.size()) >= options_.finalists) break;
      if (std::find(taken.begin(), taken.end(), trial.params) != taken.end()) continue;
      taken.push_back(trial.params);
      add_trial(trial, Role::finalist);
    }
    const double best = others.front().values.front();
    if (others.size() > 1 && std::all_of(others.begin(), others.end(),
                                         [&](const TrialRecord& trial) { return trial.values.front() == best; })) {
      result_.notes.emplace_back(
          "All trials have the same value, so the search had nothing to choose by: check the objective, or tune other "
          "parameters.");
    }
  }

  void add_trial(const TrialRecord& trial, Role role) {
    if (trial.clone_step) {
      result_.notes.push_back(
          fmt::format("Trial {} is a clone, which a schedule led to ('vernier best' prints it): trained again are the "
                      "settings of its last stage, from the beginning.",
                      trial.number));
    }
    add_entry({.name = fmt::format("trial {}", trial.number),
               .role = role,
               .trial = trial.number,
               .value = trial.values.front(),
               .settings = vernier::to_json(trial.params)},
              plan_.experiment.configure(trial.params), goal());
  }

  void add_random_search() {
    if (!options_.random_search) return;
    if (entries_.empty()) return;
    if (study_.options().sampler.name == "random") {
      take_random(study_);
      result_.notes.emplace_back("The study is a random search itself, so it is not compared with one.");
      return;
    }
    done_ = 0;
    const Study random = random_search(
        plan_, {.trials = options_.baseline_trials,
                .epochs = result_.search.epochs,
                .jobs = options_.jobs,
                .seed = seed(),
                .stop = hooks_.stop,
                .on_end = [this](const TrialRecord&) { step("random search", options_.baseline_trials.value_or(0)); }});
    result_.assessment.epochs += random.resource_used();
    take_random(random);
    const auto recommended = random.recommend();
    if (!recommended) {
      result_.notes.emplace_back("No trial of the random search completed, so the study is not compared with it.");
      return;
    }
    add_entry({.name = "random search",
               .role = Role::random_search,
               .value = recommended->trial.values.front(),
               .settings = vernier::to_json(recommended->trial.params)},
              plan_.experiment.configure(recommended->trial.params), goal());
  }

  void take_random(const Study& random) {
    result_.random_budget = expected_by_budget(random);
    result_.outlook = outlook_of(random);
  }

  void add_default_settings() {
    tune::DocumentSettings settings = tune::document_settings(*plan_.task);
    const Configuration& plain = settings.configuration;
    add_entry({.name = "default settings",
               .role = Role::default_settings,
               .settings = {{"model", plain.model}, {"compile", plain.compile}, {"fit", plain.fit}}},
              plain, settings.goal);
  }

  void repeat_all() {
    done_ = 0;
    const std::int64_t trainings = options_.repeats * std::ssize(entries_);
    run_repeats(*plan_.task, goal(), entries_,
                {.repeats = options_.repeats,
                 .jobs = options_.jobs,
                 .refit = result_.refit,
                 .seed = seed(),
                 .stop = hooks_.stop,
                 .on_training = [&] { step("repeats", trainings); }});
    for (const Entry& entry : entries_) {
      for (const Repeat& repeat : entry.contender.repeats)
        result_.assessment.epochs += static_cast<double>(repeat.epochs);
      const std::size_t failed = entry.contender.repeats.size() - entry.contender.trained();
      if (failed == 0) continue;
      const auto& repeats = entry.contender.repeats;
      const auto first = std::find_if(repeats.begin(), repeats.end(), [](const Repeat& r) { return !r.why.empty(); });
      result_.notes.push_back(
          fmt::format("{} of {} trainings of {} failed ({}); those seeds are left out of its pairs.", failed,
                      repeats.size(), entry.contender.name, first->why));
    }
  }

  void repeat_search() {
    if (entries_.front().contender.role != Role::recommended) return;
    done_ = 0;
    const std::int64_t trials = options_.nested * study_.counts().total();
    result_.nested = nested_gain(
        plan_, study_,
        {.folds = options_.nested, .jobs = options_.jobs, .stop = hooks_.stop, .on_end = [&](const TrialRecord&) {
           step("nested", trials);
         }});
    result_.assessment.epochs += result_.nested->epochs;
    if (result_.nested->gains.size() < static_cast<std::size_t>(options_.nested)) {
      result_.notes.push_back(
          fmt::format("Only in {} of {} folds were both trained.", result_.nested->gains.size(), options_.nested));
    }
  }

  const tune::Plan& plan_;
  Study study_;
  AssessOptions options_;
  AssessHooks hooks_;
  Assessment result_;
  std::vector<Entry> entries_;
  EnergyMeter meter_;
  std::mutex mutex_;
  std::int64_t done_ = 0;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace

Assessment assess(const tune::Plan& plan, Study study, const AssessOptions& options, const AssessHooks& hooks) {
  if (options.repeats < 1 || options.finalists < 1 || options.jobs < 1) {
    throw InvalidArgument("repeats, finalists or jobs below 1", "at least 1 of each");
  }
  Assessment assessment = Assessor(plan, study, options, hooks).run();
  study.set_attribute("assessment", to_json(assessment));
  return assessment;
}

}  // namespace vernier::evaluation
