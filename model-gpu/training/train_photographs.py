"""Teaches a starter more of photographs, on a CPU, and keeps what it says of films as it is.

    python train_photographs.py OUT --begin ../starter --data FOLDER --minutes 60 [--kept FILMS.pt]

Of captioned photographs it learns how people tell them, of those in named classes what they do not show (`class_nouns.py`). There are few, and it learns them by heart before it learns to see: parts of
the stream and words of the captions are left out at random, and crops are small. Films are kept by distillation: some hundreds are drawn first, with what the starter makes of them, their
features and the probabilities of every token of their answers; each step holds the model to one of these. FILMS.pt keeps them for another training from the same starter.
"""

import argparse
import random
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from class_nouns import class_states
from features import STILL, still_whole
from film import PROMPTS
from generate import padded_rows, prefill, searched_and_confidence
from learning import by_decay
from lessons import TASK_WEIGHT, Piece, Row, Told, pieces, still_row
from model import normalise
from natural import crop, recolour, seeded
from nouns import ABSENT, NOUNS, SEEN, states, tidy
from photo_film import NOUN_QUESTIONS
from photographs import captioned, class_names, classed
from prompting import Prompting
from scores import bleu4, cider_d
from train_decoder import Average, publish
from train_whole import Lessons
from ways import load, written_config
from wording import sentence

FRAMES, LONG_FRAMES = 96, 320  # of the films that are kept together; of one in eight
LOOKED_AT = 16  # frames of these that the vision part is held to
PIECE_TOKENS = 4000
SMALLEST = 0.35  # share of a photograph that a crop shows at least
CAPTIONS = 3  # of a photograph in a step
DENIED = 2  # nouns that are not there, of a photograph with a class
LEFT_OUT, UNHEARD = 0.1, 0.15  # shares: of what a layer adds to the stream; of the words of a caption that the next is told from
CHECKED = 500  # photographs for validation


# ----------------------------------------------------------------------------------------------------------- films that are kept


@dataclass(frozen=True)
class KeptFilms:
    """A few films of equally many frames and what the starter makes of them."""

    pictures: Tensor  # uint8 (some of the frames, size, size, 3)
    seen: Tensor  # float16 (these frames, patches, dim)
    features: Tensor  # float16 (films, frames, K, dim)
    durations: list
    pieces: list
    said: list  # float16 (answer tokens, vocabulary) a piece: logarithms of probabilities


@torch.no_grad()
def keep_films(model, prompting, lesson, rng) -> KeptFilms:
    """What is remembered of a lesson's films."""
    films, frames = lesson.pictures.shape[:2]
    flat = lesson.pictures.flatten(0, 1)
    features = torch.cat([model.see(normalise(part)).half() for part in flat.split(64)]).unflatten(0, (films, frames))
    state, _ = prefill(model, prompting, features.float(), lesson.durations)
    said = [_said(model, piece, state).half() for piece in lesson.pieces]
    some = flat[sorted(rng.sample(range(len(flat)), min(LOOKED_AT, len(flat))))]
    return KeptFilms(some, model.featurizer(normalise(some)).half(), features, lesson.durations, lesson.pieces, said)


def _said(model, piece: Piece, state) -> Tensor:
    """Logarithms of the probabilities of every token that writes an answer."""
    prompt = torch.arange(piece.ids.shape[1])[None] <= piece.starts[:, None]
    stream, _ = model.llm.run(model.llm.backbone.embeddings(piece.ids), state.pick(piece.film), absorb=prompt)
    return F.log_softmax(model.llm.logits(stream[piece.row, piece.column]).float(), -1)


def kept_loss(model, prompting, kept: KeptFilms, number: int) -> Tensor:
    """How far what the model says in one of the pieces is from what it said, an answer token, by the Kullback-Leibler divergence."""
    state, _ = prefill(model, prompting, kept.features.float(), kept.durations)
    piece, before = kept.pieces[number], kept.said[number].float()
    apart = (before.exp() * (before - _said(model, piece, state))).sum(-1)
    return (piece.weight * apart).sum() / piece.weight.sum()


