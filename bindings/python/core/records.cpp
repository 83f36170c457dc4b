// What is known of a trial, as a value.
#include <fmt/core.h>
#include <nanobind/operators.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <algorithm>

#include "bindings/python/core/json.hpp"
#include "bindings/python/core/module.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/trial/record.hpp"

namespace vernier::python {
namespace {

using nb::literals::operator""_a;

std::optional<double> only_value(const TrialRecord& record) {
  if (record.values.size() > 1) {
    throw InvalidState(fmt::format("trial {} has {} values", record.number, record.values.size()), "one objective",
                       "Ask for values.");
  }
  if (record.values.empty()) return std::nullopt;
  return record.values.front();
}

std::optional<std::vector<double>> all_values(const TrialRecord& record) {
  if (record.values.empty()) return std::nullopt;
  return record.values;
}

nb::dict intermediate_values(const TrialRecord& record) {
  nb::dict values;
  for (const Report& report : record.reports) {
    const bool whole = report.step == static_cast<double>(static_cast<std::int64_t>(report.step));
    const nb::object step = whole ? nb::cast(static_cast<std::int64_t>(report.step)) : nb::cast(report.step);
    values[step] = report.values.size() == 1 ? nb::cast(report.values.front()) : nb::cast(report.values);
  }
  return values;
}

nb::dict distributions(const TrialRecord& record) {
  nb::dict result;
  for (const auto& [name, distribution] : record.distributions)
    result[nb::cast(name)] = object_from(to_json(distribution));
  return result;
}

std::string text_of(const TrialRecord& record) {
  std::string text = fmt::format("FrozenTrial(number={}, state={}, values=[", record.number, to_string(record.state));
  for (std::size_t i = 0; i < record.values.size(); ++i)
    text += fmt::format("{}{}", i == 0 ? "" : ", ", record.values[i]);
  return text + fmt::format("], params={})", to_json(record.params).dump());
}

}  // namespace

void bind_records(nb::module_& module) {
  nb::enum_<TrialState>(module, "TrialState", "What has become of a trial.")
      .value("RUNNING", TrialState::running)
      .value("COMPLETE", TrialState::complete)
      .value("PRUNED", TrialState::pruned)
      .value("FAIL", TrialState::failed)
      .value("PAUSED", TrialState::paused, "stopped by the pruner for now; it may be resumed");

  nb::class_<TrialRecord>(module, "FrozenTrial",
                          "What is known of one trial, as a value: it does not change when the study does.")
      .def_ro("number", &TrialRecord::number, "0, 1, 2, ... in the order in which trials were started.")
      .def_ro("state", &TrialRecord::state)
      .def_prop_ro(
          "params", [](const TrialRecord& r) { return dict_from(r.params); },
          nb::sig("def params(self) -> dict[str, bool | int | float | str]"), "The active parameters by name.")
      .def_prop_ro("distributions", &distributions,
                   nb::sig("def distributions(self) -> dict[str, dict[str, typing.Any]]"),
                   "What each parameter might have been, in the words of a space.")
      .def_prop_ro("value", &only_value,
                   "The value of a single objective; None unless there is one. Raises InvalidState "
                   "for several objectives.")
      .def_prop_ro("values", &all_values,
                   "One number for each objective; None unless complete, or pruned with a value.")
      .def_prop_ro("intermediate_values", &intermediate_values,
                   nb::sig("def intermediate_values(self) -> dict[float, typing.Any]"),
                   "What was reported, by step; with several objectives a list each.")
      .def_ro("constraints", &TrialRecord::constraints, "Told constraint values; above 0 is violated.")
      .def_ro("cost", &TrialRecord::cost, "What the trial took, where it was told.")
      .def_prop_ro(
          "user_attrs", [](const TrialRecord& r) { return object_from(r.attributes); },
          nb::sig("def user_attrs(self) -> dict[str, typing.Any]"))
      .def_ro("why", &TrialRecord::why, "The reason of a failed, pruned or paused trial.")
      .def_ro("clone_of", &TrialRecord::clone_of, "The trial whose checkpoint this one began with.")
      .def_ro("enqueued", &TrialRecord::enqueued, "Given by the user, not proposed by the sampler.")
      .def_ro("seconds", &TrialRecord::seconds, "Time spent running.")
      .def(
          "__eq__", [](const TrialRecord& a, const TrialRecord& b) { return a == b; }, nb::is_operator(),
          nb::sig("def __eq__(self, other: object, /) -> bool"))
      .def("__repr__", &text_of);
}

}  // namespace vernier::python
