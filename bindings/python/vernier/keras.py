"""Studies of programs that train with Keras 3, on any backend."""

from __future__ import annotations

from typing import Any

import keras

from vernier._core import Trial
from vernier._errors import InvalidArgument


class PruningCallback(keras.callbacks.Callback):  # type: ignore[misc, unused-ignore]
    """Reports a logged quantity to a study's trial after every epoch, and ends the fit when the pruner says so; the
    objective then returns the value that was reached.

        def objective(trial):
            ...
            history = model.fit(x, y, callbacks=[
                keras.callbacks.BackupAndRestore(trial.checkpoint_dir, delete_checkpoint=False),
                PruningCallback(trial, "val_loss")])
            return min(history.history["val_loss"])

    With BackupAndRestore, and a study that has a checkpoint_dir, a trial that was paused or interrupted goes on where it
    was.

    Args:
        trial: what the objective is given.
        monitor: the logged quantity. Raises InvalidArgument when it is not logged.
    """

    def __init__(self, trial: Trial, monitor: str = "val_loss") -> None:
        super().__init__()
        self.trial = trial
        self.monitor = monitor

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        known = logs or {}
        if self.monitor not in known:
            raise InvalidArgument(f"'{self.monitor}' is not among the logs of the fit: expected one of {', '.join(known)}")
        self.trial.report(float(known[self.monitor]), epoch + 1)
        if self.trial.should_prune():
            self.model.stop_training = True
