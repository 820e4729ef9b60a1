"""Pretrains the starter's vision transformer, on drawn film and on photographs at once.

The supervision sits where the decoder will look, at the merged tokens of a frame (`seeing.py`): which kinds of things are there, their colours,
places and sizes, what is behind them, how the frame was recorded, how the camera went from one frame to the next; of photographs their class and
what their captions name. A convolutional network (`teacher.py`) guides what patches of photographs become.

    python train_vision.py OUT.pt --data FOLDER --teacher teacher.pt --minutes 90

Started again with --resume OUT.pt it goes on where it was.
"""

import argparse
import json
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from film import COLOUR_NAMES, KIND_NAMES
from footage import TRAITS
from learning import Means, Minutes, by_decay
from model import VisionTransformer, merge_tokens, normalise
from natural import Natural, seeded
from parallel import agreed, average_gradients, run, same_start
from seeing import GRID, UNTOLD, Readers, begin_local, patches_of, photo_logits, see
from sights import SLOTS, Show
from teacher import MAP, Teacher, measure, photo_losses

HALF = GRID * GRID // 2


def thing_targets(labels):
    n = len(labels["kind"])
    present, colour, box = torch.zeros(n, len(KIND_NAMES)), torch.full((n, len(KIND_NAMES)), -1), torch.zeros(n, len(KIND_NAMES), 3)
    patch_kind, patch_colour = torch.zeros(n, GRID, GRID, dtype=torch.long), torch.full((n, GRID, GRID), -1)
    centre = (np.arange(GRID) + 0.5) / GRID
    for i in range(n):
        for j in range(SLOTS):
            k = labels["kind"][i, j]
            if k < 0:
                continue
            x, y, size = labels["box"][i, j]
            present[i, k], colour[i, k], box[i, k] = 1, int(labels["colour"][i, j]), torch.tensor([x, y, size * 3])
            inside = (np.abs(centre - y)[:, None] < size * 0.8) & (np.abs(centre - x)[None] < size * 9 / 16)
            patch_kind[i][inside], patch_colour[i][inside] = k + 1, int(labels["colour"][i, j])
    return present, colour, box, patch_kind, patch_colour


def cross_entropy(logits, target):
    return F.cross_entropy(logits, target, ignore_index=-1) if (target >= 0).any() else logits.sum() * 0


def drawn_losses(vision, readers, sights, keep):
    """Losses by name of drawn pictures, and what was right."""
    labels = {k: torch.from_numpy(v) for k, v in sights.labels.items()}
    features = see(vision, normalise(torch.from_numpy(sights.pictures)))
    patches, tokens = readers.patches(features), merge_tokens(features, keep)
    out, _ = readers.tokens(tokens)
    present, colour, box, patch_kind, patch_colour = thing_targets(sights.labels)
    there = present > 0
    told = there | ~(UNTOLD & (labels["backdrop"] == 2)[:, None])
    known = out["present"].squeeze(-1)
    weight = torch.where(patch_kind.flatten() > 0, 1.0, 0.1)
    kinds, colours = patches.split([len(KIND_NAMES) + 1, len(COLOUR_NAMES)], -1)
    loss = {
        "present": F.binary_cross_entropy_with_logits(known[told], present[told], pos_weight=torch.tensor(2.0)) * 6,
        "colour": cross_entropy(out["colour"].flatten(0, 1), colour.flatten()),
        "box": F.smooth_l1_loss(out["box"][there], box[there], beta=0.05) * 6 if there.any() else out["box"].sum() * 0,
        "patch": (F.cross_entropy(kinds.flatten(0, 1), patch_kind.flatten(), reduction="none") * weight).sum() / weight.sum(),
        "patch_colour": cross_entropy(colours.flatten(0, 1), patch_colour.flatten()),
        "background": cross_entropy(out["background"], labels["background"]),
        "backdrop": cross_entropy(out["backdrop"], labels["backdrop"]) * 0.5,
        "shot": F.cross_entropy(out["shot"], labels["shot"]),
        "text": F.binary_cross_entropy_with_logits(out["text"].squeeze(-1), labels["text"]) * 0.5,
        "traits": F.binary_cross_entropy_with_logits(out["traits"], labels["traits"]) * 3,
        **look_losses(out, labels),
        **move_losses(readers, tokens, sights),
    }
    return loss, drawn_right(out, labels, there, colour, box)


