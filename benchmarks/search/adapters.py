"""One small class per tuner. Interface: start(space, seed, direction), ask() -> params, tell(params, value).

`space` is a list of dictionaries:
  {"name": n, "type": "categorical", "choices": [...]}
  {"name": n, "type": "int", "low": a, "high": b}            (both ends included; grid index of an ordered numeric grid)
  {"name": n, "type": "float", "low": a, "high": b, "log": bool}
Options (all optional): init = number of initial random trials (None: the peer's own default), n_trials = planned trials.
Imports are inside the classes: each peer may live in its own virtual environment.
"""
import json
import os
import shlex
import subprocess
import sys
import tempfile
import warnings

import numpy as np

warnings.filterwarnings("ignore")


class Base:
    init_settable = False

    def __init__(self, init=None, n_trials=100, **kw):
        self.init = init
        self.n_trials = n_trials
        self.kw = kw

    def recommend(self):
        """the parameters it would deliver now, or None where it has no such notion beyond its best observed trial"""
        return None

    def close(self):
        pass


class PlainRandom(Base):
    """numpy only; used to check the harness against the exact random-search curve"""

    def start(self, space, seed, direction):
        self.space = space
        self.rng = np.random.default_rng(seed)

    def ask(self):
        out = {}
        for p in self.space:
            if p["type"] == "categorical":
                out[p["name"]] = p["choices"][self.rng.integers(len(p["choices"]))]
            elif p["type"] == "int":
                out[p["name"]] = int(self.rng.integers(p["low"], p["high"] + 1))
            else:
                a, b = p["low"], p["high"]
                if p.get("log"):
                    out[p["name"]] = float(np.exp(self.rng.uniform(np.log(a), np.log(b))))
                else:
                    out[p["name"]] = float(self.rng.uniform(a, b))
        return out

    def tell(self, params, value):
        pass


class Optuna(Base):
    init_settable = True
    which = "tpe"

    def sampler(self, seed):
        import optuna
        S = optuna.samplers
        w = self.which
        k = {} if self.init is None else {"n_startup_trials": self.init}
        if w == "tpe":
            return S.TPESampler(seed=seed, **k)
        if w == "tpe_indep":
            return S.TPESampler(seed=seed, multivariate=False, **k)
        if w == "gp":
            return S.GPSampler(seed=seed, **k)
        if w == "cma":
            return S.CmaEsSampler(seed=seed, warn_independent_sampling=False, **k)
        if w == "random":
            return S.RandomSampler(seed=seed)
        if w == "qmc":
            return S.QMCSampler(seed=seed, scramble=True, warn_independent_sampling=False)
        if w == "auto":
            # folder of the OptunaHub package samplers/auto_sampler, in the environment variable AUTO_SAMPLER
            d = os.environ["AUTO_SAMPLER"]
            sys.path.insert(0, os.path.dirname(d))
            m = __import__(os.path.basename(d))
            return m.AutoSampler(seed=seed)
        raise KeyError(w)

    def start(self, space, seed, direction):
        import optuna
        optuna.logging.set_verbosity(optuna.logging.ERROR)
        warnings.filterwarnings("ignore")
        D = optuna.distributions
        self.dist = {}
        for p in space:
            if p["type"] == "categorical":
                self.dist[p["name"]] = D.CategoricalDistribution(p["choices"])
            elif p["type"] == "int":
                self.dist[p["name"]] = D.IntDistribution(p["low"], p["high"])
            else:
                self.dist[p["name"]] = D.FloatDistribution(p["low"], p["high"], log=bool(p.get("log")))
        self.study = optuna.create_study(direction=direction, sampler=self.sampler(seed))

    def ask(self):
        # define-by-run, as users do: suggest_* one after another
        t = self.study.ask()
        out = {}
        for n, d in self.dist.items():
            out[n] = t._suggest(n, d)
        self.t = t
        return out

    def tell(self, params, value):
        self.study.tell(self.t, value)


def _optuna(w):
    return type("Optuna_" + w, (Optuna,), {"which": w})


class Rustuna(Base):
    init_settable = True
    which = "tpe"

    def start(self, space, seed, direction):
        import rustuna
        k = {} if self.init is None else {"n_startup_trials": self.init}
        S = rustuna.samplers
        s = S.TPESampler(seed=seed, **k) if self.which == "tpe" else S.RandomSampler(seed=seed)
        self.space = space
        self.study = rustuna.create_study(direction=direction, sampler=s)

    def ask(self):
        t = self.study.ask()
        out = {}
        for p in self.space:
            if p["type"] == "categorical":
                out[p["name"]] = t.suggest_categorical(p["name"], p["choices"])
            elif p["type"] == "int":
                out[p["name"]] = t.suggest_int(p["name"], p["low"], p["high"])
            else:
                out[p["name"]] = t.suggest_float(p["name"], p["low"], p["high"], log=bool(p.get("log")))
        self.t = t
        return out

    def tell(self, params, value):
        self.study.tell(self.t.number, value)


class External(Base):
    """A program that speaks JSON lines on stdin/stdout (`vernier pipe`); see README.md. Trials are told in the order
    in which they were asked for.

    The command may hold {space} (path of the space file), {seed}, {direction}, {trials}, {init}.
    """
    init_settable = True

    def start(self, space, seed, direction, fidelity=None):
        cmd = self.kw["cmd"]
        f, self.path = tempfile.mkstemp(suffix=".json", prefix="space_")
        ps = {}
        for p in space:
            if p["type"] == "categorical":
                ps[p["name"]] = {"values": p["choices"]}
            else:
                ps[p["name"]] = {"min": p["low"], "max": p["high"]}
                if p.get("log"):
                    ps[p["name"]]["log"] = True
        doc = {"parameters": ps, "objective": {"direction": direction}}
        if fidelity:
            doc["resource"] = {"name": "step", **fidelity}
        os.write(f, json.dumps(doc).encode())
        os.close(f)
        m = {"space": self.path, "seed": str(seed), "direction": direction, "trials": str(self.n_trials),
             "init": str(self.init if self.init is not None else 10)}
        args = [a.format(**m) for a in shlex.split(cmd)]
        self.asked = []
        self.p = subprocess.Popen(args, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def call(self, **req):
        self.p.stdin.write(json.dumps(req) + "\n")
        self.p.stdin.flush()
        line = self.p.stdout.readline()
        if not line:
            raise RuntimeError("the external program ended (status %s)" % self.p.poll())
        r = json.loads(line)
        if isinstance(r, dict) and r.get("error"):
            raise RuntimeError("the external program said: %s" % r["error"])
        return r

    def ask(self):
        r = self.call(op="ask")
        self.asked.append(r["trial"])
        return r["params"]

    def tell(self, params, value):
        v = float(value)
        if np.isfinite(v):
            self.call(op="tell", trial=self.asked.pop(0), value=v)
        else:
            self.call(op="tell", trial=self.asked.pop(0), state="failed", why="diverged")

    def recommend(self):
        r = self.call(op="best")
        return r.get("params")

    def report(self, trial, step, value):
        v = float(value)
        return self.call(op="report", trial=trial, step=int(step), value=v if np.isfinite(v) else None)["decision"]

    def close(self):
        try:
            self.p.stdin.close()
            self.p.wait(timeout=10)
        except Exception:
            self.p.kill()
        os.unlink(self.path)


PEERS = {
    "random": PlainRandom,
    "optuna_tpe": _optuna("tpe"), "optuna_gp": _optuna("gp"), "optuna_cma": _optuna("cma"),
    "rustuna_tpe": Rustuna, "external": External,
}
