"""Trains vision, projector and decoder together, on a GPU, from a starter on: every film is new, and drawn while the one before is learnt from.

    python train_whole.py OUT --begin ../starter --data FOLDER --seconds 450          # all parts
    python train_whole.py OUT --begin DIR --data FOLDER --way none --steps 120        # the decoder alone, to another way of dropping

OUT gets `model.safetensors`, the mean of the last weights; with `reader.pt`, which training alone needs, another training can begin there.
`train_decoder.py` is the way on a CPU, where vision features are computed once and kept.
"""

import argparse
import itertools
import math
import random
import time
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from features import SHARES, STILL, Repertoire, film_pictures, lengths, padded_labels, still_crop
from frame_reader import FrameReader, stacked
from generate import prefill
from learning import by_decay
from lessons import MANY, Piece, Told, piece_loss, pieces, questions, soft_targets, still_questions
from model import normalise
from natural import seeded
from nouns import states
from photographs import captioned
from prompting import Prompting
from train_decoder import Average, optimisers, publish
from ways import load, written_config

MOST_FILMS = 192
LONG = 0.15  # share of the steps that is about films of more than a minute
LONGEST = 320  # seconds of those
HOUR_LIKE = 0.04  # share of the steps that is about films which no window holds
HOURS_OF = (512, 2048)  # seconds of those
SPARSE = 0.4  # share of the drawn films that is like a part of a long one
CUT_OUT = 0.3  # share of the films that begin, and that end, in the middle of a longer one, as windows of a film do
QUESTIONS = 18  # that are put to a film
PIECE_TOKENS = 60_000
UNGUIDED = 120  # steps in which the frame reader, which begins anew, only learns and does not teach
VISION_SHARE = 0.3  # of the rate, for the vision part


@dataclass(frozen=True)
class Lesson:
    """All that one step learns from."""

    pictures: Tensor  # uint8 (films, frames, size, size, 3)
    durations: list
    labels: dict
    pieces: list
    stills: Tensor  # uint8 (photographs, size, size, 3)
    seconds: int
    still_pieces: list


