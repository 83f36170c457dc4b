#!/usr/bin/env python3
"""A conditional space trained for real (conditional.yaml): optimizer, layers and schedule are chosen.

  conditional.py run   --vernier BIN --peer optuna_tpe|vernier:SAMPLER --out FILE.csv [--seeds 0-9] [--trials 60]
  conditional.py score --out FILE.csv [--base optuna_tpe]

Every tuner sees the last validation loss of one training, whose seed depends on the run and the trial alone. Written down: the best
loss seen so far; and, of the configuration that had it after the last trial, the mean loss of five further trainings.
"""
import argparse
import csv
import json
import math
import os
import statistics
import subprocess

from pipe_client import Pipe

FOLDER = os.path.dirname(os.path.abspath(__file__))
TURNS = 3


def space():
    """name, definition, condition (as text and as a function of the parameters so far)"""
    log = lambda low, high: {"min": low, "max": high, "log": True}
    real = lambda low, high: {"min": low, "max": high, "type": "float"}
    chosen = lambda name, value: ("%s == '%s'" % (name, value), lambda p: p.get(name) == value)
    always = ("", lambda p: True)
    yield "batch_size", {"values": [32, 64, 128, 256]}, always
    yield "layers", {"min": 1, "max": TURNS}, always
    for turn in range(TURNS):
        deep = ("layers >= %d" % (turn + 1), lambda p, turn=turn: p["layers"] > turn)
        yield "layers[%d].units" % turn, log(8, 128), deep
        yield "layers[%d].activation" % turn, {"values": ["relu", "tanh", "gelu", "sigmoid"]}, deep
        yield "layers[%d].rate" % turn, real(0.0, 0.6), deep
    yield "optimizer", {"values": ["adam", "rmsprop", "sgd"]}, always
    yield "adam_rate", log(1e-4, 1e-1), chosen("optimizer", "adam")
    yield "beta_1", real(0.5, 0.99), chosen("optimizer", "adam")
    yield "rmsprop_rate", log(1e-4, 1e-1), chosen("optimizer", "rmsprop")
    sgd = chosen("optimizer", "sgd")
    yield "momentum", real(0.0, 0.99), sgd
    yield "nesterov", {"values": ["true", "false"]}, sgd
    yield "schedule", {"values": ["constant", "exponential_decay", "step_decay"]}, sgd
    yield "constant_rate", log(1e-3, 1.0), chosen("schedule", "constant")
    for name in ("decay_from", "decay_rate"):
        yield name, log(1e-3, 1.0) if name == "decay_from" else real(0.3, 1.0), chosen("schedule", "exponential_decay")
    yield "steps_from", log(1e-3, 1.0), chosen("schedule", "step_decay")
    yield "drop", real(0.1, 0.9), chosen("schedule", "step_decay")
    yield "every", {"min": 1, "max": 4}, chosen("schedule", "step_decay")


class Vernier(Pipe):
    def __init__(self, program, sampler, seed):
        parameters = {name: dict(definition, **({"when": when[0]} if when[0] else {})) for name, definition, when in space()}
        super().__init__(program, parameters, sampler, seed)

    def ask(self):
        self.trial, params = super().ask()
        return params

    def tell(self, value):
        super().tell(self.trial, value)

    def close(self):
        self.__exit__()


class Optuna:
    def __init__(self, seed):
        import optuna
        optuna.logging.set_verbosity(optuna.logging.ERROR)
        self.study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))

    def ask(self):
        self.trial = self.study.ask()
        params = {}
        for name, definition, when in space():
            if not when[1](params):
                continue
            if "values" in definition:
                params[name] = self.trial.suggest_categorical(name, definition["values"])
            elif isinstance(definition["min"], int):
                params[name] = self.trial.suggest_int(name, definition["min"], definition["max"], log=definition.get("log", False))
            else:
                params[name] = self.trial.suggest_float(name, definition["min"], definition["max"], log=definition.get("log", False))
        return params

    def tell(self, value):
        self.study.tell(self.trial, value)

    def close(self):
        pass


def train(program, params, seed):
    command = [program, "train", os.path.join(FOLDER, "conditional.yaml"), "--quiet", "--json", "--seed", str(seed)]
    for name, value in params.items():
        command += ["--set", "%s=%s" % (name, value)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    value = json.loads(done.stdout)["history"]["val_loss"][-1]
    return min(value, 10.0) if value is not None and math.isfinite(value) else 10.0


def run(a):
    first, last = (a.seeds.split("-") * 2)[:2]
    for seed in range(int(first), int(last) + 1):
        tuner = Optuna(seed) if a.peer == "optuna_tpe" else Vernier(a.vernier, a.peer.split(":", 1)[1], seed)
        best, best_params, rows = math.inf, None, []
        for trial in range(a.trials):
            params = tuner.ask()
            value = train(a.vernier, params, 100000 * (seed + 1) + trial)
            tuner.tell(value)
            if value < best:
                best, best_params = value, params
            rows.append([a.peer, seed, trial, "%.6g" % value, "%.6g" % best, ""])
        tuner.close()
        rows[-1][-1] = "%.6g" % statistics.mean(train(a.vernier, best_params, 90000 + k) for k in range(5))
        new = not os.path.exists(a.out)
        with open(a.out, "a", newline="") as file:
            writer = csv.writer(file)
            if new:
                writer.writerow(["peer", "seed", "trial", "value", "best", "again"])
            writer.writerows(rows)


def score(a):
    final = {}
    with open(a.out, newline="") as file:
        for row in csv.DictReader(file):
            if row["again"]:
                final.setdefault(row["peer"], {})[int(row["seed"])] = (float(row["best"]), float(row["again"]))
    for peer, runs in final.items():
        line = "%s: %d seeds, best seen %.4f, trained again %.4f" % (
            peer, len(runs), statistics.mean(v[0] for v in runs.values()), statistics.mean(v[1] for v in runs.values()))
        if peer != a.base and a.base in final:
            for k, what in enumerate(("best seen", "trained again")):
                both = [s for s in runs if s in final[a.base]]
                wins = sum(runs[s][k] < final[a.base][s][k] for s in both)
                n = sum(runs[s][k] != final[a.base][s][k] for s in both)
                p = sum(math.comb(n, i) for i in range(wins, n + 1)) / 2 ** n
                line += "; %s: better in %d of %d (sign test, one-sided p = %.3f)" % (what, wins, n, p)
        print(line)


ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("what", choices=["run", "score"])
ap.add_argument("--vernier")
ap.add_argument("--peer")
ap.add_argument("--out", required=True)
ap.add_argument("--seeds", default="0-9")
ap.add_argument("--trials", type=int, default=60)
ap.add_argument("--base", default="optuna_tpe")
a = ap.parse_args()
{"run": run, "score": score}[a.what](a)
