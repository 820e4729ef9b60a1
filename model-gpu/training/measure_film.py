"""Says how fast films are written, labelled and drawn on one core, at the size the model sees.

    python measure_film.py
"""

import random
import time

import cv2

from film import sample_film


def main():
    cv2.setNumThreads(1)
    begin = time.perf_counter()
    films = [sample_film(seed, "train") for seed in range(100)]
    written = time.perf_counter()
    frames = sum(len(film.frames(1, 96, 96)) for film in films)
    drawn = time.perf_counter()
    for film in films:
        film.labels(film.times(1))
    labelled = time.perf_counter()
    items = sum(len(film.items(random.Random(0))) for film in films)
    asked = time.perf_counter()
    print(f"films written: {100 / (written - begin):.0f} a second")
    print(f"frames of 96 x 96 drawn: {frames / (drawn - written):.0f} a second")
    print(f"frames labelled: {frames / (labelled - drawn):.0f} a second")
    print(f"items told: {items / (asked - labelled):.0f} a second")


if __name__ == "__main__":
    main()
