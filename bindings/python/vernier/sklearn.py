"""The trainer and the tuner as scikit-learn's estimators."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, MetaEstimatorMixin, RegressorMixin, clone, is_classifier
from sklearn.metrics import check_scoring
from sklearn.model_selection import check_cv
from sklearn.utils import _safe_indexing
from sklearn.utils.metaestimators import available_if
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, column_or_1d, validate_data

from vernier._core import Trial
from vernier._errors import InvalidArgument, TrialPruned
from vernier._parts import Part
from vernier.nn import Input, Layer, Sequential
from vernier.nn.layers import Dense
from vernier.nn.optimizers import Adam
from vernier.study import create_study


class _Network(BaseEstimator):  # type: ignore[misc, unused-ignore]
    """Features are brought to mean 0 and deviation 1; what is learned of them is kept with the network."""

    def __init__(
        self,
        layers: Sequence[Layer] | None = None,
        optimizer: Part = None,
        epochs: int = 100,
        batch_size: int = 32,
        callbacks: Sequence[Any] = (),
        random_state: int = 0,
    ) -> None:
        self.layers = layers
        self.optimizer = optimizer
        self.epochs = epochs
        self.batch_size = batch_size
        self.callbacks = callbacks
        self.random_state = random_state

    def _fit(self, x: Any, targets: Any, output: Layer, loss: str) -> None:
        self.mean_ = x.mean(axis=0)
        deviation = x.std(axis=0)
        self.scale_ = np.where(deviation > 0, deviation, 1.0)
        hidden = [Dense(64, activation="relu"), Dense(64, activation="relu")] if self.layers is None else self.layers
        self.model_ = Sequential([Input((x.shape[1],)), *hidden, output], seed=self.random_state)
        self.model_.compile(Adam(0.003) if self.optimizer is None else self.optimizer, loss)
        self.history_ = self.model_.fit(
            self._scaled(x),
            targets,
            batch_size=self.batch_size,
            epochs=self.epochs,
            callbacks=self.callbacks,
            verbose=0,
        ).history

    def _scaled(self, x: Any) -> Any:
        return (x - self.mean_) / self.scale_

    def _outputs(self, x: Any) -> Any:
        check_is_fitted(self)
        x = validate_data(self, x, reset=False, dtype=np.float64)
        return self.model_.predict(self._scaled(x), batch_size=1024)


class VernierClassifier(ClassifierMixin, _Network):  # type: ignore[misc, unused-ignore]
    """A network that tells classes apart.

    Args:
        layers: between features and output; two of 64 relu units when None.
        optimizer: as of Model.compile; Adam with a rate of 0.003 when None.
        epochs, batch_size, callbacks: as of Model.fit.
        random_state: of weights and shuffling.
    """

    def fit(self, X: Any, y: Any) -> VernierClassifier:  # noqa: N803 (scikit-learn's name)
        """Learns from rows of features and their classes."""
        X, y = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(y)
        self.classes_, ids = np.unique(column_or_1d(y), return_inverse=True)
        if len(self.classes_) < 2:
            raise InvalidArgument(f"there is one class alone, {self.classes_[0]}: expected 2 classes at least")
        if len(self.classes_) == 2:
            self._fit(X, ids, Dense(1, activation="sigmoid"), "binary_crossentropy")
        else:
            self._fit(X, ids, Dense(len(self.classes_), activation="softmax"), "sparse_categorical_crossentropy")
        return self

    def predict_proba(self, X: Any) -> Any:  # noqa: N803
        """The probability of each class, in the order of classes_."""
        outputs = self._outputs(X)
        return np.hstack([1 - outputs, outputs]) if len(self.classes_) == 2 else outputs

    def predict(self, X: Any) -> Any:  # noqa: N803
        """The most probable class of each row."""
        best = self.predict_proba(X).argmax(axis=1)
        return self.classes_[best]


class VernierRegressor(RegressorMixin, _Network):  # type: ignore[misc, unused-ignore]
    """A network that predicts a quantity, which is brought to mean 0 and deviation 1 as well.

    Args:
        layers, optimizer, epochs, batch_size, callbacks, random_state: as of VernierClassifier.
    """

    def fit(self, X: Any, y: Any) -> VernierRegressor:  # noqa: N803
        """Learns from rows of features and their quantities."""
        X, y = validate_data(self, X, y, dtype=np.float64, y_numeric=True)
        y = column_or_1d(y, warn=True).astype(np.float64)
        self.target_mean_ = y.mean()
        self.target_scale_ = y.std() or 1.0
        self._fit(X, (y - self.target_mean_) / self.target_scale_, Dense(1), "mean_squared_error")
        return self

    def predict(self, X: Any) -> Any:  # noqa: N803
        """The quantity of each row."""
        return self._outputs(X)[:, 0] * self.target_scale_ + self.target_mean_


def _has(method: str) -> Callable[[Any], bool]:
    return lambda search: hasattr(getattr(search, "best_estimator_", search.estimator), method)


class VernierSearchCV(MetaEstimatorMixin, BaseEstimator):  # type: ignore[misc, unused-ignore]
    """Tunes the parameters of any estimator by the mean of its cross-validated scores, and then fits the best
    configuration to all data. Folds are reported as steps, so that a pruner ends hopeless configurations early.

    Args:
        estimator: what is tuned.
        space: what create_study takes as space; its parameters are those of the estimator: {"parameters": {"alpha": {"min":
            1e-4, "max": 1.0, "log": True}}}.
        n_trials, timeout, sampler, pruner, storage, study_name: as of create_study and Study.optimize. A stored study is
            continued.
        cv, scoring: as of GridSearchCV.
        random_state: of the study.

    After fit: study_, best_params_, best_score_, best_estimator_.
    """

    def __init__(
        self,
        estimator: Any,
        space: Mapping[str, Any],
        *,
        n_trials: int = 20,
        timeout: float | None = None,
        cv: Any = 5,
        scoring: Any = None,
        sampler: Part = "auto",
        pruner: Part = "none",
        storage: str | None = None,
        study_name: str = "search",
        random_state: int = 0,
    ) -> None:
        self.estimator = estimator
        self.space = space
        self.n_trials = n_trials
        self.timeout = timeout
        self.cv = cv
        self.scoring = scoring
        self.sampler = sampler
        self.pruner = pruner
        self.storage = storage
        self.study_name = study_name
        self.random_state = random_state

    def fit(self, X: Any, y: Any = None, **fit_params: Any) -> VernierSearchCV:  # noqa: N803
        """Runs the trials that are missing; `fit_params` go to the estimator's fit."""
        scorer = check_scoring(self.estimator, scoring=self.scoring)
        folds = list(check_cv(self.cv, y, classifier=is_classifier(self.estimator)).split(X, y))

        def objective(trial: Trial) -> float:
            scores: list[float] = []
            for train, test in folds:
                model = clone(self.estimator).set_params(**trial.params)
                model.fit(_safe_indexing(X, train), None if y is None else _safe_indexing(y, train), **fit_params)
                scores.append(scorer(model, _safe_indexing(X, test), None if y is None else _safe_indexing(y, test)))
                trial.report(float(np.mean(scores)), len(scores))
                if trial.should_prune() and len(scores) < len(folds):
                    raise TrialPruned
            return float(np.mean(scores))

        self.study_ = create_study(
            storage=self.storage,
            study_name=self.study_name,
            direction="maximize",
            space={**self.space, "resource": {"name": "folds", "min": 1, "max": len(folds)}},
            sampler=self.sampler,
            pruner=self.pruner,
            seed=self.random_state,
            load_if_exists=True,
        )
        self.study_.optimize(objective, n_trials=self.n_trials, timeout=self.timeout)
        best = self.study_.best_trial
        self.best_params_, self.best_score_ = best.params, best.value
        self.best_estimator_ = clone(self.estimator).set_params(**best.params).fit(X, y, **fit_params)
        return self

    @property
    def classes_(self) -> Any:
        return self.best_estimator_.classes_

    def score(self, X: Any, y: Any = None) -> float:  # noqa: N803
        check_is_fitted(self)
        return float(check_scoring(self.best_estimator_, scoring=self.scoring)(self.best_estimator_, X, y))

    @available_if(_has("predict"))  # type: ignore[untyped-decorator, unused-ignore]
    def predict(self, X: Any) -> Any:  # noqa: N803
        check_is_fitted(self)
        return self.best_estimator_.predict(X)

    @available_if(_has("predict_proba"))  # type: ignore[untyped-decorator, unused-ignore]
    def predict_proba(self, X: Any) -> Any:  # noqa: N803
        check_is_fitted(self)
        return self.best_estimator_.predict_proba(X)
