#include "vernier/evaluation/energy_meter.hpp"

#include <algorithm>
#include <fstream>

namespace vernier::evaluation {
namespace {

std::optional<double> number_in(const std::filesystem::path& file) {
  std::ifstream in(file);
  double number = 0;
  if (!(in >> number) || number < 0) return std::nullopt;
  return number;
}

}  // namespace

EnergyMeter::EnergyMeter(std::filesystem::path counters) : folder_(std::move(counters)) {
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, none)) {
    // "intel-rapl:0" is a package; "intel-rapl:0:1" is a part of it and counted in it
    const std::string name = entry.path().filename().string();
    if (std::count(name.begin(), name.end(), ':') != 1) continue;
    const auto energy = number_in(entry.path() / "energy_uj");
    if (!energy) continue;
    counters_[name] = {*energy, number_in(entry.path() / "max_energy_range_uj").value_or(0)};
  }
}

std::optional<double> EnergyMeter::joules() {
  const std::lock_guard lock(mutex_);
  if (counters_.empty()) return std::nullopt;
  for (auto& [name, counter] : counters_) {
    const auto energy = number_in(folder_ / name / "energy_uj");
    if (!energy) return std::nullopt;
    sum_ += *energy - counter.last + (*energy < counter.last ? counter.range : 0);
    counter.last = *energy;
  }
  return sum_ * 1e-6;
}

}  // namespace vernier::evaluation
