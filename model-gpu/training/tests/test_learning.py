"""What decays, what is told, and how far it is."""

import math
import time

import torch

from learning import Means, Minutes, by_decay


def test_matrices_decay_and_biases_do_not_and_none_is_left_out():
    net = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3), torch.nn.LayerNorm(4), torch.nn.Linear(4, 2))
    decayed, free = by_decay(net.parameters(), 0.1)
    assert decayed["weight_decay"] == 0.1 and free["weight_decay"] == 0.0
    assert [p.dim() for p in decayed["params"]] == [4, 2] and len(free["params"]) == 4


def test_means_run_and_pass_over_what_is_no_number():
    means = Means(0.5)
    means.add({"a": 1.0, "b": 4.0})
    means.add({"a": 2.0, "b": math.nan})
    assert str(means) == "a 1.500 b 4.000"


def test_minutes_are_those_of_the_processor_and_not_of_the_clock():
    minutes = Minutes(2.0)
    with minutes:
        time.sleep(0.5)
    assert 2.0 <= minutes.done < 2.0 + 0.2 / 60
    with minutes:
        begun = time.process_time()
        while time.process_time() - begun < 0.3:
            pass
    assert minutes.done >= 2.0 + 0.3 / 60
