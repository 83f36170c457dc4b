#pragma once
// What simple_rnn, lstm and gru have in common. Source: keras/src/layers/rnn/rnn.py, Keras 3.
#include <memory>
#include <span>

#include "vernier/nn/activations/activation.hpp"
#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/layers/layer_options.hpp"

namespace vernier::nn {

/// The options that every recurrent layer has. An entry's options struct repeats these members, so that a designated
/// initializer reaches all of them, and describes them with describe_common.
struct RecurrentOptions {
  Index units = 1;
  Component activation = "tanh";
  bool use_bias = true;
  Component kernel_initializer = "glorot_uniform";
  Component recurrent_initializer = "orthogonal";
  Component bias_initializer = "zeros";
  Component kernel_regularizer{};
  Component recurrent_regularizer{};
  Component bias_regularizer{};
  double dropout = 0;
  double recurrent_dropout = 0;
  bool return_sequences = false;
  bool go_backwards = false;
  bool zero_output_for_mask = false;
  /// The members above of an entry's own options.
  template <class Own>
  static RecurrentOptions of(const Own& own) {
    return {own.units,
            own.activation,
            own.use_bias,
            own.kernel_initializer,
            own.recurrent_initializer,
            own.bias_initializer,
            own.kernel_regularizer,
            own.recurrent_regularizer,
            own.bias_regularizer,
            own.dropout,
            own.recurrent_dropout,
            own.return_sequences,
            own.go_backwards,
            own.zero_output_for_mask};
  }
  /// Adds the rows of the members above.
  template <class Own>
  static void describe_common(OptionFields<Own>& field) {
    field("units", &Own::units, "how many outputs, which are the state too").at_least(1).required();
    field("activation", &Own::activation, "of the new state").of("activations");
    field("use_bias", &Own::use_bias, "whether a bias is added");
    field("kernel_initializer", &Own::kernel_initializer, "how the kernel begins").of("initializers");
    field("recurrent_initializer", &Own::recurrent_initializer, "how the recurrent kernel begins").of("initializers");
    field("bias_initializer", &Own::bias_initializer, "how the bias begins").of("initializers");
    field("kernel_regularizer", &Own::kernel_regularizer, "penalty on the kernel").of("regularizers");
    field("recurrent_regularizer", &Own::recurrent_regularizer, "penalty on the recurrent kernel").of("regularizers");
    field("bias_regularizer", &Own::bias_regularizer, "penalty on the bias").of("regularizers");
    field("dropout", &Own::dropout, "share of the inputs that is zeroed, the same at all steps").between(0, 1);
    field("recurrent_dropout", &Own::recurrent_dropout, "share of the state that is zeroed on its way to the next step")
        .between(0, 1);
    field("return_sequences", &Own::return_sequences, "the outputs of all steps instead of the last one");
    field("go_backwards", &Own::go_backwards, "from the last step to the first; sequences come out reversed");
    field("zero_output_for_mask", &Own::zero_output_for_mask, "zeros for a masked step instead of the output before");
  }
};

/// (time, features) becomes (units), or (time, units) with return_sequences. Weights: kernel (features, gates * units),
/// recurrent_kernel (units, gates * units), bias. A masked step keeps the state and repeats the output.
///
/// Within a call every array is laid out step by step in the order of the scan, (steps, batch, units), and each gate
/// has one of its own: the products of all steps with the kernel are one product before the scan, the gradients of the
/// weights one after it, and the arithmetic of a step runs over blocks without gaps.
class RecurrentLayer : public Layer {
 public:
  Shape build(std::span<const Shape> inputs) final;
  void forward(Context& context) const final;
  void backward(Context& context) const final;
  [[nodiscard]] MaskRole mask_role() const final {
    return options_.return_sequences ? MaskRole::passes : MaskRole::ends;
  }

 protected:
  /// A buffer of the Context that is free for the kind of cell.
  static constexpr std::size_t own_buffer = 0;
  /// How many arrays a kind of cell needs.
  struct Arrays {
    std::size_t gates = 1;
    std::size_t states = 1;   ///< the first one is the output
    std::size_t kept = 0;     ///< of forward for backward
    std::size_t scratch = 0;  ///< blocks
  };
  RecurrentLayer(RecurrentOptions options, Arrays arrays);

