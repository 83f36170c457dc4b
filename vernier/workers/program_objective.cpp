#include "vernier/workers/program_objective.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/base/text.hpp"

namespace vernier {
namespace fs = std::filesystem;
namespace {

/// Of one objective the best report by now, else the last: a trial's value is that of its best moment.
std::vector<double> best_reported(std::span<const Report> reports, std::span<const Objective> objectives) {
  const Report* best = nullptr;
  for (const Report& report : reports) {
    if (std::any_of(report.values.begin(), report.values.end(), [](double value) { return !std::isfinite(value); })) {
      continue;
    }
    const bool lower = objectives[0].direction == Direction::minimize;
    if (best == nullptr || objectives.size() > 1 ||
        (lower ? report.values[0] < best->values[0] : report.values[0] > best->values[0])) {
      best = &report;
    }
  }
  return best == nullptr ? std::vector<double>() : best->values;
}

std::string with_last_words(std::string why, const AttemptEnd& end) {
  return end.last_words.empty() ? why : fmt::format("{}: {}", why, end.last_words.substr(0, 300));
}

fs::path log_path(const fs::path& folder, std::string_view stream, std::int64_t attempt) {
  return folder / (attempt == 1 ? fmt::format("{}.log", stream) : fmt::format("{}.{}.log", stream, attempt));
}

}  // namespace

std::vector<std::string> objective_names(std::span<const Objective> objectives) {
  std::vector<std::string> names;
  for (const Objective& objective : objectives) names.push_back(objective.name);
  return names;
}

void prepare_trial(const Program& program, const WorkingCopy& copy, const ParamMap& params, const TrialPlace& place) {
  make_folder(place.checkpoints());
  write_file(place.params_file(), to_json(params).dump(2) + "\n");
  if (program.copies()) copy.make(place.folder, placeholder_values(program, params, place));
}

std::unique_ptr<ResultReader> reader_for(const Program& program, const ParamMap& params, const TrialPlace& place,
                                         std::span<const Objective> objectives) {
  const auto path = [&](const std::string& text) {
    const auto filled = fill_placeholders(text, placeholder_values(program, params, place));
    if (!filled) throw BadData(fmt::format("reads: '{}' names a parameter that is not active", text));
    return running_folder(program, place) / *filled;
  };
  return make_reader(program.reads, {.objectives = objective_names(objectives), .path = path});
}

Outcome outcome_of(const AttemptEnd& end, const Program& program, std::span<const Report> reports,
                   std::span<const Objective> objectives) {
  switch (end.cause) {
    case AttemptEnd::Cause::bad_output: return Outcome::failed(end.why);
    case AttemptEnd::Cause::interrupted: return Outcome::failed("interrupted");
    case AttemptEnd::Cause::time_limit:
      return Outcome::failed(fmt::format("ran longer than its limit of {} s", format_number(*program.limits.seconds)));
    case AttemptEnd::Cause::decision: return best_reported(reports, objectives);
    case AttemptEnd::Cause::itself: break;
  }
  if (!end.status.success()) return Outcome::failed(with_last_words(end.status.describe(), end));
  if (end.told) {
    Outcome outcome = Outcome::complete(end.told->values, end.told->constraints);
    outcome.state = end.told->state;
    outcome.why = end.told->why;
    return outcome;
  }
  if (end.result) return *end.result;
  std::vector<double> best = best_reported(reports, objectives);
  if (!best.empty()) return best;
  return Outcome::failed(
      with_last_words(fmt::format("exit status 0 without a value (reads: {})", program.reads.name), end));
}

ProgramObjective::ProgramObjective(Launcher& launcher, const Program& program, const WorkingCopy& copy,
                                   DevicePool& devices, Study& study, const fs::path& out)
    : launcher_(launcher),
      program_(program),
      objectives_(study.options().objectives),
      study_(study.options().name),
      seed_(study.options().seed.value_or(0)),
      folders_(study, out),
      copy_(copy),
      devices_(devices) {}

Outcome ProgramObjective::run(Trial& trial) {
  const DevicePool::Share share = devices_.take();
  const TrialPlace place{.study = study_,
                         .number = trial.number(),
                         .study_seed = seed_,
                         .folder = folders_.of(trial.number()),
                         .devices = share.names()};
  std::optional<double> last_step;
  for (std::int64_t number = 1;; ++number) {
    const AttemptEnd end = attempt(trial, place, number, last_step);
    if (end.cause == AttemptEnd::Cause::interrupted) throw StopRequested{};
    if (end.cause == AttemptEnd::Cause::decision && trial.decision() == Decision::pause) return Outcome::paused();
    if (!worth_another(end, number)) return outcome_of(end, program_, trial.record().reports, objectives_);
    if (trial.should_stop()) throw StopRequested{};
  }
}

bool ProgramObjective::worth_another(const AttemptEnd& end, std::int64_t number) const {
  if (number > program_.retry || end.cause != AttemptEnd::Cause::itself || end.status.success()) return false;
  const auto& on = program_.retry_on;
  return on.empty() || std::find(on.begin(), on.end(), end.status.number()) != on.end();
}

AttemptEnd ProgramObjective::attempt(Trial& trial, const TrialPlace& place, std::int64_t number,
                                     std::optional<double>& last_step) {
  prepare_trial(program_, copy_, trial.params(), place);
  const auto reader = reader_for(program_, trial.params(), place, objectives_);
  AttemptPlan plan{.command = trial_command(program_, trial.params(), place),
                   .limits = program_.limits,
                   .objectives = objective_names(objectives_),
                   .out_log = log_path(place.folder, "stdout", number),
                   .err_log = log_path(place.folder, "stderr", number)};
  if (const auto step = trial.resume_from_step()) {
    plan.command.environment.push_back("VERNIER_RESUME_STEP=" + format_number(*step));
  }
  double count = 0;
  const auto report = [&](const ReportRead& read) {
    const double step = read.step.value_or(++count);
    if (last_step && step <= *last_step) return Decision::keep;  // of an attempt that begins anew
    try {
      const Decision decision = trial.report(step, read.values);
      last_step = step;
      return decision;
    } catch (const StopRequested&) {
      return Decision::keep;  // the stop token says it too
    } catch (const InvalidArgument& error) {
      throw BadData(error.what());
    }
  };
  return run_attempt(launcher_, plan, *reader, {.report = report, .stop = trial.stop_token()});
}

void hold_to_program(Study& study, const Program& program, const fs::path& out) {
  const Json attributes = study.attributes();
  if (!attributes.contains("program")) {
    study.set_attribute("program", {{"block", program.source},
                                    {"folder", program.folder.string()},
                                    {"out", fs::absolute(out).lexically_normal().string()}});
    return;
  }
  const Json before = attributes["program"].value("block", Json::object());
  for (const char* part : {"command", "files", "edits", "reads"}) {
    const Json then = before.value(part, Json()), now = program.source.value(part, Json());
    if (then == now) continue;
    throw InvalidArgument(fmt::format("study '{}' was made with another program: its {} was {}, and is {}",
                                      study.options().name, part, then.dump(), now.dump()),
                          "the same program", "Give the new study another name with --study.");
  }
}

StopReason optimize_program(Study& study, ProgramObjective& objective, OptimizeOptions options) {
  std::stop_source stop;
  const std::stop_callback outer(options.stop, [&] { stop.request_stop(); });
  options.stop = stop.get_token();
  std::mutex mutex;
  std::exception_ptr failure;
  const auto give_up = [&]() -> Outcome {
    const std::lock_guard lock(mutex);
    if (!failure) failure = std::current_exception();
    stop.request_stop();
    throw StopRequested{};
  };
  const auto run = [&](Trial& trial) -> Outcome {
    try {
      return objective.run(trial);
    } catch (const StorageError&) {
      return give_up();
    } catch (const Unsupported&) {
      return give_up();
    }
  };
  const StopReason reason = study.optimize(run, options);
  if (failure) std::rethrow_exception(failure);
  return reason;
}

}  // namespace vernier
