"""Writes films of photographs with what is asked for in them, in the layout of `rendered-film`, to see what the product finds in photographed film.

    python photo_benchmark.py FOLDER --data PHOTOGRAPHS [--split valid] [--films 150] [--workers 2]
    timeviper eval rendered-film --data FOLDER --windows --out OUT    with a model whose config.json has no "confidence"
    python photo_benchmark.py FOLDER --results OUT --fit    fits how often a find is right to how sure the model is of it

Nothing is drawn into these films, and as much is asked for that is not there as that is: photographs' nouns and captions of others, drawn things, and camera moves that are not made. What is
there, captions and nouns tell; what none of them names is taken not to be there. Choices of four are for nouns, for the order of photographs, and for camera moves. The folder holds the photographs and is not to be passed on.
"""

import argparse
import json
import random
import re
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from math import floor
from pathlib import Path

import numpy as np

from benchmark import encode, seconds_text
from evaluate import overlap
from film import COLOUR_NAMES, PROMPTS, an
from footage import EVERYDAY, sample_footage
from nouns import NOUNS
from photo_film import photo_film
from photographs import captioned
from wording import CAMERA_TEXT, DRAWN_ONLY

HEIGHT = 240  # lines; the photographs have 128
SHOWN = 4  # of a film, at most
FIRST_SEED = 300_000
RIGHT = 0.5  # intersection over union
LEAST_POOL, WANTED = 40, 0.7  # finds that a point of the curve rests on, and the share of what is told that is to be right


def subject(photographs, split, number):
    """A film, what is asked for in it: (kind, words, seconds from and to; both −1 if it is not shown) each, and the choices that are put."""
    rng = random.Random(f"photo benchmark {split} {number}")
    chosen = rng.sample(range(len(photographs)), rng.randint(3, 7) + 4)
    strangers = [caption for i in chosen[-4:] for caption in photographs.known(i)]
    footage = sample_footage(rng, **EVERYDAY)
    film = photo_film([photographs[i] for i in chosen[:-4]], FIRST_SEED + number, split, footage=footage, strangers=strangers)
    return film, asked(film, rng), choices(film, rng)


def asked(film, rng):
    items = film.items(rng)
    shown = [("noun" if _is_noun(item.meta["query"]) else "caption", item.meta["query"], *item.meta["span"]) for item in items if item.task == "grounding"]
    shown.sort(key=lambda item: item[0] != "noun")  # what is searched for is short more often than not
    absent = [("absent noun" if _is_noun(item.meta["query"]) else "another's caption", item.meta["query"], -1, -1) for item in items if item.task == "not_shown" and "query" in item.meta]
    absent.append(("drawn thing", an(f"{rng.choice(COLOUR_NAMES)} {rng.choice(DRAWN_ONLY)}"), -1, -1))
    moves = [text for camera, text in CAMERA_TEXT.items() if camera not in {scene.camera for scene in film.scenes} | {"static", "shake"}]
    absent += [("camera", rng.choice(moves), -1, -1)] if moves else []
    return shown[:SHOWN] + absent


def choices(film, rng):
    """As MVBench has them, but for the film's name."""
    before = PROMPTS["multiple_choice"].split("{question}")[0]
    put = []
    for item in film.items(rng):
        if item.task == "multiple_choice":
            question = item.instruction.removeprefix(before).split("\nA. ")[0]
            kind = "camera" if "camera" in question else "noun" if question.startswith("Which of these") else "order"
            put.append({"question": question, "candidates": item.meta["options"], "answer": item.meta["answer"], "task_type": kind, "duration": film.duration})
    return put


def _is_noun(query):
    return query.removesuffix(" in the picture") in {noun.text for noun in NOUNS}


def name_of(number):
    return f"photo-{number:03d}"


def _encode(job):
    data, split, number, path = job
    film, *_ = subject(captioned(data, split), split, number)
    return encode(film, path, HEIGHT)


def write(folder, data, split, films, workers=1):
    """Writes all files, but for videos that are there; answers what is asked for, by film."""
    photographs = captioned(data, split)
    found = {name_of(n): subject(photographs, split, n) for n in range(films)}
    (folder / "videos").mkdir(parents=True, exist_ok=True)
    lines = [f"{name} {seconds_text(start)} {seconds_text(end)}##{query}.\n" for name, (_, items, _) in found.items() for _, query, start, end in items]
    (folder / "grounding.txt").write_text("".join(lines), encoding="utf-8")
    (folder / "videos.json").write_text(json.dumps({name: {"duration": film.duration} for name, (film, *_) in found.items()}, indent=1) + "\n", encoding="utf-8")
    (folder / "kinds.json").write_text(json.dumps({name: [[kind, query] for kind, query, *_ in items] for name, (_, items, _) in found.items()}, indent=1) + "\n", encoding="utf-8")
    put = [{"video": name} | choice for name, (*_, choices_put) in found.items() for choice in choices_put]
    (folder / "choice.json").write_text(json.dumps(put, indent=1) + "\n", encoding="utf-8")
    jobs = [(data, split, n, folder / "videos" / f"{name_of(n)}.mp4") for n in range(films)]
    with ProcessPoolExecutor(workers) as pool:
        for done, _ in enumerate(pool.map(_encode, [job for job in jobs if not job[3].exists()])):
            print(f"{done + 1} of {films}", flush=True)
    return {name: items for name, (_, items, _) in found.items()}


