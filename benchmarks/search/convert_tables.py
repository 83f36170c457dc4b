#!/usr/bin/env python3
"""Writes the tables of a folder of recorded tasks (see README.md) as recorded tasks that `vernier benchmark` reads.

  convert_tables.py FOLDER OUT      # needs numpy
"""
import json
import math
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from tasks import load_tables


def parameter(p):
    if p["type"] == "categorical":
        return {"values": [str(c) for c in p["choices"]], "ordered": False}
    return {"min": p["low"], "max": p["high"]}


def main():
    folder, out = sys.argv[1:]
    os.makedirs(out, exist_ok=True)
    for table in load_tables([folder]).values():
        rows = [[None if math.isinf(x) else float("%.6g" % x) for x in row if not math.isnan(x)] for row in table.raw]
        task = {"name": table.name, "objective": {"name": "value", "direction": table.direction},
                "parameters": {p["name"]: parameter(p) for p in table.space}, "results": rows}
        with open(os.path.join(out, table.name + ".json"), "w") as f:
            json.dump(task, f, separators=(",", ":"))


if __name__ == "__main__":
    main()
