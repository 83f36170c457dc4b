#!/usr/bin/env python3
"""Three `vernier run` processes share a study and are killed, stopped and started again at random moments.

    benchmarks/worker_kills.py VERNIER [--kills 200] [--trials 60] [--out FILE.csv] [--faketime LIBFAKETIME]

The program that is tuned reports nine steps and keeps its place in its checkpoint folder; asha pauses and resumes it. One kill
in five is a SIGSTOP for half a second instead (a process that is stopped, not dead, keeps what it runs). With --faketime every
process started again lives at another date, up to a year before or after. A study that is whole is begun anew, until there were enough kills.
Checked at the end of each study: the trials are those of one undisturbed process, none stands twice, the budget is exact, SQLite's integrity check
passes, and no process of a program is left. Exit status 1 where one of these fails.
"""
import argparse
import csv
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

from kills import endangered, trials

PROGRAM = r"""#!/bin/sh
# program.sh X Y FOLDER: nine steps towards (x - 0.3)^2 + (y - 0.7)^2. What was printed when Vernier was killed it may never have read,
# so the steps that a checkpoint already holds are reported again.
done=0
[ -f "$3/step" ] && done=$(cat "$3/step")
step=0
while [ "$step" -lt 9 ]; do
  step=$((step + 1))
  value=$(awk "BEGIN { printf \"%.9g\", ($1 - 0.3) ^ 2 + ($2 - 0.7) ^ 2 + 1 / $step }")
  [ "$step" -le "$done" ] || sleep 0.01
  echo "vernier: report step=$step value=$value"
  [ "$step" -le "$done" ] || { echo "$step" >"$3/step.new" && mv "$3/step.new" "$3/step"; }
done
echo "vernier: tell value=$value"
"""
SPACE = """parameters: {x: {min: 0.0, max: 1.0}, y: {min: 0.0, max: 1.0}}
resource: {name: steps, min: 1, max: 9}
"""


class Store:
    def __init__(self, args, folder, name):
        self.args, self.folder = args, folder
        self.file = os.path.join(folder, name + ".db")
        self.trials_folder = os.path.join(folder, name + "-trials")

    def command(self):
        return [self.args.vernier, "run", "--space", os.path.join(self.folder, "space.yaml"), "--study", "kills", "--trials",
                str(self.args.trials), "--jobs", "2", "--window", "6", "--seed", "7", "--sampler", "random", "--pruner", "asha:grace=1",
                "--storage", f"sqlite:///{self.file}", "--out", self.trials_folder, "--reads", "lines", "--quiet", "--json", "--",
                os.path.join(self.folder, "program.sh"), "{x}", "{y}", "{checkpoint_dir}"]

    def start(self, environment):
        return subprocess.Popen(self.command(), stdout=subprocess.DEVNULL, stderr=open(os.path.join(self.folder, "errors"), "a"), env=environment)


def left_behind(folder):
    """Processes of programs in this folder."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/cmdline", "rb") as file:
                    if os.path.join(folder, "program.sh").encode() in file.read() and int(entry) != os.getpid():
                        found.append(int(entry))
            except OSError:
                pass
    return found


def faults_of(store, expected):
    rows = trials(store.args, store.file)
    numbers = [row["trial"] for row in rows]
    faults = []
    if len(set(numbers)) != len(numbers):
        faults.append("a trial stands twice")
    if len(rows) != len(expected):
        faults.append(f"{len(rows)} trials, {len(expected)} undisturbed")
    faults += [f"trial {a['trial']} differs: {a} instead of {b}" for a, b in zip(rows, expected) if a != b]
    if sqlite3.connect(store.file).execute("PRAGMA integrity_check").fetchone()[0] != "ok":
        faults.append("the integrity check failed")
    time.sleep(0.3)
    if left_behind(store.folder):
        faults.append(f"processes left: {left_behind(store.folder)}")
    return faults


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("vernier")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--trials", type=int, default=60)
    parser.add_argument("--faketime")
    parser.add_argument("--out")
    args = parser.parse_args()
    args.vernier = os.path.abspath(args.vernier)
    chance = random.Random(3)
    faults, log, kills, stops = [], [], 0, 0

    def environment():
        if not args.faketime:
            return None
        return {**os.environ, "LD_PRELOAD": args.faketime, "FAKETIME": f"{chance.randint(-365, 365):+d}d", "DONT_FAKE_MONOTONIC": "1"}

    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "space.yaml"), "w") as file:
            file.write(SPACE)
        with open(os.path.join(folder, "program.sh"), "w") as file:
            file.write(PROGRAM)
        os.chmod(os.path.join(folder, "program.sh"), 0o755)
        calm = Store(args, folder, "calm")
        calm.start(None).wait()
        expected = trials(args, calm.file)
        studies = 0
        while kills < args.kills and not faults:
            store = Store(args, folder, f"stormy{studies}")
            workers = [store.start(environment()) for _ in range(3)]
            while any(worker.poll() is None for worker in workers):
                time.sleep(chance.uniform(0.02, 0.4))
                victim = chance.randrange(3)
                if workers[victim].poll() is not None:
                    continue
                if chance.random() < 0.2:
                    workers[victim].send_signal(signal.SIGSTOP)
                    time.sleep(0.5)
                    workers[victim].send_signal(signal.SIGCONT)
                    stops += 1
                elif kills < args.kills:
                    while workers[victim].poll() is None and endangered(store.file):
                        time.sleep(0.01)
                    if workers[victim].poll() is None:
                        workers[victim].send_signal(signal.SIGKILL)
                        workers[victim].wait()
                        workers[victim] = store.start(environment())
                        kills += 1
            statuses = [worker.wait() for worker in workers]
            if any(statuses):
                with open(os.path.join(folder, "errors")) as file:
                    faults.append(f"exit statuses {statuses}: {file.read()}")
            faults += [f"study {studies}: {fault}" for fault in faults_of(store, expected)]
            log.append((studies, kills, stops, len(faults)))
            print(f"study {studies}: {kills} kills, {stops} stops, {len(faults)} faults", flush=True)
            studies += 1
    if args.out:
        with open(args.out, "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["study", "kills_so_far", "stops_so_far", "faults_so_far"])
            writer.writerows(log)
    for fault in faults[:20]:
        print("FAULT:", fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
