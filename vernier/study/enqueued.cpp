#include "vernier/study/enqueued.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <vector>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier {

ParamMap complete_params(const SearchSpace& space, const ParamMap& given, Rng rng, std::string_view where) {
  for (const auto& [name, value] : given) {
    const Parameter* parameter = space.find(name);
    if (parameter == nullptr) {
      std::vector<std::string> names;
      for (const Parameter& known : space.parameters()) names.push_back(known.name);
      throw InvalidArgument(fmt::format("{}: the space has no parameter '{}'", where, name), {}, suggest(name, names));
    }
    if (!parameter->distribution.contains(value)) {
      throw InvalidArgument(fmt::format("{}: {} = {} is out of range", where, name, to_text(value)),
                            to_json(parameter->distribution).dump());
    }
  }
  constexpr int tries = 10000;
  std::vector<double> point(space.size());
  Rng known;  // the stream with which enqueue has found a configuration, for when that of the trial finds none
  for (int i = 0; i < 2 * tries; ++i) {
    Rng& stream = i < tries ? rng : known;
    std::generate(point.begin(), point.end(), [&] { return stream.uniform(); });
    ParamMap all = given;
    for (std::size_t k = 0; k < space.size(); ++k) {
      const Parameter& parameter = space.parameters()[k];
      all.try_emplace(parameter.name, parameter.distribution.from_unit(point[k]));
    }
    ParamMap active = space.active(all);
    const bool kept =
        std::all_of(given.begin(), given.end(), [&](const auto& one) { return active.contains(one.first); });
    if (kept && space.feasible(active)) return active;
  }
  throw InvalidArgument(fmt::format("{}: no configuration of the space has these values", where),
                        "parameters that are active together and meet the constraints");
}

}  // namespace vernier