def seen_loss(model, kept: KeptFilms) -> Tensor:
    """How far what the vision part makes of some frames is from what it made, as a share of the variance."""
    seen = kept.seen.float()
    return F.mse_loss(model.featurizer(normalise(kept.pictures)).float(), seen) / seen.var()


_DRAWING = {}


def _begin_drawing(directory, data, name):
    torch.set_num_threads(1)
    prompting, model, told = Prompting(directory / "tokenizer.json"), load(directory), captioned(data)
    size = model.config["vision"]["image_size"]
    _DRAWING.update(model=model, prompting=prompting, lessons=[Lessons(prompting, told, size, frames, 1, name) for frames in (FRAMES, LONG_FRAMES)])


def _draw(number):
    lessons = _DRAWING["lessons"][number % 8 == 0]
    return keep_films(_DRAWING["model"], _DRAWING["prompting"], lessons[number], seeded("kept", number))


def drawn_films(directory, data, count, name, workers=2):
    """Films with all that a starter makes of them, each drawn by one of the workers."""
    with ProcessPoolExecutor(workers, initializer=_begin_drawing, initargs=(directory, data, name)) as pool:
        return list(pool.map(_draw, range(count)))


def kept_films(path, make):
    """What a file holds; where there is none yet it is made, and written whole or not at all."""
    if path is None or not path.exists():
        films = make()
        if path is None:
            return films
        part = path.with_suffix(".new.pt")
        torch.save([tuple(getattr(one, field.name) for field in fields(one)) for one in films], part)
        part.replace(path)
    return [KeptFilms(*one) for one in torch.load(path, weights_only=False)]


# --------------------------------------------------------------------------------------------------------------- photographs


@dataclass(frozen=True)
class Batch:
    """Photographs of a step, those with captions before those with a class."""

    pictures: Tensor  # uint8 (photographs, size, size, 3)
    captions: list  # some token ids a photograph, of those that have captions
    states: list  # of the nouns, a photograph each


class Stills:
    """Photographs to learn from, each as a film of a few equal frames, in a new crop every time."""

    def __init__(self, prompting, data, size):
        told, named = captioned(data), classed(data)
        of_class = class_states(class_names(data))
        self.size = size
        self.told = [(picture, [prompting.encode(sentence(tidy(c))) + [prompting.stop] for c in captions], states(captions)) for picture, captions in told]
        self.named = [(picture, of_class[number]) for picture, number in named]

    def batch(self, rng, told, named) -> Batch:
        chosen, others = rng.choices(self.told, k=told), rng.choices(self.named, k=named)
        pictures = [recolour(crop(one[0], rng, self.size, SMALLEST), rng) for one in chosen + others]
        return Batch(torch.from_numpy(np.stack(pictures)), [rng.sample(one[1], min(CAPTIONS, len(one[1]))) for one in chosen], [one[-1] for one in chosen + others])


def noun_rows(prompting, batch: Batch, seconds, rng) -> list[Row]:
    """Of every photograph a noun that is there, and one that is not; of those with a class more of the latter."""
    rows = []
    for index, state in enumerate(batch.states):
        for wanted, answer, most in ((SEEN, "Yes.", 1), (ABSENT, "No.", 1 if index < len(batch.captions) else DENIED)):
            among = [noun for noun, s in zip(NOUNS, state) if s == wanted]
            for noun in rng.sample(among, min(most, len(among))):
                question = rng.choice(NOUN_QUESTIONS).format(a=noun.text)
                rows.append(still_row(prompting, index, seconds, STILL, "question", question, answer))
    return rows


def still_state(model, prompting, pictures: Tensor, seconds):
    """The state behind single photographs."""
    features = model.see(normalise(pictures))
    return prefill(model, prompting, features.unsqueeze(1).expand(-1, STILL, -1, -1), [seconds] * len(features))[0]


