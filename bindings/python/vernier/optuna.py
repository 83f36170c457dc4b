"""Vernier's samplers inside a study of Optuna, and studies of one as studies of the other."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import optuna
from optuna.distributions import BaseDistribution, CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers import BaseSampler
from optuna.search_space import IntersectionSearchSpace

from vernier._core import Trial, TrialState
from vernier._errors import InvalidArgument, InvalidState, Unsupported
from vernier._parts import Part
from vernier.study import Study, create_study


class VernierSampler(BaseSampler):
    """Any sampler of Vernier's, for optuna.create_study. Complete and pruned trials of the study that it did not propose
    itself, stored ones among them, are taken into account.

    Args:
        sampler: as create_study of Vernier takes it; one that needs a declared space (grid, orthogonal) raises
            InvalidArgument at the first trial.
        seed: of all random numbers.
    """

    def __init__(self, sampler: Part = "auto", *, seed: int | None = None) -> None:
        self._sampler = sampler
        self._seed = seed
        self._mirrors: dict[str, _Mirror] = {}
        self._spaces: dict[str, IntersectionSearchSpace] = {}
        self._lock = threading.RLock()
        self._random = optuna.samplers.RandomSampler(seed)

    def infer_relative_search_space(
        self, study: optuna.Study, trial: optuna.trial.FrozenTrial
    ) -> dict[str, BaseDistribution]:
        with self._lock:
            space = self._spaces.setdefault(study.study_name, IntersectionSearchSpace())
            return space.calculate(study)

    def sample_relative(
        self, study: optuna.Study, trial: optuna.trial.FrozenTrial, search_space: dict[str, BaseDistribution]
    ) -> dict[str, Any]:
        return {name: self._suggest(study, trial, name, one) for name, one in search_space.items()}

    def sample_independent(
        self, study: optuna.Study, trial: optuna.trial.FrozenTrial, param_name: str, param_distribution: BaseDistribution
    ) -> Any:
        return self._suggest(study, trial, param_name, param_distribution)

    def after_trial(
        self,
        study: optuna.Study,
        trial: optuna.trial.FrozenTrial,
        state: optuna.trial.TrialState,
        values: Sequence[float] | None,
    ) -> None:
        with self._lock:
            self._mirror(study).end(trial, state, values)

    def reseed_rng(self) -> None:
        """Its stream is a function of seed and trial; threads share the sampler."""

    def _suggest(
        self, study: optuna.Study, trial: optuna.trial.FrozenTrial, name: str, distribution: BaseDistribution
    ) -> Any:
        with self._lock:
            own = self._mirror(study).trial(study, trial)
            try:
                if own is not None:
                    return _suggest(own, name, distribution)
            except InvalidArgument:  # it was proposed for the range of earlier trials, and this one has another
                pass
            return self._random.sample_independent(study, trial, name, distribution)

    def _mirror(self, study: optuna.Study) -> _Mirror:
        if study.study_name not in self._mirrors:
            directions = [direction.name.lower() for direction in study.directions]
            own = create_study(directions=directions, sampler=self._sampler, pruner="none", seed=self._seed)
            self._mirrors[study.study_name] = _Mirror(own)
        return self._mirrors[study.study_name]

    def __getstate__(self) -> dict[str, Any]:
        return {"_sampler": self._sampler, "_seed": self._seed}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(state["_sampler"], seed=state["_seed"])  # type: ignore[misc]


class _Mirror:
    """What a study of Optuna knows, as a study of Vernier."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._open: dict[int, Trial | None] = {}  # None: everything has been tried
        self._ended: set[int] = set()

    def trial(self, study: optuna.Study, trial: optuna.trial.FrozenTrial) -> Trial | None:
        """The one that proposes for `trial`; decided from everything that has ended by its beginning."""
        if trial.number not in self._open:
            ended = (optuna.trial.TrialState.COMPLETE, optuna.trial.TrialState.PRUNED)
            for one in study.get_trials(deepcopy=False, states=ended):
                if one.number not in self._ended and one.number not in self._open:
                    self._add(one, one.state, one.values)
            fixed = trial.system_attrs.get("fixed_params")
            if fixed:
                self._study.enqueue_trial({name: _label(value) for name, value in fixed.items()})
            try:
                self._open[trial.number] = self._study.ask()
            except InvalidState:
                self._open[trial.number] = None
        return self._open[trial.number]

    def end(
        self, trial: optuna.trial.FrozenTrial, state: optuna.trial.TrialState, values: Sequence[float] | None
    ) -> None:
        if trial.number not in self._open:
            return  # no parameter was asked for; found among those that have ended where it has any
        own = self._open.pop(trial.number)
        if own is not None and own.params == {name: _label(value) for name, value in trial.params.items()}:
            _tell(self._study, own, trial, state, values)
            self._ended.add(trial.number)
            return
        if own is not None:  # some of the values were chosen otherwise
            self._study.tell(own, state=TrialState.FAIL, why="not tried")
        if state != optuna.trial.TrialState.FAIL:
            self._add(trial, state, values)

    def _add(
        self, trial: optuna.trial.FrozenTrial, state: optuna.trial.TrialState, values: Sequence[float] | None
    ) -> None:
        self._ended.add(trial.number)
        _add(self._study, trial, state, values)


