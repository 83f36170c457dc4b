#include "vernier/math/category_search.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace vernier {
namespace {

constexpr double category_signal_ratio = 1.5;

/// The gradient in coordinates in which the Fisher information is the identity (Akimoto et al. 2019, appendix B).
void append_whitened(std::vector<double>& into, const std::vector<double>& gradient, const std::vector<double>& share) {
  const std::size_t free = share.size() - 1;
  const double sum = std::accumulate(gradient.begin(), gradient.end() - 1, 0.0);
  const double last = share.back() + std::sqrt(share.back());
  for (std::size_t c = 0; c < free; ++c) {
    const double root = std::sqrt(share[c]);
    into.push_back(gradient[c] / root + root * sum / last);
  }
}

}  // namespace

CategorySearch::CategorySearch(std::vector<std::vector<double>> probabilities, double margin)
    : probabilities_(std::move(probabilities)), margin_(margin) {
  std::size_t free = 0;
  for (const auto& share : probabilities_) free += share.size() - 1;
  path_.resize(free);
  keep_margin();
}

std::vector<std::size_t> CategorySearch::sample(Rng& rng) const {
  std::vector<std::size_t> choices;
  for (const auto& share : probabilities_) {
    double left = rng.uniform();
    std::size_t choice = 0;
    while (choice + 1 < share.size() && left >= share[choice]) left -= share[choice++];
    choices.push_back(choice);
  }
  return choices;
}

void CategorySearch::update(std::span<const Choices> parents, std::span<const double> weights) {
  std::vector<double> whitened;
  std::vector<std::vector<double>> gradients;
  for (std::size_t k = 0; k < probabilities_.size(); ++k) {
    const std::vector<double>& share = probabilities_[k];
    std::vector<double> gradient(share.size());
    for (std::size_t i = 0; i < parents.size(); ++i) {
      if (!parents[i][k]) continue;
      for (std::size_t c = 0; c < share.size(); ++c) {
        gradient[c] += weights[i] * ((*parents[i][k] == c ? 1.0 : 0.0) - share[c]);
      }
    }
    append_whitened(whitened, gradient, share);
    gradients.push_back(std::move(gradient));
  }
  const double length = std::sqrt(std::inner_product(whitened.begin(), whitened.end(), whitened.begin(), 0.0));
  if (!(length > 1e-12)) return;
  const double step = 1 / inverse_step_;
  for (std::size_t k = 0; k < probabilities_.size(); ++k) {
    for (std::size_t c = 0; c < gradients[k].size(); ++c) probabilities_[k][c] += step / length * gradients[k][c];
  }
  const double decay = std::min(1.0, step / std::sqrt(static_cast<double>(path_.size())));
  double square = 0;
  for (std::size_t j = 0; j < path_.size(); ++j) {
    path_[j] = (1 - decay) * path_[j] + std::sqrt(decay * (2 - decay)) * whitened[j] / length;
    square += path_[j] * path_[j];
  }
  path_length_ = (1 - decay) * (1 - decay) * path_length_ + decay * (2 - decay);
  inverse_step_ *= std::exp(decay * (path_length_ - square / category_signal_ratio));
  keep_margin();
}

void CategorySearch::keep_margin() {
  for (auto& share : probabilities_) {
    const auto count = static_cast<double>(share.size());
    const double least = margin_ / (count - 1);
    double above = 0;
    for (double& p : share) {
      p = std::max(p, least);
      above += p - least;
    }
    // what lies above the margin shares what the margins leave
    const double room = 1 - least * count;
    for (double& p : share) p = above > 0 ? least + (p - least) * room / above : 1 / count;
  }
}

}  // namespace vernier
