#pragma once
// A span of training given in steps or in epochs.
#include <cstdint>
#include <optional>
#include <string>

#include "vernier/nn/schedules/schedule.hpp"

namespace vernier::nn {

/// Steps are known at once; epochs become steps when the run is known.
class Duration {
 public:
  /// The whole run, however long it is.
  explicit Duration(std::string owner) : owner_(std::move(owner)) {}
  /// Exactly one must be given, else InvalidArgument: `owner` ("schedule 'cosine_decay'") and `name` ("decay") name the
  /// options NAME_steps and NAME_epochs.
  Duration(std::string owner, const std::string& name, std::optional<std::int64_t> steps, std::optional<double> epochs);
  void prepare(const ScheduleContext& context);
  /// Throws InvalidState before prepare, for a span that is not given in steps.
  [[nodiscard]] double steps() const;

 private:
  std::string owner_;
  std::optional<double> steps_;
  std::optional<double> epochs_;
  bool whole_run_ = true;
};

}  // namespace vernier::nn
