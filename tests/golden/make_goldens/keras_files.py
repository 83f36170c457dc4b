"""Models as Keras saves them: data/keras_files/<case>.keras, and what they predict.

Case: {case, x, y}. `x` lists the inputs, those of integers are ids; `y` the outputs that the model predicts which Keras reads from the file. Together the models hold every layer
that Vernier reads.
"""

from pathlib import Path

import keras
import numpy as np
from common import array, normal, rng, uniform
from keras import layers as kl

FOLDER = Path(__file__).parent.parent / "data" / "keras_files"


def ids(random, rows, steps, count):
    return random.integers(0, count, (rows, steps)).astype("int32")


def padded_ids(random, rows, steps, count):
    """The last of each row are 0; at least one is not."""
    x = ids(random, rows, steps, count - 1) + 1
    for row in range(rows):
        x[row, 1 + row % steps :] = 0
    return x


def document(random):
    model = keras.Sequential(
        [
            keras.Input((20,)),
            kl.Dense(16, activation="relu", kernel_regularizer="l2"),
            kl.Dropout(0.5),
            kl.Dense(8, activation="relu", kernel_initializer=keras.initializers.HeNormal(seed=1)),
            kl.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile("adam", "binary_crossentropy", ["accuracy"])
    return model, [normal(random, (4, 20))]


def vectors(random):
    steps = [
        kl.Rescaling(0.5, offset=0.1),
        kl.Normalization(mean=[0.1] * 6, variance=[2.0] * 6),
        kl.Dense(6, activation=keras.activations.gelu, activity_regularizer=keras.regularizers.L1L2(0.1, 0.2)),
        kl.ActivityRegularization(l1=0.1),
        kl.GaussianNoise(0.1, seed=3),
        kl.GaussianDropout(0.2),
        kl.AlphaDropout(0.2),
        kl.BatchNormalization(axis=1),
        kl.LayerNormalization(),
        kl.RMSNormalization(),
        kl.UnitNormalization(),
        kl.GroupNormalization(groups=3),
        kl.Normalization(),
        kl.Activation("softsign"),
        kl.LeakyReLU(negative_slope=0.1),
        kl.ELU(alpha=0.5),
        kl.PReLU(),
        kl.ReLU(max_value=4.0, negative_slope=0.1, threshold=0.05),
        kl.RepeatVector(3),
        kl.Permute((2, 1)),
        kl.Reshape((2, 9)),
        kl.Softmax(axis=-1),
        kl.Flatten(),
        kl.Dense(2, use_bias=False),
    ]
    return keras.Sequential([keras.Input((6,)), *steps]), [normal(random, (5, 6))]


def images(random):
    steps = [
        kl.RandomFlip("horizontal"),
        kl.RandomTranslation(0.1, 0.1),
        kl.RandomRotation(0.1),
        kl.RandomZoom(0.1),
        kl.RandomErasing(value_range=(0, 1)),
        kl.ZeroPadding2D(((1, 0), (0, 2))),
        kl.Conv2D(4, 3, activation="relu", padding="same", name="first"),
        kl.BatchNormalization(),
        kl.SpatialDropout2D(0.1),
        kl.MaxPooling2D(2),
        kl.DepthwiseConv2D(2, depth_multiplier=2),
        kl.SeparableConv2D(3, (2, 1), strides=1, dilation_rate=1),
        kl.UpSampling2D(2, interpolation="bilinear"),
        kl.Conv2DTranspose(3, 3, strides=2, padding="same", activation="silu"),
        kl.Cropping2D(((1, 0), (0, 1))),
        kl.AveragePooling2D((2, 3), strides=(1, 2), padding="same"),
        kl.PReLU(shared_axes=[1, 2]),
    ]
    x = entry = keras.Input((9, 8, 1))
    for step in steps:
        x = step(x)
    both = kl.Concatenate()([kl.GlobalMaxPooling2D()(x), kl.GlobalAveragePooling2D()(x)])
    return keras.Model(entry, kl.Dense(3, activation="softmax")(both)), [uniform(random, (3, 9, 8, 1), 0, 1)]


def steps(random):
    chain = [
        kl.ZeroPadding1D(1),
        kl.Conv1D(4, 3, padding="causal", dilation_rate=2),
        kl.SpatialDropout1D(0.1),
        kl.MaxPooling1D(2),
        kl.UpSampling1D(3),
        kl.SeparableConv1D(6, 3),
        kl.DepthwiseConv1D(2),
        kl.Conv1DTranspose(3, 2, strides=2),
        kl.Cropping1D((1, 2)),
        kl.AveragePooling1D(2, padding="same"),
    ]
    x = entry = keras.Input((12, 2))
    for step in chain:
        x = step(x)
    both = kl.Concatenate(axis=1)([kl.GlobalMaxPooling1D(keepdims=True)(x), kl.GlobalAveragePooling1D(keepdims=True)(x)])
    return keras.Model(entry, kl.Flatten()(both)), [normal(random, (3, 12, 2))]


def text(random):
    entry = keras.Input((7,), dtype="int32")
    x = kl.Embedding(20, 5, mask_zero=True)(entry)
    x = kl.GlobalAveragePooling1D()(kl.Dropout(0.1)(x))
    return keras.Model(entry, kl.Dense(3, activation="softmax")(x)), [padded_ids(random, 8, 7, 20)]


def recurrent(random):
    chain = [
        kl.Masking(0.0),
        kl.Bidirectional(kl.LSTM(3, return_sequences=True, dropout=0.1), merge_mode="ave"),
        kl.TimeDistributed(kl.Dense(4, activation="tanh")),
        kl.Bidirectional(kl.GRU(2, return_sequences=True)),
        kl.SimpleRNN(3, return_sequences=True, go_backwards=True),
        kl.GRU(3, reset_after=False, return_sequences=True),
        kl.LSTM(2, recurrent_activation="hard_sigmoid", unit_forget_bias=False),
    ]
    x = normal(random, (4, 6, 2))
    for row in range(4):
        x[row, 3 + row :] = 0
    return keras.Sequential([keras.Input((6, 2)), *chain]), [x]


def recommender(random):
    user, movie = keras.Input((1,), name="user"), keras.Input((1,), name="movie")
    table, bias = kl.Embedding(9, 4), kl.Embedding(9, 1)
    users, movies = kl.Flatten()(table(user)), kl.Flatten()(table(movie))
    product = kl.Dot(1, normalize=True)([users, movies])
    total = kl.Add()([product, kl.Flatten()(bias(movie)), kl.Flatten()(bias(user))])
    return keras.Model([movie, user], kl.Dense(1)(total)), [ids(random, 5, 1, 9), ids(random, 5, 1, 9)]


def attention(random):
    entry = keras.Input((6,))
    x = kl.Embedding(12, 8, mask_zero=True)(entry)
    mixed = kl.MultiHeadAttention(2, 3, value_dim=4, dropout=0.1)(x, x, use_causal_mask=True)
    x = kl.LayerNormalization(axis=[2])(kl.Add()([x, mixed]))
    crossed = kl.MultiHeadAttention(2, 3, output_shape=(5,), use_bias=False)(query=x, value=mixed, key=x)
    return keras.Model(entry, kl.GlobalAveragePooling1D()(crossed)), [padded_ids(random, 7, 6, 12).astype("float32")]


def merging(random):
    a, b = keras.Input((4, 3)), keras.Input((4, 3))
    shared = kl.Dense(3, activation=kl.LeakyReLU(negative_slope=0.3))
    c, d = shared(a), shared(b)
    merged = [layer([c, d]) for layer in (kl.Average(), kl.Maximum(), kl.Minimum(), kl.Multiply(), kl.Subtract())]
    return keras.Model([a, b], kl.Concatenate()(merged)), [normal(random, (2, 4, 3)), normal(random, (2, 4, 3))]


def several_outputs(random):
    entry = keras.Input((5,))
    shared = kl.Dense(5, activation="tanh")
    once = shared(entry)
    twice = shared(once)
    return keras.Model(entry, [kl.Dense(2, name="scores")(twice), once]), [normal(random, (4, 5))]


def nested(random):
    """Models called like layers: one of two outputs at two places, in which lies another."""
    rescale = keras.Sequential([keras.Input((5,)), kl.Rescaling(0.5), kl.Dense(4, activation="tanh")], name="rescale")
    entry = keras.Input((5,))
    below = rescale(entry)
    inner = keras.Model(entry, [kl.Dense(3)(below), kl.Dense(2)(below)], name="inner")
    left, right = keras.Input((5,)), keras.Input((5,))
    joined = kl.Concatenate()([inner(left)[0], inner(right)[1], kl.Dense(2)(inner(right)[0])])
    return keras.Model([left, right], joined), [normal(random, (4, 5)), normal(random, (4, 5))]


def case(make) -> dict:
    label = make.__name__
    random = rng(f"keras_files {label}")
    keras.utils.clear_session()
    model, x = make(random)
    for weight in model.weights:
        if "int" in weight.dtype:
            continue
        low = 0.5 if weight.name in ("variance", "moving_variance", "gamma") else -0.5
        weight.assign(uniform(random, weight.shape, low, 0.7))
    FOLDER.mkdir(exist_ok=True)
    model.save(FOLDER / f"{label}.keras")
    model = keras.saving.load_model(FOLDER / f"{label}.keras")  # a Normalization takes its statistics when it is read
    y = model.predict(x, verbose=0)
    outputs = y if isinstance(y, list) else [y]
    return {"case": label, "x": [array(v) for v in x], "y": [array(np.asarray(output)) for output in outputs]}


def contents() -> dict:
    makers = [document, vectors, images, steps, text, recurrent, recommender, attention, merging, several_outputs, nested]
    return {"cases": [case(make) for make in makers]}
