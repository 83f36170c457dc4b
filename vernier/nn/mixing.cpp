#include "vernier/nn/mixing.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "vernier/base/errors.hpp"

namespace vernier::nn {
namespace {

// The logarithm of a number from Gamma(shape), which for a small shape may be too small for a double.
// Source: Marsaglia, Tsang 2000, "A simple method for generating gamma variables".
double log_gamma_draw(double shape, Rng& rng) {
  if (shape < 1) {
    const double power = std::log(1 - rng.uniform()) / shape;
    return log_gamma_draw(shape + 1, rng) + power;
  }
  const double d = shape - 1.0 / 3;
  for (;;) {
    const double x = rng.normal();
    const double root = 1 + x / std::sqrt(9 * d);
    if (root <= 0) continue;
    const double v = root * root * root;
    if (std::log(1 - rng.uniform()) < x * x / 2 + d - d * v + d * std::log(v)) return std::log(d * v);
  }
}

struct CutRectangle {
  Index top;
  Index bottom;
  Index left;
  Index right;
};

// Of the area 1 - share around any pixel, as far as it lies inside.
CutRectangle draw_rectangle(Index rows, Index columns, double share, Rng& rng) {
  const double side = std::sqrt(1 - share);
  const auto part = [&](Index length, Index& first, Index& last) {
    const auto half = static_cast<Index>(static_cast<double>(length) * side) / 2;
    const auto extent = static_cast<Index>(static_cast<double>(length) * side);
    first = static_cast<Index>(rng.below(static_cast<std::uint64_t>(length))) - half;
    last = std::min(first + extent, length);
    first = std::max<Index>(first, 0);
  };
  CutRectangle cut{};
  part(rows, cut.top, cut.bottom);
  part(columns, cut.left, cut.right);
  return cut;
}

// Room for `samples` samples of the form of `like`.
View room_for(ConstView like, Tensor& buffer) {
  if (buffer.empty() || buffer.size() < like.size()) buffer = Tensor(like.shape);
  return {buffer.data(), like.shape};
}

void mix_up(ConstView x, std::span<const Index> others, double share, View mixed) {
  const auto own = static_cast<float>(share);
  const auto rest = static_cast<float>(1 - share);
  const Index size = x.shape.without_front().size();
  float* to = mixed.data;
  for (std::size_t i = 0; i < others.size(); ++i) {
    const float* first = x.data + static_cast<Index>(i) * size;
    const float* second = x.data + others[i] * size;
    for (Index k = 0; k < size; ++k) *to++ = own * first[k] + rest * second[k];
  }
}

// Gives the share of the pixels that stay.
double cut_mix(ConstView x, std::span<const Index> others, double share, Rng& rng, View mixed) {
  const Index rows = x.shape[1];
  const Index columns = x.shape[2];
  const Index channels = x.shape[3];
  const CutRectangle cut = draw_rectangle(rows, columns, share, rng);
  std::copy_n(x.data, x.size(), mixed.data);
  const Index run = (cut.right - cut.left) * channels;
  for (std::size_t i = 0; i < others.size(); ++i) {
    for (Index row = cut.top; row < cut.bottom; ++row) {
      const auto place = [&](Index image) { return ((image * rows + row) * columns + cut.left) * channels; };
      std::copy_n(x.data + place(others[i]), run, mixed.data + place(static_cast<Index>(i)));
    }
  }
  const auto area = static_cast<double>((cut.bottom - cut.top) * (cut.right - cut.left));
  return 1 - area / static_cast<double>(rows * columns);
}

}  // namespace

double draw_share(double alpha, Rng& rng) {
  const double first = log_gamma_draw(alpha, rng);
  const double second = log_gamma_draw(alpha, rng);
  return 1 / (1 + std::exp(second - first));
}

Mixing::Mixing(double mixup, double cutmix, const Inputs& x) : mixup_(mixup), cutmix_(cutmix) {
  for (const double alpha : {mixup, cutmix}) {
    if (alpha >= 0 && std::isfinite(alpha)) continue;
    throw InvalidArgument(fmt::format("mixup or cutmix with alpha {}", alpha), "a number above 0, or 0 for none");
  }
  if (cutmix == 0 || (x.views().size() == 1 && x.views()[0].shape.rank() == 4)) return;
  std::string shapes;
  for (const ConstView& view : x.views()) shapes += (shapes.empty() ? "" : ", ") + to_string(view.shape);
  throw InvalidArgument(fmt::format("cutmix of inputs of shape {}", shapes),
                        "one input of images: (samples, rows, columns, channels)", "Use mixup.");
}

Batch Mixing::mix(const Batch& batch, Rng rng, MixingBuffers& buffers) const {
  const bool cuts = cutmix_ > 0 && (mixup_ == 0 || rng.uniform() < 0.5);
  Batch mixed = batch;
  mixed.share = draw_share(cuts ? cutmix_ : mixup_, rng);
  buffers.others.resize(static_cast<std::size_t>(batch.x.samples()));
  std::iota(buffers.others.begin(), buffers.others.end(), Index{0});
  rng.shuffle(std::span<Index>(buffers.others));
  std::array<ConstView, Inputs::max_count> views;
  const std::span<const ConstView> x = batch.x.views();
  for (std::size_t i = 0; i < x.size(); ++i) {
    const View to = room_for(x[i], buffers.x[i]);
    if (cuts) {
      mixed.share = cut_mix(x[i], buffers.others, mixed.share, rng, to);
    } else {
      mix_up(x[i], buffers.others, mixed.share, to);
    }
    views[i] = to;
  }
  mixed.x = Inputs(std::span<const ConstView>(views.data(), x.size()));
  mixed.other_y = batch.y.gather(buffers.others, buffers.other_y);
  if (!batch.weights.empty()) {
    buffers.other_weights.clear();
    for (const Index other : buffers.others) {
      buffers.other_weights.push_back(batch.weights[static_cast<std::size_t>(other)]);
    }
    mixed.other_weights = buffers.other_weights;
  }
  return mixed;
}

}  // namespace vernier::nn
