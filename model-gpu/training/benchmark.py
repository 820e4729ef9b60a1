"""Writes the benchmark `rendered-film`: a thousand questions about drawn films that training never saw, with answers that are known exactly.

    python benchmark.py FOLDER [--seed 0] [--workers 2] [--without-videos]

The same seed writes the same texts and films. Films that are there already are kept, so that a run that was broken off goes on.
"""

import argparse
import json
import random
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from math import ceil, floor
from pathlib import Path

import cv2
import numpy as np

from film import NOT_SHOWN, film_seed, sample_film
from wording import FACTS, UNHEARD

BUCKETS = ((6, 30), (30, 60), (60, 120), (120, 300), (300, 600))  # seconds
FILMS = 16  # in each bucket
# of each bucket; 1,000 in all. Captions: five facets of half of the films
SHARES = {"grounding": 52, "grounding, not shown": 12, "choice": 48, "open": 26, "open, not shown": 6, "captions": 40, "dense": 16}
FACETS = ("detailed", "background", "short", "main_object", "camera")
FIRST_SEED = 7_000_000
DRAWS = 4  # how often a film is asked what there is to ask about it
HEIGHT, RATE = 360, 10  # lines, and frames a second, of the videos
TASKS = {
    "colour": "colour", "way": "direction", "shown": "thing", "first": "order", "next": "order", "background": "background", "where": "background", "camera": "camera",
    "camera then": "camera", "count": "count",
}
NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SAME = {"to the left": ("left", "leftwards"), "to the right": ("right", "rightwards"), "upwards": ("up", "to the top"), "downwards": ("down", "to the bottom"),
        "the camera is static": ("static", "it does not move", "the camera does not move")}


@dataclass(frozen=True)
class Subject:
    """A film of the benchmark and what can be asked about it."""

    id: str
    seed: int
    seconds: float
    bucket: int
    items: tuple

    @property
    def film(self):
        return sample_film(self.seed, "test", self.seconds, unseen_only=True)

    def of(self, *tasks, known=lambda topic: True):
        return [item for item in self.items if item.task in tasks and ("asks" not in item.meta or known(item.meta["asks"][0]))]

    @property
    def told(self):
        """The five facets, or nothing if one of them has nothing to tell."""
        facets = self.of(*FACETS)
        return facets if all(item.meta["facts"] for item in facets) else []


def subjects(seed):
    """The films, 16 in each bucket of lengths; a film in which nothing is to be found is passed over."""
    found = []
    for bucket, (shortest, longest) in enumerate(BUCKETS):
        number = FIRST_SEED + seed * 100_000 + bucket * 10_000
        while len(found) < FILMS * (bucket + 1):
            seconds = random.Random(f"seconds {number}").randrange(shortest * 2, longest * 2 + (bucket == len(BUCKETS) - 1)) / 2
            subject = _subject(f"rf{seed}-{len(found):03d}", number, seconds, bucket)
            if subject.of("grounding") and len(subject.of("multiple_choice")) >= 2:
                found.append(subject)
            number += 1
    return found


def _subject(id, seed, seconds, bucket):
    return Subject(id, seed, seconds, bucket, to_ask(sample_film(seed, "test", seconds, unseen_only=True), id))


def to_ask(film, name):
    """What there is to ask about a film, each once; the film's name chooses among the words for it."""
    items = {}
    for draw in range(DRAWS):
        for item in film.items(random.Random(f"{name} {draw}")):
            items.setdefault((item.task, _about(item)), item)
    return tuple(items.values())


def _about(item):
    """The same for items that ask for the same."""
    topic, words = item.meta.get("asks", ("", {}))
    if item.task == "grounding":
        return words.get("name") or words.get("text") or topic
    return topic, tuple(sorted(words.items()))