# ---------------------------------------------------------------- what the product made of it

def finds(folder, results):
    """What was found, of all that was asked for: (kind, confidence, whether it overlaps what is asked for by half at least) each; and how much of each kind was asked for."""
    kinds = json.loads((folder / "kinds.json").read_text(encoding="utf-8"))
    lines = [re.fullmatch(r"(\S+) (\S+) (\S+)##(.+)\.", line).groups() for line in (folder / "grounding.txt").read_text(encoding="utf-8").splitlines()]
    answers = outcomes(results)
    found, asked_for = [], Counter()
    for number, (name, start, end, query) in enumerate(lines, 1):
        kind = dict(reversed(pair) for pair in kinds[name])[query]
        asked_for[kind] += 1
        outcome = answers[f"grounding/{name}-{number}"]
        for span in outcome["spans"]:
            right = float(start) >= 0 and overlap((span["start"], span["end"]), (float(start), float(end))) >= RIGHT
            found.append((kind, outcome["confidence"], right))
    return found, asked_for


def outcomes(results):
    lines = [json.loads(line) for part in sorted(results.glob("results-*.jsonl")) for line in part.read_text(encoding="utf-8").splitlines()]
    return {answer["id"]: answer["outcome"] for answer in lines if "outcome" in answer}


def chosen(folder, results):
    """(kind, confidence, whether it is right) of each choice."""
    answers = outcomes(results)
    put = json.loads((folder / "choice.json").read_text(encoding="utf-8"))
    asked_for = [(choice, answers[f"choice/{number}"]) for number, choice in enumerate(put, 1) if f"choice/{number}" in answers]
    return [(choice["task_type"], said["confidence"], said["option"] == choice["candidates"].index(choice["answer"])) for choice, said in asked_for]


def curve(found):
    """Points from confidence to the share that is right: it never falls, and each rests on LEAST_POOL finds at least."""
    ordered = sorted((confidence, right) for _, confidence, right in found)
    pools = [[len(part), sum(c for c, _ in part), sum(r for _, r in part)] for part in np.array_split(np.array(ordered, float), len(ordered) // LEAST_POOL) for part in [part.tolist()]]
    merged = []
    for pool in pools:
        merged.append(pool)
        while len(merged) > 1 and merged[-2][2] / merged[-2][0] >= merged[-1][2] / merged[-1][0]:
            last = merged.pop()
            merged[-1] = [a + b for a, b in zip(merged[-1], last)]
    return [[round(c / n, 6), round(r / n, 6)] for n, c, r in merged]


def least(found, points):
    """The confidence from which on, by the curve, as many finds as wanted are right of all that are told."""
    calibrated = sorted(((float(np.interp(confidence, *zip(*points))), right) for _, confidence, right in found), reverse=True)
    bounds = [at for n, (at, _) in enumerate(calibrated, 1) if sum(r for _, r in calibrated[:n]) >= WANTED * n]
    return floor(min(bounds) * 1000) / 1000 if bounds else 1.0


def fit(found, put):
    """The sections `grounding` and `choice` of `filmed` in config.json; of a choice, somebody wants the likeliest option however likely it is."""
    points = curve(found)
    return {"grounding": {"curve": points, "least": least(found, points)}, "choice": {"curve": curve(put)}}


def table(found, asked_for, bound):
    lines = []
    for kind, count in sorted(asked_for.items()):
        told = [right for k, confidence, right in found if k == kind and confidence >= bound]
        lines.append(f"{kind:18} {count:4} asked for, {sum(k == kind for k, *_ in found):4} found, {len(told):4} told, {sum(told):4} of them right")
    told = [right for _, confidence, right in found if confidence >= bound]
    return "\n".join([*lines, f"of what is told {sum(told) / max(1, len(told)):.3f} is right"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", help="folder of the photographs")
    parser.add_argument("--split", default="valid", choices=("train", "valid", "test"))
    parser.add_argument("--films", type=int, default=150)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--results", type=Path, help="folder with the answers: nothing is written, what they are worth is told")
    parser.add_argument("--fit", action="store_true", help="prints what goes into config.json, as parts of filmed of confidence")
    parser.add_argument("--least", type=float, default=0.0, help="confidence from which on a find is told")
    args = parser.parse_args()
    if args.results:
        found, asked_for = finds(args.folder, args.results)
        if args.fit:
            print(json.dumps(fit(found, chosen(args.folder, args.results))))
        print(table(found, asked_for, args.least))
        for kind in ("camera", "noun", "order"):
            right = [right for k, _, right in chosen(args.folder, args.results) if k == kind]
            print(f"choices, {kind:9} {len(right):4} put, {sum(right):4} right")
        return
    if not args.data:
        parser.error("--data tells where the photographs are")
    found = write(args.folder, args.data, args.split, args.films, args.workers)
    items = [item for asked_for in found.values() for item in asked_for]
    print(f"{sum(start >= 0 for _, _, start, _ in items)} shown, {sum(start < 0 for _, _, start, _ in items)} not, in {len(found)} films")


if __name__ == "__main__":
    main()
