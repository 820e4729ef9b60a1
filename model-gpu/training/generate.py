"""Greedy answers to many questions about films at once: the prefix of each film is computed once."""

import torch

from prompting import Prompting


@torch.no_grad()
def prefix(model, prompting: Prompting, features, durations):
    """features (films, frames, K, dim) → state after everything that all questions of each film share."""
    films, frames, keep, _ = features.shape
    embed = model.llm.backbone.embeddings
    before = embed(torch.tensor(prompting.before)).expand(films, -1, -1)
    shared = embed(torch.tensor([prompting.shared(d, frames) for d in durations]))
    x = torch.cat([before, model.projector(features.float()).flatten(1, 2), shared], 1)
    return model.llm.prefill(x, before.shape[1], frames * keep)[1]


def padded_rows(rows, fill):
    longest = max(map(len, rows))
    ids = torch.tensor([row + [fill] * (longest - len(row)) for row in rows])
    valid = torch.tensor([[1.0] * len(row) + [0.0] * (longest - len(row)) for row in rows])
    return ids, valid


@torch.no_grad()
def answer(model, prompting: Prompting, state, film_of, prompts, limit):
    """Generated token ids, without the stop token: prompts[i] goes on from row film_of[i] of the state."""
    embed = model.llm.backbone.embeddings
    ids, valid = padded_rows(prompts, prompting.pad)
    x, state = model.llm.run(embed(ids), state.pick(torch.tensor(film_of)), valid=valid)
    last = valid.sum(1).long() - 1
    token = model.llm.logits(x[torch.arange(len(prompts)), last]).argmax(-1)
    out, going = [[] for _ in prompts], [True] * len(prompts)
    for _ in range(limit):
        for i, value in enumerate(token.tolist()):
            going[i] = going[i] and value != prompting.stop
            if going[i]:
                out[i].append(value)
        if not any(going):
            break
        x, state = model.llm.run(embed(token[:, None]), state, absorb=False)
        token = model.llm.logits(x[:, -1]).argmax(-1)
    return out
