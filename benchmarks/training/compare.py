#!/usr/bin/env python3
"""Times several trainers in turn on the cases of README.md, one pinned core, one thread each, and writes a CSV.

    compare.py OUT.csv DATA [--cases abcdefghij] [--rounds 5] [--core 1] [--memory] NAME=COMMAND ...

Each COMMAND speaks the lines of README.md; DATA, the folder with seed_x.f32 and seed_y.f32, is added to it. NAME decides
the variants: vernier, torch (eager and fused Adam), keras_* (as Keras chooses). With --memory each trainer runs each case
in a process of its own, and what is written is the peak beyond the data: build, steps and, where there is one, a fit.
A summary with the ratios to vernier's time goes to standard output.
"""
import argparse
import csv
import json
import os
import shlex
import statistics
import subprocess

# bytes of inputs and targets as every worker makes them
DATA_BYTES = {
    "a": 800 * 101 * 4, "b": 60000 * 785 * 4, "c": 25600 * 785 * 4, "d": 3840 * 785 * 4, "e": 4800 * 1601 * 4,
    "f": 4800 * 1601 * 4, "g": 9600 * 33 * 4, "h": 51200 * 3 * 4, "i": 4800 * 2049 * 4, "j": 19200 * 785 * 4,
}


def variants(name, case):
    if name == "torch":
        return ["eager", "fused"]
    if name.startswith("keras"):
        return ["auto"]
    return ["plain", "lazy"] if case in "gh" else ["plain"]


class Worker:
    def __init__(self, command, data, core):
        environment = dict(os.environ, OMP_NUM_THREADS="1", MKL_NUM_THREADS="1", TF_DATA_AUTOTUNE="0")
        self.process = subprocess.Popen(["taskset", "-c", str(core), *shlex.split(command), data], text=True,
                                        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL)
        self.hello = self.process.stdout.readline().strip()

    def ask(self, line):
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        return json.loads(answer) if answer else {"error": "the worker ended"}

    def close(self):
        try:
            self.process.stdin.write("quit\n")
            self.process.stdin.close()
        except BrokenPipeError:
            pass
        self.process.wait()


def fit_microseconds(worker, variant, case):
    answer = worker.ask(f"fit {variant} {case} {12 if case == 'a' else 3}")
    return min(answer["epoch_s"][1:]) / answer["steps"] * 1e6 if "epoch_s" in answer else None


def time_case(case, workers, rounds, write):
    entries = []
    for name, worker in workers.items():
        for variant in variants(name, case):
            answer = worker.ask(f"build {variant} {case}")
            if "error" in answer:
                print(f"({case}) {name} {variant}: {answer['error']}"[:120])
            else:
                entries.append((name, variant))
    found = {}

    def note(name, variant, measure, turn, value):
        if value is not None:
            found.setdefault((name, variant, measure), []).append(value)
            write([case, name, variant, measure, turn, round(value, 2)])

    for turn in range(rounds):
        for name, variant in entries:
            worker = workers[name]
            note(name, variant, "step", turn, worker.ask(f"step {variant} {case} 0.4").get("us"))
            if name != "torch":
                note(name, variant, "fit", turn, fit_microseconds(worker, variant, case))
        note("limit", "", "step", turn, workers["vernier"].ask(f"limit {case} 0.1").get("us"))
    for (name, variant, measure), values in found.items():
        ratio = ""
        ours = found.get(("vernier", "plain", measure))
        if ours:
            ratios = [mine / other for mine, other in zip(ours, values)]
            ratio = f"vernier takes {statistics.median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f}) of it"
        print(f"({case}) {name:10} {variant:6} {measure:4} {statistics.median(values):10.1f} us  {ratio}", flush=True)


def measure_memory(case, commands, data, core, write):
    for name, command in commands.items():
        for variant in variants(name, case):
            worker = Worker(command, data, core)
            worker.ask(f"build {variant} {case}")
            worker.ask(f"step {variant} {case} 0.3")
            if name != "torch":
                fit_microseconds(worker, variant, case)
            answer = worker.ask("rss")
            worker.close()
            if "rss_mb" in answer:
                beyond = answer["rss_mb"] - DATA_BYTES[case] / 2**20
                write([case, name, variant, "megabytes beyond the data", 0, round(beyond, 1)])
                print(f"({case}) {name:10} {variant:6} {beyond:8.1f} MB beyond the data", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("data")
    parser.add_argument("workers", nargs="+", metavar="NAME=COMMAND")
    parser.add_argument("--cases", default="abcdefghij")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--core", type=int, default=1)
    parser.add_argument("--memory", action="store_true")
    arguments = parser.parse_args()
    commands = dict(worker.split("=", 1) for worker in arguments.workers)
    if "vernier" not in commands:
        parser.error("vernier=COMMAND is missing: its times are what the others are compared with")
    with open(arguments.out, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["case", "trainer", "variant", "measure", "round", "value"])

        def write(row):
            writer.writerow(row)
            file.flush()

        if arguments.memory:
            for case in arguments.cases:
                measure_memory(case, commands, arguments.data, arguments.core, write)
            return
        workers = {name: Worker(command, arguments.data, arguments.core) for name, command in commands.items()}
        for name, worker in workers.items():
            print(name, worker.hello)
        for case in arguments.cases:
            time_case(case, workers, arguments.rounds, write)
        for worker in workers.values():
            worker.close()


if __name__ == "__main__":
    main()
