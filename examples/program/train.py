"""A program in another language: a line fitted to points by stochastic gradient descent, with nothing but the standard
library. It prints its validation error after each epoch and, as its last line, the result.

    python3 train.py --lr 0.1 --momentum 0.9 --batch 8
"""
import argparse
import random

parser = argparse.ArgumentParser()
parser.add_argument("--lr", type=float, default=0.01)
parser.add_argument("--momentum", type=float, default=0.0)
parser.add_argument("--batch", type=int, default=8)
args = parser.parse_args()

random.seed(1)
points = [(x, 3 * x - 1 + random.gauss(0, 0.1)) for x in (random.uniform(-1, 1) for _ in range(200))]
train, validation = points[:160], points[160:]
slope = offset = slope_speed = offset_speed = 0.0
for epoch in range(1, 11):
    random.shuffle(train)
    for begin in range(0, len(train), args.batch):
        batch = train[begin : begin + args.batch]
        errors = [slope * x + offset - y for x, y in batch]
        slope_speed = args.momentum * slope_speed - args.lr * sum(e * x for e, (x, _) in zip(errors, batch)) / len(batch)
        offset_speed = args.momentum * offset_speed - args.lr * sum(errors) / len(batch)
        slope += slope_speed
        offset += offset_speed
    error = sum((slope * x + offset - y) ** 2 for x, y in validation) / len(validation)
    print(f"vernier: report step={epoch} value={error}")
print(error)
