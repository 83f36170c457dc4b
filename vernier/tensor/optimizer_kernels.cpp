#include "vernier/tensor/optimizer_kernels.hpp"

#include "vernier/tensor/isa/table.hpp"
#include "vernier/tensor/team.hpp"

namespace vernier::kernels {
namespace {

/// Calls part(first, count) for ranges of the weights.
template <class Part>
void divide_weights(std::span<float> w, const Part& part) {
  divide_flat(static_cast<Index>(w.size()), work::weight, part);
}

/// Null for an array that is not there.
float* from(std::span<float> x, Index first) { return x.empty() ? nullptr : x.data() + first; }

}  // namespace

double sum_of_squares(std::span<const float> x) {
  return active_table().sum_of_squares(x.data(), static_cast<std::ptrdiff_t>(x.size()));
}
void sgd_update(const SgdStep& step, std::span<const float> g, std::span<float> w, std::span<float> v) {
  divide_weights(w, [&](Index i, Index n) { active_table().sgd(step, g.data() + i, w.data() + i, from(v, i), n); });
}
void adam_update(const AdamStep& step, std::span<const float> g, std::span<float> w, std::span<float> m,
                 std::span<float> v, std::span<float> largest) {
  divide_weights(w, [&](Index i, Index n) {
    active_table().adam(step, g.data() + i, w.data() + i, from(m, i), from(v, i), from(largest, i), n);
  });
}
void nadam_update(const NadamStep& step, std::span<const float> g, std::span<float> w, std::span<float> m,
                  std::span<float> v) {
  divide_weights(
      w, [&](Index i, Index n) { active_table().nadam(step, g.data() + i, w.data() + i, from(m, i), from(v, i), n); });
}
void rmsprop_update(const RmspropStep& step, std::span<const float> g, std::span<float> w, std::span<float> v,
                    std::span<float> mean, std::span<float> buffer) {
  divide_weights(w, [&](Index i, Index n) {
    active_table().rmsprop(step, g.data() + i, w.data() + i, from(v, i), from(mean, i), from(buffer, i), n);
  });
}
void adagrad_update(float rate, float epsilon, std::span<const float> g, std::span<float> w, std::span<float> a) {
  divide_weights(
      w, [&](Index i, Index n) { active_table().adagrad(rate, epsilon, g.data() + i, w.data() + i, from(a, i), n); });
}

}  // namespace vernier::kernels
