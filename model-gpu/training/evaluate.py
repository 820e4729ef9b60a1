"""How well a checkpoint does on films it never saw, next to baselines measured in the same run.

    python evaluate.py DIR [--films 200] [--seconds 64] [--split test] [--json OUT.json]
    python evaluate.py DIR --way pdrop:uni_3_0.25    under another way of dropping tokens than it was trained with
    python evaluate.py DIR --data PHOTOGRAPHS --beam 4    captions of photographs by another beam than config.json says
    python evaluate.py DIR --clip FILE…        what it says about real footage
"""

import argparse
import json
import random
import re
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch

from drawn import best_span, draw
from features import STILL, film_pictures, look, padded, still_features
from film import NOT_SHOWN, PROMPTS, sample_film
from footage import sample_footage
from generate import answer, answer_and_confidence, beginnings, prefix, searched_and_confidence
from model import AttentionState
from nouns import ABSENT, NOUNS, SEEN, nouns_in, states
from photo_film import NOUN_QUESTIONS, photo_film
from photographs import captioned
from prompting import Prompting
from scores import bleu4, cider_d
from ways import load

FIRST_SEED = 5_000_000
LIMIT = {"dense": 220, "detailed": 160}
REMEMBERED = 2**18  # tokens that questions that are answered together may have before them
SPAN = re.compile(r"(\d+\.?\d*) (?:to|and) (\d+\.?\d*)")
EVENT = re.compile(r"^(\d+\.?\d*) - (\d+\.?\d*) seconds, (.+)$")


def overlap(a, b):
    """Intersection over union of two spans in seconds."""
    shared = max(0.0, min(a[1], b[1]) - max(a[0], b[0]))
    whole = max(a[1], b[1]) - min(a[0], b[0])
    return shared / whole if whole > 0 else float(a == b)


def read_span(text):
    found = SPAN.findall(text)
    return tuple(float(x) for x in found[-1]) if found else None


def read_events(text):
    found = [EVENT.match(line) for line in text.splitlines()]
    return [(float(m[1]), float(m[2]), m[3]) for m in found if m]


def event_score(said, true):
    """F1 of events: each said one may stand for one true event with the same words and an overlap of at least a half."""
    open_events, right = list(true), 0
    for start, end, text in said:
        hit = next((e for e in open_events if e[2] == text and overlap((start, end), e[:2]) >= 0.5), None)
        if hit:
            open_events.remove(hit)
            right += 1
    return 2 * right / max(1, len(said) + len(true))


def fact_counts(text, facts, everything):
    """(right, said, true): facts are phrases; what is said is every phrase of the film world that the text names."""
    lower = text.lower()
    said = {f for f in everything if re.search(rf"\b{re.escape(f.lower())}\b", lower)}
    said = {f for f in said if not any(f != g and f in g for g in said)}
    true = set(facts)
    return len(said & true), len(said), len(true)


def all_facts():
    from film import COLOUR_NAMES, KIND_NAMES
    from wording import BACKGROUND_TEXT, CAMERA_TEXT, CARD_TEXT

    things = [f"{c} {k}" for c in COLOUR_NAMES for k in KIND_NAMES]
    return [*things, *BACKGROUND_TEXT.values(), *CARD_TEXT.values(), *CAMERA_TEXT.values()]


class Score:
    """Adds up answers and their baselines."""

    def __init__(self, rng):
        self.rng, self.sums, self.everything = rng, defaultdict(list), all_facts()
        self.spans, self.facts = [], defaultdict(lambda: np.zeros(3))

    def add(self, item, text, film, other):
        """other: the true item of the same task of another film, the baseline of captions."""
        task, meta = item.task, item.meta
        if task == "grounding":
            span = read_span(text)
            self.sums["grounding iou"].append(overlap(span, meta["span"]) if span else 0.0)
            self.sums["wrongly refused"].append(float(text == NOT_SHOWN))
            a, b = sorted(self.rng.uniform(0, film.duration) for _ in range(2))
            self.sums["grounding iou of a random span"].append(overlap((a, b), meta["span"]))
            self.spans.append((meta["span"], film.duration))
        elif task == "not_shown":
            self.sums["not shown, refused"].append(float(text == NOT_SHOWN))
        elif task == "multiple_choice":
            self.sums["choice of four"].append(float(text[:1] == "ABCD"[meta["choice"]]))
            self.sums["choice of four at random"].append(float(self.rng.randrange(4) == meta["choice"]))
        elif task == "question":
            self.sums["open question, exact"].append(float(text == item.answer))
            self.sums[f"open question, exact: {meta['asks'][0] if 'asks' in meta else 'other'}"].append(float(text == item.answer))
        elif task == "dense":
            self.sums["dense events f1"].append(event_score(read_events(text), meta["events"]))
            self.sums["dense events f1 of another film's"].append(event_score(other.meta["events"], meta["events"]))
        elif meta.get("facts"):
            for name, said in (("", text), (" of another film's", other.answer)):
                counts = fact_counts(said, meta["facts"], self.everything)
                self.facts["caption facts f1" + name] += counts
                self.facts[f"caption facts f1, {task}" + name] += counts

    def result(self):
        out = {k: round(float(np.mean(v)), 3) for k, v in self.sums.items()}
        ious = np.array(self.sums["grounding iou"])
        out["grounding r1@0.5"] = round(float((ious >= 0.5).mean()), 3)
        out["grounding iou of the best constant span"] = round(best_constant(self.spans), 3)
        for name, (right, said, true) in self.facts.items():
            out[name] = round(2 * right / max(1.0, said + true), 3)
        return dict(sorted(out.items()))


