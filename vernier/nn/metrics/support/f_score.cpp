#include "vernier/nn/metrics/support/f_score.hpp"

#include <algorithm>
#include <cmath>

#include "vernier/nn/losses/support/shapes.hpp"

namespace vernier::nn {

void FScoreMetric::reset() { std::ranges::fill(classes_, Counts()); }

void FScoreMetric::update(ConstView target, ConstView prediction, std::span<const float> weights) {
  check_same_shape(target.shape, prediction.shape);
  const Index columns = prediction.columns();
  classes_.resize(static_cast<std::size_t>(columns));
  for (Index row = 0; row < prediction.rows(); ++row) {
    const double weight = weights.empty() ? 1.0 : double{weights[static_cast<std::size_t>(row)]};
    add_row(target.data + row * columns, prediction.data + row * columns, weight);
  }
}

std::vector<double> FScoreMetric::results() const {
  if (average_ == "micro") {
    Counts all;
    for (const Counts& counts : classes_) all += counts;
    return {score(all)};
  }
  std::vector<double> scores;
  double positives = loss_epsilon;
  double weighted = 0.0;
  double sum = 0.0;
  for (const Counts& counts : classes_) {
    scores.push_back(score(counts));
    positives += counts.positives;
    weighted += scores.back() * counts.positives;
    sum += scores.back();
  }
  if (average_ == "weighted") return {weighted / positives};
  if (average_ == "macro") return {scores.empty() ? 0.0 : sum / static_cast<double>(scores.size())};
  return scores;
}

std::vector<double> FScoreMetric::state() const {
  std::vector<double> state;
  for (const Counts& counts : classes_) {
    state.insert(state.end(), {counts.true_positives, counts.predicted, counts.positives});
  }
  return state;
}

void FScoreMetric::restore(std::span<const double> state) {
  check_metric_state(state.size() % 3 == 0);
  classes_.resize(state.size() / 3);
  for (Counts& counts : classes_) {
    counts = {.true_positives = state[0], .predicted = state[1], .positives = state[2]};
    state = state.subspan(3);
  }
}

FScoreMetric::Counts& FScoreMetric::Counts::operator+=(const Counts& other) {
  true_positives += other.true_positives;
  predicted += other.predicted;
  positives += other.positives;
  return *this;
}

// Keras's epsilons stand here too, so that a class that never occurs scores 0.
double FScoreMetric::score(const Counts& counts) const {
  const double precision = counts.true_positives / (counts.predicted + loss_epsilon);
  const double recall = counts.true_positives / (counts.positives + loss_epsilon);
  return (1.0 + beta_squared_) * precision * recall / (beta_squared_ * precision + recall + loss_epsilon);
}

void FScoreMetric::add_row(const float* target, const float* prediction, double weight) {
  const std::size_t columns = classes_.size();
  const float largest = *std::max_element(prediction, prediction + columns);
  for (std::size_t c = 0; c < columns; ++c) {
    // a row of zeros has no largest class
    const bool positive = threshold_ ? prediction[c] > static_cast<float>(*threshold_)
                                     : prediction[c] >= largest && std::abs(prediction[c]) > 1e-9F;
    classes_[c] += {.true_positives = positive ? weight * target[c] : 0.0,
                    .predicted = positive ? weight : 0.0,
                    .positives = weight * target[c]};
  }
}

}  // namespace vernier::nn
