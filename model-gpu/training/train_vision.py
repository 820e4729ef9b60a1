"""Pretrains the starter's vision transformer on what is in a frame: which kinds of things, their colours, places and sizes, background, kind of shot, text.

The supervision sits where the decoder will look: one learned query a kind reads the 16 merged tokens of a frame and tells whether
that kind is there, its colour, place, size; a second head labels every patch before the merge, which speeds the learning up.

    python train_vision.py OUT.pt --minutes 20
"""

import argparse
import json
import math
import random
import time
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from film import BACKGROUNDS, COLOUR_NAMES, COLOURS, KIND_NAMES, SHOTS, Film, Scene, Thing, background_colours, clear, held_out, sample_film
from model import VisionTransformer, merge_tokens, normalise

GRID = 12


class KindReader(nn.Module):
    """One query a kind attends to the frame's tokens; a last query reads the frame as a whole."""

    def __init__(self, dim):
        super().__init__()
        self.query = nn.Parameter(torch.randn(len(KIND_NAMES) + 1, dim) * 0.02)
        self.norm = nn.LayerNorm(dim)
        self.key, self.value = nn.Linear(dim, dim), nn.Linear(dim, dim)
        self.mlp = nn.Sequential(nn.Linear(dim, 2 * dim), nn.GELU(), nn.Linear(2 * dim, dim), nn.LayerNorm(dim))
        self.present, self.colour, self.box = nn.Linear(dim, 1), nn.Linear(dim, len(COLOUR_NAMES)), nn.Linear(dim, 3)
        self.background, self.shot, self.text = nn.Linear(dim, len(BACKGROUNDS)), nn.Linear(dim, len(SHOTS)), nn.Linear(dim, 1)

    def forward(self, tokens):
        x = self.norm(tokens)
        read = F.scaled_dot_product_attention(self.query.expand(len(x), -1, -1), self.key(x), self.value(x))
        read = self.mlp(read)
        kinds, whole = read[:, :-1], read[:, -1]
        return {"present": self.present(kinds).squeeze(-1), "colour": self.colour(kinds), "box": self.box(kinds), "background": self.background(whole), "shot": self.shot(whole), "text": self.text(whole).squeeze(-1)}


