#pragma once
// Learning rates as functions of the step. Source: keras/src/optimizers/schedules/learning_rate_schedule.py, Keras 3.
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "vernier/base/catalogue.hpp"
#include "vernier/base/options.hpp"

namespace vernier::nn {

/// What a schedule may know of the run: options given in epochs (decay_epochs) are turned into steps with it.
struct ScheduleContext {
  std::int64_t steps_per_epoch = 1;
  std::int64_t epochs = 1;
};

/// Immutable; const members are thread-safe.
class Schedule {
 public:
  virtual ~Schedule() = default;
  /// The rate of the given step, counted from 0. Called before fit with the run's context; the default does nothing.
  [[nodiscard]] virtual double at(std::int64_t step) const = 0;
  virtual void prepare(const ScheduleContext&) {}
  /// A plain number, which callbacks such as ReduceLROnPlateau may change.
  [[nodiscard]] virtual bool constant() const { return false; }
};

struct ScheduleInfo {
  std::string name;
  std::string summary;
  std::string cites;
  std::vector<std::string> aliases{};
  const OptionTable& options;
  std::unique_ptr<Schedule> (*make)(const Json& options);
};

[[nodiscard]] std::span<const ScheduleInfo* const> builtin_schedule_table();  // generated
[[nodiscard]] Catalogue<ScheduleInfo>& schedules();
[[nodiscard]] std::unique_ptr<Schedule> make_schedule(const Component& component);

}  // namespace vernier::nn
