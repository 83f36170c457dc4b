#include "vernier/nn/schedules/schedule.hpp"

namespace vernier::nn {

Catalogue<ScheduleInfo>& schedules() {
  static Catalogue<ScheduleInfo> catalogue("schedule", builtin_schedule_table());
  return catalogue;
}

std::unique_ptr<Schedule> make_schedule(const Component& component) {
  const ScheduleInfo& info = schedules().get(component.name);
  info.options.check(component.options, fmt::format("schedule '{}'", info.name));
  return info.make(component.options);
}

}  // namespace vernier::nn
