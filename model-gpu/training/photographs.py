"""Photographs to train on, read from the archives that hold them; nothing of them is kept in this repository.

A folder has `photos-captioned-128px.tar` with `photos-captioned.csv` (`image,caption`, several captions each), and `photos-64px-0.tar`,
`photos-64px-1.tar` (`CLASS/NNN.jpg`) with `photos-64px-classes.tsv` (class, names). Which are for training, for validation and for the test follows from their names.
"""

from __future__ import annotations

import csv
import tarfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

TEST, VALID = 1000, 500  # captioned photographs at the end of their names' order
PARTS = {"train": range(0, 140), "valid": range(140, 150), "test": range(150, 160)}  # numbers of the photographs of each class


class Photographs(Sequence):
    """(picture, what is known of it) each; the picture is uint8 (height, width, 3), RGB, and decoded when it is asked for."""

    def __init__(self, names, stored, known):
        self.names, self._stored, self._known = names, stored, known

    def __len__(self):
        return len(self.names)

    def __getitem__(self, index):
        name = self.names[index]
        return _decoded(name, self._stored[name]), self._known[name]

    def known(self, index):
        """What is known of a photograph, without decoding it."""
        return self._known[self.names[index]]


class Pictures(Sequence):
    """The pictures of photographs alone, as backdrops of films."""

    def __init__(self, photographs):
        self._photographs = photographs

    def __len__(self):
        return len(self._photographs)

    def __getitem__(self, index):
        return self._photographs[index][0]


def captioned(folder, split="train"):
    """Photographs with a tuple of captions each. The last 1,000 by name are for the test, the 500 before them for validation."""
    folder = Path(folder)
    captions = defaultdict(list)
    with open(folder / "photos-captioned.csv", encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            captions[line["image"]].append(line["caption"])
    stored = _read(folder / "photos-captioned-128px.tar")
    names = sorted(name for name in stored if name in captions)
    test, valid = len(names) - TEST, len(names) - TEST - VALID
    if valid <= 0:
        raise ValueError(f"{folder} holds {len(names)} captioned photographs; {TEST + VALID} and more are needed to set some apart for the test")
    names = {"train": names[:valid], "valid": names[valid:test], "test": names[test:]}[split]
    return Photographs(names, stored, {name: tuple(captions[name]) for name in names})


def classed(folder, split="train"):
    """Photographs with the number of their class each, classes in the order of their names; 150 and on of each class are for the test."""
    folder = Path(folder)
    stored = {name: data for part in (0, 1) for name, data in _read(folder / f"photos-64px-{part}.tar").items()}
    classes = {name: i for i, name in enumerate(sorted({name.split("/")[0] for name in stored}))}
    names = sorted(name for name in stored if int(Path(name).stem) in PARTS[split])
    return Photographs(names, stored, {name: classes[name.split("/")[0]] for name in names})


def class_names(folder):
    """The first name of each class, in the order of their numbers."""
    with open(Path(folder) / "photos-64px-classes.tsv", encoding="utf-8") as lines:
        return [names.split(",")[0] for _, names in sorted(line.rstrip("\n").split("\t") for line in lines)]


def _read(archive):
    with tarfile.open(archive) as tar:
        return {member.name.removeprefix("./"): tar.extractfile(member).read() for member in tar if member.isfile()}


def _decoded(name, data):
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        raise ValueError(f"{name} is no picture that can be read")
    return cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
