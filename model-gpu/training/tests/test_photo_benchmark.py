"""Films of photographs with what is asked for in them, and what is made of the answers."""

import json
import random
from collections import Counter

import numpy as np
import pytest

from film import COLOUR_NAMES
from photo_benchmark import LEAST_POOL, WANTED, asked, choices, chosen, curve, finds, fit, least
from photo_film import photo_film
from wording import CAMERA_TEXT, DRAWN_ONLY


@pytest.fixture(scope="module")
def film():
    rng = np.random.default_rng(1)
    told = [["a dog runs through the snow"], ["two children play on a beach"], ["a man climbs a rock"], ["a woman rides a bicycle"]]
    pictures = [rng.integers(0, 256, (96, 128, 3), np.uint8) for _ in told]
    return photo_film(list(zip(pictures, told)), 7, "valid", strangers=["an old boat lies at the harbour wall"])


def test_what_is_there_is_asked_for_with_its_times_and_as_much_that_is_not(film):
    items = asked(film, random.Random(3))
    shown = [item for item in items if item[2] >= 0]
    assert len(shown) == 4 and all(0 <= start < end <= film.duration for _, _, start, end in shown)
    absent = {kind: query for kind, query, start, end in items if start == end == -1}
    assert {"another's caption", "drawn thing", "camera"} <= set(absent)
    article, colour, kind = absent["drawn thing"].split()
    assert article in ("a", "an") and colour in COLOUR_NAMES and kind in DRAWN_ONLY
    assert absent["camera"] in CAMERA_TEXT.values() and absent["camera"] not in {CAMERA_TEXT[scene.camera] for scene in film.scenes}


def test_choices_are_put_as_they_are_asked_with_the_right_answer_among_four(film, tmp_path):
    put = choices(film, random.Random(3))
    assert {choice["task_type"] for choice in put} == {"camera", "noun", "order"}
    for choice in put:
        assert choice["answer"] in choice["candidates"] and len(choice["candidates"]) == 4 and "\n" not in choice["question"]
        assert choice["question"].endswith("?") or choice["question"].startswith("What is seen next after")
    (tmp_path / "choice.json").write_text(json.dumps(put))
    right = put[0]["candidates"].index(put[0]["answer"])
    lines = [{"id": f"choice/{n}", "outcome": {"option": right if n == 1 else -1, "confidence": 0.5}} for n in range(1, len(put) + 1)]
    (tmp_path / "results-1-of-1.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert [r for _, _, r in chosen(tmp_path, tmp_path)] == [True] + [False] * (len(put) - 1)


def test_finds_are_right_if_they_overlap_by_half(tmp_path):
    (tmp_path / "grounding.txt").write_text("photo-000 0 4##a dog.\nphoto-000 4 8##a boat.\nphoto-000 -1 -1##a cat.\nphoto-000 -1 -1##a red star.\n")
    (tmp_path / "kinds.json").write_text(json.dumps({"photo-000": [["noun", "a dog"], ["noun", "a boat"], ["absent noun", "a cat"], ["drawn thing", "a red star"]]}))
    spans = [[[0, 4]], [[6.5, 12]], [], [[0, 1]]]
    lines = [{"benchmark": "own"}] + [
        {"id": f"grounding/photo-000-{n}", "outcome": {"spans": [{"start": a, "end": b} for a, b in found], "confidence": 0.1 * n}} for n, found in enumerate(spans, 1)
    ]
    (tmp_path / "results-1-of-1.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    found, asked_for = finds(tmp_path, tmp_path)
    assert [(kind, right) for kind, _, right in found] == [("noun", True), ("noun", False), ("drawn thing", False)]
    assert asked_for == Counter({"noun": 2, "absent noun": 1, "drawn thing": 1})


def test_the_curve_tells_how_often_a_find_is_right_and_never_falls():
    rng = np.random.default_rng(2)
    found = [("noun", c, bool(rng.random() < c * c)) for c in rng.random(4000)]
    points = curve(found)
    assert points == sorted(points) and all(a[1] < b[1] for a, b in zip(points, points[1:]))
    assert len(points) <= len(found) // LEAST_POOL
    for confidence in (0.3, 0.5, 0.7, 0.9):
        assert abs(np.interp(confidence, *zip(*points)) - confidence**2) < 0.08


def test_from_the_least_confidence_on_enough_is_right():
    rng = np.random.default_rng(3)
    found = [("noun", c, bool(rng.random() < c)) for c in rng.random(4000)]
    section = fit(found, found)["grounding"]
    told = [right for _, c, right in found if np.interp(c, *zip(*section["curve"])) >= section["least"]]
    assert WANTED - 0.005 < np.mean(told) < WANTED + 0.02
    assert least([("noun", 0.5, False)] * 100, [[0.5, 0.0]]) == 1.0
