#include "vernier/evaluation/assessment.hpp"

#include <algorithm>

namespace vernier::evaluation {

std::string_view to_string(Role role) {
  switch (role) {
    case Role::recommended: return "recommended";
    case Role::finalist: return "finalist";
    case Role::random_search: return "random_search";
    case Role::default_settings: return "default_settings";
  }
  return "unknown";
}

std::size_t Contender::trained() const {
  return static_cast<std::size_t>(
      std::count_if(repeats.begin(), repeats.end(), [](const Repeat& repeat) { return repeat.why.empty(); }));
}

const Gain* Assessment::find_gain(std::string_view of, std::string_view over, std::string_view part) const {
  const auto found = std::find_if(gains.begin(), gains.end(), [&](const Gain& gain) {
    return gain.of == of && gain.over == over && gain.part == part;
  });
  return found == gains.end() ? nullptr : &*found;
}

const Contender* Assessment::find(Role role) const {
  const auto found =
      std::find_if(contenders.begin(), contenders.end(), [&](const Contender& one) { return one.role == role; });
  return found == contenders.end() ? nullptr : &*found;
}

}  // namespace vernier::evaluation
