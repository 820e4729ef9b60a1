"""What the decoder is asked while it is trained, as rows of tokens, and what it loses on them."""

import math
import random
from collections import defaultdict
from dataclasses import dataclass, fields, replace

import torch
import torch.nn.functional as F
from torch import Tensor

from appearance import appearance_items, look_item
from attending import WEIGHT as GAZE_WEIGHT
from attending import gaze_loss, gazes, option_loss, option_tokens
from film import PROMPTS
from generate import padded_rows
from nouns import ABSENT, NOUNS, SEEN, tidy
from paraphrase import paraphrased
from photo_film import NOUN_QUESTIONS
from prompting import Prompting
from wording import sentence

TASK_WEIGHT = {
    "grounding": 1.5, "not_shown": 1.0, "multiple_choice": 2.0, "question": 1.2, "dense": 2.0,
    "detailed": 1.2, "short": 1.2, "background": 0.8, "main_object": 1.0, "camera": 0.8, "look": 0.8,
}
MANY = 40  # questions that are put to a film at once
LISTED = 600  # seconds of the longest film whose events are listed as a whole
LENGTHY = ("detailed", "dense", "camera", "background")  # tasks that are asked less often: their answers take many tokens, or teach little


@dataclass(frozen=True)
class Row:
    """One question behind a film: its tokens, where its answer begins, and what is known of it."""

    film: int
    task: str
    tokens: list  # of prompt and answer, without the answer's last one
    answer: list
    gazes: tuple = ()
    option: tuple | None = None  # the right option's tokens, [first, after last)

    @property
    def start(self):
        """Place of the prompt's last token, which writes the answer's first."""
        return len(self.tokens) - len(self.answer)


@dataclass(frozen=True)
class Piece:
    """Rows that are run together, padded to one length. Of each answer token: its row and column, what is wanted, and how much it weighs."""

    tasks: list  # of each row
    film: Tensor  # (rows,)
    ids: Tensor  # (rows, time)
    starts: Tensor  # (rows,)
    row: Tensor
    column: Tensor
    target: Tensor
    exact: Tensor  # whether its neighbours are not nearly right
    weight: Tensor
    gaze_row: Tensor  # of each answer token that is told where to look
    gaze_column: Tensor
    gaze_frames: Tensor  # (gazes, frames)
    gaze_edge: Tensor
    gaze_weight: Tensor
    option_row: Tensor
    options: Tensor  # (choices, 2): first and after last token

    @classmethod
    def of(cls, rows: list[Row], numbers: set, pad: int) -> "Piece":
        told = [(r, row, k) for r, row in enumerate(rows) for k in range(len(row.answer))]
        gazed = [(r, row, g) for r, row in enumerate(rows) for g in row.gazes]
        chosen = [(r, row.option) for r, row in enumerate(rows) if row.option]
        whole = lambda values: torch.tensor(values, dtype=torch.long)
        return cls(
            [row.task for row in rows], whole([row.film for row in rows]), padded_rows([row.tokens for row in rows], pad)[0], whole([row.start for row in rows]),
            whole([r for r, _, _ in told]), whole([row.start + k for _, row, k in told]), whole([row.answer[k] for _, row, k in told]),
            torch.tensor([two for row in rows for two in of_long_numbers(row.answer, numbers)]), torch.tensor([TASK_WEIGHT[row.task] / math.sqrt(len(row.answer)) for _, row, _ in told]),
            whole([r for r, _, _ in gazed]), whole([row.start + g.offset for _, row, g in gazed]), _stacked([g.frames for _, _, g in gazed]), _stacked([g.edge for _, _, g in gazed]),
            torch.tensor([GAZE_WEIGHT[row.task] for _, row, _ in gazed]),
            whole([r for r, _ in chosen]), whole([o for _, o in chosen]).view(-1, 2),
        )  # fmt: skip

    def to(self, device) -> "Piece":
        return replace(self, **{f.name: value.to(device, non_blocking=True) for f in fields(self) if isinstance(value := getattr(self, f.name), Tensor)})


def _stacked(masks: list) -> Tensor:
    return torch.stack(masks) if masks else torch.zeros(0, 0, dtype=torch.bool)


def of_long_numbers(answer: list, numbers: set) -> list:
    """Which tokens are part of a number of several: their neighbours are not nearly right."""
    number = [False, *(t in numbers for t in answer), False]
    return [number[k + 1] and (number[k] or number[k + 2]) for k in range(len(answer))]


def questions(prompting: Prompting, films: list, frames: int, labels: list, rng: random.Random, many=MANY) -> list[Row]:
    """Some of what can be asked of films of equally many frames, in one of many wordings; labels: one dict of arrays a film."""
    numbers = set(prompting.numbers)
    return [_row(prompting, i, film, frames, labels[i], item, rng, numbers) for i, film in enumerate(films) for item in asked_of(film, rng, many)]


def _row(prompting, index, film, frames, labels, item, rng, numbers) -> Row:
    wording = paraphrased(item, rng)
    branch = prompting.branch(film.duration, frames, wording, item.lead, item.answer)
    option = None
    if item.task == "multiple_choice":
        first, last = option_tokens(prompting.tokenizer, prompting.whole(film.duration, frames, wording, item.lead), item.meta["choice"])
        shared = len(prompting.shared(film.duration, frames))
        option = first - shared, last - shared
    return Row(index, item.task, branch.prompt + branch.answer[:-1], branch.answer, tuple(gazes(item, branch.answer, numbers, labels)), option)


