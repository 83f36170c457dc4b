"""Twenty training steps of models whose first layer masks the padding of its ids.

Case: as in `training`, with evaluate, what Keras says of all rows at the end. Sequences have different lengths; a few steps
in between are padding too, and one sequence is nothing else.
"""

import numpy as np
from common import array, number, rng
from models import compile_model, sequential, set_weights, weights_of

STEPS, ROWS, LENGTH, IDS, BATCH = 20, 24, 6, 9, 8
EMBEDDING = {"embedding": {"input_dim": IDS, "output_dim": 4, "mask_zero": True}}
SEQUENCES = {"units": 5, "return_sequences": True}
SIGMOID = {"dense": {"units": 1, "activation": "sigmoid"}}
TAGS = {"dense": {"units": 3, "activation": "softmax"}}
SPARSE, BINARY = "sparse_categorical_crossentropy", "binary_crossentropy"

MODELS = [
    ("lstm", [EMBEDDING, {"lstm": {"units": 5}}, SIGMOID], BINARY),
    ("gru", [EMBEDDING, {"gru": {"units": 5}}, SIGMOID], BINARY),
    ("bidirectional", [EMBEDDING, {"bidirectional": {"layer": {"lstm": {"units": 3}}}}, SIGMOID], BINARY),
    ("stacked", [EMBEDDING, {"gru": SEQUENCES}, {"simple_rnn": {"units": 4}}, SIGMOID], BINARY),
    ("tags", [EMBEDDING, {"lstm": SEQUENCES}, {"time_distributed": {"layer": TAGS}}], SPARSE),
    ("tags_dense", [EMBEDDING, {"gru": SEQUENCES}, TAGS], SPARSE),
    ("tags_bidirectional", [EMBEDDING, {"bidirectional": {"layer": {"gru": SEQUENCES}}}, TAGS], SPARSE),
    ("tags_flattened", [EMBEDDING, {"lstm": SEQUENCES}, {"flatten": {}}, SIGMOID], BINARY),
]


def data(random, loss):
    ids = random.integers(1, IDS, (ROWS, LENGTH))
    for row, length in enumerate(random.integers(1, LENGTH + 1, ROWS)):
        ids[row, length:] = 0
    ids[random.random(ids.shape) < 0.1] = 0
    ids[2] = 0
    if loss == SPARSE:
        return ids.astype("int32"), (ids % 3).astype("int32")
    return ids.astype("int32"), (ids.sum(1, keepdims=True) % 2).astype("float32")


def case(label, specs, loss) -> dict:
    random = rng("sequences_" + label)
    x, y = data(random, loss)
    model = sequential(specs, (LENGTH,))
    set_weights(model, random)
    start = weights_of(model)
    compiled = {"optimizer": {"adam": {"learning_rate": 0.01}}, "loss": loss, "metrics": ["accuracy"]}
    compile_model(model, compiled)
    losses = []
    for step in range(STEPS):
        rows = slice(step * BATCH % ROWS, step * BATCH % ROWS + BATCH)
        model.reset_metrics()
        losses.append(number(model.train_on_batch(x[rows], y[rows])[0]))
    logs = model.evaluate(x, y, batch_size=BATCH, verbose=0, return_dict=True)
    return {
        "case": label,
        "input_shape": [LENGTH],
        "model": specs,
        "compile": compiled,
        "initial_weights": start,
        "x": array(x),
        "y": array(y),
        "batch_size": BATCH,
        "losses": losses,
        "final_weights": weights_of(model),
        "predict_x": array(x[:4]),
        "predict_y": array(model.predict(x[:4], verbose=0)),
        "evaluate": {name: number(value) for name, value in logs.items()},
    }


def contents() -> dict:
    return {"cases": [case(*row) for row in MODELS]}
