"""Greedy answers to many questions about films at once, and such as a beam finds: the prefix of each film is computed once."""

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
def searched_and_confidence(model, prompting: Prompting, state, film_of, prompts, limit, width):
    """As `answer_and_confidence`, but the answers that a beam finds, as the product's `BeamSearch` does: at every step all beginnings of an answer are made longer by every token, of which
    the `width` likeliest stay, by the probability of all their tokens. Those that have ended, with the stop token or at the limit, are done, and the likeliest of them is remembered; a
    beginning that is no likelier leaves. Equally likely ones stay in their order: that of their beginnings, then of the scores, then of the ids. (Neither greedy answers here nor these are
    ended for repeating themselves, as the product's are.)"""
    embed = model.llm.backbone.embeddings
    ids, valid = padded_rows(prompts, prompting.pad)
    x, state = model.llm.run(embed(ids), state.pick(torch.tensor(film_of)), valid=valid)
    logits = model.llm.logits(x[torch.arange(len(prompts)), valid.sum(1).long() - 1])
    best = [([], [], -math.inf)] * len(prompts)  # ids, the logarithms of their probabilities, and the sum of these
    rows = [(i, ([], [], 0.0)) for i in range(len(prompts))]
    while rows:
        likely, tokens = logits.double().log_softmax(-1).sort(dim=-1, descending=True, stable=True)
        longer = [[] for _ in prompts]
        for row, (i, (said, each, whole)) in enumerate(rows):
            for token, value in zip(tokens[row, :width].tolist(), likely[row, :width].tolist()):
                longer[i].append((row, ([*said, token], [*each, value], whole + value)))
        rows, parents = [], []
        for i, found in enumerate(longer):
            found = sorted(found, key=lambda one: -one[1][2])[:width]
            ended = [one[0][-1] == prompting.stop or len(one[0]) == limit for _, one in found]
            best[i] = max([best[i], *(one for (_, one), over in zip(found, ended) if over)], key=lambda one: one[2])
            for (row, one), over in zip(found, ended):
                if not over and one[2] > best[i][2]:
                    rows.append((i, one))
                    parents.append(row)
        if rows:
            last = torch.tensor([[said[-1]] for _, (said, _, _) in rows])
            x, state = model.llm.run(embed(last), state.pick(torch.tensor(parents)), absorb=False)
            logits = model.llm.logits(x[:, -1])
    return [([t for t in said if t != prompting.stop], math.exp(sum(each) / len(each))) for said, each, _ in best]


@torch.no_grad()
def beginnings(model, prompting: Prompting, state, film_of, prompts, words):
    """The logarithm of the probability that each answer begins as each of the words does, (prompts, words)."""
    ids, valid = padded_rows(prompts, prompting.pad)
    x, _ = model.llm.run(model.llm.backbone.embeddings(ids), state.pick(torch.tensor(film_of)), valid=valid)
    logits = model.llm.logits(x[torch.arange(len(prompts)), valid.sum(1).long() - 1])
    return logits.log_softmax(-1)[:, [prompting.encode(word)[0] for word in words]]