def best_constant(spans):
    """The mean overlap of the one pair of shares of the length that fits these films best."""
    grid = np.linspace(0, 1, 21)
    return max(
        np.mean([overlap((a * d, b * d), span) for span, d in spans]) for a in grid for b in grid[grid > a]
    )


def film_features(model, film, folder):
    """Features of a film; kept in `folder` when one is given (the vision part must not change then)."""
    path = folder and Path(folder) / f"eval-{film.split}-{film.seed}-{film.duration}.npy"
    if path and path.exists():
        return torch.from_numpy(np.load(path))
    pictures = film_pictures(film, model.config["vision"]["image_size"])
    features = look(model.featurizer, model.tokens_a_frame, pictures)
    if path:
        np.save(path, features.numpy())
    return features


def ask(model, prompting, features, duration, asked):
    """asked: (instruction, lead, limit) each; returns their texts. As many are answered together as do not need too much memory: each has the film's keys and values to itself."""
    state = prefix(model, prompting, features[None], [duration])
    together = max(1, REMEMBERED // max(layer.keys.shape[2] for layer in state.layers if isinstance(layer, AttentionState)))
    texts = [None] * len(asked)
    for limit in sorted({a[2] for a in asked}):
        alike = [i for i, a in enumerate(asked) if a[2] == limit]
        for rows in (alike[begin : begin + together] for begin in range(0, len(alike), together)):
            prompts = [prompting.branch(duration, len(features), asked[i][0], asked[i][1]).prompt for i in rows]
            for i, ids in zip(rows, answer(model, prompting, state, [0] * len(rows), prompts, limit)):
                texts[i] = prompting.decode(ids)
    return texts


@torch.no_grad()
def evaluate(model, prompting, split, films, folder=None, shown=0, seconds=None):
    """Scores over `films` films of 20 to 60 seconds, or of so many seconds."""
    model.eval()
    rng = random.Random(1)
    score, other, began, looked = Score(rng), {}, time.time(), 0.0
    for n in range(films):
        film = sample_film(FIRST_SEED + n, split, float(seconds or round(2 * rng.uniform(20, 60)) / 2))
        looked += film.duration
        items = film.items(random.Random(n))
        asked = [(i.instruction, i.lead, LIMIT.get(i.task, 60)) for i in items]
        texts = ask(model, prompting, film_features(model, film, folder), film.duration, asked)
        for item, text in zip(items, texts):
            score.add(item, text, film, other.get(item.task, item) if n else sample_other(split, item.task))
            if n < shown:
                print(f"[{item.task}] {item.instruction!r}\n    said: {text!r}\n    true: {item.answer!r}")
        other = {i.task: i for i in items}
    return {**score.result(), "films": films, "seconds of film a second": round(looked / (time.time() - began), 1)}


def sample_other(split, task):
    items = sample_film(FIRST_SEED - 1, split, 40.0).items(random.Random(0))
    return next((i for i in items if i.task == task), items[0])


class Photographed:
    """Scores on photographs that training never had: their captions, what is asked about nouns, and films made of them."""

    COMMON = 20  # nouns that yes and no are asked of
    SUREST = (1, 0.75, 0.5, 0.25, 0.1)  # shares of the captions that nouns are counted in

    def __init__(self, data, split, model, folder):
        self.photographs, self.folder, self.split = captioned(data, split), Path(folder), split
        self.folder.mkdir(parents=True, exist_ok=True)
        size = model.config["vision"]["image_size"]
        self.features = still_features(self.folder, model.featurizer, model.tokens_a_frame, size, self.photographs, 0)
        self.states = [states(self.photographs.known(i)) for i in range(len(self.photographs))]
        seen = [sum(s[n] == SEEN for s in self.states) for n in range(len(NOUNS))]
        self.common = sorted(range(len(NOUNS)), key=lambda n: -seen[n])[: self.COMMON]

    @torch.no_grad()
    def scores(self, model, prompting, count, films=None, beam=None):
        """beam: how wide captions are searched, with 1 the likeliest words are taken; else as the configuration says."""
        model.eval()
        beam = beam or model.config.get("captions", {}).get("beam", {}).get("short", 1)
        count = min(count, len(self.photographs))
        said, sure = zip(*self._captions(model, prompting, count, beam))
        references = [self.photographs.known(i) for i in range(count)]
        return {"photographs": count, "photograph bleu-4": round(bleu4(said, references), 3), "photograph cider": round(cider_d(said, references), 3),
                **self._nouns(said, sure), **self._yes_or_no(model, prompting, count), **self._films(model, prompting, films or count // 10)}  # fmt: skip

    def _captions(self, model, prompting, count, beam, piece=50):
        pieces = [range(start, min(start + piece, count)) for start in range(0, count, piece)]
        return [told for chosen in pieces for told in self._ask(model, prompting, chosen, PROMPTS["caption"]["short"], beam=beam)]

    def _ask(self, model, prompting, chosen, questions, limit=40, beam=1):
        """The answers, each with the model's confidence."""
        questions = [questions] * len(chosen) if isinstance(questions, str) else questions
        features = self.features[list(chosen)].unsqueeze(1).expand(-1, STILL, -1, -1)
        state = prefix(model, prompting, features, [STILL] * len(chosen))
        prompts = [prompting.branch(STILL, STILL, q).prompt for q in questions]
        asked = (model, prompting, state, list(range(len(chosen))), prompts, limit)
        answers = searched_and_confidence(*asked, beam) if beam > 1 else answer_and_confidence(*asked)
        return [(prompting.decode(ids), confidence) for ids, confidence in answers]

    def _nouns(self, said, sure):
        """Of the nouns that captions assert, those that one human caption names at least; and how many of those that two name are asserted. Of all captions, and of the surest."""
        counts = np.array([self._counts(i, text) for i, text in enumerate(said)])
        found = {}
        for share in self.SUREST:
            least = float(np.quantile(sure, 1 - share))
            right, asserted, told, there = counts[np.array(sure) >= least].sum(0)
            surest = "" if share == 1 else f" of the surest {share:.0%}"
            found |= {f"noun precision{surest}": round(right / max(1, asserted), 3), f"noun recall{surest}": round(told / max(1, counts[:, 3].sum()), 3)}
            found |= {} if share == 1 else {f"confidence from which on these are{surest}": round(least, 4)}
        return found

    def _counts(self, i, text):
        """Of the nouns of a caption: named by people, all; and of those that people surely name: told, all."""
        own, named = set(nouns_in(text)), [set(nouns_in(c)) for c in self.photographs.known(i)]
        any_named, sure = set().union(*named), {n.name for n, s in zip(NOUNS, self.states[i]) if s == SEEN}
        return len(own & any_named), len(own), len(own & sure), len(sure)

    def _yes_or_no(self, model, prompting, count, piece=50):
        """As many photographs with a noun as without it."""
        rng, asked = random.Random(1), []
        for n in self.common:
            sides = [[i for i in range(count) if self.states[i][n] == state] for state in (SEEN, ABSENT)]
            most = min(20, *map(len, sides))
            asked += [(i, n, answer) for side, answer in zip(sides, ("Yes.", "No.")) for i in rng.sample(side, most)]
        said, read = [], []
        for start in range(0, len(asked), piece):
            part = asked[start : start + piece]
            chosen, questions = [i for i, _, _ in part], [NOUN_QUESTIONS[0].format(a=NOUNS[n].text) for _, n, _ in part]
            texts = [text for text, _ in self._ask(model, prompting, chosen, questions, 4)]
            odds = self._odds(model, prompting, chosen, questions)
            said += [text == answer for text, (_, _, answer) in zip(texts, part)]
            read += [_read(model, n, text, odd) == answer for text, odd, (_, n, answer) in zip(texts, odds, part)]
        return {"yes or no": round(float(np.mean(read)), 3), "yes or no, as it is said": round(float(np.mean(said)), 3)}

    def _odds(self, model, prompting, chosen, questions):
        """The logarithm of the odds of Yes against No."""
        features = self.features[chosen].unsqueeze(1).expand(-1, STILL, -1, -1)
        state = prefix(model, prompting, features, [STILL] * len(chosen))
        prompts = [prompting.branch(STILL, STILL, question).prompt for question in questions]
        both = beginnings(model, prompting, state, list(range(len(chosen))), prompts, ("Yes.", "No."))
        return (both[:, 0] - both[:, 1]).tolist()

    @staticmethod
    def _span(model, prompting, state, prompt):
        """As the configuration says that spans are read: from draws, or from the likeliest words."""
        moments = model.config.get("moments")
        if moments:
            return best_span(draw(model, prompting, state, prompt, moments["draws"]), moments, read_span, overlap)
        return read_span(prompting.decode(answer(model, prompting, state, [0], [prompt], 30)[0]))

    def _films(self, model, prompting, films):
        """Where in a film a photograph is that a caption tells of."""
        overlaps, rng = [], random.Random(2)
        for n in range(films):
            chosen = rng.sample(range(len(self.photographs)), rng.randint(3, 7))
            film = photo_film([self.photographs[i] for i in chosen], n, self.split, footage=sample_footage(rng), things=0.3, cards=0.1)
            if film.duration > 60:
                continue
            items = [i for i in film.items(rng) if i.task == "grounding"]
            features = look(model.featurizer, model.tokens_a_frame, film_pictures(film, model.config["vision"]["image_size"]))
            state = prefix(model, prompting, features[None], [film.duration])
            for item in items:
                span = self._span(model, prompting, state, prompting.branch(film.duration, len(features), item.instruction).prompt)
                overlaps.append(overlap(span, item.meta["span"]) if span else 0.0)
        return {"photo films": films, "photo film grounding iou": round(float(np.mean(overlaps)), 3) if overlaps else 0.0}


def _read(model, noun, text, odds):
    """Yes and No as the configuration says that they are read, which the product does."""
    even_at = model.config.get("confidence", {}).get("things", {}).get("even_at", {})
    known = NOUNS[noun].text in even_at and text in ("Yes.", "No.")
    return ("Yes." if odds > even_at[NOUNS[noun].text] else "No.") if known else text


def read_clip(path, size, longest):
    """One frame a second as the product samples it: (frames, size, size, 3), the seconds they stand for."""
    import cv2

    video = cv2.VideoCapture(str(path))
    rate, frames, taken, index = video.get(cv2.CAP_PROP_FPS), [], 0, 0
    while True:
        ok, picture = video.read()
        if not ok:
            break
        if index == round(taken * rate):
            frames.append(cv2.cvtColor(cv2.resize(picture, (size, size), interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2RGB))
            taken += 1
        index += 1
    return np.stack(frames)[:longest], min(index / rate, longest)


@torch.no_grad()
def describe(model, prompting, path):
    pictures, seconds = read_clip(path, model.config["vision"]["image_size"], 60)
    pictures = np.concatenate([pictures, pictures[-1:].repeat(padded(len(pictures)) - len(pictures), 0)])
    features = look(model.featurizer, model.tokens_a_frame, pictures)
    asked = {"dense": (PROMPTS["dense_captions"], "", 220), **{k: (v, "", 160) for k, v in PROMPTS["caption"].items()}}
    for query in ("a white car", "a red car", "a person", "a bottle", "a title card", "a dog"):
        asked[f"ground {query}"] = (PROMPTS["grounding"].replace("{query}", query), "", 30)
    print(f"{Path(path).name}, the first {seconds:.1f} s, {len(pictures)} frames")
    for name, text in zip(asked, ask(model, prompting, features, round(seconds, 1), list(asked.values()))):
        print(f"  {name}: {text}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("directory", type=Path)
    parser.add_argument("--films", type=int, default=200)
    parser.add_argument("--seconds", type=float, help="length of the films; else 20 to 60")
    parser.add_argument("--way", help="of dropping tokens: none, pdrop:SCHEDULE or transv:SCHEDULE")
    parser.add_argument("--split", default="test")
    parser.add_argument("--show", type=int, default=0, help="print the answers about the first films")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--clip", nargs="*", default=[])
    parser.add_argument("--data", help="folder of the photographs: scores on those of the split, too")
    parser.add_argument("--beam", type=int, help="how wide a beam captions of photographs are searched by; else as config.json says")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    model, prompting = load(args.directory, args.way), Prompting(args.directory / "tokenizer.json")
    for clip in args.clip:
        describe(model, prompting, clip)
    if not args.clip:
        scores = evaluate(model, prompting, args.split, args.films, shown=args.show, seconds=args.seconds)
        if args.data:
            with tempfile.TemporaryDirectory() as folder:
                scores |= Photographed(args.data, args.split, model, folder).scores(model, prompting, 1000, 200, args.beam)
        for name, value in scores.items():
            print(f"{name:45s} {value}")
        if args.json:
            args.json.write_text(json.dumps(scores, indent=2) + "\n")


if __name__ == "__main__":
    main()
