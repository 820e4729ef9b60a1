import pytest
import torch

from card_check import build
from costs import DecoderCosts
from full_size import BEFORE, AFTER, PUBLISHED, ROUNDED, TINY, BatchedSteps, Film, Plain, error, random_model
from model import TimeViper, merge_tokens
from through_kernels import KernelDecoder, KernelVision, flash_attention, load_kernels, load_operators

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def model():
    with torch.no_grad():
        return random_model(TINY, CPU, torch.float32)


@pytest.fixture(scope="module")
def ops():
    return load_kernels()


@torch.no_grad()
@pytest.mark.parametrize("attention", [None, flash_attention])
@pytest.mark.parametrize("dropping", [False, True])
def test_kernels_compute_what_the_plain_model_does(model, ops, dropping, attention):
    film, plain = Film(model, CPU), Plain(model, CPU)
    prompt, token = film.prompt(9), film.ids(1)
    expected, state = plain.prefill(prompt, dropping)
    decoder = KernelDecoder(ops, model.llm, dropping, attention, chunk=40)
    logits, states = decoder.prefill(prompt.before, prompt.visual, prompt.after)
    assert error(logits, expected) < 1e-4
    batched = BatchedSteps(model, states, 3)
    batched.tokens.copy_(token.expand(3))
    many = batched.step()
    step = decoder.step(states, token)
    assert error(step, plain.step(state, token)[0]) < 1e-4
    assert error(many, step.expand(3, -1)) < 1e-4


@torch.no_grad()
def test_operators_compute_what_the_plain_model_does(model, tmp_path):
    library = build(tmp_path, card=False)
    if library is None:
        pytest.skip("there is no g++ to build the operator library with")
    film, plain = Film(model, CPU), Plain(model, CPU)
    prompt, token = film.prompt(9), film.ids(1)
    expected, state = plain.prefill(prompt, True)
    decoder = KernelDecoder(load_operators(library), model.llm, chunk=40)
    logits, states = decoder.prefill(prompt.before, prompt.visual, prompt.after)
    assert error(logits, expected) < 1e-4
    assert error(decoder.step(states, token), plain.step(state, token)[0]) < 1e-4


@torch.no_grad()
def test_kernels_that_round_as_on_a_card_stay_near_the_plain_model(model):
    """The factors of a Mamba layer's chunks in bfloat16; beside them float32, so that nothing else is rounded."""
    film, plain = Film(model, CPU), Plain(model, CPU)
    prompt, token = film.prompt(9), film.ids(1)
    expected, state = plain.prefill(prompt, False)
    decoder = KernelDecoder(load_kernels(chunk_products=torch.bfloat16), model.llm, False, chunk=40)
    logits, states = decoder.prefill(prompt.before, prompt.visual, prompt.after)
    assert 1e-4 < error(logits, expected) < ROUNDED
    assert error(decoder.step(states, token), plain.step(state, token)[0]) < ROUNDED


@torch.no_grad()
def test_kernels_see_what_the_plain_model_sees(model, ops):
    vision = KernelVision(ops, model, torch.float32)
    prepared = vision.preprocess(torch.randint(256, (3, 98, 98, 3), dtype=torch.uint8))
    features = vision.features(prepared)
    assert error(features, model.featurizer(prepared)) < 1e-4
    assert error(vision.project(vision.merge(features)), model.projector(merge_tokens(features, 16))) < 1e-4


def test_costs_are_those_of_the_weights():
    """A token passes every weight of the layers once, with two operations; what attention and the scan add to that is little at a short length."""
    with torch.device("meta"):
        layers = sum(p.numel() for p in TimeViper(PUBLISHED).llm.backbone.layers.parameters())
    costs = DecoderCosts(PUBLISHED)
    at = lambda vision: costs.prefill(BEFORE, vision, AFTER, False)
    a_token = (at(128) - at(64)) / 64
    assert 2 * layers < a_token < 2 * layers * 1.03
