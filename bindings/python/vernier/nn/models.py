"""Models: chains of layers, and networks of layers that are called on each other's outputs."""

from __future__ import annotations

import os
import pathlib
import tempfile
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Union

from vernier import _core
from vernier._core import History
from vernier._errors import InvalidArgument, Unsupported
from vernier._parts import Part, to_json
from vernier.nn._callbacks import AnyCallback, to_core
from vernier.nn._graph import Layer, Node, build

Path = Union[str, "os.PathLike[str]"]


class Model:
    """A network, trained in float32. Data are arrays with one entry a sample along the first axis: NumPy's, or what it
    can read; float32 in rows is not copied. Of several inputs or outputs they are lists in their order, or dictionaries
    by the names of their layers. One thread uses a model at a time; models in different threads share nothing.

        inputs = Input((100,))
        outputs = Dense(1, activation="sigmoid")(Dense(64, activation="relu")(inputs))
        model = Model(inputs, outputs)

    Args:
        inputs, outputs: what Input gave and what layers gave, or lists of these.
        name: for people.
        seed: of initial weights, dropout and shuffling: the same seed repeats a fit bit for bit.
    """

    #: Set by a callback to end the fit.
    stop_training = False

    def __init__(
        self, inputs: Node | Sequence[Node], outputs: Node | Sequence[Node], *, name: str = "model", seed: int = 0
    ) -> None:
        core = _core.Model.functional(seed, name)
        build(core, *([nodes] if isinstance(nodes, Node) else nodes for nodes in (inputs, outputs)))
        self._core = core

    @classmethod
    def _of(cls, core: _core.Model) -> Model:
        model = Model.__new__(Model)
        model._core = core
        return model

    def __reduce__(self) -> tuple[Callable[[bytes], Model], tuple[bytes]]:
        """A model is pickled and copied as what save writes."""
        return _from_bytes, (self._core.to_bytes(),)

    # Training

    def compile(
        self,
        optimizer: Part = "rmsprop",
        loss: Any = None,
        loss_weights: Sequence[float] | Mapping[str, float] | None = None,
        metrics: Any = None,
        weighted_metrics: Any = None,
        *,
        dtype_policy: str = "float32",
    ) -> None:
        """Says how the model is trained and judged.

        Args:
            optimizer: a name or an object of vernier.nn.optimizers.
            loss: a name or an object of vernier.nn.losses; of several outputs one for all, a list or a dictionary.
            loss_weights: how much the loss of each output counts.
            metrics: a list of names or objects of vernier.nn.metrics; of several outputs a list of lists, or a
                dictionary of lists.
            weighted_metrics: the same, with the weights of samples and classes.
            dtype_policy: float32 or mixed_bfloat16, for the products of dense layers.
        """
        names = self._core.output_names()
        if loss_weights is not None and len(names) < 2:
            raise InvalidArgument("loss_weights of a model of one output: expected None. Metrics are given as metrics=[...].")
        if isinstance(loss, (list, tuple)) and len(loss) == 1 and len(names) < 2:
            loss = loss[0]
        options: dict[str, Any] = {"optimizer": optimizer, "dtype_policy": dtype_policy}
        each = {
            "loss": _by_output(loss, names),
            "loss_weight": _by_output(loss_weights, names),
            "metrics": _by_output(metrics, names),
            "weighted_metrics": _by_output(weighted_metrics, names),
        }
        outputs: dict[str, dict[str, Any]] = {}
        for key, value in each.items():
            if isinstance(value, dict):
                for name, one in value.items():
                    outputs.setdefault(name, {})[key] = one
            elif value is not None:
                options[key] = value
        if outputs:
            options["outputs"] = outputs
        self._core.compile(to_json(options))

    def fit(
        self,
        x: Any,
        y: Any,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: int | str = "auto",
        callbacks: AnyCallback | Sequence[AnyCallback] = (),
        validation_split: float = 0.0,
        validation_data: Sequence[Any] | None = None,
        shuffle: bool = True,
        class_weight: Mapping[int, float] | None = None,
        sample_weight: Any = None,
        initial_epoch: int = 0,
        validation_batch_size: int | None = None,
        *,
        seed: int | None = None,
        threads: int = 1,
        prefetch: bool = False,
        mixup: float = 0.0,
        cutmix: float = 0.0,
    ) -> History:
        """Trains for a number of passes over the data. Ctrl-C ends it after a batch; another fit goes on from there.

        Args:
            x: inputs. NaN and infinities raise BadData.
            y: targets: a number a sample for classes, else the shape of the output.
            batch_size: samples of one update; 32 when left out.
            epochs: passes over the data, counted from 0 (initial_epoch).
            verbose: 0 for silence; else a line is printed after every epoch.
            callbacks: objects of vernier.nn.callbacks, in the order they are called.
            validation_split: the share of the samples, from the end, that the model is judged by and not trained on.
            validation_data: (x, y) or (x, y, sample_weight) for the same.
            shuffle: whether every epoch has an order of its own.
            class_weight: how much each class counts; 1 where it is missing.
            sample_weight: how much each sample counts; not together with class_weight.
            seed: of shuffling and dropout; the model's when left out.
            threads: that share the work of a batch; the result is the same.
            prefetch: whether a second thread makes the next batch; the result is the same.
            mixup, cutmix: their alpha; 0 for none.
        """
        held = None
        if validation_data is not None:
            if len(validation_data) not in (2, 3):
                raise InvalidArgument(f"validation_data has {len(validation_data)} parts: expected (x, y) or (x, y, weights)")
            held = (
                self._inputs(validation_data[0], "validation x"),
                self._targets(validation_data[1], "validation y"),
                _weights(validation_data[2]) if len(validation_data) == 3 else None,
            )
        one = isinstance(callbacks, (str, Mapping)) or not hasattr(callbacks, "__iter__")
        hooks = to_core([callbacks] if one else list(callbacks), self)  # type: ignore[list-item, arg-type]
        if verbose:
            hooks.append(_core.progress(lambda line: print(line, flush=True)))
        self.stop_training = False
        history = self._core.fit(
            self._inputs(x, "x"),
            self._targets(y, "y"),
            batch_size=32 if batch_size is None else batch_size,
            epochs=epochs,
            validation_split=validation_split,
            validation_data=held,
            validation_batch_size=validation_batch_size,
            shuffle=shuffle,
            class_weight=dict(class_weight or {}),
            sample_weight=_weights(sample_weight),
            initial_epoch=initial_epoch,
            seed=seed,
            threads=threads,
            prefetch=prefetch,
            mixup=mixup,
            cutmix=cutmix,
            callbacks=hooks,
        )
        for warning in history.warnings:
            warnings.warn(warning, stacklevel=2)
        return history

    def evaluate(
        self,
        x: Any,
        y: Any,
        batch_size: int | None = None,
        verbose: int | str = "auto",
        sample_weight: Any = None,
        *,
        return_dict: bool = False,
    ) -> Any:
        """Loss and metrics over all samples: a list in the order of compile, a number where there is the loss alone, or
        a dictionary by name."""
        logs = dict(
            self._core.evaluate(
                self._inputs(x, "x"), self._targets(y, "y"), 32 if batch_size is None else batch_size, _weights(sample_weight)
            )
        )
        if return_dict:
            return logs
        numbers = [logs[name] for name in self._core.metrics_names()]
        return numbers if len(numbers) > 1 else numbers[0]

    def predict(self, x: Any, batch_size: int | None = None, verbose: int | str = "auto") -> Any:
        """The output of all samples as an array, computed in batches; a list of arrays of several outputs."""
        from vernier.nn._arrays import as_arrays

        arrays = as_arrays(x, self._core.input_names() or ["x"], "x", finite=False)
        outputs = self._core.predict(arrays, 32 if batch_size is None else batch_size)
        return outputs if len(outputs) > 1 else outputs[0]

    def train_on_batch(self, x: Any, y: Any, sample_weight: Any = None) -> float:
        """One update on one batch; the batch's loss."""
        return self._core.train_on_batch(self._inputs(x, "x"), self._targets(y, "y"), _weights(sample_weight))

    def adapt(self, x: Any) -> None:
        """Learns the statistics of every normalization layer that data reach before a trainable one."""
        self._core.adapt(self._inputs(x, "x"))

    # Looking

    @property
    def name(self) -> str:
        return self._core.name()

    @property
    def layer_names(self) -> list[str]:
        return self._core.layer_names()

    @property
    def metrics_names(self) -> list[str]:
        """What evaluate gives, in its order; complete once data have been seen."""
        return self._core.metrics_names()

    @property
    def optimizer(self) -> OptimizerHandle:
        return OptimizerHandle(self._core)

    def count_params(self) -> int:
        return self._core.count_params()

    def summary(self, print_fn: Callable[[str], object] = print) -> None:
        """Prints the layers with their output shapes and numbers of weights."""
        print_fn(self._core.summary())

    def get_weights(self) -> list[Any]:
        """All weights as arrays, by layer, in Keras's order."""
        return self._core.get_weights()

    def set_weights(self, weights: Sequence[Any]) -> None:
        """Raises InvalidArgument, naming the weight and the shapes, when they do not fit."""
        from vernier.nn._arrays import as_array

        self._core.set_weights([as_array(weight, f"weights[{k}]", finite=False) for k, weight in enumerate(weights)])

    # Files

    def save(self, filepath: Path) -> None:
        """Weights, architecture and compilation in one safetensors file, which load_model reads."""
        path = os.fspath(filepath)
        if path.endswith((".keras", ".h5")):
            raise Unsupported(f"'{path}' would be a file of Keras: expected a name that ends in .safetensors")
        self._core.save(path)

    def export(self, filepath: Path, format: str = "onnx") -> None:
        """Writes the model for other programs, in the ONNX format."""
        if format != "onnx":
            raise Unsupported(f"export in the format '{format}': expected onnx")
        self._core.export_onnx(os.fspath(filepath))

    def _inputs(self, x: Any, what: str) -> list[Any]:
        from vernier.nn._arrays import as_arrays

        return list(as_arrays(x, self._core.input_names() or ["x"], what))

    def _targets(self, y: Any, what: str) -> list[Any]:
        from vernier.nn._arrays import as_arrays

        return list(as_arrays(y, self._core.output_names() or ["y"], what))


