"""What a program that `vernier run` tunes may say and ask: copy this file beside it. Nothing but the standard library.

    import vernier_client as vernier

    params = vernier.params({"learning_rate": 0.001})     # these values where nobody tunes
    for epoch in range(1, 101):
        loss = train_one_epoch(params["learning_rate"])
        vernier.report(loss, step=epoch)
    vernier.tell(loss)

Outside of `vernier run` the lines are printed all the same and harm nothing. A trial that is stopped gets SIGTERM.
"""

import json
import os


def params(defaults=None):
    """The active parameters by name; `defaults` where they are not told."""
    values = dict(defaults or {})
    path = os.environ.get("VERNIER_PARAMS_FILE")
    if path:
        with open(path, encoding="utf-8") as file:
            values.update(json.load(file))
    return values


def report(value, step=None):
    """An intermediate value, or a list with one for each objective; steps grow. Without a step it is the next one."""
    where = "" if step is None else f"step={step} "
    print(f"vernier: report {where}{_values(value)}", flush=True)


def tell(value, constraints=None):
    """The result of the trial, once. Constraints are violated above 0."""
    told = "" if constraints is None else " constraints=" + ",".join(repr(float(c)) for c in constraints)
    print(f"vernier: tell {_values(value)}{told}", flush=True)


def fail(why):
    """The trial failed."""
    print('vernier: tell state=failed why="' + str(why).replace('"', "'").replace("\n", " ") + '"', flush=True)


def checkpoint_dir():
    """A folder of this trial that outlives retries and promotions; None where nobody tunes."""
    return os.environ.get("VERNIER_CHECKPOINT_DIR")


def resume_step():
    """The step after which a promoted trial goes on from its checkpoint; None for a new one."""
    step = os.environ.get("VERNIER_RESUME_STEP")
    return None if step is None else float(step)


def seed(default=0):
    """A number that depends on study and trial alone."""
    return int(os.environ.get("VERNIER_SEED", default))


def _values(value):
    if hasattr(value, "__len__"):
        return "values=" + ",".join(repr(float(v)) for v in value)
    return f"value={float(value)!r}"
