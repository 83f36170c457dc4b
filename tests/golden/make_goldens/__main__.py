"""Makes the golden files: what Keras itself answers, for the tests of our trainer to hold against.

    pip install keras==3.15.1 jax==0.10.2 scikit-learn==1.9.1
    python tests/golden/make_goldens                      # every family
    python tests/golden/make_goldens losses metrics       # some of them

Keras runs on its JAX backend in float32. The versions that made a file stand at its head. A family is one module here
with a function `contents()`; it becomes data/<family>.json.
"""

import importlib
import os
import sys
from pathlib import Path

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

FAMILIES = [
    "activations",
    "convolutions",
    "layers",
    "pooling",
    "reshaping",
    "merging",
    "regularization",
    "images",
    "embedding",
    "recurrent",
    "wrappers",
    "attention",
    "sequences",
    "losses",
    "focal_losses",
    "metrics",
    "class_metrics",
    "ranking",
    "optimizers",
    "elementwise_optimizers",
    "matrix_optimizers",
    "averaging",
    "schedules",
    "training",
    "outputs",
    "mixed_precision",
    "fits",
    "keras_files",
    "program_logs",
    "event_files",
]


def main() -> None:
    from common import write

    folder = Path(__file__).parent.parent / "data"
    folder.mkdir(exist_ok=True)
    for family in sys.argv[1:] or FAMILIES:
        module = importlib.import_module(family)
        write(folder / f"{family}.json", module.contents(), getattr(module, "VERSIONS", {}))


main()
