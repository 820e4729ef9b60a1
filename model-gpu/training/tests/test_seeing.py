"""The vision part sees the same of some patches as of all when nothing else is there, and its readers read what the labels have."""

import json
import random
from pathlib import Path

import torch

from model import VisionTransformer, merge_tokens, normalise
from seeing import GRID, MoveReader, TokenReader, begin_local, patches_of, see
from sights import Show
from train_vision import Readers, drawn_losses, natural_losses
from teacher import MAP, Teacher
from test_sights import photograph

CONFIG = json.loads((Path(__file__).parents[1] / "starter.json").read_text())["vision"]


def vision():
    torch.manual_seed(1)
    return VisionTransformer(CONFIG).eval()


def test_all_patches_give_what_the_model_itself_computes():
    model, pixels = vision(), torch.randn(2, 3, 96, 96)
    every = torch.arange(GRID * GRID).expand(2, -1)
    assert torch.allclose(see(model, pixels), model(pixels), atol=1e-5)
    assert torch.allclose(see(model, pixels, every), model(pixels), atol=1e-5)


def test_patches_are_drawn_without_repetition_and_in_order():
    chosen = patches_of(5, 72, torch.Generator().manual_seed(3))
    assert chosen.shape == (5, 72) and (chosen[:, 1:] > chosen[:, :-1]).all() and chosen.max() < GRID * GRID
    assert not torch.equal(chosen[0], chosen[1])


def test_what_is_not_looked_at_does_not_count():
    model = vision()
    one, chosen = torch.randn(1, 3, 96, 96), patches_of(1, 40, torch.Generator().manual_seed(1))
    other, hidden = one.clone(), sorted(set(range(GRID * GRID)) - set(chosen[0].tolist()))[0]
    row, column = divmod(hidden, GRID)
    other[:, :, row * 8 : row * 8 + 8, column * 8 : column * 8 + 8] += 5
    assert torch.equal(see(model, one, chosen), see(model, other, chosen))


def test_a_local_start_attends_to_neighbours_more_than_to_what_is_far():
    model = vision()
    begin_local(model)
    block, x = model.blocks[0], model.pos_embed
    q, k, _ = block.attn["qkv"](block.norm1(x)).view(1, GRID * GRID, 3, block.heads, -1).permute(2, 0, 3, 1, 4)
    weight = (q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5).softmax(-1).mean((0, 1))
    middle = 6 * GRID + 6
    assert weight[middle, middle + 1] > 3 * weight[middle, 0]


def test_one_step_lowers_the_losses_of_drawn_film_and_of_photographs():
    model = vision()
    begin_local(model)
    readers, teacher = Readers(CONFIG["embed_dim"], MAP), Teacher().eval()
    sights = Show([photograph(i) for i in range(6)], 96).sights(random.Random(2), 1, 0, 6)
    pictures = sights.pictures[:4]
    labels = {"classes": torch.tensor([3, 5, -1, -1]).numpy(), "nouns": torch.zeros(4, 30, dtype=torch.long).numpy(), "words": torch.eye(4, 600).numpy()}
    labels["words"][:2] = 0
    optimiser = torch.optim.SGD([*model.parameters(), *readers.parameters()], 0.003)
    totals = []
    for _ in range(4):
        drawn, _ = drawn_losses(model, readers, sights, 16)
        natural, _ = natural_losses(model, readers, teacher, pictures, labels, patches_of(4, 72, torch.Generator().manual_seed(1)), 16)
        total = sum(drawn.values()) + sum(natural.values())
        totals.append(total.item())
        optimiser.zero_grad()
        total.backward()
        optimiser.step()
    assert totals[-1] < totals[0]


def test_the_readers_have_a_head_for_every_label():
    tokens = merge_tokens(see(vision(), normalise(torch.zeros(2, 96, 96, 3, dtype=torch.uint8))), 16)
    out, natural = TokenReader(CONFIG["embed_dim"])(tokens)
    assert out["present"].shape == (2, 16, 1) and out["box"].shape == (2, 16, 3) and out["traits"].shape == (2, 13)
    assert natural["nouns"].shape == (2, 30)
    out = MoveReader(CONFIG["embed_dim"])(tokens, tokens)
    assert out["move"].shape == (2, 3) and out["camera"].shape == (2, 8) and out["moving"].shape == (2, 4)
