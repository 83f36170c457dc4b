"""The estimators, held against scikit-learn's own checks."""

import numpy as np
import pytest

pytest.importorskip("sklearn")
from sklearn.datasets import load_breast_cancer, load_diabetes
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from sklearn.utils.estimator_checks import parametrize_with_checks

import vernier
from vernier.nn.layers import Dense, Dropout
from vernier.sklearn import VernierClassifier, VernierRegressor, VernierSearchCV


@pytest.mark.slow
@parametrize_with_checks([VernierClassifier(), VernierRegressor()])
def test_checks_of_scikit_learn(estimator, check):
    check(estimator)


@pytest.mark.slow
def test_quality():
    x, y = load_breast_cancer(return_X_y=True)
    layers = [Dense(32, activation="relu"), Dropout(0.2)]
    assert cross_val_score(VernierClassifier(layers=layers, epochs=30), x, y).mean() > 0.96
    x, y = load_diabetes(return_X_y=True)
    assert cross_val_score(VernierRegressor(layers=[Dense(16, activation="relu")], epochs=20), x, y).mean() > 0.4


def test_a_search_finds_what_a_fine_grid_finds():
    x, y = load_diabetes(return_X_y=True)
    x_train, x_test, y_train, y_test = train_test_split(x, y, random_state=1)
    grid = GridSearchCV(Ridge(), {"alpha": np.logspace(-4, 2, 61)}).fit(x_train, y_train)
    space = {"parameters": {"alpha": {"min": 1e-4, "max": 100.0, "log": True}}}
    search = VernierSearchCV(Ridge(), space, n_trials=20, sampler="gp").fit(x_train, y_train)
    assert search.best_score_ == pytest.approx(grid.best_score_, abs=1e-4)
    assert search.best_estimator_.alpha == search.best_params_["alpha"]
    assert search.score(x_test, y_test) == search.best_estimator_.score(x_test, y_test)
    assert not hasattr(search, "predict_proba")


def test_a_search_prunes_by_folds_and_is_continued(tmp_path):
    x, y = load_breast_cancer(return_X_y=True)
    space = {"parameters": {"C": {"min": 1e-9, "max": 10.0, "log": True}}}
    options = dict(storage=f"sqlite:///{tmp_path}/s.db", sampler="random", pruner={"median": {"startup": 3, "warmup": 0}})
    model = LogisticRegression(solver="liblinear")
    VernierSearchCV(model, space, n_trials=8, **options).fit(x, y)
    search = VernierSearchCV(model, space, n_trials=12, **options).fit(x, y)
    assert len(search.study_.trials) == 12 and search.study_.counts["pruned"] > 0
    assert set(search.predict(x)) == {0, 1} and search.predict_proba(x).shape == (569, 2)
    with pytest.raises(vernier.InvalidArgument, match="space"):
        VernierSearchCV(model, {"parameter": {}}).fit(x, y)