def deal(hands, count, what, rng):
    """(subject, item) `count` times: one of each subject in turn, as long as they last. hands: (subject, items) each."""
    hands = [(subject, rng.sample(items, len(items))) for subject, items in hands]
    dealt = []
    while len(dealt) < count:
        if not any(items for _, items in hands):
            raise ValueError(f"the films offer {len(dealt)} of {what}, not {count}; begin from another seed")
        dealt += [(subject, items.pop()) for subject, items in hands if items][: count - len(dealt)]
    return dealt


def unheard(item, rng):
    """What an item asks for in words that training never heard."""
    topic, words = item.meta["asks"]
    return rng.choice(UNHEARD[topic]).format(**words)


def choose(subjects, seed):
    """Kind of item → (subject, item) each; no film is asked the same as a choice and as an open question."""
    rng = random.Random(f"rendered-film {seed}")
    chosen = {kind: [] for kind in SHARES}
    for bucket in range(len(BUCKETS)):
        films = [s for s in subjects if s.bucket == bucket]
        asked = lambda topic: topic in TASKS
        hands = {
            "grounding": [(s, s.of("grounding")) for s in films],
            "grounding, not shown": [(s, s.of("not_shown", known=lambda topic: topic in ("thing", "outside"))) for s in films],
            "choice": [(s, s.of("multiple_choice", known=asked)) for s in films],
            "open, not shown": [(s, s.of("not_shown", known=lambda topic: topic in ("colour", "outside does", "outside where"))) for s in films],
        }
        for kind, hand in hands.items():
            chosen[kind] += deal(hand, SHARES[kind], kind, rng)
        taken = {(s.id, _about(item)) for s, item in chosen["choice"]}
        hand = [(s, [item for item in s.of("question", known=asked) if (s.id, _about(item)) not in taken]) for s in films]
        chosen["open"] += deal(hand, SHARES["open"], "open", rng)
        tellers = [(s, s.told) for s in films if s.told][: SHARES["captions"] // len(FACETS)]
        chosen["captions"] += deal(tellers, SHARES["captions"], "captions", rng)
        chosen["dense"] += deal([(s, s.of("dense")) for s in films], SHARES["dense"], "dense", rng)
    return {kind: sorted(items, key=lambda x: x[0].id) for kind, items in chosen.items()}


def equivalents(answer):
    """The answer, and other ways to say the same."""
    said = [answer, *SAME.get(answer, ())]
    article, _, bare = answer.partition(" ")
    if answer.startswith("the camera "):
        does = answer.removeprefix("the camera ")
        said += [does, f"it {does}"]
    elif article in ("a", "an", "the"):
        said += [bare, f"the {bare}"]
    if answer.isdigit() and int(answer) < len(NUMBERS):
        said.append(NUMBERS[int(answer)])
    return list(dict.fromkeys(said))


def seconds_text(seconds):
    return f"{seconds:.2f}".rstrip("0").removesuffix(".")


# ---------------------------------------------------------------- the files

def grounding_lines(chosen, rng):
    """`ID start end##sentence.` each; -1 -1 where it is not shown."""
    lines = []
    for subject, item in sorted(chosen["grounding"] + chosen["grounding, not shown"], key=lambda x: x[0].id):
        start, end = map(seconds_text, item.meta.get("span", (-1, -1)))
        lines.append(f"{subject.id} {start} {end}##{unheard(item, rng)}.\n")
    return lines


def dense_events(chosen):
    return {
        subject.id: {"duration": subject.seconds, "timestamps": [[a, b] for a, b, _ in item.meta["events"]], "sentences": [text for _, _, text in item.meta["events"]]}
        for subject, item in chosen["dense"]
    }


def choices(chosen, rng):
    return [
        {
            "video": subject.id, "question": unheard(item, rng), "candidates": item.meta["options"], "answer": item.meta["answer"],
            "task_type": TASKS[item.meta["asks"][0]], "duration": subject.seconds,
        }
        for subject, item in chosen["choice"]
    ]


def open_questions(chosen, rng):
    asked = sorted(chosen["open"] + chosen["open, not shown"], key=lambda x: x[0].id)
    return [
        {"id": f"open-{n:03d}", "video": subject.id, "question": unheard(item, rng), "answers": [] if item.answer == NOT_SHOWN else equivalents(item.answer)}
        for n, (subject, item) in enumerate(asked)
    ]


def captions(chosen):
    return [
        {"id": f"{subject.id}-{item.task}", "video": subject.id, "facet": item.task, "caption": item.answer, "facts": item.meta["facts"]}
        for subject, item in sorted(chosen["captions"], key=lambda x: (x[0].id, FACETS.index(x[1].task)))
    ]


def edits(film):
    """As ClipShots has them: the last frame of a shot and the first of the next that shows nothing else."""
    takes = {"cut": 0.0, "dissolve": 0.5, "fade": 1.0}  # seconds before the edit, and as many behind it
    found = []
    for scene in film.scenes[1:]:
        around = takes[scene.transition]
        first = ceil((scene.start + around) * RATE - 1e-6)
        found.append([max(0, floor((scene.start - around) * RATE + 1e-6) if around else first - 1), first])
    return {"transitions": found, "frame_num": round(film.duration * RATE)}


def films(subjects):
    """What was drawn, for those who look closer."""
    return {
        s.id: {
            "seed": s.seed, "split": "test", "generator_seed": film_seed(s.seed, "test"), "duration": s.seconds,
            "shots": [{"start": shot.start, "end": shot.end, "kind": shot.shot, "background": shot.background if shot.shot == "scene" else None, "camera": shot.camera} for shot in s.film.scenes],
        }
        for s in subjects
    }


def card(subjects, chosen, seed):
    """What the folder is and how it was made, with the counts that are in it."""
    names = [f"{a} to {b} s" for a, b in BUCKETS]
    rows = []
    for kind, items in chosen.items():
        counts = Counter(s.bucket for s, _ in items)
        rows.append(f"| {kind} | " + " | ".join(str(counts[b]) for b in range(len(BUCKETS))) + f" | {len(items)} |")
    minutes = [sum(s.seconds for s in subjects if s.bucket == b) / 60 for b in range(len(BUCKETS))]
    rows.append("| *minutes of film* | " + " | ".join(f"{m:.0f}" for m in minutes) + f" | {sum(minutes):.0f} |")
    total = sum(map(len, chosen.values()))
    return CARD.format(total=total, films=len(subjects), each=FILMS, seed=seed, names=" | ".join(names), rule=" | ".join(["---:"] * (len(names) + 1)), rows="\n".join(rows), height=HEIGHT, rate=RATE)


CARD = """# rendered-film

{total:,} items about {films} drawn films, {each} in each bucket of lengths. Every picture and every text was written by `benchmark.py FOLDER --seed {seed}` of the training folder: nothing is recorded, and
everything that is said is true of what was drawn. Licence: Apache-2.0.

| items | {names} | all |
| --- | {rule} |
{rows}

## Files
| file | layout |
| --- | --- |
| `videos/ID.mp4` | MPEG-4 part 2, {height} lines, {rate} frames a second |
| `videos.json` | `ID` → `duration` in seconds |
| `grounding.txt` | as Charades-STA: `ID start end##sentence.`; `-1 -1` for what is not shown, where the right answer is to say so |
| `choice.json` | as MVBench, with `task_type` and `duration`: four `candidates`, `answer` is one of them |
| `open.jsonl` | `answers`: ways to say what is right; none where the film does not show it |
| `captions.jsonl` | five facets of each film; `facts` are the things with their colours, backgrounds, cards and camera moves that the caption names |
| `vocabulary.json` | every fact that a caption could name: what a description names of these and is not true was made up |
| `dense.json` | as ActivityNet Captions: every shot without things and every thing, with its seconds; events overlap |
| `edits.json` | as ClipShots: the last frame of each shot and the first of the next that shows nothing else; not counted among the items above |
| `films.json` | seeds and shots, for those who look closer |

## Disjoint from training
- **Seeds**: the generator's seed is 2 modulo 3; films for training have 0, for validation 1. The model's own test films begin at another seed.
- **Layouts**: follow from the seeds; a test compares them with those of films for training.
- **Combinations**: every thing is of a kind, in a colour, before a background that training never shows together.
- **Wording**: every query and question uses a phrase that no film for training or validation uses. What is answered is in the words of the films.

## To be known
- A thing's span is when more than 35 % of it is in the picture, in steps of a quarter of a second.
- Each kind of thing in a colour is there once a film at most, so that a query has one answer. Films of minutes have about one thing in twelve seconds.
- Captions of films longer than a minute tell of the eight longest shots (detailed) or the eight things that are seen most (short). More may be said and be true: count what is named of `facts`, and hold
  what is said beyond them against `films.json` and `dense.json`.
- The films are as clean as they are drawn: no noise, no camera faults, no real things. A score here says nothing about real footage.
"""


def write(folder, seed, without_videos=False, workers=1):
    """Writes all files of the benchmark into a folder; answers the subjects and what is asked about them."""
    found = subjects(seed)
    chosen, rng = choose(found, seed), random.Random(f"wording {seed}")
    folder.mkdir(parents=True, exist_ok=True)
    lines = lambda records: "".join(json.dumps(r) + "\n" for r in records)
    texts = {
        "grounding.txt": "".join(grounding_lines(chosen, rng)),
        "dense.json": json.dumps(dense_events(chosen), indent=1) + "\n",
        "choice.json": json.dumps(choices(chosen, rng), indent=1) + "\n",
        "open.jsonl": lines(open_questions(chosen, rng)),
        "captions.jsonl": lines(captions(chosen)),
        "edits.json": json.dumps({f"{s.id}.mp4": edits(s.film) for s in found}, indent=1) + "\n",
        "vocabulary.json": json.dumps(FACTS, indent=1) + "\n",
        "videos.json": json.dumps({s.id: {"duration": s.seconds} for s in found}, indent=1) + "\n",
        "films.json": json.dumps(films(found), indent=1) + "\n",
        "README.md": card(found, chosen, seed),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    if not without_videos:
        _render(found, folder / "videos", workers)
    return found, chosen


def _render(found, folder, workers):
    folder.mkdir(exist_ok=True)
    missing = [s for s in found if not (folder / f"{s.id}.mp4").exists()]
    with ProcessPoolExecutor(workers) as pool:
        for n, name in enumerate(pool.map(encode_film, [(s.seed, s.seconds, folder / f"{s.id}.mp4") for s in missing])):
            print(f"{n + 1} of {len(missing)}: {name}", flush=True)


def encode_film(job):
    seed, seconds, path = job
    return encode(sample_film(seed, "test", seconds, unseen_only=True), path, HEIGHT)


def encode(film, path, height):
    """A film is written under another name until it is whole."""
    cv2.setNumThreads(1)
    part, width = path.with_name(f"{path.stem}.part.mp4"), film.footage.width(height)
    video = cv2.VideoWriter(str(part), cv2.VideoWriter_fourcc(*"mp4v"), RATE, (width, height))
    if not video.isOpened():
        raise RuntimeError(f"{part} cannot be written: is its folder writable, and does this OpenCV write mp4v?")
    for time in film.times(RATE):
        video.write(cv2.cvtColor(np.ascontiguousarray(film.frame_at(time, width, height)), cv2.COLOR_RGB2BGR))
    video.release()
    part.rename(path)
    return path.name


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2, help="films that are drawn at the same time")
    parser.add_argument("--without-videos", action="store_true", help="write the texts only")
    args = parser.parse_args()
    found, chosen = write(args.folder, args.seed, args.without_videos, args.workers)
    print(f"{sum(map(len, chosen.values()))} items about {len(found)} films, {sum(s.seconds for s in found) / 60:.0f} minutes")


if __name__ == "__main__":
    main()
