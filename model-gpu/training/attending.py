"""Where a question should look: training tells the attention layers which frames an answer rests on.

Left alone, the decoder first learns to list what a film shows and only much later to look up what it is asked for. The films know where
each answer stands, so the first attention layer is told to look at the frames that show the thing asked for, the second one at the
frame in which it comes or goes, and the last one at the option that is right. Only half of the heads are told anything.
"""

import math
import re
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from film import COLOUR_NAMES, KIND_NAMES

MENTION = re.compile(rf"\b(?:({'|'.join(COLOUR_NAMES)}) )?({'|'.join(KIND_NAMES)})\b")
WEIGHT = {"grounding": 0.8, "dense": 0.4, "question": 0.8, "multiple_choice": 0.8}


@dataclass(frozen=True)
class Gaze:
    """At the token that writes answer token `offset`: which frames show it, and on which of them the answer hangs, (frames,) each."""

    offset: int
    frames: Tensor
    edge: Tensor


def gazes(item, answer: list, numbers: set, labels: dict) -> list[Gaze]:
    places = [k for k, token in enumerate(answer) if token in numbers and not (k and answer[k - 1] in numbers)]  # a long number is several tokens
    count = len(labels["time"])
    if item.task == "grounding" and len(places) >= 2:
        return _ends(item.meta["span"], places[0], places[-1], count)
    if item.task == "dense" and len(places) == 2 * len(item.meta["events"]):
        return [g for i, (a, b, _) in enumerate(item.meta["events"]) for g in _ends((a, b), places[2 * i], places[2 * i + 1], count)]
    if item.task in ("question", "multiple_choice"):
        found = MENTION.search(item.instruction.split("\n")[0])
        if found:
            shown = torch.from_numpy(labels["presence"][:, KIND_NAMES.index(found[2])])
            shown = (shown[:, COLOUR_NAMES.index(found[1])] if found[1] else shown.amax(1)) > 0
            if shown.any():
                return [Gaze(0, shown, shown)]
    return []


def _ends(span, first, last, count) -> list[Gaze]:
    times = torch.arange(count)
    near = lambda t: ((times - min(t, count - 1)).abs() <= 0.75) | (times == min(count - 1, int(t)))
    within = (times >= span[0] - 0.5) & (times <= span[1] + 0.5) | near((span[0] + span[1]) / 2)
    return [Gaze(first, within, near(span[0])), Gaze(last, within, near(span[1] - 0.5))]


def option_tokens(tokenizer, text: str, choice: int) -> tuple[int, int]:
    """The tokens of the right option in a whole prompt, [first, after last)."""
    begin = text.index(f"\n{'ABCD'[choice]}. ") + 1
    end = text.index("\n", begin)
    offsets = tokenizer.encode(text, add_special_tokens=False).offsets
    inside = [i for i, (a, b) in enumerate(offsets) if a < end and b > begin]
    return inside[0], inside[-1] + 1


def _attention(layer, stream: Tensor, keys: Tensor, heads: list[int]) -> Tensor:
    """stream (n, hidden), keys (kv heads, time, head_dim) or (n, kv heads, time, head_dim) → logits (n, len(heads), time)"""
    mixer = layer.mixer
    share = mixer.heads // mixer.kv_heads
    query = mixer.q_proj(layer.norm(stream)).view(len(stream), mixer.heads, mixer.head_dim)[:, heads]
    chosen = keys[..., [h // share for h in heads], :, :]
    return torch.einsum("nhd,hvd->nhv" if chosen.dim() == 3 else "nhd,nhvd->nhv", query, chosen) / math.sqrt(mixer.head_dim)


def _miss(logits: Tensor, wanted: Tensor, among: Tensor | None = None) -> Tensor:
    """Minus the log of the attention that falls on what is wanted, (n,): the mean over heads."""
    if among is not None:
        logits = logits.masked_fill(~among.unsqueeze(1), -torch.inf)
    share = F.log_softmax(logits, -1).masked_fill(~wanted.unsqueeze(1), -torch.inf)
    return -share.logsumexp(-1).mean(1)


def gaze_loss(model, state, taps: dict, rows: Tensor, columns: Tensor, frames: Tensor, edge: Tensor, weight: Tensor, start: int, kept: int) -> Tensor:
    """state: of one film, or of a film a row, its kept vision tokens at [start, start + kept); taps: the stream as it enters each attention layer;
    frames, edge (gazes, frames): as of `Gaze`, each at the row and column that writes its token."""
    layers = sorted(taps)
    loss = 0.0
    for index, wanted in ((layers[0], frames), (layers[1], edge)):
        wanted = wanted.repeat_interleave(kept // wanted.shape[1], 1)
        keys = state.layers[index].keys[:, :, start : start + kept]
        keys = keys[0] if len(keys) == 1 else keys[rows]
        logits = _attention(model.llm.backbone.layers[index], taps[index][rows, columns], keys, [0, 2])
        loss = loss + (_miss(logits, wanted) * weight).sum()
    return loss


def option_loss(model, taps: dict, rows: Tensor, columns: Tensor, options: Tensor) -> Tensor:
    """rows: the choices among the rows of a piece, columns: their last prompt tokens, options (choices, 2): the tokens of what is right, [first, after last)."""
    index = max(taps)
    layer, stream = model.llm.backbone.layers[index], taps[index]
    keys = layer.mixer.split(layer.mixer.k_proj(layer.norm(stream[rows])), layer.mixer.kv_heads)
    place = torch.arange(stream.shape[1], device=stream.device)
    first, last = options.T
    wanted = (place >= first[:, None]) & (place < last[:, None])
    return _miss(_attention(layer, stream[rows, columns], keys, [1, 3]), wanted, place <= columns[:, None]).sum()
