#include "bindings/python/core/optimize.hpp"

#include <fmt/core.h>
#include <nanobind/stl/string.h>

#include <chrono>
#include <future>
#include <thread>
#include <utility>

#include "bindings/python/core/module.hpp"
#include "bindings/python/core/trial.hpp"
#include "vernier/base/errors.hpp"

namespace vernier::python {
namespace {

constexpr std::chrono::milliseconds signal_interval{50};

std::string text_of(const nb::python_error& error) {
  const auto kind = nb::cast<std::string>(error.type().attr("__name__"));
  const auto message = nb::cast<std::string>(nb::str(error.value()));
  return message.empty() ? kind : fmt::format("{}: {}", kind, message);
}

}  // namespace

Outcome PythonRun::call(Trial& trial) {
  const nb::gil_scoped_acquire gil;
  const auto here = busy_.insert(std::this_thread::get_id()).first;
  struct Leave {
    std::set<std::thread::id>& from;
    std::set<std::thread::id>::iterator at;
    ~Leave() { from.erase(at); }
  } const leave{busy_, here};
  Outcome outcome;
  try {
    outcome = outcome_of(objective_(nb::cast(handle_of(trial, folders_))));
  } catch (nb::python_error& error) {
    outcome = failed(error, trial);
  } catch (const InvalidArgument& error) {  // of what it returned
    if (!forgives(error_class(error.code()))) end_with(std::current_exception());
    outcome = Outcome::failed(error.what());
  }
  if (stop_soon_) stop_.request_stop();
  return outcome;
}

Outcome PythonRun::outcome_of(nb::handle result) const {
  std::vector<double> values = numbers_from(result, "the objective's result");
  if (values.size() == objectives_) return values;
  throw InvalidArgument(fmt::format("the objective returned {} numbers", values.size()),
                        fmt::format("{}, one for each objective of the study", objectives_));
}

bool PythonRun::forgives(nb::handle error) const {
  return PyErr_GivenExceptionMatches(error.ptr(), forgiven_.ptr()) != 0;
}

Outcome PythonRun::failed(nb::python_error& error, Trial& trial) {
  if (error.matches(trial_pruned())) return Outcome::pruned();
  if (error.matches(stop_requested())) throw StopRequested{};
  if (!error.matches(PyExc_Exception)) {  // Ctrl-C, sys.exit: the trial is given back
    end_with(std::current_exception());
    static_cast<void>(trial.should_stop());
    throw StopRequested{};
  }
  const std::string why = text_of(error);
  if (!forgives(error.value())) end_with(std::current_exception());
  return Outcome::failed(why);
}

void PythonRun::ended(const TrialRecord& record) {
  const nb::gil_scoped_acquire gil;
  try {
    on_end_(nb::cast(record));
  } catch (nb::python_error&) {
    end_with(std::current_exception());
  }
  if (stop_soon_) stop_.request_stop();
}

void PythonRun::check_signals() {
  const nb::gil_scoped_acquire gil;
  if (PyErr_CheckSignals() == 0) return;
  try {
    throw nb::python_error();
  } catch (nb::python_error&) {
    end_with(std::current_exception());
  }
}

void PythonRun::end_with(std::exception_ptr error) {
  if (!error_) error_ = std::move(error);
  stop_.request_stop();
}

StopReason PythonRun::run_beside(Study& study, const OptimizeOptions& options) {
  std::promise<StopReason> promise;
  std::future<StopReason> reason = promise.get_future();
  const std::jthread runner([&] {
    try {
      promise.set_value(study.optimize([this](Trial& trial) { return call(trial); }, options));
    } catch (...) {
      promise.set_exception(std::current_exception());
    }
  });
  while (reason.wait_for(signal_interval) != std::future_status::ready) check_signals();
  return reason.get();
}

StopReason PythonRun::run(Study& study, OptimizeOptions options) {
  objectives_ = study.options().objectives.size();
  options.stop = stop_.get_token();
  if (!on_end_.is_none()) options.on_end = [this](const TrialRecord& record) { ended(record); };
  if (options.n_jobs == 1) options.on_wait = [this] { check_signals(); };
  StopReason reason{};
  {
    const nb::gil_scoped_release release;
    reason = options.n_jobs > 1 ? run_beside(study, options)
                                : study.optimize([this](Trial& trial) { return call(trial); }, options);
  }
  if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
  return reason;
}

}  // namespace vernier::python
