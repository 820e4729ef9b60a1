"""Weights between two checkpoints lie between theirs."""

from pathlib import Path

import pytest
import torch

from between import between
from model import TimeViper
from ways import load

STARTER = Path(__file__).parents[2] / "starter"


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_every_weight_goes_that_share_of_the_way(share):
    first, other = TimeViper.load(STARTER), TimeViper.load(STARTER)
    with torch.no_grad():
        for weight in other.parameters():
            weight.add_(1.0)
    before = {k: v.clone() for k, v in first.state_dict().items()}
    moved = between(first, other, share).state_dict()
    assert all(torch.allclose(moved[k], before[k] + share, atol=1e-5) for k in before)


def test_two_architectures_have_nothing_between_them():
    with pytest.raises(ValueError, match="one architecture"):
        between(load(STARTER, "none"), TimeViper.load(STARTER), 0.5)
