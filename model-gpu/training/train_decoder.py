"""Trains the projector and the decoder on cached vision features: a film's prefix once, all its questions behind it.

    python train_decoder.py RUN --vision vision.pt --tokenizer tokenizer.json --minutes 70 [--publish DIR]

RUN keeps features, log and checkpoint; started again on the same RUN it goes on from the checkpoint.
"""

import argparse
import hashlib
import json
import math
import random
import shutil
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from attending import WEIGHT as GAZE_WEIGHT
from attending import gaze_loss, gazes, option_loss, option_tokens
from evaluate import evaluate
from features import Cache, Group
from film import CAMERAS, COLOUR_NAMES, DIRECTIONS, KIND_NAMES
from generate import padded_rows
from model import Mamba2, TimeViper, uniform_indices, with_defaults
from prompting import Prompting

TASK_WEIGHT = {
    "grounding": 1.5, "not_shown": 0.7, "multiple_choice": 2.0, "question": 0.7, "dense": 2.0,
    "detailed": 1.2, "short": 1.2, "background": 0.8, "main_object": 0.8, "camera": 0.5,
}
MAX_FRAMES = 64
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
        self.sizes = {"time": MAX_FRAMES, "kind": len(KIND_NAMES), "colour": len(COLOUR_NAMES), "since": len(KIND_NAMES), "way": len(KIND_NAMES) * len(DIRECTIONS), "camera": len(CAMERAS)}
        self.norm = nn.LayerNorm(dim)
        self.head = nn.Linear(dim, sum(self.sizes.values()))

    def forward(self, x: Tensor, labels: list) -> Tensor:
        """x (films, frames, tokens, dim) → a sum of losses"""
        out = dict(zip(self.sizes, self.head(self.norm(x)).float().split(list(self.sizes.values()), -1)))
        films, frames = x.shape[:2]
        presence = torch.from_numpy(np.stack([l["presence"] for l in labels]))
        kind, colour = presence.amax(3), presence.amax(2)
        loss = F.cross_entropy(out["time"].mean(2).flatten(0, 1), torch.arange(frames).repeat(films))
        loss = loss + 8 * F.binary_cross_entropy_with_logits(out["kind"].logsumexp(2), kind) + 8 * F.binary_cross_entropy_with_logits(out["colour"].logsumexp(2), colour)
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
        self.gazes, self.options, numbers = [], {}, set(prompting.numbers)
        self.durations = [f.duration for f in group.films]
        for i, film in enumerate(group.films):
            for item in film.items(rng):
                if item.task in ("detailed", "dense", "camera", "background") and rng.random() < 0.4:
                    continue
                wording = plain_wording(item, rng)
                branch = prompting.branch(film.duration, group.frames, wording, item.lead, item.answer)
                self.gazes.append(gazes(item, branch.answer, numbers, group.labels[i]))
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
        losses = -(F.log_softmax(model.llm.logits(stream[row, column]).float(), -1) * self.soft[target]).sum(-1)
        for r, i in enumerate(piece):
            tell[self.task[i]].append(losses.detach()[row == r].mean().item())
        return (losses * weight).sum() + self._attending(model, state, piece, starts, taps, tell, start, kept)

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


