"""What training programs print and write: data/program_logs/, as Keras makes it, and the numbers behind it.

Files: verbose1.txt and verbose2.txt (fit, a second fit, evaluate; stdout through a pipe), terminal.txt (verbose=1 on a terminal),
history.csv (CSVLogger, of the first fit). The JSON holds the histories of both fits.
"""

import contextlib
import io
from pathlib import Path

import keras
import numpy as np
from common import normal, rng

FOLDER = Path(__file__).parent.parent / "data" / "program_logs"


class Terminal(io.StringIO):
    def isatty(self):
        return True


def fits(verbose, callbacks, stream):
    keras.utils.set_random_seed(1)
    random = rng("program_logs")
    x = normal(random, (120, 4))
    y = (x[:, 0] + x[:, 1] > 0).astype("float32")
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8, "relu"), keras.layers.Dense(1, "sigmoid")])
    model.compile(keras.optimizers.Adam(0.02), "binary_crossentropy", metrics=["accuracy"])
    with contextlib.redirect_stdout(stream):
        first = model.fit(x, y, batch_size=8, epochs=4, validation_split=0.25, verbose=verbose, callbacks=callbacks)
        second = model.fit(x, y, batch_size=16, epochs=2, validation_split=0.25, verbose=verbose)
        model.evaluate(x, y, verbose=verbose)
    return [{name: [float(value) for value in values] for name, values in fit.history.items()} for fit in (first, second)]


def contents():
    FOLDER.mkdir(exist_ok=True)
    histories = None
    for name, verbose, stream in [("verbose1", 1, io.StringIO()), ("verbose2", 2, io.StringIO()), ("terminal", 1, Terminal())]:
        csv = keras.callbacks.CSVLogger(str(FOLDER / "history.csv"))
        histories = fits(verbose, [csv], stream)
        (FOLDER / f"{name}.txt").write_text(stream.getvalue())
    return {"fits": histories}
