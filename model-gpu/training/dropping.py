"""What dropping vision tokens costs in answers: checkpoints that drop in different ways are asked the same about the same films, each film whole in one look.

    python dropping.py ANSWERS.jsonl WAY_DIR… [--films 64:32 256:16 1024:10 4096:5] [--shard 0/2]    frames: films; goes on where it was broken off
    python dropping.py ANSWERS.jsonl [--cost COST.json]    the tables of what is there, with what `timeviper bench transv --json` measured of the same

The checkpoints share their vision part, so that each film is looked at once for all of them, and all questions about a film go on from one
prefill. What is told with a score is the middle 95 % of its bootstrap over films; differences are those of the same films.
"""

import argparse
import hashlib
import json
import random
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch

from benchmark import FACETS, to_ask
from evaluate import LIMIT, Score, ask
from features import look
from film import sample_film
from model import TimeViper
from prompting import Prompting

FIRST_SEED = 6_000_000
FILMS = {64: 32, 256: 16, 1024: 10, 4096: 5}  # frames: films
QUESTIONS = {"grounding": 8, "multiple_choice": 6, "question": 4, "not_shown": 4, **dict.fromkeys(FACETS, 1), "dense": 1}  # about a film, at most
REACH = 320.0  # seconds of the longest films that were learnt from in all parts: what is seen until then can be told in times that the model has heard
WRITTEN, ROOM = (*FACETS, "dense"), 256  # what is answered at length, and the frames of the longest film that such an answer has room for
RESAMPLES = 4000
# what a table tells, and under which name `Score` knows it; facts are added up over captions
TOLD = {
    "mIoU": "grounding iou", "mIoU of a random span": "grounding iou of a random span", "R1@0.5": "grounding r1@0.5", "mIoU, early": "grounding iou, early",
    "choice": "choice of four", "open": "open question, exact", "refused": "not shown, refused", "wrongly refused": "wrongly refused", "facts": "caption facts f1", "dense": "dense events f1",
}  # fmt: skip

COST = {"tokens kept": ("keptTokens", 1), "prefill, ms": ("prefillMillis", 1), "processor, ms": ("prefillProcessorMillis", 1), "peak, MiB": ("peakBytes", 2**20)}  # and the unit


def named(config):
    """A checkpoint's way of dropping, as `ways.py` and `bench transv` name it."""
    drop = config["token_drop"]
    if not drop:
        return "none"
    return f"{'transv' if drop['merge_module'] == 'CrossAttention' else 'pdrop'}:{drop['schedule']}"


def opened(directories):
    """Way → model; all of them see alike."""
    models = {}
    for directory in directories:
        model = TimeViper.load(directory)
        if named(model.config) in models:
            raise SystemExit(f"{directory}: there are two checkpoints of {named(model.config)}")
        models[named(model.config)] = model
    seen = {hashlib.sha256(b"".join(v.numpy().tobytes() for v in m.featurizer.state_dict().values())).digest() for m in models.values()}
    if len(seen) > 1:
        raise SystemExit("the checkpoints do not share their vision part: give such as train_whole.py --way … --steps … made from one")
    return models


def chosen(film, name, frames):
    """What a film is asked: as many of each kind as there are, up to QUESTIONS; and as many groundings of what is seen within REACH, some of them the same."""
    rng, by_task = random.Random(f"chosen {name}"), defaultdict(list)
    for item in to_ask(film, name):
        by_task[item.task].append(item)
    asked = {task: rng.sample(items, len(items)) for task, items in by_task.items()}
    early = [item for item in asked.get("grounding", []) if item.meta["span"][1] <= REACH]
    kinds = [task for task in QUESTIONS if task not in WRITTEN or frames <= ROOM]
    return [item for task in kinds for item in asked.get(task, [])[: QUESTIONS[task]]], early[: QUESTIONS["grounding"]]


def looked_at(model, film, rate, piece=256):
    """The features of all of a film's frames; only some pictures are there at a time."""
    size, times = model.config["vision"]["image_size"], film.times(rate)
    pieces = (times[begin : begin + piece] for begin in range(0, len(times), piece))
    return torch.cat([look(model.featurizer, model.tokens_a_frame, np.stack([film.frame_at(t, size, size, degrade=True) for t in part])) for part in pieces])


def scored(model, prompting, features, film, items, early):
    """Name of a score → [what it adds up to, of how many]."""
    asked = items + [item for item in early if item not in items]
    texts = ask(model, prompting, features, film.duration, [(i.instruction, i.lead, LIMIT.get(i.task, 60)) for i in asked])
    score, soon = Score(random.Random(film.seed)), Score(random.Random(film.seed))
    for item, text in zip(asked, texts):
        for told in [score] * (item in items) + [soon] * (item in early):
            told.add(item, text, film, item)
    score.sums["grounding r1@0.5"] = [float(iou >= 0.5) for iou in score.sums["grounding iou"]]
    score.sums["grounding iou, early"] = soon.sums["grounding iou"]
    right, said, true = map(int, score.facts["caption facts f1"])
    return {name: [sum(values), len(values)] for name, values in score.sums.items()} | {"caption facts f1": [2 * right, said + true]}


