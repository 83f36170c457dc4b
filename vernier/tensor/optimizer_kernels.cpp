#include "vernier/tensor/optimizer_kernels.hpp"

#include "vernier/tensor/isa/table.hpp"

namespace vernier::kernels {
namespace {

float* data_or_null(std::span<float> x) { return x.empty() ? nullptr : x.data(); }
std::ptrdiff_t count(std::span<float> w) { return static_cast<std::ptrdiff_t>(w.size()); }

}  // namespace

double sum_of_squares(std::span<const float> x) {
  return active_table().sum_of_squares(x.data(), static_cast<std::ptrdiff_t>(x.size()));
}
void sgd_update(const SgdStep& step, std::span<const float> g, std::span<float> w, std::span<float> v) {
  active_table().sgd(step, g.data(), w.data(), data_or_null(v), count(w));
}
void adam_update(const AdamStep& step, std::span<const float> g, std::span<float> w, std::span<float> m,
                 std::span<float> v, std::span<float> largest) {
  active_table().adam(step, g.data(), w.data(), m.data(), v.data(), data_or_null(largest), count(w));
}
void nadam_update(const NadamStep& step, std::span<const float> g, std::span<float> w, std::span<float> m,
                  std::span<float> v) {
  active_table().nadam(step, g.data(), w.data(), m.data(), v.data(), count(w));
}
void rmsprop_update(const RmspropStep& step, std::span<const float> g, std::span<float> w, std::span<float> v,
                    std::span<float> mean, std::span<float> buffer) {
  active_table().rmsprop(step, g.data(), w.data(), v.data(), data_or_null(mean), data_or_null(buffer), count(w));
}
void adagrad_update(float rate, float epsilon, std::span<const float> g, std::span<float> w, std::span<float> a) {
  active_table().adagrad(rate, epsilon, g.data(), w.data(), a.data(), count(w));
}

}  // namespace vernier::kernels
