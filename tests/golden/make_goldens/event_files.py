"""Event files of TensorBoard: data/event_files/, written by the callback of Keras, by TensorFlow and by PyTorch.

Needs tensorflow (2.21.0), torch (2.15.0) and tensorboard besides. `keras` is the history that stands in keras/train and keras/validation as
epoch_loss and epoch_accuracy; `scalars` holds for each other folder its tag, type and values, at steps 10, 20, 30, ...
"""

import shutil
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from common import normal, rng
from torch.utils.tensorboard import SummaryWriter

FOLDER = Path(__file__).parent.parent / "data" / "event_files"
VERSIONS = {"tensorflow": tf.__version__}
VALUES = [0.5, 0.25, -1.5, 1e-3]


def fitted():
    keras.utils.set_random_seed(1)
    random = rng("event_files")
    x = normal(random, (60, 4))
    y = (x[:, 0] > 0).astype("float32")
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, "sigmoid")])
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    logger = keras.callbacks.TensorBoard(str(FOLDER / "keras"), write_graph=False)
    history = model.fit(x, y, epochs=3, validation_split=0.25, verbose=0, callbacks=[logger]).history
    return {name: [float(value) for value in values] for name, values in history.items()}


def by_tensorflow(name, dtype):
    with tf.summary.create_file_writer(str(FOLDER / name)).as_default():
        for i, value in enumerate(VALUES):
            tf.summary.write("quality", tf.constant(value, dtype), 10 * (i + 1))
    return {"folder": name, "tag": "quality", "values": [float(tf.cast(tf.constant(v, dtype), tf.float64)) for v in VALUES]}


def by_torch(name, **options):
    with SummaryWriter(str(FOLDER / name)) as writer:
        for i, value in enumerate(VALUES):
            writer.add_scalar("val/quality", value, 10 * (i + 1), **options)
            writer.add_text("note", "no scalar", 10 * (i + 1))
    return {"folder": name, "tag": "val/quality", "values": [float(np.float32(value)) for value in VALUES]}


def contents():
    shutil.rmtree(FOLDER, ignore_errors=True)
    cases = {
        "keras": [fitted()],
        "scalars": [
            by_tensorflow("float32", tf.float32),
            by_tensorflow("float64", tf.float64),
            by_tensorflow("float16", tf.float16),
            by_tensorflow("bfloat16", tf.bfloat16),
            by_torch("torch"),
            by_torch("torch_tensor", new_style=True),
        ],
    }
    for number, file in enumerate(sorted(FOLDER.rglob("*tfevents*"))):  # without the machine's name and the time
        file.rename(file.with_name(f"events.out.tfevents.{number}"))
    return cases
