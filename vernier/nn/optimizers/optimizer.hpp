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
#include "vernier/nn/schedules/schedule.hpp"
#include "vernier/tensor/tensor.hpp"

namespace vernier::nn {

/// The options that every optimizer has besides its own. An entry's options struct repeats these members, so that a
/// designated initializer reaches all of them (Adam({.learning_rate = 0.01, .clipnorm = 1.0})), and describes them
/// first.
struct OptimizerOptions {
  Component learning_rate = 0.001;  ///< a number or a schedule
  std::optional<double> weight_decay{};
  std::optional<double> clipnorm{};         ///< L2 norm of each variable
  std::optional<double> global_clipnorm{};  ///< L2 norm of all variables together
  std::optional<double> clipvalue{};
  /// The members above of an entry's own options.
  template <class Own>
  static OptimizerOptions of(const Own& own) {
    return {own.learning_rate, own.weight_decay, own.clipnorm, own.global_clipnorm, own.clipvalue};
  }
  /// Adds the rows of the members above.
  template <class Own>
  static void describe_common(OptionFields<Own>& field) {
    field("learning_rate", &Own::learning_rate, "step size: a number or a schedule").of("schedules");
    field("weight_decay", &Own::weight_decay, "decoupled decay: w -= w * weight_decay * learning_rate").at_least(0);
    field("clipnorm", &Own::clipnorm, "clip each variable's gradient to this L2 norm").above(0);
    field("global_clipnorm", &Own::global_clipnorm, "clip all gradients together to this L2 norm").above(0);
    field("clipvalue", &Own::clipvalue, "clip each gradient element to this absolute value").above(0);
  }
};

/// Where one trainable variable lies in the flat buffers.
struct VariableRange {
  std::size_t begin = 0;
  std::size_t size = 0;
};

/// One update's numbers.
struct UpdateStep {
  double learning_rate = 0;
  std::int64_t iteration = 0;  ///< updates made before this one
};

/// All trainable variables of a model lie one after another in one flat buffer, each begun at a multiple of 16
/// elements; the gaps are zero and stay zero (gradient 0), so an elementwise rule runs once over the whole buffer.
/// Order within apply, as in Keras: clip, decoupled weight decay, update, iteration + 1. Not thread-safe.
class Optimizer {
 public:
  /// Throws InvalidArgument when more than one kind of clipping is given.
  explicit Optimizer(const OptimizerOptions& options);
  virtual ~Optimizer() = default;

  /// Allocates the slots. Must precede apply.
  void build(std::span<const VariableRange> variables, std::size_t flat_size);
  /// One step: changes `weights` (and scratches `gradients` when it clips). Both have flat_size elements. No
  /// allocation.
  void apply(std::span<float> weights, std::span<float> gradients);

  [[nodiscard]] std::int64_t iterations() const { return iterations_; }
  [[nodiscard]] double learning_rate() const;
  /// Throws InvalidState ("the rate is a schedule") unless the rate is a plain number.
  void set_learning_rate(double rate);
  Schedule& schedule() { return *schedule_; }

  /// Everything that a checkpoint needs besides the weights: the slots (each flat_size elements) and named scalars.
  [[nodiscard]] std::span<Tensor> slots() { return slots_; }
  [[nodiscard]] Json state() const;
  void restore(const Json& state);

 protected:
  [[nodiscard]] virtual std::size_t slot_count() const = 0;
  [[nodiscard]] virtual float slot_initial(std::size_t) const { return 0.0F; }
  /// The rule itself, over the flat buffers; slots()[k].data() is the k-th slot.
  virtual void update(std::span<float> weights, std::span<const float> gradients, const UpdateStep& step) = 0;
  [[nodiscard]] std::span<const VariableRange> variables() const { return variables_; }
  /// Scalars of the rule's own (Nadam's running product).
  [[nodiscard]] virtual Json extra_state() const { return nullptr; }
  virtual void restore_extra(const Json&) {}

 private:
  void clip(std::span<float> gradients) const;

  std::unique_ptr<Schedule> schedule_;
  std::optional<double> fixed_rate_;  // set by set_learning_rate, or the constant of the options
  std::optional<double> weight_decay_;
  std::optional<double> clipnorm_;
  std::optional<double> global_clipnorm_;
  std::optional<double> clipvalue_;
  std::vector<VariableRange> variables_;
  std::vector<Tensor> slots_;
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
