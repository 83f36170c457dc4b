#!/usr/bin/env python3
"""What the live view costs: the processor time of the program itself, with and without --view, in a terminal of 200x60.

  benchmarks/live_view.py PROGRAM [SECONDS] [STORED]

Two programs at a time report ten times a second each, forty times a trial; STORED trials are in the study before. Needs pyte
(scripts/setup --tests). Prints seconds of processor time, and the difference as a share of one core.
"""
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "tests/view"))
from terminal import Terminal  # noqa: E402

PARAMETERS = [f"p{i}" for i in range(20)]
OBJECTIVE = """
for step in $(seq 40); do echo "vernier: report step=$step value=$(({p0}00 / step))"; sleep 0.1; done; echo "vernier: tell value={p1}"
"""


def processor_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def store(program, folder, trials):
    draw = random.Random(1)
    told = [{"op": "tell", "params": {name: draw.randint(1, 100) for name in PARAMETERS}, "value": draw.random() * 100}
            for _ in range(trials)]
    subprocess.run([program, "pipe", "--space", "space.yaml", "--study", "cost", "--sampler", "random", "--pruner", "none"], cwd=folder,
                   input="".join(json.dumps(one) + "\n" for one in told), text=True, check=True, stdout=subprocess.DEVNULL)


def measure(program, seconds, stored, view):
    with tempfile.TemporaryDirectory(prefix="vernier-view-") as folder:
        space = {"parameters": {name: {"min": 1, "max": 100} for name in PARAMETERS},
                 "resource": {"name": "epochs", "min": 1, "max": 40}, "objective": {"name": "loss"}}
        (pathlib.Path(folder) / "space.yaml").write_text(json.dumps(space))
        if stored:
            store(program, folder, stored)
        words = [program, "run", "--space", "space.yaml", "--study", "cost", "--sampler", "random", "--pruner", "none", "--reads",
                 "lines", "--trials", "1000000", "--jobs", "2", *(["--view"] if view else []), "--", "sh", "-c", OBJECTIVE]
        with Terminal(words, 200, 60, folder=folder) as terminal:
            terminal.watch(5)
            begin = processor_seconds(terminal.pid)
            terminal.watch(seconds)
            spent = processor_seconds(terminal.pid) - begin
            terminal.signal(signal.SIGTERM)
            terminal.finish()
        return spent


if __name__ == "__main__":
    program = str(pathlib.Path(sys.argv[1]).resolve())
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 60
    stored = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    lines = measure(program, seconds, stored, False)
    view = measure(program, seconds, stored, True)
    print(f"lines {lines:.2f} s, view {view:.2f} s of {seconds:.0f} s: the view takes {100 * (view - lines) / seconds:.2f} % of a core")
