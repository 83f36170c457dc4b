#pragma once
// The energy that the processors of this machine take, by the counters of Linux's powercap (Intel RAPL and its kin).
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace vernier::evaluation {

/// Begins with its construction. Of the whole machine: other programs are in it. Thread-safe.
class EnergyMeter {
 public:
  explicit EnergyMeter(std::filesystem::path counters = "/sys/class/powercap");

  /// Since construction; nothing where there are no counters or they may not be read. To be called more often than the
  /// counters run over, which takes them half an hour or more.
  std::optional<double> joules();

 private:
  struct Counter {
    double last = 0;   ///< microjoules
    double range = 0;  ///< where it begins anew
  };
  std::filesystem::path folder_;
  std::mutex mutex_;
  std::map<std::string, Counter> counters_;
  double sum_ = 0;  ///< microjoules
};

}  // namespace vernier::evaluation
