#pragma once
// One call of Study.optimize: Python objectives in the loop of the library.
#include <nanobind/nanobind.h>

#include <exception>
#include <optional>
#include <set>
#include <stop_token>
#include <thread>

#include "vernier/study/study.hpp"
#include "vernier/workers/trial_folders.hpp"

namespace vernier::python {

namespace nb = nanobind;

/// Its members are used with the interpreter's lock held, except run.
class PythonRun {
 public:
  /// `forgiven` is a tuple of exception classes that fail a trial and nothing more; `on_end` is called with each record
  /// that ends, or None.
  PythonRun(nb::object objective, nb::object forgiven, nb::object on_end, std::optional<TrialFolders> folders)
      : objective_(std::move(objective)),
        forgiven_(std::move(forgiven)),
        on_end_(std::move(on_end)),
        folders_(std::move(folders)) {}

  /// With one job objectives run in the calling thread. With more they run in threads of their own, and the calling one
  /// waits for signals. An exception of an objective or a callback that is not forgiven ends the run and leaves here.
  StopReason run(Study& study, OptimizeOptions options);
  /// Whether the calling thread is in an objective of this run.
  [[nodiscard]] bool runs_here() const { return busy_.contains(std::this_thread::get_id()); }
  /// No new trial is begun.
  void stop_soon() { stop_soon_ = true; }

 private:
  [[nodiscard]] Outcome call(Trial& trial);
  [[nodiscard]] Outcome outcome_of(nb::handle result) const;
  [[nodiscard]] bool forgives(nb::handle error) const;
  [[nodiscard]] Outcome failed(nb::python_error& error, Trial& trial);
  void ended(const TrialRecord& record);
  void check_signals();
  void end_with(std::exception_ptr error);
  StopReason run_beside(Study& study, const OptimizeOptions& options);

  nb::object objective_;
  nb::object forgiven_;
  nb::object on_end_;
  std::optional<TrialFolders> folders_;
  std::size_t objectives_ = 1;
  std::set<std::thread::id> busy_;  // threads that are in an objective
  std::stop_source stop_;
  std::exception_ptr error_;
  bool stop_soon_ = false;
};

}  // namespace vernier::python
