#pragma once
// Gradient descent and its family. Source: keras/src/optimizers/base_optimizer.py and the file of each, Keras 3.
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "vernier/base/catalogue.hpp"
#include "vernier/base/options.hpp"
#include "vernier/nn/row_gradient.hpp"
#include "vernier/nn/schedules/schedule.hpp"
#include "vernier/tensor/tensor.hpp"

namespace vernier::nn {

/// The options that every optimizer has besides its own. An entry's options struct repeats these members, so that a
/// designated initializer reaches all of them (Adam({.learning_rate = 0.01, .clipnorm = 1.0})), and describes them
/// first. Keras's loss_scale_factor is left out: it keeps float16 gradients from vanishing, and float32 and bfloat16
/// have exponents enough.
struct OptimizerOptions {
  Component learning_rate = 0.001;  ///< a number or a schedule
  std::optional<double> weight_decay{};
  std::optional<double> clipnorm{};         ///< L2 norm of each variable
  std::optional<double> global_clipnorm{};  ///< L2 norm of all variables together
  std::optional<double> clipvalue{};
  bool use_ema = false;  ///< judge and keep a running average of the weights
  double ema_momentum = 0.99;
  std::optional<std::int64_t> ema_overwrite_frequency{};
  std::optional<std::int64_t> gradient_accumulation_steps{};
  /// The members above of an entry's own options.
  template <class Own>
  static OptimizerOptions of(const Own& own) {
    return {.learning_rate = own.learning_rate,
            .weight_decay = own.weight_decay,
            .clipnorm = own.clipnorm,
            .global_clipnorm = own.global_clipnorm,
            .clipvalue = own.clipvalue,
            .use_ema = own.use_ema,
            .ema_momentum = own.ema_momentum,
            .ema_overwrite_frequency = own.ema_overwrite_frequency,
            .gradient_accumulation_steps = own.gradient_accumulation_steps};
  }
  /// Adds the rows of the members above.
  template <class Own>
  static void describe_common(OptionFields<Own>& field) {
    field("learning_rate", &Own::learning_rate, "step size: a number or a schedule").of("schedules");
    field("weight_decay", &Own::weight_decay, "decoupled decay: w -= w * weight_decay * learning_rate").at_least(0);
    field("clipnorm", &Own::clipnorm, "clip each variable's gradient to this L2 norm").above(0);
    field("global_clipnorm", &Own::global_clipnorm, "clip all gradients together to this L2 norm").above(0);
    field("clipvalue", &Own::clipvalue, "clip each gradient element to this absolute value").above(0);
    field("use_ema", &Own::use_ema, "judge and keep a running average of the weights");
    field("ema_momentum", &Own::ema_momentum, "part of the average that stays at every batch").between(0, 1);
    field("ema_overwrite_frequency", &Own::ema_overwrite_frequency,
          "the weights that train become the average every so many updates")
        .at_least(1);
    field("gradient_accumulation_steps", &Own::gradient_accumulation_steps,
          "one update from the mean gradient of so many batches")
        .at_least(2);
  }
};

/// Where one trainable variable lies in the flat buffers, and what it is.
struct VariableRange {
  std::size_t begin = 0;
  std::size_t size = 0;
  Shape shape{};
  std::string name{};           ///< "dense_1/kernel"
  RowGradient* rows = nullptr;  ///< the gradient of a table of lazy rows; such tables lie behind all other variables
};

/// One update's numbers.
struct UpdateStep {
  double learning_rate = 0;
  std::int64_t iteration = 0;  ///< updates made before this one
};

/// All trainable variables of a model lie one after another in one flat buffer, each begun at a multiple of 16
/// elements; the gaps are zero and stay zero (gradient 0), so an elementwise rule runs once over the whole buffer, and
/// then over each touched row of each table of lazy rows. The other rows stay as they are, their slots too: no decay,
/// no momentum, until a batch touches them again, as in PyTorch's SparseAdam (torch/optim/sparse_adam.py). Order within
/// apply, as in Keras: accumulate, clip, decoupled weight decay, update, average, iteration + 1. Not thread-safe.
///
/// An optimizer that averages (use_ema, schedule_free_adamw) trains other weights than it shows. The model holds the
/// trained ones only while it trains, between swap_to_train and swap_to_eval, and what is judged, read and saved is
/// the average: Keras's SwapEMAWeights with swap_on_epoch, without being asked for. Both swaps are exact.
class Optimizer {
 public:
  /// Throws InvalidArgument when more than one kind of clipping is given.
  explicit Optimizer(const OptimizerOptions& options);
  virtual ~Optimizer() = default;

  /// Allocates the slots. Must precede apply. Throws InvalidArgument for lazy rows under a rule that needs whole
  /// variables.
  void build(std::span<const VariableRange> variables, std::size_t flat_size);
  /// One batch: changes `weights` (and scratches `gradients`). The first has flat_size elements, the second ends where
  /// the tables of lazy rows begin. No allocation.
  void apply(std::span<float> weights, std::span<float> gradients);

  /// Turn the model's weights into those that train, or into those to judge and keep. Nothing for an optimizer that
  /// does not average, or whose weights are that already.
  void swap_to_train(std::span<float> weights);
  void swap_to_eval(std::span<float> weights);
  /// The weights were set from outside: training and averages go on from them.
  void adopt(std::span<const float> weights);
  /// The end of a fit: the average of use_ema becomes the weights that train (finalize_variable_values of Keras).
  void finish(std::span<float> weights);

