#include "vernier/nn/model.hpp"

#include <nanobind/stl/map.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>
#include <nanobind/typing.h>

#include <memory>
#include <string>
#include <tuple>
#include <utility>

#include "bindings/python/core/arrays.hpp"
#include "bindings/python/core/callbacks.hpp"
#include "bindings/python/core/json.hpp"
#include "bindings/python/core/module.hpp"
#include "bindings/python/core/occupancy.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/keras/load.hpp"
#include "vernier/nn/sequential.hpp"
#include "vernier/onnx/export.hpp"

namespace vernier::python {
namespace {

using nb::literals::operator""_a;
using Numbers = std::vector<std::pair<std::string, double>>;

constexpr std::string_view what = "a model";

struct ModelHandle {
  explicit ModelHandle(nn::Model of) : model(std::make_unique<nn::Model>(std::move(of))) {}
  explicit ModelHandle(std::unique_ptr<nn::Sequential> of) : chain(of.get()), model(std::move(of)) {}
  nn::Sequential* chain = nullptr;  ///< the same, where layers may be added one after another
  std::unique_ptr<nn::Model> model;
  Occupancy occupancy{};
  bool fitting = false;
};

/// The model, while the interpreter's lock is given up.
template <class Call>
auto without_lock(ModelHandle& self, const Call& call) {
  const Occupancy::Use use(self.occupancy, what);
  const nb::gil_scoped_release release;
  return call(*self.model);
}

/// The model, for what takes no time.
template <class Call>
auto at_once(ModelHandle& self, const Call& call) {
  const Occupancy::Use use(self.occupancy, what);
  return call(*self.model);
}

/// Refused in a callback: it would pull the ground from under the fit.
void refuse_while_fitting(const ModelHandle& self, std::string_view call) {
  if (self.fitting) throw InvalidState(std::string(call) + " of a model that is being fitted", "a model at rest");
}

Shape shape_from(const std::vector<Index>& extents) { return Shape(std::span<const Index>(extents)); }

std::vector<Index> extents_of(const Shape& shape) { return {shape.extents().begin(), shape.extents().end()}; }

ModelHandle sequential(std::uint64_t seed, std::string name) {
  return ModelHandle(std::make_unique<nn::Sequential>(nn::ModelOptions{.seed = seed, .name = std::move(name)}));
}

ModelHandle functional(std::uint64_t seed, std::string name) {
  return ModelHandle(nn::Model({.seed = seed, .name = std::move(name)}));
}

void add(ModelHandle& self, const nb::object& layer) {
  refuse_while_fitting(self, "add");
  const Occupancy::Use use(self.occupancy, what);
  if (self.chain == nullptr) throw InvalidState("add to a model that is no chain", "a Sequential");
  self.chain->add(component_from_json(json_from(layer, "layer"), "layer"));
}

void compile(ModelHandle& self, const nb::object& options) {
  refuse_while_fitting(self, "compile");
  const auto read = options_from_json<nn::CompileOptions>(json_from(options, "compile"), "compile");
  at_once(self, [&](nn::Model& model) { model.compile(read); });
}

using Validation = std::tuple<Arrays, Arrays, std::optional<Array>>;

nn::History fit(ModelHandle& self, const Arrays& x, const Arrays& y, Index batch_size, std::int64_t epochs,
                double validation_split, const std::optional<Validation>& validation_data,
                std::optional<Index> validation_batch_size, bool shuffle, const std::map<int, float>& class_weight,
                const std::optional<Array>& sample_weight, std::int64_t initial_epoch,
                std::optional<std::uint64_t> seed, std::size_t threads, bool prefetch, double mixup, double cutmix,
                const nb::typed<nb::list, nb::any>& callbacks) {
  refuse_while_fitting(self, "fit");
  nn::FitOptions options;
  options.batch_size = batch_size;
  options.epochs = epochs;
  options.validation_split = validation_split;
  if (validation_data) {
    const auto& [held_x, held_y, weight] = *validation_data;
    options.validation_data = nn::ValidationData{.x = inputs_of(held_x), .y = inputs_of(held_y)};
    if (weight) options.validation_data->sample_weight = numbers_of(*weight);
  }
  options.validation_batch_size = validation_batch_size;
  options.shuffle = shuffle;
  options.class_weight = class_weight;
  if (sample_weight) options.sample_weight = numbers_of(*sample_weight);
  options.initial_epoch = initial_epoch;
  options.seed = seed;
  options.threads = threads;
  options.prefetch = prefetch;
  options.mixup = mixup;
  options.cutmix = cutmix;
  for (const nb::handle callback : callbacks) options.callbacks.emplace_back(callback_from(callback));
  const auto signals = std::make_shared<SignalCallback>();
  options.callbacks.emplace_back(signals);
  options.stop = signals->token();

  const nn::Inputs inputs = inputs_of(x);
  const nn::Targets targets = inputs_of(y);
  struct Fitting {
    explicit Fitting(bool& of) : flag(of) { flag = true; }
    ~Fitting() { flag = false; }
    bool& flag;
  };
  const Fitting fitting(self.fitting);
  nn::History history = without_lock(self, [&](nn::Model& model) { return model.fit(inputs, targets, options); });
  signals->raise_if_any();
  return history;
}

Numbers evaluate(ModelHandle& self, const Arrays& x, const Arrays& y, Index batch_size,
                 const std::optional<Array>& sample_weight) {
  nn::EvaluateOptions options{.batch_size = batch_size};
  if (sample_weight) options.sample_weight = numbers_of(*sample_weight);
  const nn::Inputs inputs = inputs_of(x);
  const nn::Targets targets = inputs_of(y);
  return without_lock(self, [&](nn::Model& model) { return model.evaluate(inputs, targets, options).items(); });
}

nb::list predict(ModelHandle& self, const Arrays& x, Index batch_size) {
  const nn::Inputs inputs = inputs_of(x);
  auto outputs = without_lock(self, [&](nn::Model& model) { return model.predict_outputs(inputs, batch_size); });
  nb::list arrays;
  for (Tensor& output : outputs) arrays.append(array_of(std::move(output)));
  return arrays;
}

double train_on_batch(ModelHandle& self, const Arrays& x, const Arrays& y, const std::optional<Array>& sample_weight) {
  refuse_while_fitting(self, "train_on_batch");
  const nn::Inputs inputs = inputs_of(x);
  const nn::Targets targets = inputs_of(y);
  const auto weights = sample_weight ? numbers_of(*sample_weight) : std::span<const float>();
  return without_lock(self, [&](nn::Model& model) { return model.train_on_batch(inputs, targets, weights); });
}

nb::list get_weights(ModelHandle& self) {
  nb::list arrays;
  for (Tensor& weight : at_once(self, [](nn::Model& model) { return model.get_weights(); })) {
    arrays.append(array_of(std::move(weight)));
  }
  return arrays;
}

void set_weights(ModelHandle& self, const Arrays& weights) {
  std::vector<Tensor> tensors;
  for (const Array& weight : weights) tensors.emplace_back(view_of(weight).shape, numbers_of(weight));
  at_once(self, [&](nn::Model& model) { model.set_weights(tensors); });
}

std::vector<std::string> layer_names(ModelHandle& self) {
  return at_once(self, [](nn::Model& model) {
    std::vector<std::string> names;
    for (const auto& layer : model.layers()) names.push_back(layer->name());
    return names;
  });
}

nb::dict series_of(const nn::History& history) {
  nb::dict series;
  for (const std::string& name : history.names()) series[nb::cast(name)] = nb::cast(history.at(name));
  return series;
}

void bind_history(nb::module_& module) {
  nb::class_<nn::History>(module, "History", "What a fit leaves behind: the logs of every epoch.")
      .def_prop_ro("history", &series_of, nb::sig("def history(self) -> dict[str, list[float]]"),
                   "One number an epoch, by name: loss, metrics, and the same of validation with val_ before them.")
      .def_prop_ro(
          "epoch", [](const nn::History& self) { return self.epochs(); }, "The epochs that ran, from 0.")
      .def(
          "best", [](const nn::History& self, const std::string& name) { return self.best(name); }, "name"_a,
          "The best value of a series: the lowest of a loss, the highest of an accuracy.")
      .def(
          "best_epoch",
          [](const nn::History& self, const std::string& name) { return self.epochs()[self.best_index(name)]; },
          "name"_a, "The epoch, from 0, of the best value.")
      .def_ro("interrupted", &nn::History::interrupted)
      .def_ro("warnings", &nn::History::warnings);
}

}  // namespace

void bind_model(nb::module_& module) {
  bind_history(module);
  nb::class_<ModelHandle>(module, "Model", "The handle behind vernier.nn.Model.")
      .def_static("sequential", &sequential, "seed"_a, "name"_a)
      .def_static("functional", &functional, "seed"_a, "name"_a)
      .def_static(
          "load", [](const std::string& path) { return ModelHandle(nn::Model::load(path)); }, "path"_a)
      .def_static(
          "load_keras", [](const std::string& path) { return ModelHandle(keras::load(path)); }, "path"_a)
      .def_static(
          "load_checkpoint", [](const std::string& path) { return ModelHandle(nn::Model::load_checkpoint(path)); },
          "path"_a)
      .def_static(
          "from_bytes",
          [](const nb::bytes& bytes) {
            return ModelHandle(nn::Model::from_bytes({bytes.c_str(), bytes.size()}));
          },
          "bytes"_a)
      .def("add", &add, "layer"_a)
      .def(
          "input",
          [](ModelHandle& self, const std::vector<Index>& shape, const std::string& name) {
            return self.model->input(shape_from(shape), name);
          },
          "shape"_a, "name"_a)
      .def(
          "add_layer",
          [](ModelHandle& self, const nb::object& layer) {
            return self.model->add_layer(component_from_json(json_from(layer, "layer"), "layer"));
          },
          "layer"_a)
      .def(
          "call",
          [](ModelHandle& self, std::size_t layer, const std::vector<std::size_t>& inputs) {
            return self.model->call(layer, std::span<const std::size_t>(inputs));
          },
          "layer"_a, "inputs"_a)
      .def(
          "set_outputs",
          [](ModelHandle& self, const std::vector<std::size_t>& nodes) {
            self.model->set_outputs(std::span<const std::size_t>(nodes));
          },
          "nodes"_a)
      .def(
          "build",
          [](ModelHandle& self, const std::vector<std::vector<Index>>& shapes) {
            refuse_while_fitting(self, "build");
            std::vector<Shape> inputs;
            for (const auto& shape : shapes) inputs.push_back(shape_from(shape));
            at_once(self, [&](nn::Model& model) { model.build(inputs); });
          },
          "shapes"_a)
      .def("compile", &compile, "options"_a)
      .def("fit", &fit, "x"_a, "y"_a, "batch_size"_a, "epochs"_a, "validation_split"_a, "validation_data"_a.none(),
           "validation_batch_size"_a.none(), "shuffle"_a, "class_weight"_a, "sample_weight"_a.none(), "initial_epoch"_a,
           "seed"_a.none(), "threads"_a, "prefetch"_a, "mixup"_a, "cutmix"_a, "callbacks"_a)
      .def("evaluate", &evaluate, "x"_a, "y"_a, "batch_size"_a, "sample_weight"_a.none())
      .def("predict", &predict, "x"_a, "batch_size"_a,
           nb::sig("def predict(self, x: list[typing.Any], batch_size: int) -> list[typing.Any]"))
      .def("train_on_batch", &train_on_batch, "x"_a, "y"_a, "sample_weight"_a.none())
      .def(
          "adapt",
          [](ModelHandle& self, const Arrays& x) {
            refuse_while_fitting(self, "adapt");
            const nn::Inputs inputs = inputs_of(x);
            without_lock(self, [&](nn::Model& model) { model.adapt(inputs); });
          },
          "x"_a)
      .def("get_weights", &get_weights, nb::sig("def get_weights(self) -> list[typing.Any]"))
      .def("set_weights", &set_weights, "weights"_a)
      .def(
          "save",
          [](ModelHandle& self, const std::string& path) {
            without_lock(self, [&](nn::Model& model) { model.save(path); });
          },
          "path"_a)
      .def(
          "save_checkpoint",
          [](ModelHandle& self, const std::string& path) {
            without_lock(self, [&](nn::Model& model) { model.save_checkpoint(path); });
          },
          "path"_a)
      .def("to_bytes",
           [](ModelHandle& self) {
             const std::string bytes = at_once(self, [](nn::Model& model) { return model.to_bytes(); });
             return nb::bytes(bytes.data(), bytes.size());
           })
      .def(
          "export_onnx",
          [](ModelHandle& self, const std::string& path) {
            without_lock(self, [&](nn::Model& model) { onnx::export_model(model, path); });
          },
          "path"_a)
      .def("summary", [](ModelHandle& self) { return at_once(self, [](nn::Model& model) { return model.summary(); }); })
      .def("count_params",
           [](ModelHandle& self) {
             return at_once(self, [](nn::Model& model) {
               if (!model.built()) model.build();
               return model.parameter_count();
             });
           })
      .def("config",
           [](ModelHandle& self) {
             return object_from(at_once(self, [](nn::Model& model) { return model.to_config(); }));
           })
      .def("name", [](ModelHandle& self) { return self.model->name(); })
      .def("layer_names", &layer_names)
      .def("input_names", [](ModelHandle& self) { return at_once(self, [](nn::Model& m) { return m.input_names(); }); })
      .def("output_names",
           [](ModelHandle& self) { return at_once(self, [](nn::Model& m) { return m.output_names(); }); })
      .def(
          "input_shape", [](ModelHandle& self, std::size_t k) { return extents_of(self.model->input_shape(k)); }, "k"_a)
      .def(
          "output_shape", [](ModelHandle& self, std::size_t k) { return extents_of(self.model->output_shape(k)); },
          "k"_a)
      .def("metrics_names",
           [](ModelHandle& self) { return at_once(self, [](nn::Model& model) { return model.metrics_names(); }); })
      .def("learning_rate",
           [](ModelHandle& self) {
             return at_once(self, [](nn::Model& model) { return model.optimizer().learning_rate(); });
           })
      .def(
          "set_learning_rate",
          [](ModelHandle& self, double rate) {
            at_once(self, [&](nn::Model& model) { model.optimizer().set_learning_rate(rate); });
          },
          "rate"_a);
}

}  // namespace vernier::python
