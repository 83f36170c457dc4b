#include "vernier/nn/schedules/support/duration.hpp"

namespace vernier::nn {

Duration::Duration(std::string owner, const std::string& name, std::optional<std::int64_t> steps,
                   std::optional<double> epochs)
    : owner_(std::move(owner)), epochs_(epochs), whole_run_(false) {
  if (steps.has_value() == epochs.has_value()) {
    throw InvalidArgument(fmt::format("{}: {} of {}_steps and {}_epochs {} given", owner_, steps ? "both" : "neither",
                                      name, name, steps ? "are" : "is"),
                          "exactly one of them");
  }
  if (steps) steps_ = static_cast<double>(*steps);
}

void Duration::prepare(const ScheduleContext& context) {
  if (whole_run_) epochs_ = static_cast<double>(context.epochs);
  if (epochs_) steps_ = *epochs_ * static_cast<double>(context.steps_per_epoch);
}

double Duration::steps() const {
  if (!steps_) {
    throw InvalidState(fmt::format("{} counts in epochs, whose length is not known before fit", owner_), {},
                       "Call fit, or give its length in steps.");
  }
  return *steps_;
}

}  // namespace vernier::nn
