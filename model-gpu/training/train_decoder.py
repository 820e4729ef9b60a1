"""Trains the projector and the decoder on cached vision features: a film's prefix once, all its questions behind it, and photographs by themselves.

    python train_decoder.py RUN --vision vision.pt --tokenizer tokenizer.json --data FOLDER --minutes 240 [--publish DIR]

RUN keeps features, log and checkpoint; started again on the same RUN it goes on from the checkpoint.
"""

import argparse
import hashlib
import json
import math
import random
import shutil
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from appearance import appearance_items, look_item
from attending import WEIGHT as GAZE_WEIGHT
from attending import gaze_loss, gazes, option_loss, option_tokens
from evaluate import Photographed, evaluate
from features import STILL, Cache, Group, Repertoire, still_features
from film import BACKDROPS, CAMERAS, COLOUR_NAMES, DIRECTIONS, KIND_NAMES, PROMPTS
from generate import padded_rows
from learning import Minutes, by_decay
from model import Mamba2, TimeViper, uniform_indices, with_defaults
from natural import seeded
from nouns import ABSENT, NOUNS, SEEN, UNSURE, states, tidy
from parallel import agreed, average_gradients, run, same_start
from paraphrase import paraphrased
from photo_film import NOUN_QUESTIONS
from photographs import captioned
from prompting import Prompting
from seeing import UNTOLD
from wording import sentence

TASK_WEIGHT = {
    "grounding": 1.5, "not_shown": 0.7, "multiple_choice": 2.0, "question": 0.7, "dense": 2.0,
    "detailed": 1.2, "short": 1.2, "background": 0.8, "main_object": 0.8, "camera": 0.5, "look": 0.8,
}
LONGEST_TENS = 60  # tens of seconds of the longest film
MANY = 40  # questions that are put to a long film at once
BRANCH_TOKENS = 800  # question tokens that are run in one piece


# ----------------------------------------------------------------------------------------------------------- beginnings


def begin(model: TimeViper, prompting: Prompting, features: Tensor) -> None:
    """A start from which the decoder soon learns: whitened features, heads with memories of all lengths, numbers in a row."""
    depth = len(model.llm.backbone.layers)
    with torch.no_grad():
        _begin_projector(model.projector, features.float())
        embeddings = model.llm.backbone.embeddings.weight.normal_(0, 0.5)
        row = _number_row(len(prompting.numbers), embeddings.shape[1])
        embeddings[prompting.numbers] = row * 0.5 + embeddings[prompting.numbers] * 0.3
        head = model.llm.lm_head.weight.normal_(0, 0.02)
        head[prompting.numbers] = row * 0.04
        for layer in model.llm.backbone.layers:
            for name, weight in layer.mixer.named_parameters():
                if weight.dim() == 2:
                    scale = 1 / math.sqrt(2 * depth) if name.split(".")[0] in ("out_proj", "o_proj", "down_proj") else 1.0
                    weight.normal_(0, scale / math.sqrt(weight.shape[1]))
            if isinstance(layer.mixer, Mamba2):
                _begin_memories(layer.mixer)
        if hasattr(model.llm.backbone, "alpha"):
            model.llm.backbone.alpha.fill_(0.3)


def _begin_projector(projector: nn.Sequential, features: Tensor) -> None:
    """Every direction of the features, strong or faint, reaches the decoder with much the same strength."""
    flat = features.flatten(0, -2)
    mean, covariance = flat.mean(0), torch.cov(flat.T)
    strength, directions = torch.linalg.eigh(covariance)
    whiten = directions * torch.rsqrt(strength + 0.003 * strength.mean())
    mix = torch.randn(projector[0].out_features, flat.shape[1]) / math.sqrt(flat.shape[1])
    projector[0].weight.copy_(mix @ whiten.T * 1.5)
    projector[0].bias.copy_(-projector[0].weight @ mean)
    projector[2].weight.normal_(0, 0.8 / math.sqrt(projector[2].in_features))
    projector[2].bias.zero_()


def _begin_memories(mamba: Mamba2) -> None:
    step = 0.05
    reach = torch.logspace(math.log10(4), math.log10(1500), mamba.heads)  # in tokens
    mamba.dt_bias.fill_(math.log(math.expm1(step)))
    mamba.A_log.copy_(torch.log(1 / (reach * step)))
    mamba.conv1d.weight.uniform_(-0.5, 0.5)
    mamba.conv1d.bias.zero_()


