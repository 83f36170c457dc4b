#pragma once
// A network of layers that can be trained, judged, asked and kept. Source: keras/src/models and keras/src/trainers,
// Keras 3.
//
//   nn::Sequential model;                                                  // see sequential.hpp
//   model.add(nn::Dense(64, {.activation = "relu"}));
//   model.add(nn::Dense(1, {.activation = "sigmoid"}));
//   model.compile({.optimizer = nn::Adam(), .loss = "binary_crossentropy", .metrics = {"accuracy"}});
//   nn::History history = model.fit(x, y, {.epochs = 100, .validation_split = 0.2});
//   nn::Logs test = model.evaluate(x_test, y_test);
//   model.save("model.safetensors");
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "vernier/base/json.hpp"
#include "vernier/nn/compile_options.hpp"
#include "vernier/nn/fit_options.hpp"
#include "vernier/nn/history.hpp"
#include "vernier/nn/inputs.hpp"
#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/optimizers/optimizer.hpp"

namespace vernier::nn {

class Training;  // the state of compile and fit
class Graph;     // layers, their connections, their weights
class Executor;  // buffers of forward and backward
class SampleSource;
struct SafeTensors;

struct ModelOptions {
  std::uint64_t seed = 0;  ///< of initial weights, dropout and shuffling: the same seed repeats a run bit for bit
  std::string name = "model";
};

/// Layers are numbered in the order they were added, nodes (places where a layer is called) in the order they run.
/// Movable, not copyable. Not thread-safe; models in different threads share nothing.
class Model {
 public:
  using LayerId = std::size_t;
  using NodeId = std::size_t;

  explicit Model(ModelOptions options = {});
  Model(Model&&) noexcept;
  Model& operator=(Model&&) noexcept;
  ~Model();

  // Structure. A layer may be called at several places; it then shares its weights.
  /// A place that data enter at; `shape` has no sample axis.
  NodeId input(const Shape& shape, std::string name = {});
  /// Adds a layer that is called later. Throws InvalidArgument for an unknown layer or option.
  LayerId add_layer(const Component& layer);
  /// Calls a layer on the outputs of earlier nodes. Throws InvalidArgument, naming the layer and the shapes, when they
  /// do not fit.
  NodeId call(LayerId layer, std::span<const NodeId> inputs);
  /// add_layer and call in one.
  NodeId call(const Component& layer, std::initializer_list<NodeId> inputs);
  /// Which nodes are the outputs, in their order: the last node alone unless said otherwise. Throws InvalidArgument for
  /// a node that is not there or named twice.
  void set_outputs(std::span<const NodeId> nodes);
  void set_outputs(std::initializer_list<NodeId> nodes) {
    set_outputs(std::span<const NodeId>(nodes.begin(), nodes.size()));
  }
  [[nodiscard]] std::span<const NodeId> outputs() const;

  /// Reads what `to_config` wrote, or a list of layers: [{"dense": {"units": 64}}, ...]. Each layer of a list is called
  /// on the one before it, unless `of` names others; `as` names its output, and a later `as` of the same name replaces
  /// it. {"call": NAME} calls the layer of that name again. An item of `of` or `as` alone moves to, or names, a place:
  ///   [{"input": {"name": "a"}}, {"dense": 8, "as": "x"}, {"dense": 8}, {"add": {}, "of": ["x", ...]}]
  /// {"outputs": [NAME, ...]} makes places the outputs, and names their layers so where they have no names of their
  /// own.
  [[nodiscard]] static Model from_config(const Json& config, ModelOptions options = {});
  [[nodiscard]] Json to_config() const;

  /// Draws the weights when the input shapes are known; a Sequential without Input takes them from the first data.
  void build(std::span<const Shape> inputs = {});
  [[nodiscard]] bool built() const;
  [[nodiscard]] const std::string& name() const;
  [[nodiscard]] std::uint64_t seed() const;
  /// Layers, nodes and weights as they are judged and saved. Throws InvalidState when input shapes are not known.
  [[nodiscard]] const Graph& graph() const;
  [[nodiscard]] std::span<const std::unique_ptr<Layer>> layers() const;
  [[nodiscard]] Layer& layer(std::string_view name);
  /// Of the layers that data enter at, in their order.
  [[nodiscard]] std::vector<std::string> input_names() const;
  /// Without the sample axis.
  [[nodiscard]] const Shape& input_shape(std::size_t input = 0) const;
  [[nodiscard]] const Shape& output_shape(std::size_t output = 0) const;
  /// The names of the outputs' layers, which compile and logs know them by.
  [[nodiscard]] std::vector<std::string> output_names() const;
  [[nodiscard]] Index parameter_count() const;
  /// Keras's table: layer, output shape, parameters, and where the model is not a chain what each call of the layer is
  /// connected to, "shared[1][0]" for the second call of that layer; totals below.
  [[nodiscard]] std::string summary() const;

