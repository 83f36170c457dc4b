# The document's program of document.py, trained by Vernier: its import lines alone are others.
#
#   python document_vernier.py ../../data/sms100.csv.gz
import csv
import gzip
import sys

import numpy as np
from vernier.nn.callbacks import EarlyStopping
from vernier.nn.layers import Dense, Input
from vernier.nn.models import Sequential
from vernier.nn.optimizers import Adam

with gzip.open(sys.argv[1], "rt") as file:
    rows = list(csv.reader(file))[1:]
X_train = np.array([row[:-1] for i, row in enumerate(rows) if i % 5 != 4], "float32")
y_train = np.array([row[-1] == "spam" for i, row in enumerate(rows) if i % 5 != 4], "float32")

# The network
model = Sequential()
model.add(Input((100,)))
model.add(Dense(units=64, activation="relu"))
model.add(Dense(units=1, activation="sigmoid"))

# Optimizer and loss
optimizer = Adam(learning_rate=0.001)
loss = "binary_crossentropy"

# What is judged
metrics = ["accuracy"]

# When to stop
early_stopping = EarlyStopping(monitor="val_loss", patience=5)

# Training
model.compile(optimizer=optimizer, loss=loss, metrics=metrics)
model.fit(X_train, y_train, batch_size=32, epochs=100, validation_split=0.2, callbacks=[early_stopping])
