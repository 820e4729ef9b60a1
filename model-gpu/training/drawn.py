"""When something is seen, read from many drawn answers: what the product does (`AnswerTree`, `DrawnSpan`), here for measuring."""

import torch

from film import NOT_SHOWN
from generate import padded_rows


@torch.no_grad()
def draw(model, prompting, state, prompt, draws, limit=24):
    """Arithmetic sampling (Vilnis et al., 2023) behind a film's state: {answer: [how often it is drawn, its probability]}."""
    embed = model.llm.backbone.embeddings
    ids, _ = padded_rows([prompt], prompting.pad)
    x, state = model.llm.run(embed(ids), state.pick(torch.tensor([0])))
    state, logits = state.pick(torch.zeros(draws, dtype=torch.long)), model.llm.logits(x[:, -1]).expand(draws, -1)
    points = (torch.arange(draws, dtype=torch.float64) + 0.5) / draws
    said, going, likely = [[] for _ in range(draws)], [True] * draws, torch.ones(draws, dtype=torch.float64)
    for _ in range(limit):
        probability = logits.double().softmax(-1)
        above = probability.cumsum(-1)
        token = torch.searchsorted(above, points[:, None], right=True).clamp(max=probability.shape[1] - 1)
        own = probability.gather(1, token)[:, 0]
        points = ((points - above.gather(1, token)[:, 0] + own) / own).clamp(0, 1 - 1e-12)
        for i, value in enumerate(token[:, 0].tolist()):
            if going[i]:
                likely[i] *= own[i]
                going[i] = value != prompting.stop
            if going[i]:
                said[i].append(value)
        if not any(going):
            break
        x, state = model.llm.run(embed(token), state, absorb=False)
        logits = model.llm.logits(x[:, -1])
    answers = {}
    for ids, probability in zip(said, likely.tolist()):
        answers.setdefault(prompting.decode(ids), [0, probability])[0] += 1
    return answers


def best_span(answers, moments, read, overlap):
    """The span, in seconds, that overlaps all the draws best; None if it is not seen. moments: that section of config.json."""
    spans = [(span, times) for text, (times, _) in answers.items() if text != NOT_SHOWN and (span := read(text)) and span[0] < span[1]]
    if not spans or answers.get(NOT_SHOWN, [0, 0.0])[1] >= moments["refuse_from"]:
        return None
    starts, ends = (sorted({span[side] for span, _ in spans}) for side in (0, 1))
    return max(((a, b) for a in starts for b in ends if a < b), key=lambda span: sum(times * overlap(span, other) for other, times in spans))
