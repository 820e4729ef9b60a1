"""A beam finds what plain searches find: of all answers, and of all beginnings at every step."""

import itertools
import math

import pytest
import torch

from generate import answer_and_confidence, prefix, searched_and_confidence
from model import TimeViper
from test_train_decoder import CONFIG, tokenizer  # noqa: F401
from prompting import Prompting

FILMS, LIMIT = 2, 3


class FewTokens:
    """The prompts of a model whose answers are of few tokens; the first one ends them."""

    def __init__(self, prompting, tokens):
        self.pad, self.before, self.stop, self.shared = prompting.pad, prompting.before, 0, prompting.shared
        self.tokens = tokens


@pytest.fixture(scope="module")
def asked(tokenizer):  # noqa: F811
    """A model that was never trained, and says only what is here among five tokens; the state behind two films; prompts, some of one film."""
    torch.manual_seed(3)
    prompting = Prompting(tokenizer)
    config = {**CONFIG, "llm": {**CONFIG["llm"], "vocab_size": prompting.tokenizer.get_vocab_size()}}
    model = TimeViper(config).eval()
    few = FewTokens(prompting, 5)
    with torch.no_grad():
        model.llm.lm_head.weight = torch.nn.Parameter(3 * torch.randn(few.tokens, config["llm"]["hidden_size"]) / 8)
    features = torch.randn(FILMS, 4, 16, config["vision"]["embed_dim"])
    film_of, prompts = [0, 1, 0], [prompting.branch(4, 4, question).prompt for question in ("What?", "What colour is the ball?", "Who is it?")]
    return model, few, prefix(model, few, features, [4] * FILMS), film_of, prompts


def log_probabilities(asked, i, said):
    """Behind a prompt and some tokens, all read at once."""
    model, _, state, film_of, prompts = asked
    ids = torch.tensor([prompts[i] + list(said)])
    absorb = torch.tensor([[True] * len(prompts[i]) + [False] * len(said)])
    with torch.no_grad():
        x, _ = model.llm.run(model.llm.backbone.embeddings(ids), state.pick(torch.tensor([film_of[i]])), absorb=absorb)
        return model.llm.logits(x[0, -1]).double().log_softmax(-1).tolist()


def probability(asked, i, answer):
    return sum(log_probabilities(asked, i, answer[:place])[token] for place, token in enumerate(answer))


def searched(asked, i, width):
    """All beginnings longer by every token, of which the likeliest stay, to the very end."""
    few, best, going = asked[1], None, [((), 0.0)]
    while going:
        longer = [(said + (t,), whole + value) for said, whole in going for t, value in enumerate(log_probabilities(asked, i, said))]
        longer = sorted(longer, key=lambda one: -one[1])[:width]
        ended = [one for one in longer if one[0][-1] == few.stop or len(one[0]) == LIMIT]
        best = max([one for one in (best, *ended) if one], key=lambda one: one[1], default=None)
        going = [one for one in longer if one not in ended]
    return best



def test_a_beam_that_is_wide_enough_finds_the_likeliest_answer_of_all(asked):
    few = asked[1]
    every = [a for n in range(1, LIMIT + 1) for a in itertools.product(range(few.tokens), repeat=n) if few.stop not in a[:-1] and (n == LIMIT or a[-1] == few.stop)]
    found = searched_and_confidence(*asked, LIMIT, few.tokens**LIMIT)
    for i, (ids, confidence) in enumerate(found):
        answer = max(every, key=lambda one: probability(asked, i, one))
        assert ids == [t for t in answer if t != few.stop]
        assert confidence == pytest.approx(math.exp(probability(asked, i, answer) / len(answer)), abs=1e-4)


@pytest.mark.parametrize("width", [2, 3, 5])
def test_a_narrow_beam_finds_what_a_plain_search_finds(asked, width):
    for i, (ids, confidence) in enumerate(searched_and_confidence(*asked, LIMIT, width)):
        answer, value = searched(asked, i, width)
        assert ids == [t for t in answer if t != asked[1].stop]
        assert confidence == pytest.approx(math.exp(value / len(answer)), abs=1e-4)


def test_a_beam_of_one_takes_the_likeliest_tokens(asked):
    greedy = answer_and_confidence(*asked, 12)
    for (ids, confidence), (words, sure) in zip(searched_and_confidence(*asked, 12, 1), greedy, strict=True):
        assert ids == words and confidence == pytest.approx(sure, abs=1e-5)
