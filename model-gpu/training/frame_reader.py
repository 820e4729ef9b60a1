"""Training only: what an early layer's stream tells of each frame, so that times and contents are learnt before any question needs them."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from film import BACKDROPS, CAMERAS, COLOUR_NAMES, DIRECTIONS, KIND_NAMES
from nouns import NOUNS, SEEN, UNSURE
from seeing import UNTOLD

LONGEST_TENS = 60  # tens of seconds that are told; of later frames the units alone
UNASKED = -100


def stacked(labels: list[dict]) -> dict[str, Tensor]:
    """The labels of films with equally many frames that the reader is held to, a row a film."""
    unknown = lambda one: np.full((len(one["time"]), len(NOUNS)), UNSURE)
    out = {name: torch.from_numpy(np.stack([one[name] for one in labels])) for name in ("presence", "kind", "direction", "camera", "backdrop")}
    return {**out, "nouns": torch.from_numpy(np.stack([one["nouns"] if "nouns" in one else unknown(one) for one in labels]))}


class FrameReader(nn.Module):
    """Reads the stream at each frame's kept tokens and tells time and content.

    A token need only know what lies near it: a frame shows a kind when one of its tokens says so, and that token tells the rest of it.
    """

    def __init__(self, dim: int):
        super().__init__()
        self.sizes = {"tens": LONGEST_TENS, "units": 10, "kind": len(KIND_NAMES), "colour": len(COLOUR_NAMES), "since": len(KIND_NAMES), "way": len(KIND_NAMES) * len(DIRECTIONS), "camera": len(CAMERAS), "nouns": len(NOUNS)}
        self.norm = nn.LayerNorm(dim)
        self.head = nn.Linear(dim, sum(self.sizes.values()))

    def forward(self, x: Tensor, labels: dict[str, Tensor]) -> Tensor:
        """x (films, frames, tokens, dim), labels as of `stacked` → a sum of losses"""
        out = dict(zip(self.sizes, self.head(self.norm(x)).float().split(list(self.sizes.values()), -1)))
        films, frames = x.shape[:2]
        kind, colour = labels["presence"].amax(3), labels["presence"].amax(2)
        time = torch.arange(frames, device=x.device)
        tens = torch.where(time < 10 * LONGEST_TENS, time // 10, UNASKED)
        loss = F.cross_entropy(out["tens"].mean(2).flatten(0, 1), tens.repeat(films), ignore_index=UNASKED) + F.cross_entropy(out["units"].mean(2).flatten(0, 1), (time % 10).repeat(films))
        loss = loss + 8 * self._kinds(out["kind"].logsumexp(2), kind, labels["backdrop"]) + 8 * F.binary_cross_entropy_with_logits(out["colour"].logsumexp(2), colour)
        loss = loss + self._nouns(out["nouns"].logsumexp(2), labels["nouns"])
        telling = out["kind"].softmax(2)
        loss = loss + self._since((out["since"] * telling).sum(2), kind, time)
        loss = loss + 0.3 * F.cross_entropy(out["camera"].mean(2).flatten(0, 1), labels["camera"].flatten())
        ways = (out["way"].unflatten(-1, (len(KIND_NAMES), len(DIRECTIONS))) * telling.unsqueeze(-1)).sum(2)
        return loss + 0.7 * self._ways(ways, labels["kind"], labels["direction"])

    @staticmethod
    def _kinds(said, kind, backdrop) -> Tensor:
        photograph = backdrop == BACKDROPS.index("photograph")
        told = (kind > 0) | ~(UNTOLD.to(kind.device) & photograph.unsqueeze(-1))
        return F.binary_cross_entropy_with_logits(said[told], kind[told])

    @staticmethod
    def _nouns(said, states) -> Tensor:
        known = states != UNSURE
        return 4 * F.binary_cross_entropy_with_logits(said[known], (states[known] == SEEN).float()) if known.any() else said.sum() * 0

    @staticmethod
    def _since(said, kind, time) -> Tensor:
        """Since when a thing that is there has been there."""
        came = torch.cat([kind[:, :1], (kind[:, 1:] - kind[:, :-1]).clamp_min(0)], 1)
        started = (time[None, :, None] * came).cummax(1).values / 16
        there = kind > 0
        return F.smooth_l1_loss(said[there], started[there], beta=0.1) * 2 if there.any() else said.sum() * 0

    @staticmethod
    def _ways(said, kinds, directions) -> Tensor:
        """Which way each thing of a frame moves. kinds, directions (films, frames, slots)"""
        film, frame, slot = (kinds >= 0).nonzero(as_tuple=True)
        told = said[film, frame, kinds[film, frame, slot]]
        return F.cross_entropy(told, directions[film, frame, slot]) if len(film) else said.sum() * 0