def stills_loss(model, prompting, batch: Batch, rng, tell: Told) -> Tensor:
    """What is lost on captions and on nouns, a photograph with captions."""
    seconds = rng.randint(2, STILL)
    state = still_state(model, prompting, batch.pictures, seconds)
    told = _captions_loss(model, prompting, batch, state, seconds, tell)
    return told + _nouns_loss(model, prompting, noun_rows(prompting, batch, seconds, rng), state, tell) / len(batch.captions)


def _captions_loss(model, prompting, batch, state, seconds, tell) -> Tensor:
    """The question is put to a photograph once, its captions go on from there."""
    embed = model.llm.backbone.embeddings
    prompt = torch.tensor([prompting.branch(seconds, STILL, PROMPTS["caption"]["short"]).prompt] * len(batch.captions))
    stream, state = model.llm.run(embed(prompt), state.pick(torch.arange(len(prompt))))
    rows = torch.tensor([i for i, captions in enumerate(batch.captions) for _ in captions])
    ids, valid = padded_rows([ids for captions in batch.captions for ids in captions], prompting.pad)
    heard = torch.where(torch.rand(ids.shape) < UNHEARD, torch.full_like(ids, prompting.pad), ids)[:, :-1]
    after, _ = model.llm.run(embed(heard), state.pick(rows), absorb=False)
    logits = torch.cat([model.llm.logits(stream[:, -1])[rows][:, None], model.llm.logits(after)], 1).float()
    losses = F.cross_entropy(logits.transpose(1, 2), ids, reduction="none") * valid
    tell["captions"].append(losses.detach().sum() / valid.sum())
    return TASK_WEIGHT["short"] * (losses / valid.sum(1, keepdim=True).sqrt()).sum() / len(ids)


def _nouns_loss(model, prompting, rows, state, tell) -> Tensor:
    total = torch.zeros(())
    for some in pieces(rows, PIECE_TOKENS):
        piece = Piece.of(some, set(prompting.numbers), prompting.pad)
        losses = -_said(model, piece, state).gather(1, piece.target.unsqueeze(1)).squeeze(1)
        tell["nouns"].append(losses.detach().mean())
        total = total + (losses * piece.weight).sum()
    return total


class Validation:
    """Captions of photographs that are not learnt from."""

    def __init__(self, prompting, data, size):
        told = captioned(data, "valid")
        pictures, self.known = zip(*(told[i] for i in range(min(CHECKED, len(told)))))
        self.prompting = prompting
        self.pictures = torch.from_numpy(np.stack([still_whole(p, size) for p in pictures]))

    @torch.no_grad()
    def scores(self, model, beam=4, piece=50):
        model.eval()
        said, prompt = [], self.prompting.branch(STILL, STILL, PROMPTS["caption"]["short"]).prompt
        for part in self.pictures.split(piece):
            state = still_state(model, self.prompting, part, STILL)
            found = searched_and_confidence(model, self.prompting, state, list(range(len(part))), [prompt] * len(part), 40, beam)
            said += [self.prompting.decode(ids) for ids, _ in found]
        return {"cider": round(cider_d(said, self.known), 3), "bleu-4": round(bleu4(said, self.known), 3)}


# ------------------------------------------------------------------------------------------------------------------ training


def leave_out(model, share):
    """While the model trains, parts of what its layers add to the stream are left out at random."""

    def thinned(module, _, out):
        if not module.training:
            return out
        return (F.dropout(out[0], share), *out[1:]) if isinstance(out, tuple) else F.dropout(out, share)

    for block in model.featurizer.blocks:
        block.attn["proj"].register_forward_hook(thinned)
        block.mlp["fc2"].register_forward_hook(thinned)
    for layer in model.llm.backbone.layers:
        layer.mixer.register_forward_hook(thinned)


