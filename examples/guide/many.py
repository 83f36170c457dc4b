"""A hundred parameters of which six matter: the squared distance of x0 to x5 from a hidden place. Writes the space, or is the program.

    python3 many.py space > many.json
    python3 many.py PARAMS.json
"""
import json
import sys

NAMES = [f"x{i}" for i in range(100)]
PLACE = [0.2, 0.8, 0.35, 0.65, 0.5, 0.9]

if sys.argv[1] == "space":
    print(json.dumps({"parameters": {name: {"min": 0.0, "max": 1.0} for name in NAMES}, "objective": {"name": "distance", "direction": "minimize"}}))
else:
    x = json.load(open(sys.argv[1]))
    print(sum((x[name] - place) ** 2 for name, place in zip(NAMES, PLACE)))
