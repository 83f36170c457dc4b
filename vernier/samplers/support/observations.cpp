#include "vernier/samplers/support/observations.hpp"

namespace vernier {
void Observations::update(const History& history) {
  const bool continued = space_ && history.settled.size() >= folded_ &&
                         (folded_ == 0 || history.settled[folded_ - 1] == last_) && *space_ == *history.space;
  if (!continued) restart(history);
  for (; folded_ < history.settled.size(); ++folded_) {
    last_ = history.settled[folded_];
    take(history, *last_);
  }
}

void Observations::restart(const History& history) {
  space_ = std::make_shared<SearchSpace>(*history.space);
  encoder_.emplace(*space_);
  objectives_ = history.objectives.size();
  folded_ = 0;
  last_.reset();
  trials_.clear();
  places_.clear();
  met_.clear();
  usable_ = 0;
}

void Observations::take(const History& history, const TrialRecord& record) {
  const auto [place, fresh] = places_.emplace(record.number, trials_.size());
  if (fresh) {
    trials_.push_back({.number = record.number, .row = {}, .standing = {}, .losses = {}});
  }
  Trial& trial = trials_[place->second];
  if (trial.standing.end != Standing::End::failed) --usable_;
  trial.row = encoder_->row(record.params);
  trial.standing = standing_of(history, record);
  trial.losses.clear();
  if (trial.standing.end != Standing::End::failed) ++usable_;
  if (trial.standing.end == Standing::End::complete && record.values.size() > 1) {
    for (std::size_t k = 0; k < record.values.size(); ++k) trial.losses.push_back(history.loss(record.values[k], k));
  }
  met_.insert(Encoder::hash(trial.row));
}

}  // namespace vernier
