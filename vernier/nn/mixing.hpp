#pragma once
// Batches whose samples are mixed with each other, against overfitting.
// mixup: x = s x_i + (1 - s) x_j; Zhang, Cisse, Dauphin, Lopez-Paz 2018, arXiv 1710.09412.
// cutmix: a rectangle of image i is that of image j, s is the share of the pixels that stay; Yun et al. 2019, arXiv
// 1905.04899. Both with one s a batch, drawn from Beta(alpha, alpha), and j from a permutation of the batch.
#include <array>
#include <vector>

#include "vernier/base/rng.hpp"
#include "vernier/nn/batch.hpp"

namespace vernier::nn {

/// What a mixed batch lies in; kept from batch to batch.
struct MixingBuffers {
  std::array<Tensor, Inputs::max_count> x;
  std::array<Tensor, Targets::max_count> other_y;
  std::vector<float> other_weights;
  std::vector<Index> others;
};

/// Targets are not mixed but kept beside each other (see Batch): for cross-entropy that is the loss of the mixed
/// probabilities, for squares it has the same gradient, and class ids need no other form. Immutable.
class Mixing {
 public:
  Mixing() = default;
  /// The alpha of each, 0 for none; with both each batch is mixed by one of them, with even chances. Throws
  /// InvalidArgument for a number below 0, and for cutmix of anything but one input of images.
  Mixing(double mixup, double cutmix, const Inputs& x);

  [[nodiscard]] bool active() const { return mixup_ > 0 || cutmix_ > 0; }
  /// Valid until the buffers are used again. No allocation after the first batch, if that is the largest.
  [[nodiscard]] Batch mix(const Batch& batch, Rng rng, MixingBuffers& buffers) const;

 private:
  double mixup_ = 0;
  double cutmix_ = 0;
};

/// A number from Beta(alpha, alpha).
[[nodiscard]] double draw_share(double alpha, Rng& rng);

}  // namespace vernier::nn
