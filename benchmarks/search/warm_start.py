#!/usr/bin/env python3
"""What a warm start gains, and what a misleading one costs, on recorded tuning tasks.

    warm_start.py VERNIER --data FOLDER [--sampler auto] [--seeds 0-9] [--earlier 50] [--out FILE.csv]

Tables of one space take turns: a study of one table, by random search, is the warm start of a study of another, whose
evaluations answer one of the recorded trainings at random. `cold` has no warm start, `warm` the study of another table,
`inverted` the same with its order turned round. The figure is the normalised regret of what is recommended after 10, 20
and 50 trials (harness.py).
"""
import argparse
import csv
import json
import os
import sys
import tempfile
import zlib

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import seeds_of
from pipe_client import Pipe
from tasks import load_tables

AT = (10, 20, 50)


def run(program, table, source, kind, sampler, seed, earlier):
    """regrets of the recommendation and of the best evaluated configuration at each of AT"""
    rng = np.random.default_rng([7919, seed, zlib.crc32(table.name.encode())])
    parameters = {p["name"]: {"values": p["choices"]} if p["type"] == "categorical" else {"min": p["low"], "max": p["high"]}
                  for p in table.space}
    with tempfile.TemporaryDirectory() as folder:
        storage, options = "sqlite:///" + folder + "/s.db", ["--study", "study"]
        if kind != "cold":
            middle = np.median(source.true)
            with Pipe(program, parameters, "random", seed, source.direction, (), storage, ["--study", "earlier"]) as pipe:
                for _ in range(earlier):
                    trial, params = pipe.ask()
                    value = source.observe(source.flat(params), rng)
                    pipe.tell(trial, float(2 * middle - value if kind == "inverted" else value))
            options += ["--warm-start", "earlier"]
        rows, best = [], np.inf
        study_seed = 1000 * seed + zlib.crc32(table.name.encode()) % 1000
        with Pipe(program, parameters, sampler, study_seed, table.direction, (), storage, options) as pipe:
            for n in range(1, max(AT) + 1):
                trial, params = pipe.ask()
                flat = table.flat(params)
                pipe.tell(trial, table.observe(flat, rng))
                best = min(best, table.nr(table.true[flat]))
                if n in AT:
                    rows.append((n, table.nr(table.true[table.flat(pipe.call(op="best")["params"])]), best))
        return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vernier")
    parser.add_argument("--data", nargs="+", required=True)
    parser.add_argument("--sampler", default="auto")
    parser.add_argument("--seeds", default="0-9")
    parser.add_argument("--earlier", type=int, default=50)
    parser.add_argument("--kinds", default="cold,warm,inverted")
    parser.add_argument("--out")
    arguments = parser.parse_args()
    tables = load_tables(arguments.data)
    alike = {}
    for table in tables.values():
        alike.setdefault(json.dumps(table.space), []).append(table)
    rows = []
    for kind in arguments.kinds.split(","):
        for family in alike.values():
            for k, table in enumerate(family):
                if len(family) < 2:
                    continue
                for seed in seeds_of(arguments.seeds):
                    source = family[(k + 1 + seed % (len(family) - 1)) % len(family)]
                    for n, recommended, best in run(arguments.vernier, table, source, kind, arguments.sampler, seed, arguments.earlier):
                        rows.append([kind, table.name, source.name, seed, n, "%.5f" % recommended, "%.5f" % best])
        figures = [[np.mean([float(r[column]) for r in rows if r[0] == kind and r[4] == n]) for n in AT] for column in (5, 6)]
        print("%-9s recommended %s   best evaluated %s" % (kind, *(" / ".join("%.3f" % x for x in f) for f in figures)), flush=True)
    if arguments.out:
        with open(arguments.out, "w", newline="") as file:
            csv.writer(file).writerows([["kind", "task", "earlier", "seed", "trials", "recommended", "best_evaluated"], *rows])


if __name__ == "__main__":
    main()
