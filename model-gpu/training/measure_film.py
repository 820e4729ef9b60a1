"""Says how fast films are written, labelled and drawn on one core, at the sizes that models see. Seconds are those that the core worked.

    python measure_film.py
"""

import random
import time

import cv2
import numpy as np

from appearance import appearance_items
from film import sample_film
from footage import EVERYDAY, sample_footage
from photo_film import photo_film


def rate(what, count):
    """Prints how many of something were done a second; `count` does them and says how many they were."""
    begin = time.process_time()
    done = count()
    print(f"{what}: {done / (time.process_time() - begin):.0f} a second", flush=True)


def drawn(films, size, degrade=False):
    return sum(len(film.frames(1, size, size, degrade)) for film in films)


def photographs(rng, size, count):
    """Pictures that are as hard to scale as photographs are; what they show does not matter here."""
    coarse = rng.integers(0, 255, (count, 12, 12, 3), np.uint8)
    return [(cv2.resize(picture, (size, size), interpolation=cv2.INTER_CUBIC), ("a dog runs on grass", "a dog on the grass")) for picture in coarse]


def main():
    cv2.setNumThreads(1)
    plain = [sample_film(seed, "train") for seed in range(60)]
    long = [sample_film(seed, "train", 600) for seed in range(2)]
    everyday = [sample_film(seed, "train", footage=sample_footage(random.Random(seed), **EVERYDAY), textured=0.3) for seed in range(60)]
    rng = np.random.default_rng(0)
    of_photographs = [photo_film(photographs(rng, 128, 4), seed, things=0.3, cards=0.2) for seed in range(60)]
    kinds = {"plain": plain, "ten minutes": long, "everyday footage, textures": everyday, "photographs": of_photographs}
    rate("films written", lambda: len([sample_film(seed, "train") for seed in range(60)]))
    rate("films of ten minutes written", lambda: len([sample_film(seed, "train", 600) for seed in range(4)]))
    for name, films in kinds.items():
        for size in (96, 160):
            rate(f"{name}: frames of {size} x {size} drawn", lambda: drawn(films, size))
            rate(f"{name}: frames of {size} x {size} drawn and degraded", lambda: drawn(films, size, True))
        rate(f"{name}: frames labelled", lambda: sum(len(film.labels(film.times(1))["time"]) for film in films))
        rate(f"{name}: items told", lambda: sum(len(film.items(random.Random(0))) for film in films))
    rate("items about appearance told", lambda: sum(len(appearance_items(film, random.Random(0))) for film in everyday))


if __name__ == "__main__":
    main()
