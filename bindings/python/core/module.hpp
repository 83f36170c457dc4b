#pragma once
// The parts of vernier._core.
#include <nanobind/nanobind.h>

#include <string_view>

namespace vernier::python {

namespace nb = nanobind;

/// First: the others raise what it defines.
void bind_errors(nb::module_& module);
void bind_catalogues(nb::module_& module);
void bind_records(nb::module_& module);
void bind_trial(nb::module_& module);
void bind_study(nb::module_& module);
void bind_callbacks(nb::module_& module);
void bind_model(nb::module_& module);

/// The exception class of an error's code.
[[nodiscard]] nb::handle error_class(std::string_view code);
/// vernier.TrialPruned and vernier.StopRequested.
[[nodiscard]] nb::handle trial_pruned();
[[nodiscard]] nb::handle stop_requested();

}  // namespace vernier::python
