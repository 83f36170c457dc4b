#include "vernier/math/integer_margin.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>

namespace vernier {
namespace {

constexpr double margin_tiny = 1e-8;

double normal_above(double z) { return 0.5 * std::erfc(z / std::sqrt(2.0)); }

/// How many standard deviations off a threshold is that is passed with this probability.
double distance_for(double probability) {
  const double tail = std::clamp(probability, margin_tiny, 0.5 - margin_tiny);
  return boost::math::quantile(boost::math::complement(boost::math::normal(), tail));
}

double inside(double place) { return std::clamp(place, 0.0, 1.0); }

}  // namespace

IntegerMargin::IntegerMargin(std::vector<std::size_t> coordinates, double margin)
    : coordinates_(std::move(coordinates)),
      margin_(margin),
      mutation_(coordinates_.size(), 0.5 - margin_tiny),
      succeeded_(coordinates_.size()) {}

void IntegerMargin::centre(const CmaEs& distribution, std::span<std::vector<double>> parents, const Cells& cells) {
  for (std::size_t k = 0; k < coordinates_.size(); ++k) {
    const std::size_t j = coordinates_[k];
    const Cell own = cells(k, inside(distribution.mean()[j]));
    double bias = 0;
    double up = 0;  // what the parents in the mean's cell would move if they were centred, up and down
    double down = 0;
    succeeded_[k] = false;
    for (auto& parent : parents) {
      const Cell cell = cells(k, inside(parent[j]));
      const double move = cell.centre() - parent[j];
      if (cell == own) {
        (move > 0 ? up : down) += move;
        continue;
      }
      succeeded_[k] = true;
      bias += move;
      parent[j] = cell.centre();
    }
    const double against = bias > 0 ? down : up;
    if (bias == 0 || against == 0) continue;
    const double share = std::min(1.0, -bias / against);
    for (auto& parent : parents) {
      if (cells(k, inside(parent[j])) != own) continue;
      const double move = own.centre() - parent[j];
      if (move * bias < 0) parent[j] += share * move;
    }
  }
}

void IntegerMargin::correct(CmaEs& distribution, const Cells& cells) {
  for (std::size_t k = 0; k < coordinates_.size(); ++k) {
    const Cell cell = cells(k, inside(distribution.mean()[coordinates_[k]]));
    if (cell.low <= 0 || cell.high >= 1) {
      correct_at_edge(distribution, k, cell);
    } else {
      correct_inside(distribution, k, cell);
    }
  }
}

void IntegerMargin::correct_at_edge(CmaEs& distribution, std::size_t k, Cell cell) {
  const std::size_t j = coordinates_[k];
  const bool lowest = cell.low <= 0;
  const double threshold = lowest ? cell.high : cell.low;
  const double leaves = normal_above(std::abs(threshold - distribution.mean()[j]) / distribution.deviation(j));
  double mutation = std::max(leaves, margin_);
  if (!succeeded_[k]) mutation = std::min(mutation, mutation_[k]);
  mutation = std::clamp(mutation, margin_tiny, 0.5 - margin_tiny);
  const double unstretched = distribution.unstretched_deviation(j);
  const double least = std::abs(cell.centre() - threshold) / (unstretched * distance_for(margin_));
  const double factor = std::max(distribution.deviation(j) / unstretched, least);
  const double distance = unstretched * factor * distance_for(mutation);
  distribution.stretch(j, lowest ? threshold - distance : threshold + distance, factor);
  mutation_[k] = mutation;
}

void IntegerMargin::correct_inside(CmaEs& distribution, std::size_t k, Cell cell) {
  const std::size_t j = coordinates_[k];
  const double mean = distribution.mean()[j];
  const double deviation = distribution.deviation(j);
  const double half = margin_ / 2;
  double below = std::max(normal_above((mean - cell.low) / deviation), half);
  double above = std::max(normal_above((cell.high - mean) / deviation), half);
  double stays = 1 - normal_above((mean - cell.low) / deviation) - normal_above((cell.high - mean) / deviation);
  double stays_least = half;
  if (!succeeded_[k]) {
    stays_least = 1 - mutation_[k];
    stays = std::max(stays, stays_least);
  }
  // the three add up to 1 again; what lies above its least value shares the difference
  const double room = (below - half) + (above - half) + (stays - stays_least);
  const double share = room > 0 ? (1 - below - above - stays) / room : 0;
  below = std::clamp(below + share * (below - half), margin_tiny, 0.5 - margin_tiny);
  above = std::clamp(above + share * (above - half), margin_tiny, 0.5 - margin_tiny);
  const double to_low = distance_for(below);
  const double to_high = distance_for(above);
  const double factor = (cell.high - cell.low) / ((to_low + to_high) * distribution.unstretched_deviation(j));
  distribution.stretch(j, (cell.low * to_high + cell.high * to_low) / (to_low + to_high), factor);
  mutation_[k] = below + above;
}

}  // namespace vernier
