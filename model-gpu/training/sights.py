"""What the vision part is shown of drawn film: two moments of a shot, and collages of many things, with all that is known of them."""

from dataclasses import dataclass

import cv2
import numpy as np

from film import BACKGROUNDS, COLOUR_NAMES, COLOURS, KIND_NAMES, Film, Scene, Thing, background_colours, clear, held_out, project, sample_film
from backdrop import Backdrop
from footage import EVERYDAY, light_of, sample_footage, tones_of
from photo_film import PHOTOGRAPHED, photo_film

SLOTS = 6  # things that a picture's labels have room for
SOMETIMES = {name: share / 2 for name, share in EVERYDAY.items()}  # rough recordings, among plain ones
CELLS = [(x, y) for x in (0.18, 0.5, 0.82) for y in (0.27, 0.73)]


@dataclass(frozen=True)
class Sights:
    """Pictures uint8 (n, size, size, 3), the labels of each as of `Film.labels` with `tones` and `light` beside, and which two make a pair.

    pairs (p, 2): places of an earlier and a later picture of one shot; moves (p, 3): how far what stands still went across and down between them,
    in pictures, and the logarithm of how much it grew; moving (p, 4): whether something went left, right, up, down by itself
    """

    pictures: np.ndarray
    labels: dict
    pairs: np.ndarray
    moves: np.ndarray
    moving: np.ndarray


def roughen(frame, rng):
    """What cameras and codecs do to a picture."""
    if rng.random() < 0.5:
        quality = rng.randint(25, 90)
        frame = cv2.imdecode(cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], 1)
    if rng.random() < 0.3:
        k = rng.uniform(0.5, 0.9)
        small = cv2.resize(frame, None, fx=k, fy=k, interpolation=cv2.INTER_AREA)
        frame = cv2.resize(small, frame.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    return frame


class Show:
    """Draws sights from a generator. `photographs`: pictures with captions each, or nothing."""

    def __init__(self, photographs, size):
        self.photographs, self.size = photographs, size
        self.pictures = [picture for picture, _ in photographs]

    def sights(self, rng, films, photo_films, collages):
        pictures, labels, pairs, moves, moving = [], [], [], [], []
        for kind in ["film"] * films + ["photographs"] * photo_films:
            film = self._film(rng) if kind == "film" else self._photo_film(rng)
            for times in self._moments(film, rng):
                pairs.append((len(pictures), len(pictures) + 1))
                moves.append(_move(film, *times))
                pictures += [roughen(film.frame_at(t, self.size, self.size, True), rng) for t in times]
                labels.append(_only(film.labels(list(times), SLOTS)))
                moving.append((labels[-1]["moving"].max(0) > 0).astype(np.float32))
        for _ in range(collages):
            film = self._collage(rng)
            pictures.append(roughen(film.frame_at(0.0, self.size, self.size, True), rng))
            labels.append(_only(film.labels([0.0], SLOTS)))
        all_labels = {k: np.concatenate([x[k] for x in labels]) for k in labels[0]}
        all_labels["tones"] = np.stack([tones_of(p) for p in pictures])
        all_labels["light"] = np.array([light_of(p) for p in pictures], np.int64)
        pairs = np.array(pairs, np.int64).reshape(-1, 2)
        return Sights(np.stack(pictures), all_labels, pairs, np.array(moves, np.float32).reshape(-1, 3), np.array(moving, np.float32).reshape(-1, 4))

    def _film(self, rng):
        footage = sample_footage(rng, **SOMETIMES)
        setting = {"textured": 0.25, "footage": footage}
        if self.pictures and rng.random() < 0.4:
            setting = {"photographed": 0.8, "photographs": self.pictures, "footage": footage, "avoided": PHOTOGRAPHED}
        return sample_film(rng.randrange(1 << 30), "train", **setting)

    def _photo_film(self, rng):
        chosen = rng.sample(range(len(self.photographs)), 3)
        return photo_film([self.photographs[i] for i in chosen], rng.randrange(1 << 30), "train", footage=sample_footage(rng, **SOMETIMES), things=0.5, cards=0.1)

    def _moments(self, film, rng, pairs=2):
        """Pairs of times in one shot each, those shots first in which something moves; mostly far apart, for then much has moved."""
        scenes = sorted(film.scenes, key=lambda s: rng.random() - 0.7 * (s.camera != "static") - 0.5 * any(len(t.path) > 1 for t in s.things))
        for scene in (scenes * pairs)[:pairs]:
            begin, last = scene.start + 0.6, min(scene.end, film.duration) - 0.6
            first = rng.uniform(begin, begin + rng.random() * max(0.0, last - begin))
            yield first, max(first, rng.choice([last, rng.uniform(first, max(first, last)), min(last, first + rng.uniform(1, 4))]))

    def _collage(self, rng):
        """A picture with many things at once, each kind at most once: five times the supervision of a frame of film."""
        background, backdrop, photograph, kinds = rng.choice(BACKGROUNDS), "drawn", None, KIND_NAMES
        palette = background_colours(rng, background)
        draw = rng.random()
        if draw < 0.3:
            backdrop = "texture"
        elif draw < 0.55 and self.pictures:
            photograph = Backdrop(rng.choice(self.pictures))
            backdrop, palette, kinds = "photograph", photograph.palette, [k for k in KIND_NAMES if k not in PHOTOGRAPHED]
        things = []
        count = min(SLOTS, len(kinds))
        for (x, y), kind in zip(rng.sample(CELLS, rng.randint(1, count)), rng.sample(kinds, count)):
            colours = [c for c in COLOUR_NAMES if clear(c, palette) and not held_out(kind, c, background)]
            if colours:
                colour = rng.choice(colours)
                rgb = tuple(int(np.clip(v + rng.uniform(-14, 14), 0, 255)) for v in COLOURS[colour])
                place = (0.0, x + rng.uniform(-0.06, 0.06), y + rng.uniform(-0.08, 0.08))
                things.append(Thing(kind, colour, rng.uniform(0.13, 0.25), rgb, 0.0, 1.0, "there", "none", (place,), rng.random() < 0.5))
        scene = Scene(0.0, 1.0, "scene", background, palette, "static", 0.0, tuple(things), "start", (), rng.randrange(1 << 30), backdrop=backdrop, photograph=photograph)
        return Film(rng.randrange(1 << 30), "train", 1.0, (scene,), sample_footage(rng, **{**SOMETIMES, "barred": 0, "shaped": 0, "interlaced": 0}))


def _move(film, first, second):
    scene = film.scene_at(first)
    left, top, right, bottom = film.footage.inset
    (x1, y1, k1), (x2, y2, k2) = (project(scene, t, 0.5, 0.5) for t in (first, second))
    return (x2 - x1) * (right - left), (y2 - y1) * (bottom - top), np.log(k2 / k1)


def _only(labels):
    return {k: labels[k] for k in ("kind", "colour", "box", "background", "shot", "text", "backdrop", "traits", "moving", "camera")}
