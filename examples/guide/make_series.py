"""A daily series whose best possible error is known: a year's wave, and weather that keeps 0.7 of yesterday's deviation and adds
noise with a deviation of 1.

    python3 make_series.py > series.csv
"""
import math
import random

random.seed(1)
weather = 0.0
print("day,temperature")
for day in range(2000):
    weather = 0.7 * weather + random.gauss(0, 1)
    print(f"{day},{10 + 8 * math.sin(2 * math.pi * day / 365) + weather:.2f}")
