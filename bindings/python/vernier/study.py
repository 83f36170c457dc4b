"""Studies: the search for the best configuration of one objective, written down event by event."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Union

from vernier import _core
from vernier._core import FrozenTrial, Trial, TrialState
from vernier._errors import InvalidArgument, InvalidState, Unsupported
from vernier._parts import Part, to_json

if TYPE_CHECKING:
    import pandas

Objective = Callable[[Trial], Union[float, Sequence[float]]]
Callback = Callable[["Study", FrozenTrial], None]


@dataclass(frozen=True)
class Recommendation:
    """The configuration to deliver: the one that is best, not the one that was luckiest."""

    trial: FrozenTrial
    """The best trial of the configuration."""
    value: float
    """What a further evaluation is expected to give."""
    low: float
    high: float
    """90 % of what the configuration's true value may be lies between low and high."""
    evaluations: int
    """How often it was tried."""

    @property
    def params(self) -> dict[str, bool | int | float | str]:
        return self.trial.params


class Study:
    """A handle of a study, made by create_study or load_study. Several threads may use one, and several processes may
    open the same study of a file at the same time; a process that is forked off opens its own.
    """

    def __init__(self, core: _core.Study, storage: str) -> None:
        self._core = core
        self._storage = storage
        self._description = core.description()

    # Running

    def optimize(
        self,
        func: Objective,
        n_trials: int | None = None,
        timeout: float | None = None,
        n_jobs: int = 1,
        catch: type[Exception] | Iterable[type[Exception]] = (),
        callbacks: Iterable[Callback] = (),
        show_progress_bar: bool = False,
        *,
        resource: float | None = None,
        target: float | None = None,
        patience_trials: int | None = None,
        max_failures_in_a_row: int = 20,
    ) -> str:
        """Runs trials until a stop rule holds, and says which one: budget, exhausted, target, patience, failures,
        timeout or interrupted.

        A stored study is continued; trials whose process died are run again first. The objective returns a number, or
        one for each objective of the study. An exception of its own makes the trial failed and, unless it is in
        `catch`, ends the run and is raised here. Ctrl-C gives the running trials back, keeps everything else, and
        raises KeyboardInterrupt.

        Args:
            func: the objective. TrialPruned ends a trial that the pruner gave up.
            n_trials: the total of the study: a second call with the same number adds nothing.
            timeout: seconds after which running objectives are told to stop; they are run again next time.
            n_jobs: threads that run objectives; -1 for one on each processor. One job runs in the calling thread. The
                trials are the same for any number up to the study's window.
            catch: exceptions that fail a trial and nothing more.
            callbacks: called with the study and each trial that ended.
            show_progress_bar: writes a line to stderr that follows the run.
            resource: units of the study's resource that may be spent in all.
            target: stop when the (first) objective is at least as good as this.
            patience_trials: stop after so many trials without a new best.
            max_failures_in_a_row: stop after so many.
        """
        forgiven = (catch,) if isinstance(catch, type) else tuple(catch)
        hooks = list(callbacks)
        if show_progress_bar:
            from vernier._progress import ProgressLine

            hooks.append(ProgressLine(n_trials))

        def on_end(trial: FrozenTrial) -> None:
            for hook in hooks:
                hook(self, trial)

        return self._core.optimize(
            func,
            n_trials=n_trials,
            resource=resource,
            timeout=timeout,
            n_jobs=os.cpu_count() or 1 if n_jobs == -1 else n_jobs,
            target=target,
            patience_trials=patience_trials,
            max_failures_in_a_row=max_failures_in_a_row,
            forgiven=forgiven,
            on_end=on_end if hooks else None,
        )

    def stop(self) -> None:
        """In an objective or a callback: no new trial is begun. Raises InvalidState outside of optimize."""
        self._core.stop()

    # Asking and telling

    def ask(self) -> Trial:
        """A trial to be run by the caller and ended by tell. It never waits: it is decided from everything told so far.
        Raises InvalidState when the space is exhausted."""
        return self._core.ask()

    def tell(
        self,
        trial: Trial | int | Mapping[str, Any],
        values: float | Sequence[float] | None = None,
        state: TrialState | None = None,
        *,
        constraints: Sequence[float] | None = None,
        why: str = "",
        cost: float | None = None,
    ) -> FrozenTrial:
        """Ends a trial that ask gave out, and gives its record. Parameters instead of a trial add one that was never
        asked for.

        Args:
            trial: the trial, its number, or parameters.
            values: one number for each objective. NaN or an infinity makes the trial failed; after the pruner's word it
                is pruned and keeps the values.
            state: COMPLETE with values, and FAIL without, unless said otherwise.
            constraints: numbers of which one above 0 is a violation.
            why: the reason of a failure, for people.
            cost: what the trial took, above 0, in any unit.
        """
        if isinstance(trial, Mapping):
            if cost is not None:
                raise InvalidArgument("tell: a cost of a trial that was not asked for: expected none")
            return self._core.tell_params(dict(trial), values, state, constraints, why)
        number = trial.number if isinstance(trial, Trial) else trial
        return self._core.tell(number, values, state, constraints, why, cost)

    def enqueue_trial(self, params: Mapping[str, Any]) -> None:
        """A configuration to be tried next, before the sampler is asked; what it leaves out is drawn at random."""
        self._core.enqueue(dict(params))

    # Looking

    @property
    def study_name(self) -> str:
        return str(self._description["name"])

    @property
    def direction(self) -> str:
        """minimize or maximize. Raises InvalidState for several objectives."""
        directions = self.directions
        if len(directions) > 1:
            raise InvalidState("a study with several objectives has no single direction. Ask for directions.")
        return directions[0]

    @property
    def directions(self) -> list[str]:
        return [str(objective["direction"]) for objective in self._description["objectives"]]

    @property
    def metric_names(self) -> list[str]:
        """The names of the objectives."""
        return [str(objective["name"]) for objective in self._description["objectives"]]

    @property
    def space(self) -> dict[str, Any] | None:
        """The declared space in the words of a space file; None when the objective defines it as it runs."""
        space: dict[str, Any] | None = self._description.get("space")
        return space

    @property
    def sampler(self) -> str:
        """One line for people: what the sampler does here."""
        return self._core.describe_sampler()

    @property
    def pruner(self) -> str:
        """One line for people: what the pruner does."""
        return self._core.describe_pruner()

    @property
    def trials(self) -> list[FrozenTrial]:
        """Every trial, by number."""
        return self._core.trials()

    @property
    def counts(self) -> dict[str, int]:
        """How many trials are complete, pruned, failed, paused and running."""
        return self._core.counts()

    @property
    def best_trial(self) -> FrozenTrial:
        """The best complete trial; under noise the luckiest: recommend() says which to deliver. Raises InvalidState when
        there is none, InvalidArgument for several objectives."""
        best = self._core.best_trial()
        if best is None:
            raise InvalidState("no trial is complete: expected one at least. Run some first.")
        return best

    @property
    def best_value(self) -> float:
        value = self.best_trial.value
        assert value is not None
        return value

    @property
    def best_params(self) -> dict[str, bool | int | float | str]:
        return self.best_trial.params

    @property
    def best_trials(self) -> list[FrozenTrial]:
        """The complete trials that no other one is better than in every objective."""
        return self._core.pareto()

    def recommend(self) -> Recommendation:
        """The configuration to deliver, with its estimated value. Raises as best_trial does."""
        found = self._core.recommend()
        if found is None:
            raise InvalidState("no trial is complete: expected one at least. Run some first.")
        return Recommendation(*found)

    def importance(self, method: Part = "main_effects") -> dict[str, float]:
        """The share of the variation of the results that each parameter explains, the most important first. Raises
        InvalidState when there are too few complete trials."""
        return {name: share for name, share, _, _ in self._core.importance(to_json(method))}

    @property
    def resource_used(self) -> float:
        """Units of the resource that all trials have used."""
        return self._core.resource_used()

    def set_user_attr(self, key: str, value: Any) -> None:
        """Keeps a value with the study: whatever JSON can say."""
        self._core.set_user_attr(key, value)

    @property
    def user_attrs(self) -> dict[str, Any]:
        return self._core.user_attrs()

    def trials_dataframe(self) -> pandas.DataFrame:
        """A row for each trial: number, value (values_NAME of several objectives), params_NAME, user_attrs_NAME, state,
        seconds. Raises Unsupported where pandas is not installed."""
        try:
            import pandas
        except ImportError as error:
            raise Unsupported("trials_dataframe needs pandas: expected it installed. Run 'pip install pandas'.") from error
        names = self.metric_names
        columns = ["value"] if len(names) == 1 else [f"values_{name}" for name in names]
        rows: list[dict[str, Any]] = []
        for trial in self.trials:
            values: Sequence[float | None] = trial.values or [None] * len(columns)
            row: dict[str, Any] = {"number": trial.number, **dict(zip(columns, values))}
            row |= {f"params_{name}": value for name, value in trial.params.items()}
            row |= {f"user_attrs_{name}": value for name, value in trial.user_attrs.items()}
            rows.append(row | {"state": trial.state.name, "seconds": trial.seconds})
        if not rows:
            return pandas.DataFrame(columns=["number", *columns, "state", "seconds"])
        frame = pandas.DataFrame(rows)
        last = ["state", "seconds"]
        return frame[[*(name for name in frame.columns if name not in last), *last]]

    def __repr__(self) -> str:
        return f"Study(study_name={self.study_name!r}, storage={self._storage!r})"

    def __reduce__(self) -> tuple[Callable[[str, str], Study], tuple[str, str]]:
        """A study of a file is pickled as its place."""
        if self._storage == "memory://":
            raise InvalidState("a study in memory cannot be pickled: expected one of a file. Give create_study a storage.")
        return load_study, (self.study_name, self._storage)


