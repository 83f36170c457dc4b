// The six kinds of errors, and the two ways in which an objective ends early, as Python exceptions.
#include <string>

#include "bindings/python/core/module.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/study/trial.hpp"

namespace vernier::python {
namespace {

/// Borrowed from vernier._errors, which lives as long as the interpreter.
PyObject* errors_by_code = nullptr;
PyObject* pruned_class = nullptr;
PyObject* stop_class = nullptr;

void translate(const std::exception_ptr& error, void*) {
  try {
    std::rethrow_exception(error);
  } catch (const Error& known) {
    PyErr_SetString(error_class(known.code()).ptr(), known.what());
  } catch (const TrialPruned&) {
    PyErr_SetNone(pruned_class);
  } catch (const StopRequested&) {
    PyErr_SetNone(stop_class);
  }
}

}  // namespace

void bind_errors(nb::module_&) {
  const nb::module_ errors = nb::module_::import_("vernier._errors");
  errors_by_code = nb::object(errors.attr("BY_CODE")).release().ptr();
  pruned_class = nb::object(errors.attr("TrialPruned")).release().ptr();
  stop_class = nb::object(errors.attr("StopRequested")).release().ptr();
  nb::register_exception_translator(&translate);
}

nb::handle error_class(std::string_view code) {
  return PyDict_GetItemString(errors_by_code, std::string(code).c_str());
}
nb::handle trial_pruned() { return pruned_class; }
nb::handle stop_requested() { return stop_class; }

}  // namespace vernier::python
