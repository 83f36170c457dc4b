#include "vernier/nn/sample_source.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <numeric>

#include "vernier/base/errors.hpp"

namespace vernier::nn {
namespace {

// Views of room for samples of these shapes; no allocation where there is room.
template <std::size_t count>
std::array<View, count> stream_room(std::span<const Shape> shapes, Index samples, std::span<Tensor> tensors) {
  std::array<View, count> views;
  for (std::size_t k = 0; k < shapes.size(); ++k) {
    const Shape shape = shapes[k].with_front(samples);
    if (tensors[k].empty() || tensors[k].size() < shape.size()) tensors[k] = Tensor(shape);
    views[k] = {tensors[k].data(), shape};
  }
  return views;
}

// Sample `from` of each tensor becomes sample `to` of each view.
void copy_sample(std::span<const Tensor> tensors, Index from, std::span<const View> views, Index to) {
  for (std::size_t k = 0; k < tensors.size(); ++k) {
    const Index size = views[k].shape.without_front().size();
    std::copy_n(tensors[k].data() + from * size, size, views[k].data + to * size);
  }
}

Inputs stream_views(std::span<const View> views) {
  std::array<ConstView, Inputs::max_count> all;
  std::ranges::copy(views, all.begin());
  return Inputs(std::span<const ConstView>(all.data(), views.size()));
}

}  // namespace

StreamedBatches::StreamedBatches(const SampleSource& source, const StreamOptions& options, Index batch_size,
                                 const Mixing& mixing)
    : Batches(source.samples(), batch_size, mixing),
      source_(source),
      options_(options),
      x_(source.inputs().size()),
      y_(source.targets().size()) {
  if (options.block < 1 || options.window < 1) {
    throw InvalidArgument(fmt::format("a stream of {} blocks of {} samples", options.window, options.block),
                          "numbers of at least 1");
  }
}

Index StreamedBatches::block_size(Index block) const {
  return std::min(options_.block, samples() - block * options_.block);
}

void StreamedBatches::order(const std::optional<Rng>& shuffle) {
  shuffle_ = shuffle;
  blocks_.resize(static_cast<std::size_t>((samples() + options_.block - 1) / options_.block));
  std::iota(blocks_.begin(), blocks_.end(), Index{0});
  if (shuffle) {
    Rng rng = shuffle->split("blocks");
    rng.shuffle(std::span<Index>(blocks_));
  }
  begins_.assign(1, 0);
  Index place = 0;
  for (std::size_t k = 0; k < blocks_.size(); ++k) {
    place += block_size(blocks_[k]);
    if ((k + 1) % static_cast<std::size_t>(options_.window) == 0 || k + 1 == blocks_.size()) begins_.push_back(place);
  }
  loaded_ = false;
}

void StreamedBatches::load(Index at) {
  if (loaded_ && at >= begins_[window_] && at < begins_[window_ + 1]) return;
  const auto window = static_cast<std::size_t>(std::ranges::upper_bound(begins_, at) - begins_.begin() - 1);
  window_ = window;
  loaded_ = true;
  const Index samples = begins_[window + 1] - begins_[window];
  const auto x = stream_room<Inputs::max_count>(source_.inputs(), samples, x_);
  const auto y = stream_room<Targets::max_count>(source_.targets(), samples, y_);
  Index read = 0;
  const std::size_t first = window * static_cast<std::size_t>(options_.window);
  for (std::size_t k = first; k < blocks_.size() && read < samples; ++k) {
    const Index size = block_size(blocks_[k]);
    std::array<View, Inputs::max_count> part_x;
    std::array<View, Targets::max_count> part_y;
    const auto part = [&](const View& whole) {
      const Shape sample = whole.shape.without_front();
      return View{whole.data + read * sample.size(), sample.with_front(size)};
    };
    std::transform(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(x_.size()), part_x.begin(), part);
    std::transform(y.begin(), y.begin() + static_cast<std::ptrdiff_t>(y_.size()), part_y.begin(), part);
    source_.read(blocks_[k] * options_.block, std::span(part_x).first(x_.size()), std::span(part_y).first(y_.size()));
    read += size;
  }
  places_.resize(static_cast<std::size_t>(samples));
  std::iota(places_.begin(), places_.end(), Index{0});
  if (shuffle_) {
    Rng rng = shuffle_->split("window").split(static_cast<std::uint64_t>(window));
    rng.shuffle(std::span<Index>(places_));
  }
}

Batch StreamedBatches::gather(Index first, Index last, BatchBuffers& buffers) {
  const auto x = stream_room<Inputs::max_count>(source_.inputs(), last - first, buffers.x);
  const auto y = stream_room<Targets::max_count>(source_.targets(), last - first, buffers.y);
  for (Index at = first; at < last; ++at) {
    load(at);
    const Index place = places_[static_cast<std::size_t>(at - begins_[window_])];
    copy_sample(x_, place, x, at - first);
    copy_sample(y_, place, y, at - first);
  }
  return {stream_views(std::span(x).first(x_.size())), stream_views(std::span(y).first(y_.size()))};
}

}  // namespace vernier::nn
