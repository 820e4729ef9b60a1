"""What is read of the vision part's features while it is trained, and thrown away after: the decoder has to find the same in them."""

import torch
import torch.nn.functional as F
from torch import nn

from film import BACKDROPS, BACKGROUNDS, CAMERAS, COLOUR_NAMES, KIND_NAMES, SHOTS
from footage import LIGHTS, TONES, TRAITS
from model import merge_tokens, normalise
from photo_film import PHOTOGRAPHED
from teacher import PhotoHeads

GRID = 12  # patches a side
UNTOLD = torch.tensor([kind in PHOTOGRAPHED for kind in KIND_NAMES])  # kinds that a photograph may show without anybody telling


def begin_local(vision):
    """A start from which a small transformer soon learns shapes: positions as two-dimensional sines, keys equal to queries.

    Then a patch first attends to its neighbours and to what looks like it; from a plain random start this has to be found by chance.
    """
    dim = vision.pos_embed.shape[-1]
    waves = torch.pi / GRID * 2 ** torch.linspace(0, 3, dim // 4)
    y, x = torch.meshgrid(torch.arange(GRID), torch.arange(GRID), indexing="ij")
    angles = [axis.reshape(-1, 1) * waves for axis in (x, y)]
    with torch.no_grad():
        vision.pos_embed.copy_(torch.cat([f(a) for a in angles for f in (torch.sin, torch.cos)], 1)[None] * 0.5)
        for block in vision.blocks:
            weight = block.attn["qkv"].weight
            weight[:dim].mul_(2.0)
            weight[dim : 2 * dim].copy_(weight[:dim])


def see(vision, pixels, patches=None):
    """The features of some of the patches only, (n, kept) of them: a photograph can be known from half of itself, in half of the time."""
    x = vision.patch_embed["proj"](pixels).flatten(2).transpose(1, 2) + vision.pos_embed
    if patches is not None:
        x = x.gather(1, patches.unsqueeze(-1).expand(-1, -1, x.shape[-1]))
    for block in vision.blocks[:-1]:
        x = block(x)
    return x


class TokenReader(nn.Module):
    """One query a kind attends to the merged tokens of a picture, one reads the frame as a whole, one reads it as a photograph."""

    def __init__(self, dim):
        super().__init__()
        self.query = nn.Parameter(torch.randn(len(KIND_NAMES) + 2, dim) * 0.02)
        self.norm = nn.LayerNorm(dim)
        self.key, self.value = nn.Linear(dim, dim), nn.Linear(dim, dim)
        self.mlp = nn.Sequential(nn.Linear(dim, 2 * dim), nn.GELU(), nn.Linear(2 * dim, dim), nn.LayerNorm(dim))
        self.of_kind = {"present": 1, "colour": len(COLOUR_NAMES), "box": 3}
        self.of_whole = {"background": len(BACKGROUNDS), "shot": len(SHOTS), "text": 1, "backdrop": len(BACKDROPS), "traits": len(TRAITS), "tones": len(TONES), "light": len(LIGHTS)}
        self.kinds, self.whole = nn.Linear(dim, sum(self.of_kind.values())), nn.Linear(dim, sum(self.of_whole.values()))
        self.photograph = PhotoHeads(2 * dim)

    def forward(self, tokens):
        x = self.norm(tokens)
        read = self.mlp(F.scaled_dot_product_attention(self.query.expand(len(x), -1, -1), self.key(x), self.value(x)))
        out = dict(zip(self.of_kind, self.kinds(read[:, :-2]).split(list(self.of_kind.values()), -1)))
        out.update(zip(self.of_whole, self.whole(read[:, -2]).split(list(self.of_whole.values()), -1)))
        return out, self.photograph(torch.cat([read[:, -1], x.mean(1)], -1))


class MoveReader(nn.Module):
    """Reads a few things off each of two pictures of one shot and compares them: how the camera went from one to the other, and whether things moved."""

    QUERIES = 8

    def __init__(self, dim):
        super().__init__()
        self.query = nn.Parameter(torch.randn(self.QUERIES, dim) * 0.1)
        self.norm = nn.LayerNorm(dim)
        self.key, self.value = nn.Linear(dim, dim), nn.Linear(dim, dim)
        self.sizes = {"move": 3, "camera": len(CAMERAS), "moving": 4}
        wide = self.QUERIES * dim
        self.compare = nn.Sequential(nn.Linear(2 * wide, 2 * dim), nn.GELU(), nn.Linear(2 * dim, sum(self.sizes.values())))

    def _read(self, tokens):
        x = self.norm(tokens)
        return F.scaled_dot_product_attention(self.query.expand(len(x), -1, -1), self.key(x), self.value(x)).flatten(1)

    def forward(self, earlier, later):
        first, second = self._read(earlier), self._read(later)
        return dict(zip(self.sizes, self.compare(torch.cat([second - first, second + first], -1)).split(list(self.sizes.values()), -1)))


class Readers(nn.Module):
    """All heads of the training; `guided` turns a patch's features into the teacher's."""

    def __init__(self, dim, teacher_map):
        super().__init__()
        self.tokens, self.moves = TokenReader(dim), MoveReader(dim)
        self.patches = nn.Linear(dim, len(KIND_NAMES) + 1 + len(COLOUR_NAMES))
        self.guided = nn.Linear(dim, teacher_map)


def patches_of(count, kept, generator):
    """Which patches are looked at of each of `count` pictures, (count, kept), in their order."""
    return torch.rand(count, GRID * GRID, generator=generator).argsort(1)[:, :kept].sort(1).values


def photo_logits(vision, readers, keep):
    """A function from pictures to the logits of `PhotoHeads`, for measuring."""
    return lambda pictures: readers.tokens(merge_tokens(see(vision, normalise(torch.from_numpy(pictures))), keep))[1]
