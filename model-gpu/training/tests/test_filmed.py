import json

import numpy as np

from filmed import drawn, fit, with_section

CONFIG = """{
  "confidence": {
    "caption": { "least": 0.62 },
    "things": { "slope": 0.8 }
  }
}
"""


def test_the_section_is_written_once_and_leaves_the_rest_as_it_is():
    once = with_section(CONFIG, [0.5, -0.25], 1.5)
    twice = with_section(once, [0.125], 2.0)
    assert json.loads(once)["confidence"]["filmed"] == {"bias": 1.5, "weights": [0.5, -0.25]}
    assert json.loads(twice)["confidence"]["filmed"] == {"bias": 2.0, "weights": [0.125]}
    rules = twice.replace('"bias": 2.0', '"grounding": {"least": 0.5}, "bias": 2.0')
    assert json.loads(with_section(rules, [0.25], 3.0))["confidence"]["filmed"] == {"grounding": {"least": 0.5}, "bias": 3.0, "weights": [0.25]}
    assert [line for line in twice.splitlines() if '"filmed"' not in line] == CONFIG.rstrip().splitlines()


def test_what_is_fitted_tells_one_kind_from_the_other():
    noise = np.random.default_rng(0)
    ones, others = noise.normal(0, 1, (200, 8)).astype(np.float32), noise.normal(0, 1, (200, 8)).astype(np.float32)
    others[:, 3] += 6
    weights, bias = fit(ones, others)
    assert (ones @ weights + bias < 0).mean() > 0.97
    assert (others @ weights + bias > 0).mean() > 0.97


def test_frames_of_drawn_film_follow_from_the_split():
    first, again, other = (np.stack(list(drawn(split, 32, films=2))) for split in ("train", "train", "test"))
    assert (first == again).all()
    assert first.shape[1:] == (32, 32, 3)
    assert first.shape != other.shape or (first != other).any()
