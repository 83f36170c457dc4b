#include "vernier/workers/device_pool.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier {

DevicePool::DevicePool(const Devices& devices, int jobs) {
  const auto needed = static_cast<std::size_t>(jobs);
  if (devices.names.empty()) {
    slots_.resize(needed);
    return;
  }
  const auto whole = static_cast<std::size_t>(std::max(1.0, devices.per_trial));
  const auto turns = static_cast<std::size_t>(std::lround(1 / std::min(1.0, devices.per_trial)));
  for (std::size_t turn = 0; turn < turns; ++turn) {
    for (std::size_t first = 0; first + whole <= devices.names.size(); first += whole) {
      slots_.push_back({join(std::span(devices.names).subspan(first, whole), ",")});
    }
  }
  if (slots_.size() < needed) {
    throw InvalidArgument(
        fmt::format("{} devices serve {} trials at a time, of {}", devices.names.size(), slots_.size(), jobs),
        fmt::format("at most {} jobs", slots_.size()), "Take fewer --jobs, or a smaller share a trial.");
  }
}

DevicePool::Share DevicePool::take() {
  const std::lock_guard lock(mutex_);
  const auto free = std::find_if(slots_.begin(), slots_.end(), [](const Slot& slot) { return !slot.taken; });
  if (free == slots_.end()) throw InvalidState("all devices are taken", "no more trials than jobs");
  free->taken = true;
  return {*this, static_cast<std::size_t>(free - slots_.begin())};
}

DevicePool::Share::~Share() {
  const std::lock_guard lock(pool_.mutex_);
  pool_.slots_[slot_].taken = false;
}

const std::string& DevicePool::Share::names() const { return pool_.slots_[slot_].names; }

// HIP reads its variable after that of ROCr has renumbered the devices, so only one of the two is set.
std::vector<std::string> device_environment(const std::string& names) {
  if (names.empty()) return {};
  return {"CUDA_VISIBLE_DEVICES=" + names, "HIP_VISIBLE_DEVICES=" + names, "VERNIER_DEVICES=" + names};
}

}  // namespace vernier
