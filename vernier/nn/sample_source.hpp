#pragma once
// Data that need not fit into memory.
#include <span>
#include <vector>

#include "vernier/nn/batches.hpp"
#include "vernier/nn/stream_options.hpp"

namespace vernier::nn {

/// Samples that are read in runs of neighbours. Const members may be called from several threads.
///
///   const nn::NpySource source({"images.npy"}, {"labels.npy"});   // npy_source.hpp
///   model.fit(source, {.batch_size = 128, .epochs = 10});
class SampleSource {
 public:
  virtual ~SampleSource() = default;
  [[nodiscard]] virtual Index samples() const = 0;
  /// The shape of a sample of each input and of each target.
  [[nodiscard]] virtual std::span<const Shape> inputs() const = 0;
  [[nodiscard]] virtual std::span<const Shape> targets() const = 0;
  /// Fills one view for each input and each target with the samples from `first` on, as many as the views hold. Throws
  /// BadData when they cannot be read.
  virtual void read(Index first, std::span<const View> x, std::span<const View> y) const = 0;
};

/// Shuffled, the order is random and repeatable: that of the blocks is shuffled, and then the samples within each
/// window of blocks. A file is so read in runs, and each sample comes once an epoch.
class StreamedBatches final : public Batches {
 public:
  /// The source must outlive this object. Throws InvalidArgument for options below 1.
  StreamedBatches(const SampleSource& source, const StreamOptions& options, Index batch_size,
                  const Mixing& mixing = {});

 private:
  void order(const std::optional<Rng>& shuffle) override;
  [[nodiscard]] Batch gather(Index first, Index last, BatchBuffers& buffers) override;
  [[nodiscard]] Index block_size(Index block) const;
  /// Puts the window that has the place `at` of the order into memory.
  void load(Index at);

  const SampleSource& source_;
  StreamOptions options_;
  std::optional<Rng> shuffle_;
  std::vector<Index> blocks_;  // in their order
  std::vector<Index> begins_;  // the first place of each window, and the end
  std::size_t window_ = 0;     // in memory
  bool loaded_ = false;
  std::vector<Index> places_;  // of the samples of the window, in their order
  std::vector<Tensor> x_;
  std::vector<Tensor> y_;
};

}  // namespace vernier::nn
