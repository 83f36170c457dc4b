#include "bindings/python/core/trial.hpp"

#include <fmt/core.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>

#include <cmath>
#include <string>

#include "bindings/python/core/json.hpp"
#include "bindings/python/core/module.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"

namespace vernier::python {
namespace {

using nb::literals::operator""_a;

constexpr std::string_view what = "a trial";

double suggest_float(TrialHandle& self, std::string_view name, double low, double high, std::optional<double> step,
                     bool log) {
  const Occupancy::Use use(self.occupancy, what);
  return self.trial.suggest_float(name, low, high, {.log = log, .step = step});
}

std::int64_t suggest_int(TrialHandle& self, std::string_view name, std::int64_t low, std::int64_t high,
                         std::int64_t step, bool log) {
  const Occupancy::Use use(self.occupancy, what);
  return std::get<std::int64_t>(self.trial.suggest(name, Distribution::integer(low, high, log, step)));
}

nb::object suggest_categorical(TrialHandle& self, std::string_view name, const nb::object& choices, bool ordered) {
  const Occupancy::Use use(self.occupancy, what);
  if (nb::isinstance<nb::str>(choices)) {
    throw InvalidArgument(fmt::format("the choices of '{}' are a text", name), "a list or a tuple");
  }
  std::vector<ParamValue> values;
  for (const nb::handle choice : choices) values.push_back(param_value_from(choice, name));
  return object_from(self.trial.suggest(
      name, ordered ? Distribution::ordinal(std::move(values)) : Distribution::categorical(std::move(values))));
}

void report(TrialHandle& self, const nb::object& value, double step) {
  const Occupancy::Use use(self.occupancy, what);
  std::vector<double> values = numbers_from(value, "report");
  const nb::gil_scoped_release release;
  static_cast<void>(self.trial.report(step, std::move(values)));
}

void set_user_attr(TrialHandle& self, const std::string& key, const nb::object& value) {
  const Occupancy::Use use(self.occupancy, what);
  Json json = json_from(value, "user attribute '" + key + "'");
  const nb::gil_scoped_release release;
  self.trial.set_attribute(key, std::move(json));
}

bool should_stop(TrialHandle& self) {
  const Occupancy::Use use(self.occupancy, what);
  return self.trial.should_stop();
}

std::string checkpoint_dir(const TrialHandle& self) {
  if (self.checkpoints.empty()) {
    throw InvalidState("the study keeps no checkpoints", "a folder for them",
                       "Give create_study or load_study the folder as checkpoint_dir.");
  }
  make_folder(self.checkpoints);
  return self.checkpoints.string();
}

double number_from(nb::handle object, std::string_view where) {
  if (PyNumber_Check(object.ptr()) == 0) {
    throw InvalidArgument(fmt::format("{}: {} is no number", where, nb::cast<std::string>(nb::repr(object))),
                          "a number, or a list with one number for each objective");
  }
  const double number = PyFloat_AsDouble(object.ptr());
  if (number == -1.0 && PyErr_Occurred() != nullptr) throw nb::python_error();
  return number;
}

}  // namespace

std::vector<double> numbers_from(nb::handle object, std::string_view where) {
  if (PyFloat_Check(object.ptr())) return {PyFloat_AsDouble(object.ptr())};
  if (nb::hasattr(object, "tolist")) return numbers_from(object.attr("tolist")(), where);  // NumPy's
  std::vector<double> numbers;
  if (nb::isinstance<nb::list>(object) || nb::isinstance<nb::tuple>(object)) {
    for (const nb::handle item : object) numbers.push_back(number_from(item, where));
  } else {
    numbers.push_back(number_from(object, where));
  }
  return numbers;
}

void bind_trial(nb::module_& module) {
  nb::class_<TrialHandle>(
      module, "Trial",
      "A running trial: what an objective is given, and what Study.ask returns. One thread uses it at a "
      "time.")
      .def_prop_ro("number", [](const TrialHandle& self) { return self.trial.number(); })
      .def_prop_ro(
          "attempt", [](const TrialHandle& self) { return self.trial.attempt(); },
          "0 at first; one more each time the trial is run again because its process died or was interrupted.")
      .def_prop_ro(
          "params", [](const TrialHandle& self) { return dict_from(self.trial.params()); },
          nb::sig("def params(self) -> dict[str, bool | int | float | str]"),
          "The parameters so far: with a declared space all of them, else those suggested until now.")
      .def_prop_ro(
          "user_attrs", [](const TrialHandle& self) { return object_from(self.trial.record().attributes); },
          nb::sig("def user_attrs(self) -> dict[str, typing.Any]"))
      .def_prop_ro(
          "clone_of", [](const TrialHandle& self) { return self.trial.clone_of(); },
          "The trial whose checkpoint is the beginning of this one.")
      .def_prop_ro(
          "resume_from_step", [](const TrialHandle& self) { return self.trial.resume_from_step(); },
          "The trial was paused after this step and goes on from there. An objective without checkpoints may "
          "begin at the beginning: what it reports up to this step is not recorded again.")
      .def_prop_ro(
          "checkpoint_dir", &checkpoint_dir,
          "The trial's own folder, made when it is asked for: what an objective keeps there it finds again when "
          "the trial is resumed or run again. Raises InvalidState where the study was given no folder.")
      .def("suggest_float", &suggest_float, "name"_a, "low"_a, "high"_a, nb::kw_only(), "step"_a = nb::none(),
           "log"_a = false,
           "A real number from low to high, both included: on a grid that begins at low with `step`, with equal shares "
           "for equal ratios with `log`. The same name twice gives the same value; with other bounds, or other ones "
           "than the study declares, it raises InvalidArgument.")
      .def("suggest_int", &suggest_int, "name"_a, "low"_a, "high"_a, nb::kw_only(), "step"_a = 1, "log"_a = false,
           "An integer from low to high, both included. Otherwise like suggest_float.")
      .def(
          "suggest_categorical", &suggest_categorical, "name"_a, "choices"_a, nb::kw_only(), "ordered"_a = false,
          nb::sig("def suggest_categorical(self, name: str, choices: collections.abc.Iterable[typing.Any], *, ordered: "
                  "bool = False) -> typing.Any"),
          "One of the choices: texts, numbers, booleans. With `ordered` those that lie side by side are alike.")
      .def(
          "report", &report, "value"_a.none(), "step"_a,
          nb::sig(
              "def report(self, value: typing.SupportsFloat | list[float] | tuple[float, ...], step: float) -> None"),
          "Writes an intermediate value down (one number for each objective) and asks the pruner; should_prune has the "
          "answer. Steps must increase. NaN or an infinity means that the trial diverged: it fails. Raises "
          "StopRequested, which is to be let pass, when the run is being interrupted.")
      .def(
          "should_prune", [](const TrialHandle& self) { return self.trial.should_prune(); },
          "Whether the pruner has said after the last report that the trial should end: raise TrialPruned.")
      .def("should_stop", &should_stop, "Whether the run is being interrupted: return soon, the trial is run again.")
      .def_prop_ro(
          "ended_by_budget", [](const TrialHandle& self) { return self.trial.ended_by_budget(); },
          "The study's budget of the resource has no unit left: the trial is complete with the value reached.")
      .def("set_user_attr", &set_user_attr, "key"_a, "value"_a.none(),
           nb::sig("def set_user_attr(self, key: str, value: typing.Any) -> None"),
           "Keeps a value with the trial: whatever JSON can say.")
      .def("__repr__", [](const TrialHandle& self) {
        return fmt::format("Trial(number={}, params={})", self.trial.number(), to_json(self.trial.params()).dump());
      });
}

}  // namespace vernier::python