def look_losses(out, labels):
    """The share of each tone, and how light it is: any picture tells them of itself."""
    tones = -(labels["tones"] * F.log_softmax(out["tones"], -1)).sum(-1).mean()
    return {"tones": tones * 0.3, "light": F.cross_entropy(out["light"], labels["light"]) * 0.3}


def move_losses(readers, tokens, sights):
    out = readers.moves(tokens[sights.pairs[:, 0]], tokens[sights.pairs[:, 1]])
    wanted, somewhere = torch.from_numpy(sights.moves) * 10, torch.from_numpy(sights.moving)
    camera = torch.from_numpy(sights.labels["camera"][sights.pairs[:, 0]])
    return {
        "move": F.smooth_l1_loss(out["move"], wanted, beta=0.2) * 3, "camera": F.cross_entropy(out["camera"], camera),
        "moving": F.binary_cross_entropy_with_logits(out["moving"], somewhere) * 2,
    }  # fmt: skip


@torch.no_grad()
def drawn_right(out, labels, there, colour, box):
    share = lambda right: right.float().mean().item() if len(right) else math.nan
    known, backgrounds = out["present"].squeeze(-1) > 0, labels["background"] >= 0
    return {
        "present": share(known[there]), "false": share(known[~there]), "colour": share((out["colour"].argmax(-1) == colour)[there & (colour >= 0)]),
        "place": (out["box"] - box)[there][:, :2].abs().mean().item(), "background": share((out["background"].argmax(-1) == labels["background"])[backgrounds]),
        "shot": share(out["shot"].argmax(-1) == labels["shot"]), "traits": share((out["traits"] > 0) == (labels["traits"] > 0)) * len(TRAITS) - len(TRAITS) + 1,
    }


def natural_losses(vision, readers, teacher, pictures, labels, patches, keep):
    """Losses by name of photographs, of which `patches` (n, kept) are looked at, or all of them."""
    pixels = normalise(torch.from_numpy(pictures))
    features = see(vision, pixels, patches)
    out, natural = readers.tokens(merge_tokens(features, keep))
    loss, right = photo_losses(natural, labels)
    with torch.no_grad():
        small = F.interpolate(pixels, size=(64, 64), mode="area").contiguous(memory_format=torch.channels_last)
        maps, taught = teacher(small)
        wanted = F.layer_norm(F.interpolate(maps, size=(GRID, GRID), mode="bilinear", align_corners=False).flatten(2).transpose(1, 2), (MAP,))
        if patches is not None:
            wanted = wanted.gather(1, patches.unsqueeze(-1).expand(-1, -1, MAP))
    loss["guided"] = F.smooth_l1_loss(readers.guided(features), wanted, beta=0.5) * 4
    loss["taught"] = F.kl_div(F.log_softmax(natural["classes"], -1), F.softmax(taught["classes"], -1), reduction="batchmean") * 0.5
    known = out["present"].squeeze(-1)[:, ~UNTOLD]
    loss["no drawing"] = F.binary_cross_entropy_with_logits(known, torch.zeros_like(known))
    loss["photograph"] = F.cross_entropy(out["backdrop"], torch.full((len(pictures),), 2)) * 0.2 + F.cross_entropy(out["shot"], torch.zeros(len(pictures), dtype=torch.long)) * 0.2
    return loss, right