  /// The arrays of one call. A block is (batch, units).
  struct Call {
    Index steps = 0;
    Index batch = 0;
    Index units = 0;
    std::size_t block = 0;
    const float* inputs = nullptr;          ///< (sets, steps, batch, features)
    float* gates = nullptr;                 ///< (gates, steps, batch, units)
    float* states = nullptr;                ///< (states, steps + 1, batch, units): before each step, and the last
    float* kept = nullptr;                  ///< (kept, steps, batch, units)
    float* linear = nullptr;                ///< (gates, steps, batch, units), where an activation's derivative needs it
    float* scratch = nullptr;               ///< (scratch, batch, units)
    float* state_gradients = nullptr;       ///< (states, batch, units)
    const float* transposed = nullptr;      ///< (gates, units, units): the recurrent kernel of each gate, transposed
    const float* recurrent_mask = nullptr;  ///< (sets, batch, units), where there is recurrent dropout
    float* masked = nullptr;                ///< a block, for a product with that mask

    [[nodiscard]] std::span<float> gate(std::size_t g, Index step) const { return at(gates, g, steps, step); }
    [[nodiscard]] std::span<float> state(std::size_t k, Index step) const { return at(states, k, steps + 1, step); }
    [[nodiscard]] std::span<float> kept_at(std::size_t k, Index step) const { return at(kept, k, steps, step); }
    [[nodiscard]] std::span<float> linear_part(std::size_t g, Index step) const {
      return linear == nullptr ? std::span<float>() : at(linear, g, steps, step);
    }
    [[nodiscard]] std::span<float> scratch_block(std::size_t k) const { return {scratch + k * block, block}; }
    [[nodiscard]] std::span<float> state_gradient(std::size_t k) const { return {state_gradients + k * block, block}; }
    [[nodiscard]] View view(std::span<float> values) const { return {values.data(), {batch, units}}; }

   private:
    [[nodiscard]] std::span<float> at(float* array, std::size_t k, Index extent, Index step) const {
      return {array + (k * static_cast<std::size_t>(extent) + static_cast<std::size_t>(step)) * block, block};
    }
  };

  /// Given the gates' products with the inputs and state(k, step), gives state(k, step + 1).
  virtual void step(const Call& call, Index step) const = 0;
  /// Given the gradients of state(k, step + 1) in state_gradient(k), gives those of state(k, step) there, and those of
  /// the gates' linear parts in gate(g, step).
  virtual void step_back(const Call& call, Index step) const = 0;
  [[nodiscard]] virtual Weight bias_weight() const;
  /// What is added to the products with the inputs, (gates * units); empty for nothing.
  [[nodiscard]] virtual std::span<const float> input_bias(Context& context) const;
  virtual void bias_gradient(const Call& call, bool accumulate) const;
  /// What a gate's recurrent kernel multiplied at all steps, and the gradients of these products.
  [[nodiscard]] virtual const float* recurrent_input(const Call& call, std::size_t) const { return call.states; }
  [[nodiscard]] virtual const float* recurrent_gradient(const Call& call, std::size_t g) const {
    return call.gate(g, 0).data();
  }

  /// to (+)= from recurrent_kernel[gate]
  void recur(const Call& call, std::size_t gate, std::span<const float> from, std::span<float> to,
             const float* bias = nullptr) const;
  /// to (+)= from recurrent_kernel[gate]^T
  void recur_back(const Call& call, std::size_t gate, std::span<const float> from, std::span<float> to,
                  bool accumulate) const;
  /// values = function(values); where the derivative needs them, the values before go into `before`.
  static void activate(const Call& call, const Activation* function, std::span<float> values, std::span<float> before);
  /// gradient *= the derivative; values are what activate gave.
  static void activate_back(const Call& call, const Activation* function, std::span<float> before,
                            std::span<float> values, std::span<float> gradient);

  /// To be called for each activation of gates besides activation().
  void gates_use(const Activation* function) {
    keeps_linear_ = keeps_linear_ || (function != nullptr && function->needs_input());
  }
  [[nodiscard]] const RecurrentOptions& options() const { return options_; }
  [[nodiscard]] const Activation* activation() const { return activation_.get(); }

 private:
  Call call_of(Context& context) const;
  void gather_inputs(Context& context, const Call& call) const;
  void write_output(const Context& context, const Call& call) const;
  void add_output_gradient(const Context& context, const Call& call, Index step) const;
  void weight_gradients(Context& context, const Call& call) const;
  void input_gradient(Context& context, const Call& call) const;
  [[nodiscard]] bool drops_inputs(const Context& context) const {
    return context.training && options_.dropout > 0 && options_.dropout < 1;
  }
  [[nodiscard]] Index time_of(const Call& call, Index step) const {
    return options_.go_backwards ? call.steps - 1 - step : step;
  }
  [[nodiscard]] bool masked(const Context& context, const Call& call, Index sample, Index step) const;

  RecurrentOptions options_;
  Arrays arrays_;
  std::size_t
      sets_;  // of dropout masks: one for all gates, or one a gate where there is recurrent dropout, as in Keras
  std::unique_ptr<Activation> activation_;
  bool keeps_linear_ = false;
};

}  // namespace vernier::nn