@torch.no_grad()
def answer_all(path, directories, films, rate, shard=(0, 1)):
    """Adds a line to the file for each film and way that it does not have yet; lengths take turns, so that a run that is broken off has some of each.
    shard (i, n): only every n-th film, from the i-th on, so that n processes can share a file."""
    models, prompting = opened(directories), Prompting(Path(directories[0]) / "tokenizer.json")
    done = {(r["frames"], r["film"], r["way"]) for r in read(path)}
    jobs = sorted(((f, n) for f, count in films.items() for n in range(count)), key=lambda job: ((job[1] + 1) / films[job[0]], job[0]))
    for frames, number in jobs[shard[0] :: shard[1]]:
        missing = [way for way in models if (frames, number, way) not in done]
        if not missing:
            continue
        film = sample_film(FIRST_SEED + 100 * frames + number, "test", frames / rate)
        features = looked_at(models[missing[0]], film, rate)
        items, early = chosen(film, f"{frames}-{number}", frames)
        for way in missing:
            line = {"frames": frames, "film": number, "way": way, "rate": rate, "scores": scored(models[way], prompting, features, film, items, early)}
            with path.open("a") as file:
                file.write(json.dumps(line) + "\n")
        print(f"{frames} frames, film {number + 1} of {films[frames]}: {len(items)} questions, {len(missing)} ways", flush=True)


def read(path):
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


class Films:
    """The scores of the films of one length, and what they come to when films are drawn anew."""

    def __init__(self, records):
        self.by_way = defaultdict(dict)
        for record in records:
            self.by_way[record["way"]][record["film"]] = record["scores"]
        self.shared = sorted(set.intersection(*(set(films) for films in self.by_way.values())))
        self.drawn = np.random.default_rng(1).integers(0, len(self.shared), (RESAMPLES, len(self.shared)))

    def score(self, way, name):
        """(score, scores of the resamples); None where no film was asked that."""
        pairs = np.array([self.by_way[way][film].get(name, (0, 0)) for film in self.shared], float)
        if not pairs[:, 1].sum():
            return None
        sums = pairs[self.drawn].sum(1)
        return pairs[:, 0].sum() / pairs[:, 1].sum(), sums[:, 0] / np.maximum(sums[:, 1], 1)

    def told(self, way, name, beside=None):
        """The score, or by how much it is more than that of another way, with the middle 95 %."""
        own, other = self.score(way, name), beside and self.score(beside, name)
        if own is None:
            return ""
        value, drawn = (own[0] - other[0], own[1] - other[1]) if other else own
        low, high = np.quantile(drawn, (0.025, 0.975))
        return f"{value:+.3f} [{low:+.3f}, {high:+.3f}]" if other else f"{value:.3f} [{low:.3f}, {high:.3f}]"


def compared(ways):
    """What is held against what: each way of dropping against none, and TransV against losing as many tokens."""
    pairs = [(way, "none") for way in ways if way != "none" and "none" in ways]
    return pairs + [(way, other) for way in ways if way.startswith("transv:") and (other := way.replace("transv:", "pdrop:")) in ways]


def costs(report):
    """(frames, way) → what `bench transv --json` measured, as COST tells it."""
    ways = {(cell["frames"], ":".join(filter(None, (cell["dropping"], cell["schedule"])))): cell for cell in report["cells"]}
    return {key: [f"{cell[field] / unit:,.0f}" for field, unit in COST.values()] for key, cell in ways.items() if not cell.get("failure")}


def tables(records, cost=None):
    """The scores, with what they cost where that is known, and the differences, as Markdown."""
    heads = [*TOLD, *(COST if cost else ())]
    lines = ["| frames | films | dropping | " + " | ".join(heads) + " |", "| ---: | ---: | --- " + "| --- " * len(heads) + "|"]
    differences = ["| frames | films | dropping, less | " + " | ".join(TOLD) + " |", "| ---: | ---: | --- " + "| --- " * len(TOLD) + "|"]
    for frames in sorted({r["frames"] for r in records}):
        films = Films([r for r in records if r["frames"] == frames])
        if not films.shared:
            continue
        front = f"| {frames:,} | {len(films.shared)} | "
        for way in films.by_way:
            spent = cost.get((frames, way), [""] * len(COST)) if cost else []
            lines.append(front + f"{way} | " + " | ".join([*(films.told(way, name) for name in TOLD.values()), *spent]) + " |")
        differences += [front + f"{way} − {other} | " + " | ".join(films.told(way, name, other) for name in TOLD.values()) + " |" for way, other in compared(films.by_way)]
    return "\n".join([*lines, "", *differences])


def pair(mark):
    """Reads two numbers with a mark between them."""

    def read(text):
        first, second = text.split(mark)
        return int(first), int(second)

    return read


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("answers", type=Path, help="JSON lines, one for each film and way")
    parser.add_argument("directories", type=Path, nargs="*", help="checkpoints, one for each way of dropping")
    parser.add_argument("--films", type=pair(":"), nargs="*", default=FILMS.items(), metavar="FRAMES:FILMS")
    parser.add_argument("--rate", type=float, default=1.0, help="frames a second of film")
    parser.add_argument("--shard", type=pair("/"), default=(0, 1), metavar="I/N", help="the I-th of N parts of the films, from 0 on")
    parser.add_argument("--cost", type=Path, metavar="JSON", help="what bench transv --json printed")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    if args.directories:
        answer_all(args.answers, args.directories, dict(args.films), args.rate, args.shard)
    print(tables(read(args.answers), args.cost and costs(json.loads(args.cost.read_text()))))


if __name__ == "__main__":
    main()
