"""BLEU-4 and CIDEr-D of captions against several references each, as the published evaluation of captions computes them."""

import math
import re
from collections import Counter

import numpy as np

ORDERS, SIGMA = 4, 6.0


def words(text):
    return re.findall(r"[a-z0-9']+", text.lower())


def _grams(tokens):
    return Counter(tuple(tokens[i : i + n]) for n in range(1, ORDERS + 1) for i in range(len(tokens) - n + 1))


def bleu4(said, references):
    """Of a whole set: clipped counts and lengths are summed before anything is divided; the nearest reference's length counts."""
    right, total, length, wanted = np.zeros(ORDERS), np.zeros(ORDERS), 0, 0
    for text, others in zip(said, references):
        tokens, others = words(text), [words(o) for o in others]
        grams = _grams(tokens)
        most = Counter()
        for other in others:
            most |= _grams(other)
        for gram, count in grams.items():
            total[len(gram) - 1] += count
            right[len(gram) - 1] += min(count, most[gram])
        length += len(tokens)
        wanted += min((abs(len(o) - len(tokens)), len(o)) for o in others)[1]
    if not right.all():
        return 0.0
    return float(math.exp(np.log(right / total).mean()) * min(1.0, math.exp(1 - wanted / length)))


def cider_d(said, references):
    """The mean over the set, 0 to 10; words that many references of the set use count little."""
    counted = [[_grams(words(o)) for o in others] for others in references]
    seen = Counter(gram for others in counted for gram in set().union(*others))
    everything = math.log(len(references))

    def weighed(grams):
        vectors = [{} for _ in range(ORDERS)]
        for gram, count in grams.items():
            vectors[len(gram) - 1][gram] = count * (everything - math.log(max(1, seen[gram])))
        return vectors, [math.sqrt(sum(v * v for v in vector.values())) for vector in vectors], sum(c for g, c in grams.items() if len(g) == 2)

    scores = []
    for text, others in zip(said, counted):
        own, size, length = weighed(_grams(words(text)))
        score = 0.0
        for other in others:
            theirs, their_size, their_length = weighed(other)
            fade = math.exp(-((length - their_length) ** 2) / (2 * SIGMA**2))
            for n in range(ORDERS):
                shared = sum(min(v, theirs[n].get(g, 0.0)) * theirs[n].get(g, 0.0) for g, v in own[n].items())
                if size[n] and their_size[n]:
                    score += shared / (size[n] * their_size[n]) * fade
        scores.append(10 * score / ORDERS / len(others))
    return float(np.mean(scores))
