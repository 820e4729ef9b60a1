"""Trains the projector and the decoder on cached vision features: a film's prefix once, all its questions behind it, and photographs by themselves.

    python train_decoder.py RUN --vision vision.pt --tokenizer tokenizer.json --data FOLDER --minutes 240 [--publish DIR]

RUN keeps features, log and checkpoint; started again on the same RUN it goes on from the checkpoint.
"""

import argparse
import hashlib
import json
import math
import shutil
from pathlib import Path

import torch
from torch import Tensor, nn

from evaluate import Photographed, evaluate
from features import STILL, Cache, Repertoire, still_features
from frame_reader import FrameReader, stacked
from generate import film_prefix, prefill
from learning import Minutes, by_decay
from lessons import Piece, Told, piece_loss, pieces, questions, soft_targets, still_questions
from model import Mamba2, TimeViper, uniform_indices, with_defaults
from natural import seeded
from nouns import states
from parallel import agreed, average_gradients, run, same_start
from photographs import captioned
from prompting import Prompting

KEEP = 0.997  # what the mean of the weights keeps at each step
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


def learn_frames(model, reader, prompting, group, tell):
    """Adds up the gradients of what the layers before the first drop make of each frame: cheap, for no question is put."""
    features = group.features.float()
    films, frames, keep, _ = features.shape
    x, start = film_prefix(model, prompting, features)
    layer, count = model.llm.backbone.first_stage(frames * keep)
    for one in model.llm.backbone.layers[:layer]:
        x, _ = one(x, None)
    kept = uniform_indices(frames * keep, count)
    loss = reader(x[:, start + kept].view(films, frames, -1, x.shape[-1]), stacked(group.labels))
    tell["frames"].append(loss.detach())
    loss.backward()


def learn(model, reader, prompting, group, rows, soft, tell, guidance):
    """Adds up one group's gradients; `guidance` is the weight of what the frame reader says of each film.

    In float32: every group has other lengths, and a CPU's bfloat16 products are compiled anew for each of them.
    """
    features = group.features.float()
    films, frames, keep, _ = features.shape
    hidden = []
    state, start = prefill(model, prompting, features, [f.duration for f in group.films], hidden)
    layer, kept = model.llm.backbone.first_stage(frames * keep)
    aux = reader(hidden[layer][:, start : start + kept].view(films, frames, -1, hidden[layer].shape[-1]), stacked(group.labels))
    loss, numbers = guidance * aux * films, set(prompting.numbers)
    for film in range(films):
        own = state.pick(torch.tensor([film]))
        for piece in pieces([row for row in rows if row.film == film], BRANCH_TOKENS):
            loss = loss + piece_loss(model, Piece.of(piece, numbers, prompting.pad), own, soft, tell, start, kept)
    tell["frames"].append(aux.detach())
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
        state, start = prefill(model, self.prompting, features, [seconds] * count)
        rows = still_questions(self.prompting, [self.photographs.known(i) for i in chosen], [self.states[i] for i in chosen], seconds, STILL, rng)
        loss = torch.zeros(())
        for piece in pieces(rows, 12 * BRANCH_TOKENS):
            one = Piece.of(piece, set(self.prompting.numbers), self.prompting.pad)
            loss = loss + piece_loss(model, one, state.pick(one.film), soft, tell, start, 0, "still ")
        return loss / count


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
        self.average, self.step, self.minutes, self.tell = Average(model, KEEP), 0, Minutes(), Told()
        self._go_on()
        same_start(model), same_start(self.reader)
        self.params = [p for o in self.optimisers for g in o.param_groups for p in g["params"]]
        self.soft = soft_targets(prompting, config["llm"]["vocab_size"])

    def _go_on(self):
        if self.args.begin_with:
            finished = torch.load(self.args.begin_with)
            self.model.load_state_dict(finished["average"]), self.reader.load_state_dict(finished["reader"])
            self.average = Average(self.model, KEEP)
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
                print(f"{told:5.1f} min, step {self.step}: {self.tell}", flush=True)
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
            learn(self.model, self.reader, self.prompting, films, questions(self.prompting, films.films, films.frames, films.labels, rng), self.soft, self.tell, guidance=max(0.5, 6 * (1 - 1.5 * share)))
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