def asked_of(film, rng, many=MANY) -> list:
    """Some of all that can be asked of a film: what takes many tokens less often."""
    looks = appearance_items(film, rng)
    items = [i for i in film.items(rng) if (i.task not in LENGTHY or rng.random() < 0.6) and (i.task != "dense" or film.duration <= LISTED)]
    items += [*rng.sample(looks, min(3, len(looks))), *([look_item(film)] if rng.random() < 0.4 else [])]
    return items if len(items) <= many else rng.sample(items, many)


def still_questions(prompting: Prompting, known: list, states: list, seconds: float, frames: int, rng) -> list[Row]:
    """Of single photographs: a caption each, and a noun that is there and one that is not. known: captions, states: of their nouns, a photograph each"""
    rows = []
    for index, (captions, state) in enumerate(zip(known, states)):
        asked = [("short", PROMPTS["caption"]["short"], sentence(tidy(rng.choice(captions))))]
        for wanted, answer in ((SEEN, "Yes."), (ABSENT, "No.")):
            among = [n for n, s in zip(NOUNS, state) if s == wanted]
            if among:
                asked.append(("question", rng.choice(NOUN_QUESTIONS).format(a=rng.choice(among).text), answer))
        rows += [still_row(prompting, index, seconds, frames, *one) for one in asked]
    return rows


def still_row(prompting: Prompting, index: int, seconds: float, frames: int, task: str, question: str, answer: str) -> Row:
    """Of a single photograph, of which nothing is known but the answer."""
    branch = prompting.branch(seconds, frames, question, "", answer)
    return Row(index, task, branch.prompt + branch.answer[:-1], branch.answer)


def pieces(rows: list[Row], most: int):
    """Rows of like lengths together, `most` tokens in a piece, so that little is padded."""
    piece = []
    for row in sorted(rows, key=lambda row: len(row.tokens)):
        if piece and (len(row.tokens) > 2 * len(piece[0].tokens) or (len(piece) + 1) * len(row.tokens) > most):
            yield piece
            piece = []
        piece.append(row)
    if piece:
        yield piece


def soft_targets(prompting: Prompting, vocabulary: int) -> Tensor:
    """One row a token: itself, and for numbers a little of their neighbours."""
    rows = torch.eye(vocabulary)
    for i, token in enumerate(prompting.numbers):
        rows[token] = 0
        for j in range(max(0, i - 2), min(99, i + 2) + 1):
            rows[token, prompting.numbers[j]] = math.exp(-((i - j) ** 2) / 0.9)
        rows[token] /= rows[token].sum()
    return rows


class Told(defaultdict):
    """What is lost by name, gathered without waiting for a device."""

    def __init__(self):
        super().__init__(list)

    def means(self) -> dict[str, float]:
        return {name: torch.stack([torch.as_tensor(v).detach().float().cpu() for v in values]).mean().item() for name, values in sorted(self.items())}

    def __str__(self):
        return " ".join(f"{name} {value:.3f}" for name, value in self.means().items())


def piece_loss(model, piece: Piece, state, soft: Tensor, tell: Told, start: int, kept: int, told_as="") -> Tensor:
    """state: of one film, or of a film a row; its kept vision tokens at [start, start + kept)"""
    # a prompt's tokens take in what was dropped; an answer's do not, as when they are generated
    prompt = torch.arange(piece.ids.shape[1], device=piece.ids.device)[None] <= piece.starts[:, None]
    taps = {}
    stream, _ = model.llm.run(model.llm.backbone.embeddings(piece.ids), state, absorb=prompt, taps=taps)
    wanted = soft[piece.target]
    wanted = torch.where(piece.exact.unsqueeze(-1), F.one_hot(piece.target, wanted.shape[1]).float(), wanted)
    losses = -(F.log_softmax(model.llm.logits(stream[piece.row, piece.column]).float(), -1) * wanted).sum(-1)
    _tell_tasks(piece, losses.detach(), tell, told_as)
    return (losses * piece.weight).sum() + _attending(model, piece, state, taps, tell, start, kept)


def _tell_tasks(piece: Piece, losses: Tensor, tell: Told, told_as: str):
    for task in sorted(set(piece.tasks)):
        mine = torch.tensor([t == task for t in piece.tasks]).to(losses.device, non_blocking=True)[piece.row]
        tell[told_as + task].append((losses * mine).sum() / mine.sum())


def _attending(model, piece, state, taps, tell, start, kept) -> Tensor:
    loss = torch.zeros((), device=piece.ids.device)
    if len(piece.gaze_row):
        loss = gaze_loss(model, state, taps, piece.gaze_row, piece.gaze_column, piece.gaze_frames, piece.gaze_edge, piece.gaze_weight, start, kept)
        tell["gaze"].append(loss.detach() / piece.gaze_weight.sum())
    if len(piece.option_row):
        missed = option_loss(model, taps, piece.option_row, piece.starts[piece.option_row], piece.options)
        tell["option"].append(missed.detach() / len(piece.option_row))
        loss = loss + missed
    return loss