class Training:
    """The weights that are learnt, and how far they are."""

    def __init__(self, args, config):
        self.args, self.keep = args, int(config["projector"]["arch"].split("-")[1])
        self.vision, self.readers = VisionTransformer(config["vision"]), Readers(config["vision"]["embed_dim"], MAP)
        begin_local(self.vision)
        self.teacher = Teacher().to(memory_format=torch.channels_last).eval()
        self.teacher.load_state_dict(torch.load(args.teacher))
        self.params = [*self.vision.parameters(), *self.readers.parameters()]
        self.optimiser = torch.optim.AdamW(by_decay(self.params, 0.05), args.lr, (0.9, 0.98))
        self.step, self.minutes, self.begun = 0, Minutes(), 0
        if args.resume:
            self._go_on(torch.load(args.resume))
        same_start(self.vision), same_start(self.readers)

    def _go_on(self, saved):
        """From where it was; readers that were changed meanwhile begin anew, with a slow start."""
        self.vision.load_state_dict(saved["vision"])
        own = self.readers.state_dict()
        fitting = {k: v for k, v in saved["readers"].items() if k in own and own[k].shape == v.shape}
        self.readers.load_state_dict(fitting, strict=False)
        self.step, self.minutes.done = saved["step"], saved["minutes"]
        if fitting.keys() == own.keys() == saved["readers"].keys():
            self.optimiser.load_state_dict(saved["optimiser"])
        else:
            self.begun = self.step

    def learn(self, share, show, photographs, rank, workers):
        for group in self.optimiser.param_groups:
            group["lr"] = self.args.lr * min(1, (self.step - self.begun + 1) / 200) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * share)))
        rng = seeded("vision", rank, workers, self.step)
        whole = share > 0.85
        named, told = (18, 10) if whole else (36, 20)
        drawn, right = drawn_losses(self.vision, self.readers, show.sights(rng, 2, 1, 8), self.keep)
        patches = None if whole else patches_of(named + told, HALF, torch.Generator().manual_seed(rng.randrange(1 << 40)))
        pictures, labels = photographs.batch(rng, named, told, GRID * 8, 0.3)
        natural, recognised = natural_losses(self.vision, self.readers, self.teacher, pictures, labels, patches, self.keep)
        natural["guided"] = natural["guided"] * (1.1 - share)
        (sum(drawn.values()) + sum(natural.values())).backward()
        average_gradients(self.params)
        torch.nn.utils.clip_grad_norm_(self.params, 2.0)
        self.optimiser.step()
        self.optimiser.zero_grad()
        self.step += 1
        return {**{"l_" + k: v.item() for k, v in {**drawn, **natural}.items()}, **right, **recognised}

    def save(self):
        whole = {"vision": self.vision.state_dict(), "readers": self.readers.state_dict(), "optimiser": self.optimiser.state_dict(), "step": self.step, "minutes": self.minutes.done}
        torch.save(whole, self.args.out + ".new")
        Path(self.args.out + ".new").replace(self.args.out)


def work(args, rank, workers):
    torch.manual_seed(1)
    training = Training(args, json.loads(Path(args.config).read_text()))
    photographs = Natural(args.data)
    show = Show(photographs.captioned(), GRID * 8)
    minutes, means, last = training.minutes, Means(), training.minutes.done
    while (share := agreed(minutes.done / args.minutes)) < 1:
        with minutes:
            means.add(training.learn(share, show, photographs, rank, workers))
        if rank == 0 and minutes.done - last > 1:
            last = minutes.done
            print(f"{last:5.1f} min, step {training.step}: {means}", flush=True)
            training.save()
    if rank == 0:
        training.save()
        training.vision.eval()
        print(measure(photo_logits(training.vision, training.readers, training.keep), Natural(args.data, "valid"), GRID * 8), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--data", required=True, help="folder of the photographs")
    parser.add_argument("--teacher", required=True, help="what teacher.py wrote")
    parser.add_argument("--config", default=str(Path(__file__).with_name("starter.json")))
    parser.add_argument("--minutes", type=float, default=90, help="of the whole training, all its sittings together")
    parser.add_argument("--lr", type=float, default=1.5e-3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--resume")
    args = parser.parse_args()
    run(work, args, args.workers)


if __name__ == "__main__":
    main()