class Training:
    def __init__(self, args, model, prompting, kept, stills):
        self.args, self.model, self.prompting, self.kept, self.stills = args, model, prompting, kept, stills
        model.requires_grad_(True)
        leave_out(model, LEFT_OUT)
        own = by_decay([*model.llm.parameters(), *model.projector.parameters()], 0.05)
        vision = [{**group, "share": args.vision} for group in by_decay(model.featurizer.parameters(), 0.05)]
        self.optimiser = torch.optim.AdamW([*own, *vision], args.rate, (0.9, 0.98))
        self.average, self.step, self.tell = Average(model, args.keep), 0, Told()

    def learn(self, share):
        """One step. share: how much of the training is done"""
        rate = self.args.rate * min(1, (self.step + 1) / 50) * (0.02 + 0.98 * min(1.0, 1.6 * (1 - share)))
        for group in self.optimiser.param_groups:
            group["lr"] = rate * group.get("share", 1.0)
        rng = seeded(self.args.name, self.step)
        self.model.train()
        with torch.autocast("cpu", torch.bfloat16):
            loss = stills_loss(self.model, self.prompting, self.stills.batch(rng, self.args.stills, self.args.named), rng, self.tell)
        loss.backward()
        self._hold(rng.choice(self.kept), rng)
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad()
        self.step += 1
        self.average.update(self.model, self.step)

    def _hold(self, kept: KeptFilms, rng):
        """What is remembered was said and seen with nothing left out."""
        self.model.eval()
        with torch.autocast("cpu", torch.bfloat16):
            said, seen = kept_loss(self.model, self.prompting, kept, rng.randrange(len(kept.pieces))), seen_loss(self.model, kept)
        self.tell["kept"].append(said.detach()), self.tell["seen"].append(seen.detach())
        (self.args.kept_weight * (said + seen)).backward()

    def save(self):
        """Publishes the mean of the last weights."""
        publish(self.model, self.average, written_config(self.args.begin), self.args.begin / "tokenizer.json", self.args.out)


def train(training, validation, args):
    began = told = checked = time.time()
    while (now := time.time()) < began + 60 * args.minutes:
        training.learn((now - began) / 60 / args.minutes)
        if now - told > 30:
            print(f"{(now - began) / 60:5.1f} min, step {training.step}: {training.tell}", flush=True)
            training.tell.clear()
            told = now
        if now - checked > 60 * args.check:
            check(training, validation)
            checked = time.time()
    check(training, validation)


def check(training, validation):
    training.save()
    print(f"      {validation.scores(load(training.args.out))}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--begin", type=Path, required=True, help="folder of a starter: configuration, tokenizer, weights")
    parser.add_argument("--data", required=True, help="folder of the photographs")
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--kept", type=Path, help="file of the films that are kept; where there is none yet it is written")
    parser.add_argument("--films", type=int, default=420, help="groups of films that are kept")
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--vision", type=float, default=0.5, help="share of the rate for the vision part")
    parser.add_argument("--keep", type=float, default=0.998, help="what the mean of the weights keeps at each step")
    parser.add_argument("--stills", type=int, default=32, help="photographs with captions in a step")
    parser.add_argument("--named", type=int, default=16, help="photographs with a class in a step")
    parser.add_argument("--kept-weight", type=float, default=20.0)
    parser.add_argument("--check", type=float, default=11, help="minutes between two looks at photographs that are not learnt from")
    parser.add_argument("--name", default="photographs", help="films and batches follow from it")
    args = parser.parse_args()
    torch.manual_seed(1), random.seed(1)
    kept = kept_films(args.kept, lambda: drawn_films(args.begin, args.data, args.films, args.name))
    prompting, model = Prompting(args.begin / "tokenizer.json"), load(args.begin)
    size = model.config["vision"]["image_size"]
    train(Training(args, model, prompting, kept, Stills(prompting, args.data, size)), Validation(prompting, args.data, size), args)


if __name__ == "__main__":
    main()