  /// All weights, per layer, in Keras's order (batch normalization: gamma, beta, moving_mean, moving_variance).
  [[nodiscard]] std::vector<Tensor> get_weights() const;
  /// Throws InvalidArgument, naming the weight and the shapes, when they do not fit.
  void set_weights(std::span<const Tensor> weights);
  /// Learns the statistics of every normalization layer that data reach without a trainable layer in between. Call it
  /// with training data before fit.
  void adapt(const Inputs& x);

  // Training.
  /// Throws InvalidArgument for unknown parts. May be called again: optimizer state begins anew, weights stay; which
  /// layers are trainable counts from here.
  void compile(const CompileOptions& options);
  [[nodiscard]] bool compiled() const;
  /// Throws InvalidState before compile.
  [[nodiscard]] const CompileOptions& compile_options() const;
  [[nodiscard]] Optimizer& optimizer();
  /// What evaluate gives, in the order of compile: "loss", then the metrics of each output. A metric that follows the
  /// shapes has its name once data have been seen. Throws InvalidState before compile.
  [[nodiscard]] std::vector<std::string> metrics_names() const;
  /// Targets: one array for each output, with one number a sample for class ids and the output's shape otherwise.
  /// Throws InvalidState before compile, InvalidArgument for shapes and options that do not fit.
  History fit(const Inputs& x, const Targets& y, const FitOptions& options = {});
  /// The same with data that need not fit into memory. Validation data are given apart; there are no weights of samples
  /// and classes.
  History fit(const SampleSource& source, const FitOptions& options = {});
  /// "loss" and the metrics, over all samples. Of several outputs also "<output>_loss", and metrics as
  /// "<output>_<metric>".
  [[nodiscard]] Logs evaluate(const Inputs& x, const Targets& y, const EvaluateOptions& options = {});
  /// The only output of all samples, in batches. Throws InvalidState for a model of several.
  [[nodiscard]] Tensor predict(const Inputs& x, Index batch_size = 32);
  /// The same for each output.
  [[nodiscard]] std::vector<Tensor> predict_outputs(const Inputs& x, Index batch_size = 32);
  /// One update on one batch; the batch's loss. No heap allocation after the first batch of a size.
  double train_on_batch(const Inputs& x, const Targets& y, std::span<const float> sample_weight = {});

  // Files: the safetensors format, see docs/formats/model.md.
  /// Weights, architecture, compilation and metadata; replaced as a whole. Throws StorageError.
  void save(const std::filesystem::path& path) const;
  /// Throws BadData, with the place, for a file that is not such a model.
  [[nodiscard]] static Model load(const std::filesystem::path& path);
  /// save, and everything that a fit needs to go on: optimizer, epoch and batch, the sums of the epoch so far, the
  /// state of the running fit's callbacks and its history. Within a fit, save from after_batch or after_epoch of
  /// FitOptions.
  void save_checkpoint(const std::filesystem::path& path) const;
  /// A compiled model whose next fit, given the same data, options and callbacks, goes on where the saved one was and
  /// ends with the same bits. In the middle of an epoch other data or another batch size are an InvalidArgument.
  [[nodiscard]] static Model load_checkpoint(const std::filesystem::path& path);
  /// Goes on, under this model's own hyperparameters, from the end of an epoch of another model with the same weights:
  /// takes over the weights, the epoch, and the optimizer's state where it is the same optimizer; not the callbacks'
  /// state. Throws BadData for what is no checkpoint of such a model, naming the first weight that differs.
  void continue_from(std::string_view checkpoint, std::string_view where = "checkpoint");
  /// The bytes of those files.
  [[nodiscard]] std::string to_bytes(bool checkpoint = false) const;
  [[nodiscard]] static Model from_bytes(std::string_view bytes, std::string_view where = "model");
  /// Kept in the file beside the architecture, under any key ("preprocessing"): opaque to nn.
  [[nodiscard]] Json& metadata();
  [[nodiscard]] const Json& metadata() const;

 protected:
  /// Adds a layer after the last one.
  void append(const Component& layer);
  void append_chain(const Json& layers);

 private:
  friend class FitLoop;
  friend class Probe;
  void require_built_for(const Inputs& x);
  void require_compiled(std::string_view call) const;
  /// Training::rest, where the model is compiled.
  void rest() const;
  void restore_training(const SafeTensors& content, std::string_view where);
  void restore_slots(const SafeTensors& content, std::string_view where);
  /// Whether the file's optimizer is this one, with the same features and so the same slots.
  [[nodiscard]] bool same_optimizer(const SafeTensors& content, std::string_view where) const;
  void check_targets(const Inputs& x, const Targets& y, std::span<const float> weights, Index batch_size) const;

  std::unique_ptr<Graph> graph_;
  std::unique_ptr<Executor> executor_;
  std::unique_ptr<Training> training_;
  Json metadata_ = Json::object();
};

}  // namespace vernier::nn