  /// Calls of apply; with gradient_accumulation_steps several make one update. Schedules count them, as in Keras.
  [[nodiscard]] std::int64_t iterations() const { return iterations_; }
  [[nodiscard]] double learning_rate() const;
  /// Throws InvalidState ("the rate is a schedule") unless the rate is a plain number.
  void set_learning_rate(double rate);
  Schedule& schedule() { return *schedule_; }

  /// Everything that a checkpoint needs besides the weights: the slots and named scalars.
  [[nodiscard]] std::span<Tensor> slots() { return slots_; }
  [[nodiscard]] Json state() const;
  void restore(const Json& state);

  /// Slow weights: every k updates slow += alpha * (weights - slow), and the weights become the slow ones. Before
  /// build. Throws InvalidArgument when it has them already.
  void look_ahead(std::int64_t k, double alpha);
  /// Gradients are taken where the loss is worst within this L2 distance (sam.hpp); 0: at the weights themselves.
  void set_sharpness_radius(double radius) { sharpness_radius_ = radius; }
  [[nodiscard]] double sharpness_radius() const { return sharpness_radius_; }

 protected:
  /// Slots of the rule's own, each of flat_size elements and equal to slot_initial unless slot_size says otherwise.
  [[nodiscard]] virtual std::size_t slot_count() const = 0;
  [[nodiscard]] virtual std::size_t slot_size(std::size_t /*slot*/, std::size_t flat_size) const { return flat_size; }
  [[nodiscard]] virtual float slot_initial(std::size_t) const { return 0.0F; }
  /// What a rule derives from variables(): called by build.
  virtual void prepare() {}
  /// Whether update may be called for parts of the buffers: it then takes its slots from slot(k), and whatever is the
  /// same for all parts of a step is done in begin_step.
  [[nodiscard]] virtual bool takes_parts() const { return false; }
  virtual void begin_step(const UpdateStep&) {}
  /// The rule itself, over the flat buffers or a part of them.
  virtual void update(std::span<float> weights, std::span<const float> gradients, const UpdateStep& step) = 0;
  /// The k-th slot of the part that is being updated.
  [[nodiscard]] std::span<float> slot(std::size_t k) { return slots_[k].values().subspan(part_begin_, part_size_); }
  /// Decoupled weight decay of a part.
  virtual void decay(std::span<float> weights, double rate);
  [[nodiscard]] std::span<const VariableRange> variables() const { return variables_; }
  /// Scalars of the rule's own (Nadam's running product).
  [[nodiscard]] virtual Json extra_state() const { return nullptr; }
  virtual void restore_extra(const Json&) {}

  /// For a rule that averages by itself: whether it does, its two swaps, and the weights to go on from.
  [[nodiscard]] virtual bool averages() const { return use_ema_; }
  virtual void show_trained(std::span<float> weights);
  virtual void show_average(std::span<float> weights);
  virtual void restart(std::span<const float> /*weights*/) {}

  /// weights -= weights * decay * rate
  static void shrink(std::span<float> weights, double decay, double rate);

 private:
  struct Lookahead {
    std::int64_t k = 0;
    double alpha = 0;
  };
  [[nodiscard]] std::int64_t updates() const { return iterations_ / accumulation_steps_; }
  bool accumulate(std::span<float> gradients);
  void update_rows(std::span<float> weights, const UpdateStep& step);
  void update_part(std::span<float> weights, std::size_t begin, std::span<const float> gradients,
                   const UpdateStep& step);
  /// function(the flat gradients), function(the touched rows) of each table
  template <class Function>
  void for_all(std::span<float> gradients, Function function) const;
  void clip(std::span<float> gradients) const;
  void pull_slow_weights(std::span<float> weights);
  void average(std::span<float> weights);

  std::unique_ptr<Schedule> schedule_;
  std::optional<double> fixed_rate_;  // set by set_learning_rate, or the constant of the options
  std::optional<double> weight_decay_;
  std::optional<double> clipnorm_;
  std::optional<double> global_clipnorm_;
  std::optional<double> clipvalue_;
  bool use_ema_;
  double ema_momentum_;
  std::optional<std::int64_t> ema_overwrite_frequency_;
  std::int64_t accumulation_steps_;
  std::optional<Lookahead> lookahead_;
  double sharpness_radius_ = 0;
  std::vector<VariableRange> variables_;
  std::vector<Tensor> slots_;  // the rule's, then those of the features that are on:
  std::size_t accumulator_ = 0;
  std::size_t average_ = 0;  // while the model shows the average: the weights that train
  std::size_t slow_ = 0;
  bool shows_average_ = false;
  std::size_t part_begin_ = 0;  // of the part that is being updated
  std::size_t part_size_ = 0;
  std::int64_t iterations_ = 0;
};

struct OptimizerInfo {
  std::string name;
  std::string summary;
  std::string cites;
  std::vector<std::string> aliases{};
  const OptionTable& options;
  std::unique_ptr<Optimizer> (*make)(const Json& options);
};

[[nodiscard]] std::span<const OptimizerInfo* const> builtin_optimizer_table();  // generated
[[nodiscard]] Catalogue<OptimizerInfo>& optimizers();
[[nodiscard]] std::unique_ptr<Optimizer> make_optimizer(const Component& component);

}  // namespace vernier::nn
