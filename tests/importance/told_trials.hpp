#pragma once
// A study made of trials with known results.
#include <functional>
#include <memory>
#include <vector>

#include "vernier/trial/history.hpp"

namespace vernier {

struct ToldTrials {
  SearchSpace space{};
  std::vector<Objective> objectives{Objective{}};
  std::vector<std::shared_ptr<const TrialRecord>> trials{};

  void add(ParamMap params, double value) {
    auto record = std::make_shared<TrialRecord>();
    record->number = std::ssize(trials);
    record->state = TrialState::complete;
    record->params = std::move(params);
    record->values = {value};
    trials.push_back(std::move(record));
  }
  /// Configurations drawn uniformly, with the results of the function.
  void add(int count, const std::function<double(const ParamMap&)>& function, Rng rng) {
    for (int k = 0; k < count; ++k) {
      ParamMap params = *space.sample(rng);
      const double value = function(params);
      add(std::move(params), value);
    }
  }
  [[nodiscard]] History history() const {
    History history;
    history.space = &space;
    history.objectives = objectives;
    history.settled = trials;
    return history;
  }
};

inline double number_of(const ParamMap& params, const std::string& name) { return *as_number(params.at(name)); }

}  // namespace vernier
