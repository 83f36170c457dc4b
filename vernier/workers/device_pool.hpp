#pragma once
// Which devices each of the trials that run side by side may see.
#include <mutex>
#include <string>
#include <vector>

#include "vernier/workers/program.hpp"

namespace vernier {

/// Thread-safe.
class DevicePool {
 public:
  /// Throws InvalidArgument when the devices do not serve that many jobs.
  DevicePool(const Devices& devices, int jobs);

  /// A share of the devices until its end; those that fewest trials use come first.
  class Share {
   public:
    Share(DevicePool& pool, std::size_t slot) : pool_(pool), slot_(slot) {}
    ~Share();
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;
    /// "2" or "0,1"; empty where no devices were named.
    [[nodiscard]] const std::string& names() const;

   private:
    DevicePool& pool_;
    std::size_t slot_;
  };
  /// At most as many at a time as there are jobs.
  [[nodiscard]] Share take();

 private:
  struct Slot {
    std::string names;
    bool taken = false;
  };
  std::mutex mutex_;
  std::vector<Slot> slots_;
};

/// The variables by which a program sees these devices alone; none for an empty text.
[[nodiscard]] std::vector<std::string> device_environment(const std::string& names);

}  // namespace vernier