def create_study(
    *,
    storage: str | None = None,
    study_name: str = "study",
    direction: str | None = None,
    directions: Sequence[str] | Mapping[str, str] | None = None,
    space: str | os.PathLike[str] | Mapping[str, Any] | None = None,
    sampler: Part = "auto",
    pruner: Part = "auto",
    seed: int | None = None,
    load_if_exists: bool = False,
    window: int | None = None,
    warm_start: Sequence[str | Study] = (),
    checkpoint_dir: str | os.PathLike[str] | None = None,
) -> Study:
    """Makes a study, and writes down what it is made with.

    Args:
        storage: sqlite:///PATH (three slashes and a relative path, four and an absolute one); in memory when left out.
        study_name: of the study in its storage.
        direction: minimize (when left out) or maximize, of a single objective.
        directions: of several objectives: a list, or a dictionary with their names.
        space: the declared space, as docs/formats/space.md has it: {"parameters": {...}, "constraints": [...],
            "resource": {...}}, or the path of such a file. Without it the objective defines the space as it runs.
        sampler, pruner: a name ("tpe", "qmc:scramble=false"), a name with options ({"gp": {...}}), or an object of
            vernier.samplers or vernier.pruners.
        seed: of all random numbers; the same seed makes the same trials. 0 when left out.
        load_if_exists: whether to go on with a stored study of this name; else InvalidState is raised.
        window: how many trials may be running while the study repeats bit for bit; 0 gives repeatability up. Twice the
            jobs of the first run when left out.
        warm_start: studies of the same storage that this one learns from, the most relevant first.
        checkpoint_dir: a folder in which each trial finds one of its own, STUDY/NUMBER: Trial.checkpoint_dir. It belongs
            to this study alone.

    A stored study keeps the sampler, pruner, seed and window that it was made with; a warning says where they differ.
    Another space or other directions raise InvalidArgument.
    """
    url = storage or "memory://"
    core = _core.Study.create(
        url,
        study_name,
        _objectives(direction, directions),
        os.fspath(space) if isinstance(space, os.PathLike) else to_json(space),
        to_json(sampler),
        to_json(pruner),
        seed,
        window,
        [study.study_name if isinstance(study, Study) else study for study in warm_start],
        None if checkpoint_dir is None else os.fspath(checkpoint_dir),
        load_if_exists,
    )
    for note in core.notes():
        warnings.warn(note, stacklevel=2)
    return Study(core, url)