def from_optuna(study: optuna.Study, **options: Any) -> Study:
    """A new study of Vernier with the trials of one of Optuna that have ended: parameters with their distributions, values,
    states, constraints, attributes and intermediate values (without NaN and infinities). Choices that are no text, number or
    boolean become texts.

    Args:
        study: of Optuna, in any storage.
        options: of vernier.create_study: storage, study_name, sampler and so on. Directions are those of `study`.
    """
    own = create_study(directions=[direction.name.lower() for direction in study.directions], **options)
    for key, value in study.user_attrs.items():
        own.set_user_attr(key, value)
    for trial in study.get_trials(deepcopy=False):
        if trial.state.is_finished():
            _add(own, trial, trial.state, trial.values)
    return own


def to_optuna(study: Study, **options: Any) -> optuna.Study:
    """A new study of Optuna with the trials of one of Vernier that have ended; paused ones are pruned there.

    Args:
        study: of Vernier.
        options: of optuna.create_study: storage, study_name, sampler and so on. Directions are those of `study`.
    """
    directions: list[Any] = list(study.directions)
    theirs = optuna.create_study(directions=directions, **options)
    for key, value in study.user_attrs.items():
        theirs.set_user_attr(key, value)
    states = {
        TrialState.COMPLETE: optuna.trial.TrialState.COMPLETE,
        TrialState.PRUNED: optuna.trial.TrialState.PRUNED,
        TrialState.PAUSED: optuna.trial.TrialState.PRUNED,
        TrialState.FAIL: optuna.trial.TrialState.FAIL,
    }
    for trial in study.trials:
        if trial.state not in states:
            continue
        system: dict[str, Any] = {"constraints": trial.constraints} if trial.constraints else {}
        if trial.why:
            system["fail_reason"] = trial.why
        theirs.add_trial(
            optuna.trial.create_trial(
                state=states[trial.state],
                values=trial.values,
                params=dict(trial.params),
                distributions={name: _distribution(one) for name, one in trial.distributions.items()},
                user_attrs=trial.user_attrs,
                system_attrs=system,
                intermediate_values={int(step): value for step, value in trial.intermediate_values.items()}
                if len(study.directions) == 1
                else {},
            )
        )
    return theirs


def _add(
    study: Study, trial: optuna.trial.FrozenTrial, state: optuna.trial.TrialState, values: Sequence[float] | None
) -> None:
    study.enqueue_trial({name: _label(value) for name, value in trial.params.items()})
    own = study.ask()
    for name, distribution in trial.distributions.items():
        _suggest(own, name, distribution)
    for key, value in trial.user_attrs.items():
        own.set_user_attr(key, value)
    _tell(study, own, trial, state, values)


def _tell(
    study: Study,
    own: Trial,
    trial: optuna.trial.FrozenTrial,
    state: optuna.trial.TrialState,
    values: Sequence[float] | None,
) -> None:
    if len(study.directions) == 1:
        for step, value in sorted(trial.intermediate_values.items()):
            if math.isfinite(value):
                own.report(value, step)
    told: Mapping[str, float] = getattr(trial, "constraints", None) or {}
    kinds = {"COMPLETE": TrialState.COMPLETE, "PRUNED": TrialState.PRUNED}
    study.tell(
        own,
        list(values) if values is not None and state != optuna.trial.TrialState.FAIL else None,
        kinds.get(state.name, TrialState.FAIL),
        constraints=list(told.values()) or None,
        why=str(trial.system_attrs.get("fail_reason", "")),
    )


def _distribution(words: Mapping[str, Any]) -> BaseDistribution:
    if "values" in words:
        return CategoricalDistribution(words["values"])
    kind: Callable[..., BaseDistribution] = IntDistribution if words["type"] == "int" else FloatDistribution
    given = {"low": words["min"], "high": words["max"], "log": words.get("log", False)}
    return kind(**given, step=words["step"]) if "step" in words else kind(**given)


def _label(choice: Any) -> bool | int | float | str:
    """A choice as a value of Vernier's: None and objects by their text."""
    return choice if isinstance(choice, (bool, int, float, str)) else f"<{choice!r}>"


def _suggest(trial: Trial, name: str, distribution: BaseDistribution) -> Any:
    if isinstance(distribution, FloatDistribution):
        return trial.suggest_float(
            name, distribution.low, distribution.high, step=distribution.step, log=distribution.log
        )
    if isinstance(distribution, IntDistribution):
        return trial.suggest_int(name, distribution.low, distribution.high, step=distribution.step, log=distribution.log)
    if isinstance(distribution, CategoricalDistribution):
        labels = [_label(choice) for choice in distribution.choices]
        return distribution.choices[labels.index(trial.suggest_categorical(name, labels))]
    raise Unsupported(f"parameter '{name}' has the distribution {distribution}: expected a float, an int or categories")