class Sequential(Model):
    """A plain chain of layers. The first may be Input; without one the model is built when it first meets data.

    Args:
        layers: to begin with.
        name, seed: as of Model.
    """

    def __init__(self, layers: Sequence[Layer | Node] = (), *, name: str = "model", seed: int = 0) -> None:
        self._core = _core.Model.sequential(seed, name)
        for layer in layers:
            self.add(layer)

    def add(self, layer: Layer | Node) -> None:
        """Appends a layer. Raises InvalidArgument where shapes do not fit."""
        if isinstance(layer, Node):
            if layer.inputs:
                raise InvalidArgument("the output of a layer is added to a Sequential: expected a layer, or Input")
            layer = layer.layer  # type: ignore[assignment]
        self._core.add(to_json(layer))


class OptimizerHandle:
    """The optimizer of a compiled model."""

    def __init__(self, core: _core.Model) -> None:
        self._core = core

    @property
    def learning_rate(self) -> float:
        """The present rate. Setting it raises InvalidState where the rate is a schedule."""
        return self._core.learning_rate()

    @learning_rate.setter
    def learning_rate(self, rate: float) -> None:
        self._core.set_learning_rate(rate)


def load_model(filepath: Path) -> Model:
    """Reads what Model.save wrote, or a .keras file of Keras 3 (without how it was compiled). Raises NotFound, BadData
    for another file, Unsupported for layers of Keras that the trainer has not."""
    path = os.fspath(filepath)
    if path.endswith(".keras"):
        return Model._of(_core.Model.load_keras(path))
    return Model._of(_core.Model.load(path))


def from_keras(model: Any) -> Model:
    """The same network and weights as a Keras model, still to be compiled."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "model.keras"
        model.save(path)
        return load_model(path)


def _from_bytes(content: bytes) -> Model:
    return Model._of(_core.Model.from_bytes(content))


def _by_output(value: Any, names: Sequence[str]) -> Any:
    """A dictionary by output where `value` says something of each; else the value itself."""
    if isinstance(value, Mapping) and value and set(value) <= set(names):
        return dict(value)
    if isinstance(value, (list, tuple)) and len(names) > 1:
        if len(value) != len(names):
            raise InvalidArgument(f"{len(value)} entries for {len(names)} outputs: expected one each for {', '.join(names)}")
        return {name: one for name, one in zip(names, value) if one is not None}
    return value


def _weights(value: Any) -> Any:
    from vernier.nn._arrays import as_array

    return None if value is None else as_array(value, "sample_weight", finite=True)