def _number_row(count: int, dim: int) -> Tensor:
    """Vectors of 0 … count - 1 in which neighbours are alike: sines of wavelengths from 4 to 400."""
    waves = 2 * math.pi / torch.logspace(math.log10(4), math.log10(400), dim // 2)
    angles = torch.arange(count)[:, None] * waves
    return torch.cat([angles.sin(), angles.cos()], 1)


# ----------------------------------------------------------------------------------------------------------------- loss


class FrameReader(nn.Module):
    """Training only: reads an early layer's stream at each frame's kept tokens and tells time and content.

    A token need only know what lies near it: a frame shows a kind when one of its tokens says so, and that token tells the rest of it.
    """

    def __init__(self, dim: int):
        super().__init__()
        self.sizes = {"tens": LONGEST_TENS, "units": 10, "kind": len(KIND_NAMES), "colour": len(COLOUR_NAMES), "since": len(KIND_NAMES), "way": len(KIND_NAMES) * len(DIRECTIONS), "camera": len(CAMERAS), "nouns": len(NOUNS)}
        self.norm = nn.LayerNorm(dim)
        self.head = nn.Linear(dim, sum(self.sizes.values()))

    def forward(self, x: Tensor, labels: list) -> Tensor:
        """x (films, frames, tokens, dim) → a sum of losses"""
        out = dict(zip(self.sizes, self.head(self.norm(x)).float().split(list(self.sizes.values()), -1)))
        films, frames = x.shape[:2]
        presence = torch.from_numpy(np.stack([l["presence"] for l in labels]))
        kind, colour = presence.amax(3), presence.amax(2)
        time = torch.arange(frames).repeat(films)
        loss = F.cross_entropy(out["tens"].mean(2).flatten(0, 1), time // 10) + F.cross_entropy(out["units"].mean(2).flatten(0, 1), time % 10)
        loss = loss + 8 * self._kinds(out["kind"].logsumexp(2), kind, labels) + 8 * F.binary_cross_entropy_with_logits(out["colour"].logsumexp(2), colour)
        loss = loss + self._nouns(out["nouns"].logsumexp(2), labels)
        came = torch.cat([kind[:, :1], (kind[:, 1:] - kind[:, :-1]).clamp_min(0)], 1)
        started = (torch.arange(frames)[None, :, None] * came).cummax(1).values / 16
        there, telling = kind > 0, out["kind"].softmax(2)
        since = (out["since"] * telling).sum(2)
        loss = loss + F.smooth_l1_loss(since[there], started[there], beta=0.1) * 2 if there.any() else loss
        camera = torch.from_numpy(np.stack([l["camera"] for l in labels]))
        loss = loss + 0.3 * F.cross_entropy(out["camera"].mean(2).flatten(0, 1), camera.flatten())
        way = self._ways(labels, films, frames)
        seen = way.flatten() >= 0
        if seen.any():
            ways = (out["way"].unflatten(-1, (len(KIND_NAMES), len(DIRECTIONS))) * telling.unsqueeze(-1)).sum(2)
            loss = loss + 0.7 * F.cross_entropy(ways.flatten(0, 2)[seen], way.flatten()[seen])
        return loss

    @staticmethod
    def _kinds(said, kind, labels) -> Tensor:
        photograph = torch.from_numpy(np.stack([l["backdrop"] for l in labels])) == BACKDROPS.index("photograph")
        told = (kind > 0) | ~(UNTOLD & photograph.unsqueeze(-1))
        return F.binary_cross_entropy_with_logits(said[told], kind[told])

    @staticmethod
    def _nouns(said, labels) -> Tensor:
        states = torch.from_numpy(np.stack([l["nouns"] if "nouns" in l else np.full((len(l["time"]), len(NOUNS)), UNSURE) for l in labels]))
        known = states != UNSURE
        return 4 * F.binary_cross_entropy_with_logits(said[known], (states[known] == SEEN).float()) if known.any() else said.sum() * 0

    def _ways(self, labels, films, frames) -> Tensor:
        way = torch.full((films, frames, len(KIND_NAMES)), -1)
        for i, one in enumerate(labels):
            kinds, directions = torch.from_numpy(one["kind"]), torch.from_numpy(one["direction"])
            for slot in range(kinds.shape[1]):
                rows = (kinds[:, slot] >= 0).nonzero().squeeze(1)
                way[i, rows, kinds[rows, slot]] = directions[rows, slot]
        return way


class Questions:
    """A group's questions as rows of tokens, with what is to be learnt of each."""

    def __init__(self, prompting: Prompting, group: Group, rng: random.Random, soft: Tensor):
        self.rows, self.answers, self.film_of, self.weight, self.task = [], [], [], [], []
        self.gazes, self.options, self.numbers = [], {}, set(prompting.numbers)
        self.durations = [f.duration for f in group.films]
        for i, film in enumerate(group.films):
            for item in asked_of(film, rng):
                wording = paraphrased(item, rng)
                branch = prompting.branch(film.duration, group.frames, wording, item.lead, item.answer)
                self.gazes.append(gazes(item, branch.answer, self.numbers, group.labels[i]))
                if item.task == "multiple_choice":
                    first, last = option_tokens(prompting.tokenizer, prompting.whole(film.duration, group.frames, wording, item.lead), item.meta["choice"])
                    shared = len(prompting.shared(film.duration, group.frames))
                    self.options[len(self.rows)] = (first - shared, last - shared)
                self.rows.append(branch.prompt + branch.answer[:-1])
                self.answers.append(branch.answer)
                self.film_of.append(i)
                self.task.append(item.task)
                self.weight.append(TASK_WEIGHT[item.task] / math.sqrt(len(branch.answer)))
        self.soft, self.pad = soft, prompting.pad

    def pieces(self, film):
        """The rows of a film, those of like lengths together, so that little is padded."""
        order = sorted((i for i, f in enumerate(self.film_of) if f == film), key=lambda i: len(self.rows[i]))
        piece = []
        for i in order:
            if piece and (len(self.rows[i]) > 2 * len(self.rows[piece[0]]) or (len(piece) + 1) * len(self.rows[i]) > BRANCH_TOKENS):
                yield piece
                piece = []
            piece.append(i)
        yield piece

    def loss(self, model: TimeViper, state, piece, tell, start, kept) -> Tensor:
        """state: of the piece's film alone, its kept vision tokens at [start, start + kept)"""
        ids, _ = padded_rows([self.rows[i] for i in piece], self.pad)
        starts = [len(self.rows[i]) - len(self.answers[i]) for i in piece]
        # a prompt's tokens take in what was dropped; an answer's do not, as when they are generated
        prompt = torch.arange(ids.shape[1])[None] <= torch.tensor(starts)[:, None]
        taps = {}
        stream, _ = model.llm.run(model.llm.backbone.embeddings(ids), state, absorb=prompt, taps=taps)
        row = torch.tensor([r for r, i in enumerate(piece) for _ in self.answers[i]])
        column = torch.tensor([starts[r] + k for r, i in enumerate(piece) for k in range(len(self.answers[i]))])
        target = torch.tensor([t for i in piece for t in self.answers[i]])
        weight = torch.tensor([self.weight[i] for i in piece for _ in self.answers[i]])
        wanted = self.soft[target]
        split = torch.tensor([two for i in piece for two in self._of_long_numbers(self.answers[i])])
        wanted[split] = F.one_hot(target[split], wanted.shape[1]).float()
        losses = -(F.log_softmax(model.llm.logits(stream[row, column]).float(), -1) * wanted).sum(-1)
        for r, i in enumerate(piece):
            tell[self.task[i]].append(losses.detach()[row == r].mean().item())
        return (losses * weight).sum() + self._attending(model, state, piece, starts, taps, tell, start, kept)

    def _of_long_numbers(self, answer) -> list:
        """Which tokens are part of a number of several: their neighbours are not nearly right."""
        number = [False, *(t in self.numbers for t in answer), False]
        return [number[k + 1] and (number[k] or number[k + 2]) for k in range(len(answer))]

    def _attending(self, model, state, piece, starts, taps, tell, start, kept) -> Tensor:
        told = [(r, starts[r] + g.offset, g, GAZE_WEIGHT[self.task[i]]) for r, i in enumerate(piece) for g in self.gazes[i]]
        loss = torch.zeros(())
        if told:
            rows, columns, gazed, weight = zip(*told)
            loss = gaze_loss(model, state, taps, torch.tensor(rows), torch.tensor(columns), gazed, torch.tensor(weight), start, kept)
            tell["gaze"].append(loss.item() / sum(weight))
        choices = [(r, starts[r], self.options[i]) for r, i in enumerate(piece) if i in self.options]
        if choices:
            rows, columns, options = zip(*choices)
            missed = option_loss(model, taps, torch.tensor(rows), torch.tensor(columns), options)
            tell["option"].append(missed.item() / len(rows))
            loss = loss + missed
        return loss


def asked_of(film, rng) -> list:
    """Some of all that can be asked of a film: what takes many tokens less often."""
    looks = appearance_items(film, rng)
    items = [i for i in film.items(rng) if i.task not in ("detailed", "dense", "camera", "background") or rng.random() < 0.6]
    items += [*rng.sample(looks, min(3, len(looks))), *([look_item(film)] if rng.random() < 0.4 else [])]
    return items if len(items) <= MANY else rng.sample(items, MANY)


def soft_targets(prompting: Prompting, vocabulary: int) -> Tensor:
    """One row a token: itself, and for numbers a little of their neighbours."""
    rows = torch.eye(vocabulary)
    for i, token in enumerate(prompting.numbers):
        rows[token] = 0
        for j in range(max(0, i - 2), min(99, i + 2) + 1):
            rows[token, prompting.numbers[j]] = math.exp(-((i - j) ** 2) / 0.9)
        rows[token] /= rows[token].sum()
    return rows


def film_prefix(model, prompting, features) -> tuple[Tensor, int]:
    """The embeddings of all that stands before the films' questions, (films, tokens, hidden), and how many tokens are text."""
    films = features.shape[0]
    before = model.llm.backbone.embeddings(torch.tensor(prompting.before)).expand(films, -1, -1)
    return torch.cat([before, model.projector(features).flatten(1, 2)], 1), before.shape[1]


def learn_frames(model, reader, prompting, group, tell):
    """Adds up the gradients of what the layers before the first drop make of each frame: cheap, for no question is put."""
    features = group.features.float()
    films, frames, keep, _ = features.shape
    x, start = film_prefix(model, prompting, features)
    layer, count = model.llm.backbone.first_stage(frames * keep)
    for one in model.llm.backbone.layers[:layer]:
        x, _ = one(x, None)
    kept = uniform_indices(frames * keep, count)
    loss = reader(x[:, start + kept].view(films, frames, -1, x.shape[-1]), group.labels)
    tell["frames"].append(loss.item())
    loss.backward()


def learn(model, reader, prompting, group, questions, tell, guidance):
    """Adds up one group's gradients; `guidance` is the weight of what the frame reader says of each film.

    In float32: every group has other lengths, and a CPU's bfloat16 products are compiled anew for each of them.
    """
    features = group.features.float()
    films, frames, keep, _ = features.shape
    x, start = film_prefix(model, prompting, features)
    shared = model.llm.backbone.embeddings(torch.tensor([prompting.shared(d, frames) for d in questions.durations]))
    hidden = []
    _, state = model.llm.prefill(torch.cat([x, shared], 1), start, frames * keep, hidden=hidden)
    layer, kept = model.llm.backbone.first_stage(frames * keep)
    aux = reader(hidden[layer][:, start : start + kept].view(films, frames, -1, x.shape[-1]), group.labels)
    loss = guidance * aux * films
    for film in range(films):
        own = state.pick(torch.tensor([film]))
        for piece in questions.pieces(film):
            loss = loss + questions.loss(model, own, piece, tell, start, kept)
    tell["frames"].append(aux.item())
    (loss / films / 8).backward()


class Stills:
    """Single photographs, each as a film of a few equal frames: the cheapest way to learn words for what is seen."""

    def __init__(self, prompting, photographs, features):
        self.prompting, self.photographs, self.features = prompting, photographs, features
        self.states = [states(photographs.known(i)) for i in range(len(photographs))]

    def loss(self, model, rng, count, soft, tell) -> Tensor:
        """The mean loss a photograph over its caption and a yes and a no."""
        chosen = [rng.randrange(len(self.photographs)) for _ in range(count)]
        variants = torch.tensor([rng.randrange(len(self.features)) for _ in chosen])
        features = self.features[variants, torch.tensor(chosen)].float().unsqueeze(1).expand(-1, STILL, -1, -1)
        seconds = rng.randint(2, STILL)
        x, start = film_prefix(model, self.prompting, features)
        shared = model.llm.backbone.embeddings(torch.tensor(self.prompting.shared(seconds, STILL))).expand(count, -1, -1)
        _, state = model.llm.prefill(torch.cat([x, shared], 1), start, STILL * features.shape[2])
        asked = [(row, *item) for row, i in enumerate(chosen) for item in self._asked(i, rng)]
        loss = torch.zeros(())
        for task in ("short", "question"):
            mine = [(row, question, answer) for row, kind, question, answer in asked if kind == task]
            loss = loss + self._rows(model, state.pick(torch.tensor([m[0] for m in mine])), mine, seconds, soft, tell, task)
        return loss / count

    def _asked(self, index, rng):
        yield "short", PROMPTS["caption"]["short"], sentence(tidy(rng.choice(self.photographs.known(index))))
        for wanted, answer in ((SEEN, "Yes."), (ABSENT, "No.")):
            among = [n for n, state in zip(NOUNS, self.states[index]) if state == wanted]
            if among:
                yield "question", rng.choice(NOUN_QUESTIONS).format(a=rng.choice(among).text), answer

    def _rows(self, model, state, asked, seconds, soft, tell, task) -> Tensor:
        branches = [self.prompting.branch(seconds, STILL, question, "", answer) for _, question, answer in asked]
        ids, valid = padded_rows([b.prompt + b.answer[:-1] for b in branches], self.prompting.pad)
        starts = torch.tensor([len(b.prompt) - 1 for b in branches])
        prompt = torch.arange(ids.shape[1])[None] <= starts[:, None]
        stream, _ = model.llm.run(model.llm.backbone.embeddings(ids), state, absorb=prompt, valid=valid)
        row = torch.tensor([r for r, b in enumerate(branches) for _ in b.answer])
        column = torch.tensor([int(starts[r]) + k for r, b in enumerate(branches) for k in range(len(b.answer))])
        target = torch.tensor([t for b in branches for t in b.answer])
        weight = torch.tensor([TASK_WEIGHT[task] / math.sqrt(len(b.answer)) for b in branches for _ in b.answer])
        losses = -(F.log_softmax(model.llm.logits(stream[row, column]), -1) * soft[target]).sum(-1)
        tell["still " + task].append(losses.detach().mean().item())
        return (losses * weight).sum()


# ------------------------------------------------------------------------------------------------------------- training


class Average:
    """An exponential moving average of a model's weights."""

    def __init__(self, model, decay):
        self.decay, self.values = decay, {k: v.detach().clone() for k, v in model.state_dict().items()}

    @torch.no_grad()
    def update(self, model, step):
        decay = min(self.decay, (1 + step) / (10 + step))
        for name, value in model.state_dict().items():
            self.values[name].lerp_(value, 1 - decay)


def optimisers(model, reader, rate):
    """Muon for the decoder's matrices, AdamW for the rest."""
    matrices = [p for n, p in model.llm.named_parameters() if p.dim() == 2 and "embeddings" not in n and "lm_head" not in n]
    chosen = {id(p) for p in matrices}
    rest = [p for p in [*model.llm.parameters(), *model.projector.parameters(), *reader.parameters()] if id(p) not in chosen]
    muon = torch.optim.Muon(matrices, rate, weight_decay=0.05, momentum=0.95, adjust_lr_fn="match_rms_adamw")
    adam = torch.optim.AdamW(by_decay(rest, 0.02), rate, (0.9, 0.98))
    return [muon, adam]


def publish(model, average, config, tokenizer, folder):
    own = {k: v.clone() for k, v in model.state_dict().items()}
    model.load_state_dict(average.values)
    folder = Path(folder)
    model.save(folder)
    folder.joinpath("config.json").write_text(json.dumps(config, indent=2) + "\n")
    shutil.copy(tokenizer, folder / "tokenizer.json")
    model.load_state_dict(own)


def fingerprint(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:8]


def with_vision(config, prompting, vision):
    """A new model on a vision part that is finished; its configuration gets the vocabulary's size."""
    config["llm"]["vocab_size"] = prompting.tokenizer.get_vocab_size()
    model = TimeViper(with_defaults(config))
    model.featurizer.load_state_dict(torch.load(vision)["vision"])
    model.featurizer.eval().requires_grad_(False)
    return model


def work(args, rank, workers):
    torch.manual_seed(1)
    prompting = Prompting(args.tokenizer)
    config = json.loads(Path(args.config).read_text())
    model = with_vision(config, prompting, args.vision)
    Decoding(args, rank, workers, model, prompting, config).train()


class Decoding:
    """The training of one process: the model, what it learns from, and how far it is."""

    def __init__(self, args, rank, workers, model, prompting, config):
        self.args, self.rank, self.workers, self.model, self.prompting, self.config = args, rank, workers, model, prompting, config
        size, folder = config["vision"]["image_size"], args.run / f"features-{fingerprint(args.vision)}"
        told = captioned(args.data)
        self.cache = Cache(folder, model.featurizer, model.tokens_a_frame, size, Repertoire([told[i] for i in range(len(told))], "train"))
        if rank == 0:
            self.judge = Photographed(args.data, "valid", model, folder)
        stills = lambda variant: still_features(folder, model.featurizer, model.tokens_a_frame, size, told, variant)
        for variant in range(rank, args.variants, workers):
            stills(variant)
        agreed(0)  # each waits for what the others write
        self.stills = Stills(prompting, told, torch.stack([stills(variant) for variant in range(args.variants)]))
        self.reader = FrameReader(config["llm"]["hidden_size"])
        begin(model, prompting, torch.cat([self.cache.group(n, 24).features.flatten(0, 1) for n in range(4)]))
        self.optimisers = optimisers(model, self.reader, args.rate)
        self.average, self.step, self.minutes, self.tell = Average(model, 0.997), 0, Minutes(), defaultdict(list)
        self._go_on()
        same_start(model), same_start(self.reader)
        self.params = [p for o in self.optimisers for g in o.param_groups for p in g["params"]]
        self.soft = soft_targets(prompting, config["llm"]["vocab_size"])

    def _go_on(self):
        if self.args.begin_with:
            finished = torch.load(self.args.begin_with)
            self.model.load_state_dict(finished["average"]), self.reader.load_state_dict(finished["reader"])
            self.average = Average(self.model, 0.997)
        saved = self.args.run / "decoder.pt"
        if saved.exists():
            old = torch.load(saved)
            own = self.model.featurizer.state_dict()
            self.model.load_state_dict(old["model"]), self.reader.load_state_dict(old["reader"])
            self.model.featurizer.load_state_dict(own)  # it may have been trained further meanwhile
            self.average.values, self.step, self.minutes.done = old["average"], old["step"], old["minutes"]
            self.average.values.update({f"featurizer.{name}": value.clone() for name, value in own.items()})
            for optimiser, values in zip(self.optimisers, old["optimisers"]):
                optimiser.load_state_dict(values)

    def train(self):
        args = self.args
        told = checked = self.minutes.done
        until = min(args.minutes, told + args.sitting)
        while (minutes := agreed(self.minutes.done)) < until:
            with self.minutes:
                self.learn(minutes / args.minutes if not args.begin_with else 0.5 + 0.5 * minutes / args.minutes)
            if self.rank == 0 and self.minutes.done - told > 1:
                told = self.minutes.done
                print(f"{told:5.1f} min, step {self.step}: " + " ".join(f"{k} {np.mean(v):.3f}" for k, v in sorted(self.tell.items())), flush=True)
                self.tell.clear()
                self.save()
            if self.rank == 0 and self.minutes.done - checked > args.check:
                checked = self.minutes.done
                check(args, self.model, self.prompting, self.config, self.average, self.judge)
        if self.rank == 0:
            self.save()
            check(args, self.model, self.prompting, self.config, self.average, self.judge, 40)
        agreed(0)

    def learn(self, share):
        """One step. share: how much of the whole training is done"""
        args = self.args
        rate = args.rate * min(1, (self.step + 1) / 100) * (0.02 + 0.98 * min(1.0, 1.6 * (1 - share)))
        for optimiser in self.optimisers:
            for group in optimiser.param_groups:
                group["lr"] = rate
        rng = seeded("decoder", self.rank, self.workers, self.step)
        longest = 20 if share < 0.06 else 32 if share < 0.15 else 60
        films = self._long() if self._long_now(share) else self.cache.group(self._number(), longest)
        if share * args.minutes < args.frames_minutes:
            learn_frames(self.model, self.reader, self.prompting, films, self.tell)
        else:
            learn(self.model, self.reader, self.prompting, films, Questions(self.prompting, films, rng, self.soft), self.tell, guidance=max(0.5, 6 * (1 - 1.5 * share)))
            (args.stills * self.stills.loss(self.model, rng, 12, self.soft, self.tell) / 8).backward()
        average_gradients(self.params)
        torch.nn.utils.clip_grad_norm_(self.params, 1.0)
        for optimiser in self.optimisers:
            optimiser.step()
            optimiser.zero_grad()
        self.step += 1
        self.average.update(self.model, self.step)

    def _number(self):
        """Which group comes now: a new one while there are, then one of the later ones again; two processes' groups are of one length."""
        pair = self.step if self.step < self.args.groups else seeded("again", self.step).randrange(self.args.groups // 4, self.args.groups)
        return pair * self.workers + self.rank

    def _long_now(self, share):
        """Once short films are understood, some steps are about long ones."""
        return share > self.args.long_from and self.step % self.args.long_every == 0

    def _long(self):
        return self.cache.long(self._long_number())

    def _long_number(self):
        return seeded("long", self.step).randrange(self.args.long_films // self.workers) * self.workers + self.rank

    def save(self):
        whole = {"model": self.model.state_dict(), "reader": self.reader.state_dict(), "average": self.average.values, "step": self.step, "minutes": self.minutes.done,
                 "optimisers": [o.state_dict() for o in self.optimisers]}  # fmt: skip
        torch.save(whole, self.args.run / "decoder.new")
        (self.args.run / "decoder.new").replace(self.args.run / "decoder.pt")


def check(args, model, prompting, config, average, judge, films=10):
    own = {k: v.clone() for k, v in model.state_dict().items()}
    model.load_state_dict(average.values)
    for name, value in {**evaluate(model, prompting, "valid", films, judge.folder), **judge.scores(model, prompting, 10 * films)}.items():
        print(f"      valid {name}: {value}", flush=True)
    model.load_state_dict(own)
    if args.publish:
        publish(model, average, config, args.tokenizer, args.publish)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("run", type=Path)
    parser.add_argument("--vision", required=True)
    parser.add_argument("--tokenizer", required=True)
    parser.add_argument("--data", required=True, help="folder of the photographs")
    parser.add_argument("--config", default=str(Path(__file__).with_name("starter.json")))
    parser.add_argument("--minutes", type=float, default=240, help="of the whole training, all its sittings together")
    parser.add_argument("--sitting", type=float, default=1e9, help="minutes after which it stops, to go on another time")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--frames-minutes", type=float, default=10, help="first teach only what is in each frame and when, without questions")
    parser.add_argument("--groups", type=int, default=2500, help="how many groups of 4 films a process has; then they come again")
    parser.add_argument("--long-from", type=float, default=0.5, help="share of the training after which films of up to ten minutes come")
    parser.add_argument("--long-films", type=int, default=400)
    parser.add_argument("--long-every", type=int, default=8, help="then one step in so many is about one of them")
    parser.add_argument("--begin-with", help="another run's decoder.pt: go on from its weights, as the second half of a training does")
    parser.add_argument("--stills", type=float, default=1.0, help="weight of single photographs")
    parser.add_argument("--variants", type=int, default=6, help="crops of each photograph")
    parser.add_argument("--check", type=float, default=12, help="minutes between two checks on films that are not learnt from")
    parser.add_argument("--publish", help="folder that gets a loadable checkpoint at every check")
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    args.run.mkdir(parents=True, exist_ok=True)
    run(work, args, args.workers)


if __name__ == "__main__":
    main()
