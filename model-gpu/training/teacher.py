"""A small convolutional network that learns from photographs what the vision transformer is then guided by.

A transformer finds out about neighbourhood and texture only from far more photographs than there are here; a convolutional network begins with both.
It is used in training alone: the transformer imitates its features on the same pictures (`train_vision.py`).

    python teacher.py OUT.pt --data FOLDER --minutes 30
"""

import argparse

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from learning import Means, Minutes, by_decay
from model import normalise
from natural import CLASSES, WORDS, Natural, seeded
from nouns import ABSENT, NOUNS, SEEN, UNSURE
from parallel import agreed, average_gradients, run, same_start

WIDTHS = (32, 80, 160, 256)  # channels at 1/2, 1/4, 1/8, 1/16 of the picture's size
MAP = WIDTHS[2] + WIDTHS[3]  # channels of the features that guide


class Block(nn.Module):
    def __init__(self, before, after, stride):
        super().__init__()
        self.first, self.second = nn.Conv2d(before, after, 3, stride, 1, bias=False), nn.Conv2d(after, after, 3, 1, 1, bias=False)
        self.norm1, self.norm2 = nn.BatchNorm2d(after), nn.BatchNorm2d(after)
        self.by = nn.Conv2d(before, after, 1, bias=False)
        nn.init.zeros_(self.norm2.weight)

    def forward(self, x):
        by = self.by(F.avg_pool2d(x, 2) if self.first.stride[0] == 2 else x)
        return F.relu(by + self.norm2(self.second(F.relu(self.norm1(self.first(x))))))


class PhotoHeads(nn.Module):
    """What is read of a photograph's features: its class, the nouns and the words of its captions."""

    def __init__(self, dim):
        super().__init__()
        self.sizes = {"classes": CLASSES, "nouns": len(NOUNS), "words": WORDS}
        self.head = nn.Linear(dim, sum(self.sizes.values()))

    def forward(self, x):
        return dict(zip(self.sizes, self.head(x).split(list(self.sizes.values()), -1)))


def photo_losses(out, labels):
    """The losses by name, and what was right."""
    classes, nouns, words = (torch.from_numpy(labels[k]) for k in ("classes", "nouns", "words"))
    named, told = classes >= 0, words.sum(1) > 0
    known = (nouns != UNSURE) & told[:, None]
    loss, right = {}, {}
    if named.any():
        loss["classes"] = F.cross_entropy(out["classes"][named], classes[named], label_smoothing=0.1)
        right["class"] = (out["classes"][named].argmax(-1) == classes[named]).float().mean().item()
    if told.any():
        loss["words"] = -(words[told] * F.log_softmax(out["words"][told], -1)).sum(-1).mean()
        loss["nouns"] = F.binary_cross_entropy_with_logits(out["nouns"][known], (nouns[known] == SEEN).float()) * 3
    return loss, right


class Teacher(nn.Module):
    def __init__(self):
        super().__init__()
        stem, *widths = WIDTHS
        self.stem = nn.Sequential(nn.Conv2d(3, stem, 3, 2, 1, bias=False), nn.BatchNorm2d(stem), nn.ReLU())
        self.blocks = nn.ModuleList(Block(a, b, 2) for a, b in zip(WIDTHS, widths))
        self.heads = PhotoHeads(2 * WIDTHS[-1])

    def forward(self, pixels):
        """pixels (n, 3, size, size), normalised → features (n, MAP, size / 8, size / 8), logits"""
        x = self.stem(pixels)
        maps = []
        for block in self.blocks:
            x = block(x)
            maps.append(x)
        wide = F.interpolate(maps[2], size=maps[1].shape[-2:], mode="bilinear", align_corners=False)
        pooled = torch.cat([x.mean((2, 3)), x.amax((2, 3))], 1)
        return torch.cat([maps[1], wide], 1), self.heads(F.dropout(pooled, 0.1, self.training))


@torch.no_grad()
def measure(see, photographs, size):
    """see: pictures → logits. Top-1 and top-5 on the classes; how many yes and no of the nouns are right, each noun's two halves weighing the same."""
    top1, top5 = [], []
    for pictures, labels in photographs.all(size):
        best = see(pictures)["classes"].topk(5).indices.numpy()
        top1.append(best[:, 0] == labels["classes"])
        top5.append((best == labels["classes"][:, None]).any(1))
    logits, nouns = [], []
    for pictures, labels in photographs.all(size, named=False):
        logits.append(see(pictures)["nouns"].numpy())
        nouns.append(labels["nouns"])
    logits, nouns = np.concatenate(logits), np.concatenate(nouns)
    balanced = []
    for n in range(len(NOUNS)):
        order = np.concatenate([(logits[nouns[:, n] == SEEN, n][:, None] > logits[nouns[:, n] == ABSENT, n][None]).ravel()])
        balanced.append(order.mean() if len(order) else np.nan)
    return {"top-1": np.concatenate(top1).mean(), "top-5": np.concatenate(top5).mean(), "noun ranking": float(np.nanmean(balanced))}


def sizes(share):
    """Small pictures first, for they take half of the time; the last third as large as the photographs of the classes are."""
    return (48, 0.3) if share < 0.65 else (64, 0.4)


def work(args, rank, workers):
    torch.manual_seed(1)
    photographs = Natural(args.data)
    teacher = Teacher().to(memory_format=torch.channels_last)
    same_start(teacher)
    params = list(teacher.parameters())
    optimiser = torch.optim.AdamW(by_decay(params, 0.05), args.lr, (0.9, 0.99))
    minutes, step, told, means, seen = Minutes(), 0, 0.0, Means(), 0
    while (share := agreed(minutes.done / args.minutes)) < 1:
        with minutes:
            for group in optimiser.param_groups:
                group["lr"] = args.lr * min(1, (step + 1) / 100) * max(0.01, 1 - share)
            size, smallest = sizes(share)
            pictures, labels = photographs.batch(seeded("teacher", rank, workers, step), 40, 24, size, smallest)
            _, out = teacher(normalise(torch.from_numpy(pictures)).contiguous(memory_format=torch.channels_last))
            loss, right = photo_losses(out, labels)
            sum(loss.values()).backward()
            average_gradients(params)
            optimiser.step()
            optimiser.zero_grad()
            step, seen = step + 1, seen + len(pictures) * workers
            means.add({**{k: v.item() for k, v in loss.items()}, **right})
        if rank == 0 and minutes.done - told > 1:
            told = minutes.done
            print(f"{told:5.1f} min, step {step}, {seen} photographs: {means}", flush=True)
            torch.save(teacher.state_dict(), args.out)
    if rank == 0:
        torch.save(teacher.state_dict(), args.out)
        teacher.eval()
        print(measure(lambda p: teacher(normalise(torch.from_numpy(p)))[1], Natural(args.data, "valid"), 64), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--data", required=True, help="folder of the photographs")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--lr", type=float, default=2e-3)
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    run(work, args, args.workers)


if __name__ == "__main__":
    main()