def begin_local(vision):
    """A start from which a small transformer soon learns shapes: positions as two-dimensional sines, keys equal to queries.

    Then a patch first attends to its neighbours and to what looks like it; from a plain random start this has to be found by chance.
    """
    dim = vision.pos_embed.shape[-1]
    waves = torch.pi / 12 * 2 ** torch.linspace(0, 3, dim // 4)
    y, x = torch.meshgrid(torch.arange(GRID), torch.arange(GRID), indexing="ij")
    angles = [axis.reshape(-1, 1) * waves for axis in (x, y)]
    with torch.no_grad():
        vision.pos_embed.copy_(torch.cat([f(a) for a in angles for f in (torch.sin, torch.cos)], 1)[None] * 0.5)
        for block in vision.blocks:
            weight = block.attn["qkv"].weight
            weight[:dim].mul_(2.0)
            weight[dim : 2 * dim].copy_(weight[:dim])


def roughen(frame, rng):
    """What cameras and codecs do to a picture."""
    if rng.random() < 0.5:
        quality = rng.randint(25, 90)
        frame = cv2.imdecode(cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], 1)
    if rng.random() < 0.3:
        k = rng.uniform(0.5, 0.9)
        small = cv2.resize(frame, None, fx=k, fy=k, interpolation=cv2.INTER_AREA)
        frame = cv2.resize(small, frame.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    return frame


SLOTS = 6


def collage(seed, rng):
    """A picture with many things at once, each kind at most once: five times the supervision of a frame of film."""
    background = rng.choice(BACKGROUNDS)
    palette = background_colours(rng, background)
    cells = [(x, y) for x in (0.18, 0.5, 0.82) for y in (0.27, 0.73)]
    things = []
    for (x, y), kind in zip(rng.sample(cells, rng.randint(2, SLOTS)), rng.sample(KIND_NAMES, SLOTS)):
        colours = [c for c in COLOUR_NAMES if clear(c, palette) and not held_out(kind, c, background)]
        if colours:
            colour = rng.choice(colours)
            rgb = tuple(int(np.clip(v + rng.uniform(-14, 14), 0, 255)) for v in COLOURS[colour])
            place = (0.0, x + rng.uniform(-0.06, 0.06), y + rng.uniform(-0.08, 0.08))
            things.append(Thing(kind, colour, rng.uniform(0.13, 0.25), rgb, 0.0, 1.0, "there", "none", (place,), rng.random() < 0.5))
    scene = Scene(0.0, 1.0, "scene", background, palette, "static", 0.0, tuple(things), "start", (), rng.randrange(1 << 30))
    return Film(seed, "train", 1.0, (scene,))


def batch(seed, films, times_each):
    """frames (n, 96, 96, 3) and their labels: fresh training films, and twice as many collages"""
    rng = random.Random(seed)
    frames, labels = [], []
    for i in range(films):
        film = sample_film(seed * films + i + 1_000_000, "train")
        times = sorted(rng.uniform(0, film.duration) for _ in range(times_each))
        picked = [(film, t) for t in times] + [(collage(rng.randrange(1 << 30), rng), 0.0) for _ in range(2 * times_each)]
        for source, t in picked:
            frames.append(roughen(source.frame_at(t, 96, 96, True), rng))
            labels.append(source.labels([t], SLOTS))
    return np.stack(frames), {k: np.concatenate([x[k] for x in labels]) for k in labels[0]}


def targets(labels):
    n, slots = labels["kind"].shape
    present = torch.zeros(n, len(KIND_NAMES))
    colour = torch.full((n, len(KIND_NAMES)), -1)
    box = torch.zeros(n, len(KIND_NAMES), 3)
    patch_kind = torch.zeros(n, GRID, GRID, dtype=torch.long)
    patch_colour = torch.full((n, GRID, GRID), -1)
    centre = (np.arange(GRID) + 0.5) / GRID
    for i in range(n):
        for j in range(slots):
            k = labels["kind"][i, j]
            if k < 0:
                continue
            x, y, size = labels["box"][i, j]
            present[i, k], colour[i, k], box[i, k] = 1, int(labels["colour"][i, j]), torch.tensor([x, y, size * 3])
            inside = (np.abs(centre - y)[:, None] < size * 0.8) & (np.abs(centre - x)[None] < size * 9 / 16)
            patch_kind[i][inside], patch_colour[i][inside] = k + 1, int(labels["colour"][i, j])
    return present, colour, box, patch_kind, patch_colour


def losses(vision, reader, patch_head, frames, labels, keep):
    with torch.autocast("cpu", torch.bfloat16):
        features = vision(normalise(torch.from_numpy(frames)))
        patches = patch_head(features)
        tokens = merge_tokens(features, keep)
        out = reader(tokens)
    out = {k: v.float() for k, v in out.items()}
    present, colour, box, patch_kind, patch_colour = targets(labels)
    there = present > 0
    ce = lambda logits, target: F.cross_entropy(logits.float(), target, ignore_index=-1) if (target >= 0).any() else logits.sum() * 0
    weight = torch.where(patch_kind.flatten() > 0, 1.0, 0.1)
    loss = {
        "present": F.binary_cross_entropy_with_logits(out["present"], present, pos_weight=torch.tensor(2.0)) * 6,
        "colour": ce(out["colour"].flatten(0, 1), colour.flatten()),
        "box": F.smooth_l1_loss(out["box"][there], box[there], beta=0.05) * 6 if there.any() else out["box"].sum() * 0,
        "background": ce(out["background"], torch.from_numpy(labels["background"])),
        "shot": ce(out["shot"], torch.from_numpy(labels["shot"])),
        "text": F.binary_cross_entropy_with_logits(out["text"], torch.from_numpy(labels["text"])) * 0.5,
        "patch": (F.cross_entropy(patches[..., : len(KIND_NAMES) + 1].float().flatten(0, 1), patch_kind.flatten(), reduction="none") * weight).sum() / weight.sum(),
        "patch_colour": ce(patches[..., len(KIND_NAMES) + 1 :].flatten(0, 1), patch_colour.flatten()),
    }
    patch_right = (patches[..., : len(KIND_NAMES) + 1].argmax(-1).flatten() == patch_kind.flatten())[patch_kind.flatten() > 0].float().mean().item()
    right = {
        "patch_kind": patch_right,
        "present": ((out["present"] > 0) == there)[there].float().mean().item(), "false": (out["present"] > 0)[~there].float().mean().item(),
        "colour": (out["colour"].argmax(-1) == colour)[there].float().mean().item(), "box": (out["box"] - box)[there][:, :2].abs().mean().item(),
        "background": (out["background"].argmax(-1).numpy() == labels["background"])[labels["background"] >= 0].mean(), "shot": (out["shot"].argmax(-1).numpy() == labels["shot"]).mean(),
    }
    return loss, right


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--config", default=str(Path(__file__).with_name("starter.json")))
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--films", type=int, default=6)
    parser.add_argument("--times", type=int, default=2)
    parser.add_argument("--lr", type=float, default=1.2e-3)
    parser.add_argument("--resume")
    args = parser.parse_args()
    torch.set_num_threads(2)
    torch.manual_seed(1)
    config = json.loads(Path(args.config).read_text())
    keep = int(config["projector"]["arch"].split("-")[1])
    vision = VisionTransformer(config["vision"])
    begin_local(vision)
    dim = config["vision"]["embed_dim"]
    reader, patch_head = KindReader(dim), nn.Linear(dim, len(KIND_NAMES) + 1 + len(COLOUR_NAMES))
    if args.resume:
        saved = torch.load(args.resume)
        vision.load_state_dict(saved["vision"]), reader.load_state_dict(saved["reader"]), patch_head.load_state_dict(saved["patch_head"])
    params = [*vision.parameters(), *reader.parameters(), *patch_head.parameters()]
    optimiser = torch.optim.AdamW(params, args.lr, (0.9, 0.98), weight_decay=0.03)
    begin, step, told = time.time(), 0, 0.0
    mean = {}
    base = 500_000 if args.resume else 0
    while (spent := (time.time() - begin) / 60) < args.minutes:
        scale = min(1, (step + 1) / 150) * (0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * min(1, spent / args.minutes))))
        for group in optimiser.param_groups:
            group["lr"] = args.lr * scale
        frames, labels = batch(base + step, args.films, args.times)
        loss, right = losses(vision, reader, patch_head, frames, labels, keep)
        sum(loss.values()).backward()
        torch.nn.utils.clip_grad_norm_(params, 1.0)
        optimiser.step()
        optimiser.zero_grad()
        for k, v in {**{"l_" + k: v.item() for k, v in loss.items()}, **right}.items():
            if v == v:
                mean[k] = mean.get(k, v) * 0.95 + v * 0.05
        step += 1
        if spent - told > 0.5:
            told = spent
            print(f"{spent:5.1f} min, step {step}, {step * len(frames)} frames: " + " ".join(f"{k} {v:.3f}" for k, v in mean.items()), flush=True)
            torch.save({"vision": vision.state_dict(), "reader": reader.state_dict(), "patch_head": patch_head.state_dict(), "step": step}, args.out)
    torch.save({"vision": vision.state_dict(), "reader": reader.state_dict(), "patch_head": patch_head.state_dict(), "step": step}, args.out)


if __name__ == "__main__":
    main()
