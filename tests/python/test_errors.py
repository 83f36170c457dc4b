"""Errors are exceptions of six kinds; attributes that JSON cannot say are refused."""

import pytest

import vernier


def test_the_six_kinds():
    kinds = {
        vernier.InvalidArgument: ValueError,
        vernier.BadData: ValueError,
        vernier.NotFound: LookupError,
        vernier.InvalidState: RuntimeError,
        vernier.StorageError: OSError,
        vernier.Unsupported: NotImplementedError,
    }
    for kind, builtin in kinds.items():
        assert issubclass(kind, vernier.VernierError) and issubclass(kind, builtin)
    assert len({kind.code for kind in kinds}) == 6
    with pytest.raises(ValueError) as caught:
        vernier.create_study(storage="oracle://x")
    assert caught.value.code == "invalid_argument"


def test_a_file_that_is_no_store(tmp_path):
    (tmp_path / "notes.db").write_text("to whom it may concern" * 100)
    with pytest.raises(vernier.BadData):
        vernier.create_study(storage=f"sqlite:///{tmp_path}/notes.db")
    with pytest.raises(vernier.NotFound):
        vernier.create_study(storage=f"sqlite:///{tmp_path}/missing/study.db")
    with pytest.raises(vernier.NotFound):
        vernier.load_study("study", f"sqlite:///{tmp_path}/missing.db")
    assert not (tmp_path / "missing.db").exists()


def circular():
    ring = []
    ring.append(ring)
    return ring


@pytest.mark.parametrize("value", [object(), {1: 2}, 2**80, circular(), {"a": {3}}, "\ud800"])
def test_attributes_that_cannot_be_kept(value):
    study = vernier.create_study()
    with pytest.raises((vernier.InvalidArgument, UnicodeEncodeError)):
        study.set_user_attr("value", value)
    trial = study.ask()
    with pytest.raises((vernier.InvalidArgument, UnicodeEncodeError)):
        trial.set_user_attr("value", value)
    study.tell(trial, 0.0)


def test_suggestions_that_cannot_be_meant():
    trial = vernier.create_study().ask()
    for call in (
        lambda: trial.suggest_float("a", 1, 0),
        lambda: trial.suggest_float("a", 0, 1, log=True),
        lambda: trial.suggest_float("a", 0, float("inf")),
        lambda: trial.suggest_int("a", 0, 10, step=3),
        lambda: trial.suggest_categorical("a", []),
        lambda: trial.suggest_categorical("a", "adam"),
        lambda: trial.suggest_categorical("a", [None]),
        lambda: trial.report("0.5", 1),
        lambda: trial.report(None, 1),
        lambda: trial.report([1.0, 2.0], 1),
        lambda: trial.report(0.5, float("nan")),
    ):
        with pytest.raises(vernier.InvalidArgument):
            call()
    assert trial.suggest_float("a", 0, 1) == trial.suggest_float("a", 0, 1)
    with pytest.raises(vernier.InvalidArgument, match="asked before"):
        trial.suggest_float("a", 0, 2)
    trial.report(0.5, 1)
    with pytest.raises(vernier.InvalidArgument, match="a step after 1"):
        trial.report(0.5, 1)