def load_study(study_name: str, storage: str, *, checkpoint_dir: str | os.PathLike[str] | None = None) -> Study:
    """Opens a stored study with all that it was made with, and with the folder of its checkpoints. Raises NotFound, with
    the nearest name."""
    core = _core.Study.load(storage, study_name, None if checkpoint_dir is None else os.fspath(checkpoint_dir))
    for note in core.notes():
        warnings.warn(note, stacklevel=2)
    return Study(core, storage)


def study_names(storage: str) -> list[str]:
    """The names of the studies of a storage."""
    return _core.study_names(storage)


def delete_study(study_name: str, storage: str) -> None:
    """Removes a stored study. Raises NotFound, with the nearest name."""
    _core.delete_study(storage, study_name)


def _objectives(
    direction: str | None, directions: Sequence[str] | Mapping[str, str] | None
) -> list[tuple[str, str]] | None:
    if directions is None:
        return None if direction is None else [("value", direction)]
    if direction is not None:
        raise InvalidArgument("direction and directions together: expected one of the two")
    if isinstance(directions, Mapping):
        return list(directions.items())
    if isinstance(directions, str):
        raise InvalidArgument(f"directions is the text '{directions}': expected a list. Use direction.")
    if len(directions) == 1:
        return [("value", directions[0])]
    return [(f"value_{k}", one) for k, one in enumerate(directions)]
