#include <algorithm>
#include <cmath>

#include "vernier/nn/losses/support/row_loss.hpp"

namespace vernier::nn {
namespace {

struct CosineSimilarityRule {
  static float value(const float* y, const float* p, Index columns) {
    const Lengths length(y, p, columns);
    return static_cast<float>(-length.dot / (length.y * length.p));
  }
  struct Lengths {
    Lengths(const float* target, const float* prediction, Index columns) {
      double y_squares = 0.0;
      double p_squares = 0.0;
      for (Index c = 0; c < columns; ++c) {
        dot += double{target[c]} * double{prediction[c]};
        y_squares += double{target[c]} * double{target[c]};
        p_squares += double{prediction[c]} * double{prediction[c]};
      }
      y = std::max(std::sqrt(y_squares), double{loss_epsilon});
      p = std::max(std::sqrt(p_squares), double{loss_epsilon});
    }
    double dot = 0.0;
    double y = 0.0;
    double p = 0.0;
  };
  static void gradient(const float* y, const float* p, Index columns, float scale, float* out) {
    // d / d p of -(y . p) / (|y| |p|)
    const Lengths length(y, p, columns);
    const double across = 1.0 / (length.y * length.p);
    const double along = length.dot * across / (length.p * length.p);
    for (Index c = 0; c < columns; ++c) out[c] = static_cast<float>(scale * (along * p[c] - across * y[c]));
  }
};

}  // namespace

const LossInfo& loss_cosine_similarity() {
  static const LossInfo info{.name = "cosine_similarity",
                             .summary = "minus the cosine of the angle between target and prediction: -1 is best",
                             .cites = "keras/src/losses/losses.py, Keras 3",
                             .options = option_table<NoOptions>(),
                             .make = make_row_loss<CosineSimilarityRule>};
  return info;
}

}  // namespace vernier::nn
