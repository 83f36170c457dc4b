#pragma once
// What the layers that merge several inputs element by element share: broadcasting and masks. Source:
// keras/src/layers/merging/base_merge.py, Keras 3.
#include <array>
#include <optional>
#include <vector>

#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/layers/support/broadcast.hpp"
#include "vernier/nn/layers/support/merge_options.hpp"

namespace vernier::nn {

/// Shapes that differ are broadcast. A step of the output counts where that of any input does; the output has a mask if
/// all inputs have one. A derived class computes on arrays that all have the size of the output.
class MergeLayer : public Layer {
 public:
  static constexpr std::size_t max_inputs = 64;

  Shape build(std::span<const Shape> inputs) final;
  void forward(Context& context) const final;
  void backward(Context& context) const final;
  std::pair<std::size_t, std::size_t> input_count() const override { return {1, max_inputs}; }
  MaskRole mask_role() const final { return MaskRole::makes; }

 protected:
  using Arrays = std::span<const float* const>;  ///< one an input
  virtual void merge(Arrays inputs, View y) const = 0;
  /// dx = the gradient of input k; `workspace` has the size of the output.
  virtual void gradient(Arrays inputs, ConstView dy, std::size_t k, View dx, float* workspace) const = 0;

  /// What a masked step of an input is taken for, and what the output is where every input is masked: the first input,
  /// or 0. Without it masked steps are merged like others.
  struct Neutral {
    float value;
    bool first_where_none;
  };
  [[nodiscard]] virtual std::optional<Neutral> neutral() const { return std::nullopt; }

 private:
  struct Step {
    Index sample;
    Index time;
  };
  [[nodiscard]] bool masked(const Context& context, std::size_t k) const;
  [[nodiscard]] bool counts(const Context& context, std::size_t k, Step step) const;
  [[nodiscard]] bool any_counts(const Context& context, Step step) const;
  [[nodiscard]] bool neutralised(const Context& context, std::size_t k) const;
  void stage(Context& context, std::size_t k) const;
  void make_mask(Context& context) const;
  std::span<const float* const> arrays(Context& context, std::array<const float*, max_inputs>& all) const;
  template <class Visit>
  void for_each_idle_step(const Context& context, std::size_t k, Visit visit) const;

  Shape output_;
  std::vector<Shape> inputs_;
  std::vector<Broadcast> broadcasts_;
};

}  // namespace vernier::nn
