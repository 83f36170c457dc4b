"""Ratings whose best possible error is known: user and film have three tastes each, a rating is 3.5 plus their match plus noise
with a deviation of 0.5, rounded to half points.

    python3 make_ratings.py > ratings.csv
"""
import random

random.seed(1)
users, films = ([[random.gauss(0, 0.6) for _ in range(3)] for _ in range(count)] for count in (150, 100))
print("user,film,rating")
for _ in range(8000):
    user, film = random.randrange(len(users)), random.randrange(len(films))
    match = sum(a * b for a, b in zip(users[user], films[film]))
    print(f"u{user},f{film},{round(2 * (3.5 + match + random.gauss(0, 0.5))) / 2}")
