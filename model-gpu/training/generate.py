"""Greedy answers to many questions about films at once: the prefix of each film is computed once."""

import math

import torch
from torch import Tensor

from prompting import Prompting


def film_prefix(model, prompting, features: Tensor) -> tuple[Tensor, int]:
    """The embeddings of all that stands before the films' questions, (films, tokens, hidden), and how many tokens are text."""
    before = model.llm.backbone.embeddings(torch.tensor(prompting.before, device=features.device)).expand(features.shape[0], -1, -1)
    return torch.cat([before, model.projector(features).flatten(1, 2)], 1), before.shape[1]


def prefill(model, prompting, features: Tensor, durations: list, hidden=None):
    """features (films, frames, K, dim) in float32 → the state after all that the questions of each film share, and where its vision tokens begin."""
    films, frames, keep, _ = features.shape
    x, start = film_prefix(model, prompting, features)
    ids = torch.tensor([prompting.shared(d, frames) for d in durations], device=features.device)
    shared = model.llm.backbone.embeddings(ids)
    return model.llm.prefill(torch.cat([x, shared], 1), start, frames * keep, hidden=hidden)[1], start


@torch.no_grad()
def prefix(model, prompting: Prompting, features, durations):
    """features (films, frames, K, dim) → state after everything that all questions of each film share."""
    return prefill(model, prompting, features.float(), durations)[0]


def padded_rows(rows, fill):
    longest = max(map(len, rows))
    ids = torch.tensor([row + [fill] * (longest - len(row)) for row in rows])
    valid = torch.tensor([[1.0] * len(row) + [0.0] * (longest - len(row)) for row in rows])
    return ids, valid


def answer(model, prompting: Prompting, state, film_of, prompts, limit):
    """Generated token ids, without the stop token: prompts[i] goes on from row film_of[i] of the state."""
    return [ids for ids, _ in answer_and_confidence(model, prompting, state, film_of, prompts, limit)]


@torch.no_grad()
def answer_and_confidence(model, prompting: Prompting, state, film_of, prompts, limit):
    """Beside the ids, the geometric mean of the probabilities that the model gave to them, the stop token included."""
    embed = model.llm.backbone.embeddings
    ids, valid = padded_rows(prompts, prompting.pad)
    x, state = model.llm.run(embed(ids), state.pick(torch.tensor(film_of)), valid=valid)
    last = valid.sum(1).long() - 1
    logits = model.llm.logits(x[torch.arange(len(prompts)), last])
    out, sure, going = [[] for _ in prompts], [[] for _ in prompts], [True] * len(prompts)
    for _ in range(limit):
        best, token = logits.log_softmax(-1).max(-1)
        for i, (value, probability) in enumerate(zip(token.tolist(), best.tolist())):
            if going[i]:
                sure[i].append(probability)
                going[i] = value != prompting.stop
            if going[i]:
                out[i].append(value)
        if not any(going):
            break
        x, state = model.llm.run(embed(token[:, None]), state, absorb=False)
        logits = model.llm.logits(x[:, -1])
    return [(o, math.exp(sum(s) / len(s))) for o, s in zip(out, sure)]


@torch.no_grad()
def beginnings(model, prompting: Prompting, state, film_of, prompts, words):
    """The logarithm of the probability that each answer begins as each of the words does, (prompts, words)."""
    ids, valid = padded_rows(prompts, prompting.pad)
    x, _ = model.llm.run(model.llm.backbone.embeddings(ids), state.pick(torch.tensor(film_of)), valid=valid)
    logits = model.llm.logits(x[torch.arange(len(prompts)), valid.sum(1).long() - 1])
    return logits.log_softmax(-1)[:, [prompting.encode(word)[0] for word in words]]
