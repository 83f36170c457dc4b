#pragma once
// A running trial as Python holds it.
#include <nanobind/nanobind.h>

#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "bindings/python/core/occupancy.hpp"
#include "vernier/study/trial.hpp"
#include "vernier/workers/trial_folders.hpp"

namespace vernier::python {

namespace nb = nanobind;

struct TrialHandle {
  TrialHandle(Trial running, std::filesystem::path folder)
      : trial(std::move(running)), checkpoints(std::move(folder)) {}
  Trial trial;
  std::filesystem::path checkpoints;  ///< empty: the study keeps none
  Occupancy occupancy{};
};

[[nodiscard]] inline TrialHandle handle_of(const Trial& trial, const std::optional<TrialFolders>& folders) {
  return {trial, folders ? folders->of(trial.number()) : std::filesystem::path()};
}

/// A number, or a list or tuple of numbers. Throws InvalidArgument that begins with `where`.
[[nodiscard]] std::vector<double> numbers_from(nb::handle object, std::string_view where);

}  // namespace vernier::python