class Lessons(Dataset):
    """Lessons by the number of their step. Whoever asks for one draws it: a loader's workers do so ahead of time."""

    def __init__(self, prompting, photographs, size, frames, stills, name):
        self.prompting, self.photographs, self.size, self.frames, self.stills, self.name = prompting, photographs, size, frames, stills, name
        self.repertoire = Repertoire([photographs[i] for i in range(len(photographs))], "train")
        self.states = [states(photographs.known(i)) for i in range(len(photographs))]

    def __len__(self):
        return 1 << 30

    def __getitem__(self, step):
        for attempt in itertools.count():
            try:
                return self._lesson(seeded(self.name, step, attempt))
            except (ArithmeticError, LookupError, ValueError) as error:  # of a hundred thousand films, one that cannot be drawn must not end a training
                if attempt == 3:
                    raise
                print(f"step {step} draws other films, for of these one could not be drawn: {error!r}", flush=True)

    def _lesson(self, rng):
        films, frames = self._films(rng)
        pictures = np.stack([film_pictures(film, self.size, rng if rng.random() < 0.5 else None) for film in films])
        labels = [padded_labels(film, frames) for film in films]
        rows = questions(self.prompting, films, frames, labels, rng, QUESTIONS if frames <= LONGEST else MANY)
        chosen, seconds = [rng.randrange(len(self.photographs)) for _ in range(self.stills)], rng.randint(2, STILL)
        stills = np.stack([still_crop(self.repertoire.pictures[i], rng, self.size) for i in chosen])
        asked = still_questions(self.prompting, [self.photographs.known(i) for i in chosen], [self.states[i] for i in chosen], seconds, STILL, rng)
        return Lesson(torch.from_numpy(pictures), [f.duration for f in films], stacked(labels), self._pieces(rows), torch.from_numpy(stills), seconds, self._pieces(asked))

    def _films(self, rng):
        """As many films of one number of frames as a step has room for."""
        kind = rng.random()
        if kind < LONG + HOUR_LIKE:
            frames = 4 * (rng.randint(17, LONGEST // 4) if kind < LONG else round(math.exp(rng.uniform(*map(math.log, HOURS_OF))) / 4))
            duration = lambda: float(frames)  # numbers above 99 take two tokens, which all films of a step must agree on
        else:
            frames, duration = lengths(rng, 64)
        films = [self._film(rng, duration()) for _ in range(min(MOST_FILMS, self.frames // frames))]
        return films, frames

    def _film(self, rng, seconds):
        kind = rng.choices(list(SHARES), SHARES.values())[0]
        before, after = (float(rng.randint(1, 20)) if rng.random() < CUT_OUT else 0.0 for _ in range(2))
        film = self.repertoire.film(rng, rng.randrange(1 << 30), before + seconds + after, kind, rng.random() < SPARSE)
        cut = film.excerpt(before, before + seconds) if before or after else film
        return cut if getattr(cut, "shots", True) else self._film(rng, seconds)

    def _pieces(self, rows):
        return [Piece.of(piece, set(self.prompting.numbers), self.prompting.pad) for piece in pieces(rows, PIECE_TOKENS)]


def _alone(worker):
    """A worker draws on its one core."""
    cv2.setNumThreads(1)
    torch.set_num_threads(1)


class Training:
    def __init__(self, args, model, prompting, device):
        self.args, self.model, self.prompting, self.device = args, model, prompting, device
        self.reader = FrameReader(model.config["llm"]["hidden_size"]).to(device)
        if (args.begin / "reader.pt").exists():
            self.reader.load_state_dict(torch.load(args.begin / "reader.pt", map_location=device))
            self.unguided = 0
        else:
            self.unguided = UNGUIDED
        self.optimisers = self._optimisers()
        self.params = [p for o in self.optimisers for g in o.param_groups for p in g["params"]]
        self.soft = soft_targets(prompting, model.config["llm"]["vocab_size"]).to(device)
        self.average, self.step, self.tell = Average(model, args.keep), 0, Told()

    def _optimisers(self):
        """Those of the decoder, and the vision part with a share of the rate, where it learns."""
        muon, adam = optimisers(self.model, self.reader, self.args.rate)
        for group in [] if self.args.steps else by_decay(self.model.featurizer.parameters(), 0.05):
            adam.add_param_group({**group, "share": VISION_SHARE})
        return [muon, adam]

    def learn(self, lesson: Lesson, share: float):
        """One step. share: how much of the whole training is done"""
        rate = self.args.rate * min(1, (self.step + 1) / 100) * (0.02 + 0.98 * min(1.0, 1.6 * (1 - share)))
        for group in (g for o in self.optimisers for g in o.param_groups):
            group["lr"] = rate * group.get("share", 1.0)
        loss = self._films(lesson, guidance=max(0.5, 2 * (1 - 1.5 * share))) + self.args.stills_weight * self._stills(lesson)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.params, 1.0)
        for optimiser in self.optimisers:
            if torch.isfinite(norm):
                optimiser.step()
            optimiser.zero_grad()
        self.step += 1
        self.average.update(self.model, self.step)

    def forget(self):
        """Lets go of what a step left that could not be finished."""
        for optimiser in self.optimisers:
            optimiser.zero_grad()
        torch.cuda.empty_cache()

    def _see(self, pictures: Tensor) -> Tensor:
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.device.type == "cuda"), torch.set_grad_enabled(not self.args.steps):
            return self.model.see(normalise(pictures.to(self.device, non_blocking=True))).float()

    def _films(self, lesson, guidance) -> Tensor:
        films, frames = lesson.pictures.shape[:2]
        features, hidden = self._see(lesson.pictures.flatten(0, 1)).unflatten(0, (films, frames)), []
        state, start = prefill(self.model, self.prompting, features, lesson.durations, hidden)
        layer, kept = self.model.llm.backbone.first_stage(frames * features.shape[2])
        early = hidden[layer] if self.step >= self.unguided else hidden[layer].detach()
        labels = {name: value.to(self.device, non_blocking=True) for name, value in lesson.labels.items()}
        aux = self.reader(early[:, start : start + kept].unflatten(1, (frames, -1)), labels)
        self.tell["frames"].append(aux.detach())
        return guidance * aux + sum(self._piece(piece, state, start, kept) for piece in lesson.pieces) / films

    def _stills(self, lesson) -> Tensor:
        features = self._see(lesson.stills).unsqueeze(1).expand(-1, STILL, -1, -1)
        state, start = prefill(self.model, self.prompting, features, [lesson.seconds] * len(features))
        return sum(self._piece(piece, state, start, 0, "still ") for piece in lesson.still_pieces) / len(features)

    def _piece(self, piece, state, start, kept, told_as=""):
        piece = piece.to(self.device)
        return piece_loss(self.model, piece, state.pick(piece.film), self.soft, self.tell, start, kept, told_as)

    def save(self):
        publish(self.model, self.average, written_config(self.args.begin, self.args.way), self.args.begin / "tokenizer.json", self.args.out)
        torch.save(self.reader.state_dict(), self.args.out / "reader.pt")


def train(training: Training, loader):
    args, began = training.args, time.time()
    told = saved = began
    for lesson in loader:
        now = time.time()
        share = training.step / args.steps if args.steps else (now - began) / args.seconds
        if share >= 1:
            break
        try:
            training.learn(lesson, share)
        except torch.OutOfMemoryError as error:
            print(f"left out, for the device has no room for it: {tuple(lesson.pictures.shape[:2])} films and frames: {error}", flush=True)
            training.forget()
        if now - told > args.tell:
            print(f"{now - began:5.0f} s, step {training.step}: {training.tell}", flush=True)
            training.tell.clear()
            told = now
        if now - saved > 100:
            training.save()
            saved = now
    training.save()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--begin", type=Path, required=True, help="folder of a starter: configuration, tokenizer, weights, and perhaps reader.pt")
    parser.add_argument("--data", required=True, help="folder of the photographs")
    parser.add_argument("--seconds", type=float, help="of the whole training")
    parser.add_argument("--steps", type=int, default=0, help="instead of seconds: so many steps, in which the vision part stays as it is")
    parser.add_argument("--way", help="of dropping tokens: none, pdrop:SCHEDULE or transv:SCHEDULE")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--keep", type=float, default=0.995, help="what the mean of the weights keeps at each step")
    parser.add_argument("--frames", type=int, default=6144, help="of films in a step")
    parser.add_argument("--stills", type=int, default=256, help="single photographs in a step")
    parser.add_argument("--stills-weight", type=float, default=1.0)
    parser.add_argument("--workers", type=int, default=14)
    parser.add_argument("--tell", type=float, default=15, help="seconds between two lines about the losses")
    parser.add_argument("--name", default="whole", help="films, questions and batches follow from it")
    args = parser.parse_args()
    if bool(args.seconds) == bool(args.steps):
        parser.error("say how long: --seconds or --steps")
    torch.manual_seed(1), random.seed(1)
    torch.set_float32_matmul_precision("high")
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    prompting, model = Prompting(args.begin / "tokenizer.json"), load(args.begin, args.way).to(device)
    args.out.mkdir(parents=True, exist_ok=True)
    lessons = Lessons(prompting, captioned(args.data), model.config["vision"]["image_size"], args.frames, args.stills, args.name)
    training = Training(args, model, prompting, device)
    train(training, iter(DataLoader(lessons, batch_size=None, shuffle=False, num_workers=args.workers, worker_init_fn=_alone, prefetch_factor=2 if args.workers else None)))


if __name__ == "__main__":
    main()
