#pragma once
// One update of all weights, for each optimizer: passes over flat buffers of equal length that do not overlap, for the
// instruction set that kernels.hpp chose. Nothing allocates. The formulas and their sources stand in nn/optimizers.
#include <span>

namespace vernier::kernels {

/// The sum of the squares, in double.
[[nodiscard]] double sum_of_squares(std::span<const float> x);

struct SgdStep {
  float rate = 0;
  float momentum = 0;
  bool nesterov = false;
};
/// v -= ... and w += ...; v is empty without momentum.
void sgd_update(const SgdStep& step, std::span<const float> g, std::span<float> w, std::span<float> v);

struct AdamStep {
  float rate = 0;    ///< with the corrections of the bias
  float rest_1 = 0;  ///< 1 - beta_1
  float rest_2 = 0;  ///< 1 - beta_2
  float epsilon = 0;
};
/// `largest` (amsgrad) is empty where it is not wanted.
void adam_update(const AdamStep& step, std::span<const float> g, std::span<float> w, std::span<float> m,
                 std::span<float> v, std::span<float> largest);

struct NadamStep {
  float rate = 0;
  float rest_1 = 0;           ///< 1 - beta_1
  float rest_2 = 0;           ///< 1 - beta_2
  float mean_factor = 0;      ///< of m in the corrected mean
  float gradient_factor = 0;  ///< of g in it
  float variance_factor = 0;  ///< of v
  float epsilon = 0;
};
void nadam_update(const NadamStep& step, std::span<const float> g, std::span<float> w, std::span<float> m,
                  std::span<float> v);

struct RmspropStep {
  float rate = 0;
  float rho = 0;
  float rest = 0;  ///< 1 - rho
  float momentum = 0;
  float epsilon = 0;
};
/// `mean` is empty unless centered, `buffer` without momentum.
void rmsprop_update(const RmspropStep& step, std::span<const float> g, std::span<float> w, std::span<float> v,
                    std::span<float> mean, std::span<float> buffer);

void adagrad_update(float rate, float epsilon, std::span<const float> g, std::span<float> w, std::span<float> a);

}  // namespace vernier::kernels
