"""Callbacks that are written in Python, or need what only Python has."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Union

from vernier import _core
from vernier._core import Trial
from vernier._parts import Component, Part, to_json

if TYPE_CHECKING:
    from vernier.nn.models import Model

Logs = dict[str, float]


class Callback:
    """Hooks into training, as keras.callbacks.Callback has them. `model` is the model that is fitted; set
    `self.model.stop_training = True` to end the fit. Numbers added to the logs of an epoch are kept in the history."""

    model: Model

    def set_model(self, model: Model) -> None:
        self.model = model

    def on_train_begin(self, logs: Logs | None = None) -> None: ...

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None: ...

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """`logs` has the loss of the batch alone."""

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...

    def on_train_end(self, logs: Logs | None = None) -> None: ...

    def _hears_batches(self) -> bool:
        return type(self).on_train_batch_end is not Callback.on_train_batch_end


class LambdaCallback(Callback):
    """Functions as a callback; any of them may be left out."""

    def __init__(
        self,
        on_epoch_begin: Callable[[int, Logs | None], None] | None = None,
        on_epoch_end: Callable[[int, Logs | None], None] | None = None,
        on_train_begin: Callable[[Logs | None], None] | None = None,
        on_train_end: Callable[[Logs | None], None] | None = None,
        *,
        on_train_batch_end: Callable[[int, Logs | None], None] | None = None,
    ) -> None:
        self._functions: dict[str, Callable[..., None] | None] = {
            "epoch_begin": on_epoch_begin,
            "epoch_end": on_epoch_end,
            "train_begin": on_train_begin,
            "train_end": on_train_end,
            "batch_end": on_train_batch_end,
        }

    def _call(self, hook: str, *arguments: Any) -> None:
        function = self._functions[hook]
        if function is not None:
            function(*arguments)

    def on_train_begin(self, logs: Logs | None = None) -> None:
        self._call("train_begin", logs)

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        self._call("epoch_begin", epoch, logs)

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        self._call("batch_end", batch, logs)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self._call("epoch_end", epoch, logs)

    def on_train_end(self, logs: Logs | None = None) -> None:
        self._call("train_end", logs)

    def _hears_batches(self) -> bool:
        return self._functions["batch_end"] is not None


class _Made:
    """A callback of the library that is made for each fit anew."""

    def make(self) -> _core.Callback:
        raise NotImplementedError


class LearningRateScheduler(_Made):
    """Sets the learning rate at the beginning of every epoch.

    Args:
        schedule: a function of the epoch, from 0, or of the epoch and the present rate; the optimizer's rate must be a
            plain number.
    """

    def __init__(self, schedule: Callable[..., float]) -> None:
        self.schedule = schedule

    def make(self) -> _core.Callback:
        taken = inspect.signature(self.schedule).parameters.values()
        places = [one for one in taken if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
        if len(places) > 1 or any(one.kind is one.VAR_POSITIONAL for one in taken):
            return _core.learning_rate_scheduler(lambda epoch, rate: float(self.schedule(epoch, rate)))
        return _core.learning_rate_scheduler(lambda epoch, rate: float(self.schedule(epoch)))


class Pruning(_Made):
    """Reports a logged quantity to a study's trial after every epoch, and ends the fit when the pruner says so: the
    objective then raises TrialPruned, or returns the value reached so far.

        model.fit(x, y, callbacks=[Pruning(trial, "val_accuracy")])
    """

    def __init__(self, trial: Trial, monitor: str = "val_loss") -> None:
        self.trial = trial
        self.monitor = monitor

    def make(self) -> _core.Callback:
        return _core.pruning(self.trial, self.monitor)


AnyCallback = Union[Callback, Component, LearningRateScheduler, Pruning, Part]


def to_core(callbacks: Sequence[AnyCallback], model: Model) -> list[Any]:
    """What the library's fit takes."""
    made: list[Any] = []
    for callback in callbacks:
        if isinstance(callback, Callback):
            callback.set_model(model)
            made.append(_core.object_callback(callback, callback._hears_batches()))
        elif isinstance(callback, _Made):
            made.append(callback.make())
        else:
            made.append(to_json(callback))
    return made
