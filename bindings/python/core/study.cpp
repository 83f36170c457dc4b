#include "vernier/study/study.hpp"

#include <fmt/core.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>
#include <nanobind/typing.h>

#include <algorithm>
#include <string>

#include "bindings/python/core/json.hpp"
#include "bindings/python/core/module.hpp"
#include "bindings/python/core/occupancy.hpp"
#include "bindings/python/core/optimize.hpp"
#include "bindings/python/core/trial.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/importance/importance.hpp"
#include "vernier/study/opening.hpp"

namespace vernier::python {
namespace {

using nb::literals::operator""_a;
using Params = nb::typed<nb::dict, nb::str, nb::any>;
using Objectives = std::vector<std::pair<std::string, std::string>>;

struct StudyHandle {
  StudyHandle(Study opened, const std::optional<std::string>& checkpoints) : study_(std::move(opened)) {
    if (checkpoints) folders.emplace(study_, *checkpoints);
  }
  [[nodiscard]] Study& get() {
    process.check("a study");
    return study_;
  }
  Process process{};
  std::optional<TrialFolders> folders{};
  std::vector<PythonRun*> runs{};  ///< under way; guarded by the interpreter's lock

 private:
  Study study_;
};

/// The study, while the interpreter's lock is given up.
template <class Call>
auto without_lock(StudyHandle& self, const Call& call) {
  Study& study = self.get();
  const nb::gil_scoped_release release;
  return call(study);
}

/// A path of a file, or what one holds.
SpaceFile space_from(const nb::object& space) {
  if (nb::isinstance<nb::str>(space)) return read_space_file(nb::cast<std::string>(space));
  return space_file_from_json(json_from(space, "space"), "space");
}

Component component_from(const nb::object& part, std::string_view where) {
  if (nb::isinstance<nb::str>(part)) return component_from_text(nb::cast<std::string>(part));
  return component_from_json(json_from(part, where), where);
}

/// StudyOptions::window: 0 stands for none.
std::optional<Window> window_from(std::optional<std::int64_t> window) {
  if (!window) return std::nullopt;
  return Window{*window};
}

StudyHandle create(const std::string& storage, const std::string& name, const std::optional<Objectives>& objectives,
                   const nb::object& space, const nb::object& sampler, const nb::object& pruner,
                   std::optional<std::uint64_t> seed, std::optional<std::int64_t> window,
                   const std::vector<std::string>& warm_start, const std::optional<std::string>& checkpoints,
                   bool load_if_exists) {
  StudyOptions options{.name = name,
                       .sampler = component_from(sampler, "sampler"),
                       .pruner = component_from(pruner, "pruner"),
                       .seed = seed,
                       .window = window_from(window),
                       .warm_start = warm_start};
  if (!space.is_none()) {
    SpaceFile file = space_from(space);
    options.space = std::move(file.space);
    options.resource = file.resource;
    options.objectives = std::move(file.objectives);
  }
  if (objectives) {
    options.objectives.clear();
    for (const auto& [objective, direction] : *objectives) {
      options.objectives.push_back({objective, direction_from_text(direction, "direction")});
    }
  }
  const nb::gil_scoped_release release;
  if (load_if_exists) return {Study::open(storage, std::move(options)), checkpoints};
  static_cast<void>(payload_from_options(options));  // what is refused must not leave a storage behind
  const std::shared_ptr<EventLog> log = open_event_log(storage);
  if (log->find_study(name)) {
    throw InvalidState(fmt::format("there is a study '{}' in {}", name, storage), "a new name",
                       "Go on with it by load_if_exists=True.");
  }
  return {Study::open(log, std::move(options)), checkpoints};
}

StudyHandle load(const std::string& storage, const std::string& name, const std::optional<std::string>& checkpoints) {
  const nb::gil_scoped_release release;
  return {Study::load(storage, name), checkpoints};
}

std::string optimize(StudyHandle& self, nb::object objective, std::optional<std::int64_t> n_trials,
                     std::optional<double> resource, std::optional<double> timeout, int n_jobs,
                     std::optional<double> target, std::optional<std::int64_t> patience_trials,
                     std::int64_t max_failures_in_a_row, nb::object forgiven, nb::object on_end) {
  Study& study = self.get();
  if (std::ranges::any_of(self.runs, [](const PythonRun* run) { return run->runs_here(); })) {
    throw InvalidState("optimize within an objective of the same study", {}, "Use a study of its own there.");
  }
  OptimizeOptions options;
  options.n_trials = n_trials;
  options.resource = resource;
  if (timeout) options.timeout = std::chrono::duration<double>(*timeout);
  options.n_jobs = n_jobs;
  options.target = target;
  options.patience_trials = patience_trials;
  options.max_failures_in_a_row = max_failures_in_a_row;
  PythonRun run(std::move(objective), std::move(forgiven), std::move(on_end), self.folders);
  self.runs.push_back(&run);
  const auto leave = [&] { std::erase(self.runs, &run); };
  try {
    const StopReason reason = run.run(study, std::move(options));
    leave();
    return std::string(to_string(reason));
  } catch (...) {
    leave();
    throw;
  }
}

void stop(StudyHandle& self) {
  if (self.runs.empty()) {
    throw InvalidState("stop outside of optimize", "a run under way", "Call it in an objective or a callback.");
  }
  for (PythonRun* run : self.runs) run->stop_soon();
}

Outcome outcome_from(const nb::object& values, std::optional<TrialState> state, const nb::object& constraints,
                     const std::string& why, std::optional<double> cost) {
  Outcome outcome;
  if (!values.is_none()) outcome.values = numbers_from(values, "tell");
  if (!constraints.is_none()) outcome.constraints = numbers_from(constraints, "tell: constraints");
  outcome.state = state.value_or(values.is_none() ? TrialState::failed : TrialState::complete);
  outcome.why = why;
  outcome.cost = cost;
  return outcome;
}

TrialRecord tell(StudyHandle& self, TrialNumber trial, const nb::object& values, std::optional<TrialState> state,
                 const nb::object& constraints, const std::string& why, std::optional<double> cost) {
  const Outcome outcome = outcome_from(values, state, constraints, why, cost);
  return without_lock(self, [&](Study& study) { return study.tell(trial, outcome); });
}

TrialRecord tell_params(StudyHandle& self, const Params& params, const nb::object& values,
                        std::optional<TrialState> state, const nb::object& constraints, const std::string& why) {
  const ParamMap map = params_from(params, "tell: params");
  const Outcome outcome = outcome_from(values, state, constraints, why, std::nullopt);
  return without_lock(self, [&](Study& study) { return study.tell(map, outcome); });
}

nb::list importance(StudyHandle& self, const nb::object& method) {
  const Component component = component_from(method, "importance");
  const auto found = without_lock(self, [&](Study& study) {
    const Snapshot snapshot = study.history();
    const History history = snapshot.history();
    return make_importance(component)->evaluate(history, Rng(history.seed).split("importance"));
  });
  nb::list result;
  for (const Importance& one : found) result.append(nb::make_tuple(one.name, one.importance, one.low, one.high));
  return result;
}

nb::object recommend(StudyHandle& self) {
  const auto found = without_lock(self, [](Study& study) { return study.recommend(); });
  if (!found) return nb::none();
  return nb::make_tuple(found->trial, found->value, found->low, found->high, found->evaluations);
}

nb::object description(StudyHandle& self) {
  const StudyOptions& options = self.get().options();
  Json json{{"name", options.name},
            {"objectives", to_json(options.objectives)},
            {"sampler", to_json(options.sampler)},
            {"pruner", to_json(options.pruner)},
            {"seed", options.seed.value_or(0)}};
  if (options.space) json["space"] = to_json(*options.space);
  return object_from(json);
}

nb::dict counts(StudyHandle& self) {
  const TrialCounts count = without_lock(self, [](Study& study) { return study.counts(); });
  nb::dict result;
  result["complete"] = count.complete;
  result["pruned"] = count.pruned;
  result["failed"] = count.failed;
  result["paused"] = count.paused;
  result["running"] = count.running;
  return result;
}

std::vector<std::string> study_names(const std::string& storage) {
  const nb::gil_scoped_release release;
  std::vector<std::string> names;
  for (const StoredStudy& study : open_event_log(storage, true)->studies()) names.push_back(study.name);
  return names;
}

void delete_study(const std::string& storage, const std::string& name) {
  const nb::gil_scoped_release release;
  remove_study(*open_event_log(storage, true), name);
}

}  // namespace

void bind_study(nb::module_& module) {
  nb::class_<StudyHandle>(module, "Study", "The handle behind vernier.Study.")
      .def_static("create", &create, "storage"_a, "name"_a, "objectives"_a.none(), "space"_a.none(), "sampler"_a,
                  "pruner"_a.none(), "seed"_a.none(), "window"_a.none(), "warm_start"_a, "checkpoints"_a.none(),
                  "load_if_exists"_a)
      .def_static("load", &load, "storage"_a, "name"_a, "checkpoints"_a.none())
      .def("optimize", &optimize, "objective"_a, "n_trials"_a.none(), "resource"_a.none(), "timeout"_a.none(),
           "n_jobs"_a, "target"_a.none(), "patience_trials"_a.none(), "max_failures_in_a_row"_a, "forgiven"_a,
           "on_end"_a.none())
      .def("stop", &stop)
      .def("ask",
           [](StudyHandle& self) {
             return handle_of(without_lock(self, [](Study& study) { return study.ask(); }), self.folders);
           })
      .def("tell", &tell, "trial"_a, "values"_a.none(), "state"_a.none(), "constraints"_a.none(), "why"_a,
           "cost"_a.none())
      .def("tell_params", &tell_params, "params"_a, "values"_a.none(), "state"_a.none(), "constraints"_a.none(),
           "why"_a)
      .def(
          "enqueue",
          [](StudyHandle& self, const Params& params) {
            const ParamMap map = params_from(params, "enqueue_trial");
            without_lock(self, [&](Study& study) { study.enqueue(map); });
          },
          "params"_a)
      .def("trials", [](StudyHandle& self) { return without_lock(self, [](Study& study) { return study.trials(); }); })
      .def("best_trial",
           [](StudyHandle& self) { return without_lock(self, [](Study& study) { return study.best_trial(); }); })
      .def("pareto", [](StudyHandle& self) { return without_lock(self, [](Study& study) { return study.pareto(); }); })
      .def("recommend", &recommend,
           nb::sig("def recommend(self) -> tuple[FrozenTrial, float, float, float, int] | None"))
      .def("importance", &importance, "method"_a,
           nb::sig("def importance(self, method: object) -> list[tuple[str, float, float | None, float | None]]"))
      .def("counts", &counts, nb::sig("def counts(self) -> dict[str, int]"))
      .def("resource_used",
           [](StudyHandle& self) { return without_lock(self, [](Study& study) { return study.resource_used(); }); })
      .def(
          "set_user_attr",
          [](StudyHandle& self, const std::string& key, const nb::object& value) {
            Json json = json_from(value, "user attribute '" + key + "'");
            without_lock(self, [&](Study& study) { study.set_attribute(key, std::move(json)); });
          },
          "key"_a, "value"_a.none())
      .def(
          "user_attrs",
          [](StudyHandle& self) {
            return object_from(without_lock(self, [](Study& study) { return study.attributes(); }));
          },
          nb::sig("def user_attrs(self) -> dict[str, typing.Any]"))
      .def("description", &description, nb::sig("def description(self) -> dict[str, typing.Any]"))
      .def("describe_sampler",
           [](StudyHandle& self) { return without_lock(self, [](Study& study) { return study.describe_sampler(); }); })
      .def("describe_pruner", [](StudyHandle& self) { return self.get().describe_pruner(); })
      .def("notes", [](StudyHandle& self) { return self.get().notes(); });
  module.def("study_names", &study_names, "storage"_a);
  module.def("delete_study", &delete_study, "storage"_a, "name"_a);
}

}  // namespace vernier::python