def plain_wording(item, rng) -> str:
    """People also search for a thing without its article."""
    query = item.meta.get("query", "")
    for article in ("a ", "an ", "the "):
        if query.startswith(article) and rng.random() < 0.15:
            return item.instruction.replace(f"'{query}'", f"'{query[len(article):]}'")
    return item.instruction


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
    drop = model.llm.backbone.drops[0]
    for layer in model.llm.backbone.layers[: drop.layer]:
        x, _ = layer(x, None)
    kept = uniform_indices(frames * keep, math.floor(frames * keep * drop.keep))
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
    drop = model.llm.backbone.drops[0]
    kept = math.floor(frames * keep * drop.keep)
    aux = reader(hidden[drop.layer][:, start : start + kept].view(films, frames, -1, x.shape[-1]), group.labels)
    loss = guidance * aux * films
    for film in range(films):
        own = state.pick(torch.tensor([film]))
        for piece in questions.pieces(film):
            loss = loss + questions.loss(model, own, piece, tell, start, kept)
    tell["frames"].append(aux.item())
    (loss / films / 8).backward()


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
    decayed, free = [p for p in rest if p.dim() > 1], [p for p in rest if p.dim() <= 1]
    muon = torch.optim.Muon(matrices, rate, weight_decay=0.05, momentum=0.95, adjust_lr_fn="match_rms_adamw")
    adam = torch.optim.AdamW([{"params": decayed, "weight_decay": 0.02}, {"params": free, "weight_decay": 0.0}], rate, (0.9, 0.98))
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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("run", type=Path)
    parser.add_argument("--vision", required=True)
    parser.add_argument("--tokenizer", required=True)
    parser.add_argument("--config", default=str(Path(__file__).with_name("starter.json")))
    parser.add_argument("--minutes", type=float, default=70)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--frames-minutes", type=float, default=8, help="first teach only what is in each frame and when, without questions")
    parser.add_argument("--groups", type=int, default=700, help="how many groups of 4 films there are; then they come again")
    parser.add_argument("--publish", help="folder that gets a loadable checkpoint every few minutes")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.set_flush_denormal(True)  # decays soon reach numbers that a processor is slow with
    torch.manual_seed(1)
    args.run.mkdir(parents=True, exist_ok=True)
    prompting = Prompting(args.tokenizer)
    config = json.loads(Path(args.config).read_text())
    config["llm"]["vocab_size"] = prompting.tokenizer.get_vocab_size()
    model = TimeViper(with_defaults(config))
    vision = torch.load(args.vision)["vision"]
    model.featurizer.load_state_dict(vision)
    size = config["vision"]["image_size"]
    args.features = args.run / f"features-{fingerprint(args.vision)}"
    cache = Cache(args.features, model.featurizer, model.tokens_a_frame, size)
    reader = FrameReader(config["llm"]["hidden_size"])
    begin(model, prompting, cache.group(0, 24).features)
    opts = optimisers(model, reader, args.rate)
    average, step, spent_before = Average(model, 0.995), 0, 0.0
    saved = args.run / "decoder.pt"
    if saved.exists():
        old = torch.load(saved)
        model.load_state_dict(old["model"]), reader.load_state_dict(old["reader"])
        average.values, step, spent_before = old["average"], old["step"], old["minutes"]
        for optimiser, values in zip(opts, old["optimisers"]):
            optimiser.load_state_dict(values)
        model.featurizer.load_state_dict(vision)  # it may have been trained further meanwhile
        average.values.update({f"featurizer.{name}": value.clone() for name, value in vision.items()})
    train(args, model, reader, prompting, config, cache, opts, average, step, spent_before)


def train(args, model, reader, prompting, config, cache, opts, average, step, spent_before):
    soft = soft_targets(prompting, config["llm"]["vocab_size"])
    start, told, checked, tell = time.time(), spent_before, spent_before, defaultdict(list)
    model.featurizer.requires_grad_(False)
    params = [p for o in opts for g in o.param_groups for p in g["params"]]
    frames_until = spent_before + args.frames_minutes
    while (spent := spent_before + (time.time() - start) / 60) < args.minutes:
        share = spent / args.minutes
        frames_only = spent < frames_until
        rate = args.rate * min(1, (step + 1) / 100) * (0.02 + 0.98 * min(1.0, 1.6 * (1 - share)))
        for optimiser in opts:
            for group in optimiser.param_groups:
                group["lr"] = rate
        rng = random.Random(step * 7919 + 11)
        longest = 20 if share < 0.08 else 32 if share < 0.2 else 60
        number = step if step < args.groups else rng.randrange(int(args.groups * 0.2), args.groups)
        films = cache.group(number, longest)
        if frames_only:
            learn_frames(model, reader, prompting, films, tell)
        else:
            learn(model, reader, prompting, films, Questions(prompting, films, rng, soft), tell, guidance=max(0.5, 6 * (1 - 1.5 * share)))
        torch.nn.utils.clip_grad_norm_(params, 1.0)
        for optimiser in opts:
            optimiser.step()
            optimiser.zero_grad()
        step += 1
        average.update(model, step)
        if spent - told > 1:
            told = spent
            print(f"{spent:5.1f} min, step {step}: " + " ".join(f"{k} {np.mean(v):.3f}" for k, v in sorted(tell.items())), flush=True)
            tell.clear()
        if spent - checked > 6 and not frames_only:
            checked = spent
            save(args, model, reader, opts, average, step, spent)
            check(args, model, prompting, config, average)
    save(args, model, reader, opts, average, step, args.minutes)
    check(args, model, prompting, config, average)


def save(args, model, reader, opts, average, step, minutes):
    whole = {"model": model.state_dict(), "reader": reader.state_dict(), "average": average.values, "step": step, "minutes": minutes, "optimisers": [o.state_dict() for o in opts]}
    torch.save(whole, args.run / "decoder.new")
    (args.run / "decoder.new").replace(args.run / "decoder.pt")


def check(args, model, prompting, config, average):
    own = {k: v.clone() for k, v in model.state_dict().items()}
    model.load_state_dict(average.values)
    for name, value in evaluate(model, prompting, "valid", 10, args.features).items():
        print(f"      valid {name}: {value}", flush=True)
    model.load_state_dict(own)
    if args.publish:
        publish(model, average, config, args.tokenizer, args.publish)


if __name__ == "__main__":
    main()
