"""Films made of photographs: what a picture shows is known from the captions that people gave it, when it is shown from the seed.

Each photograph is a shot with a slow move of the camera over it; the shots are cut and dissolved together, cards may stand between them
and drawn things may cross. `PhotoFilm` is used as `film.Film` is: the same pictures, labels and items.
"""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np

from backdrop import Backdrop
from film import CAMERAS, COLOUR_NAMES, KIND_NAMES, NOT_SHOWN, PROMPTS, WORDS, Film, Item, Scene, Setting, an, cast, cut_times, film_seed, lower_third
from footage import PLAIN
from nouns import ABSENT, NOUNS, SEEN, UNSURE, content, nouns_in, place_of, states, tidy, told_by
from wording import CAMERA_TEXT, DRAWN_ONLY, camera_text, caption, event_text, find, join, look_text, most_of, motion, number, question_items, seen_things, sentence

SHORTEST = 4.0  # seconds that a photograph is shown on average, at least
# what photographs may hold themselves is not drawn over them: nobody has told where it is not
PHOTOGRAPHED = frozenset(KIND_NAMES) - frozenset(DRAWN_ONLY)
NOUN_QUESTIONS = ("Is there {a} in the video?", "Does the video show {a}?", "Can {a} be seen?")
CARDS = ("title card", "title card", "black", "countdown", "colour bars")
ALIKE, STRANGE = 0.6, 0.34  # shares of a caption's words: told by another photograph as well, not told by it


def photo_film(photographs, seed, split="train", seconds=None, *, footage=PLAIN, things=0.0, cards=0.0, strangers=()):
    """A film that shows each of the photographs once, in their order.

    photographs: (picture, captions) each, uint8 (height, width, 3), RGB; seconds: its length, 4 to 10 a shot if none is given;
    things: share of the shots that a drawn thing is in; cards: share of the photographs that a card stands before;
    strangers: captions of photographs that are not in it, for questions about what is not shown
    """
    photographs = list(photographs)
    if not photographs or not all(captions for _, captions in photographs):
        raise ValueError("a film of photographs needs one at least, and a caption for each")
    rng = random.Random(f"photographs {film_seed(seed, split)}")
    shots = []
    for photograph in photographs:
        if rng.random() < cards:
            shots.append(rng.choice(CARDS))
        shots.append(Backdrop(*photograph))
    seconds = round(2 * (seconds or sum(rng.uniform(SHORTEST, 10) for _ in shots))) / 2
    if seconds < SHORTEST * len(shots):
        raise ValueError(f"{len(shots)} shots take {SHORTEST * len(shots):.0f} seconds and more, not {seconds}")
    cuts, scenes, used = cut_times(rng, seconds, len(shots)), [], []
    setting = Setting(split, footage=footage, avoided=PHOTOGRAPHED)
    for i, shot in enumerate(shots):
        scene = _shot(rng, shot, cuts[i], cuts[i + 1], setting, i == 0)
        scenes.append(cast(rng, scene, used, setting, 1) if scene.photograph and rng.random() < things else scene)
    return PhotoFilm(seed, split, seconds, tuple(scenes), footage, tuple(tidy(c) for c in strangers))


def _shot(rng, shot, start, end, setting, first):
    card = isinstance(shot, str)
    transition = "start" if first else rng.choice(["cut", "cut", "fade", "dissolve", "dissolve"])
    camera = "static" if card or rng.random() < 0.3 else rng.choice([c for c in CAMERAS if c != "static"])
    lower = lower_third(rng, start, end, setting.split) if not card and end - start >= 6 and rng.random() < 0.1 else ()
    words = rng.choice(WORDS[setting.split != "train"])
    scene = Scene(start, end, shot if card else "scene", "plain", ((90, 90, 90), (60, 60, 60)), camera, 0.0, (), transition, lower, rng.randrange(1 << 30), words, setting.footage.picture)
    return scene if card else replace(scene, backdrop="photograph", photograph=shot, palette=shot.palette, reach=rng.uniform(0.35, 0.9))


class PhotoFilm(Film):
    """A film of photographs. `labels` have two entries more: `photograph` (F,), which one is shown, -1 on cards, and `nouns` (F, N), see `nouns.states`."""

    def __init__(self, seed, split, duration, scenes, footage=PLAIN, strangers=()):
        super().__init__(seed, split, duration, scenes, footage)
        self.strangers = strangers
        self.shots = [scene for scene in scenes if scene.photograph]
        self.captions = [tuple(tidy(c) for c in scene.photograph.captions) for scene in self.shots]
        self.states = [states(captions) for captions in self.captions]

    def _of(self, duration, scenes):
        return PhotoFilm(self.seed, self.split, duration, scenes, self.footage, self.strangers)

    def labels(self, times, slots=3):
        out = super().labels(times, slots)
        place = {scene.start: i for i, scene in enumerate(self.shots)}
        out["photograph"] = np.array([place.get(self.scene_at(t).start, -1) for t in times], np.int64)
        out["nouns"] = np.array([self.states[i] if i >= 0 else [ABSENT] * len(NOUNS) for i in out["photograph"]], np.int64).reshape(len(times), len(NOUNS))
        return out

    def events(self):
        return sorted([*super().events(), *((s.start, s.end, "photograph", s) for s in self.shots)], key=lambda e: e[:2])

    def items(self, rng):
        """As of a drawn film. What is asked about photographs rests on their captions: what none of them names is taken not to be there."""
        told = [rng.choice(captions) for captions in self.captions]
        things = seen_things(self)
        return [*_grounding(self, told, things, rng), _dense(self, told), *_facets(self, told, things), *_questions(self, told, things, rng)]


def _elsewhere(film, index):
    """All captions of the film but those of one photograph."""
    return [c for i, captions in enumerate(film.captions) if i != index for c in captions]


def _grounding(film, told, things, rng):
    out = [find(text, shot.start, shot.end) for i, (shot, text) in enumerate(zip(film.shots, told)) if told_by(text, _elsewhere(film, i)) < ALIKE]
    for n, noun in enumerate(NOUNS):
        found = [state[n] for state in film.states]
        if found.count(SEEN) == 1 and UNSURE not in found and len(found) > 1 and rng.random() < 0.5:
            shot = film.shots[found.index(SEEN)]
            out.append(find(rng.choice([noun.text, f"{noun.text} in the picture"]), shot.start, shot.end))
    out += [find(rng.choice([an(t.name), f"{an(t.name)} {motion(t)}"]), *span) for _, t, span in things]
    absent = [NOUNS[n].text for n in _absent(film)]
    strange = [c for c in film.strangers if told_by(c, _elsewhere(film, None)) < STRANGE and len(content(c)) > 2]
    for query in rng.sample(absent, min(1, len(absent))) + rng.sample(strange, min(1, len(strange))):
        out.append(Item("not_shown", PROMPTS["grounding"].replace("{query}", query), "", NOT_SHOWN, {"query": query}))
    return out


def _absent(film):
    """Places in NOUNS of what no photograph of the film shows."""
    return [n for n in range(len(NOUNS)) if all(state[n] == ABSENT for state in film.states)]


def _present(film):
    return [n for n in range(len(NOUNS)) if any(state[n] == SEEN for state in film.states)]


def _dense(film, told):
    text_of = {shot.start: text for shot, text in zip(film.shots, told)}
    events = [(start, end, text_of[start] if kind == "photograph" else event_text(what)) for start, end, kind, what in film.events()]
    return Item("dense", PROMPTS["dense_captions"], "", "\n".join(f"{number(a)} - {number(b)} seconds, {text}" for a, b, text in events), {"events": events})


def _facets(film, told, things):
    """Captions; `references` of a caption of one photograph are all that people said of it."""
    text_of = {shot.start: text for shot, text in zip(film.shots, told)}
    longest = max(range(len(told)), key=lambda i: film.shots[i].end - film.shots[i].start)
    single = {"references": film.captions[0]} if len(film.scenes) == 1 and not things else {}
    said = []
    for scene in most_of(film):
        acts = [f"{an(t.name)} {motion(t)}" for s, t, _ in things if s is scene]
        text = event_text(scene) if not scene.photograph else join([text_of[scene.start], *acts])
        said.append(text + ("" if scene.camera == "static" else ", " + CAMERA_TEXT[scene.camera]))
    brief = sorted(sorted(range(len(told)), key=lambda i: film.shots[i].start - film.shots[i].end)[:3])
    facets = [("detailed", sentence(". Then ".join(said)) + look_text(film)), ("short", sentence(". Then ".join(told[i] for i in brief)))]
    facets.append(("main_object", sentence(told[longest])))
    places = list(dict.fromkeys(p for p in map(place_of, film.captions) if p))
    if places and all(map(place_of, film.captions)):
        facets.append(("background", sentence(join(places))))
    out = [caption(facet, text, nouns=nouns_in(text), **single) for facet, text in facets]
    return [*out, caption("camera", camera_text(film))]


def _questions(film, told, things, rng):
    out, present, absent = [], _present(film), _absent(film)
    for answer, among in (("Yes.", present), ("No.", absent)):
        for n in rng.sample(among, min(2, len(among))):
            form = rng.choice(NOUN_QUESTIONS)
            question = form.format(a=NOUNS[n].text)
            out.append(Item("question", PROMPTS["question"].replace("{question}", question), "", answer, {"answer": answer, "noun": NOUNS[n].name}))
    if present and len(absent) >= 3:
        wrong = [NOUNS[n].text for n in rng.sample(absent, 3)]
        out += question_items("Which of these is seen in the video?", NOUNS[rng.choice(present)].text, wrong, rng)[1:]
    out += _order(film, told, rng)
    shot, text = rng.choice(list(zip(film.shots, told)))
    second = number(rng.uniform(shot.start + 1, shot.end - 1))
    camera = question_items(f"How does the camera move at {second} seconds?", CAMERA_TEXT[shot.camera], rng.sample(list(CAMERA_TEXT.values()), len(CAMERA_TEXT)), rng)
    if film.scene_at(float(second)) is shot:
        seen = Item("question", PROMPTS["question"].replace("{question}", f"What is seen at {second} seconds?"), "", sentence(text), {"answer": sentence(text), "references": film.captions[film.shots.index(shot)]})
        out += [seen, *camera] if len(film.scenes) > 1 else camera
    if len(things) == 1:
        _, thing, _ = things[0]
        out += question_items("Which drawn thing is seen?", an(thing.name), [an(f"{c} {k}") if thing.colour_shows else an(k) for c, k in _other_names(thing, rng)], rng)
    return out


def _other_names(thing, rng):
    kinds = [k for k in KIND_NAMES if k not in PHOTOGRAPHED and k != thing.kind]
    return [(rng.choice(COLOUR_NAMES), k) for k in rng.sample(kinds, 3)]


def _order(film, told, rng):
    """What comes first, and next: options are the film's other photographs, then strangers."""
    if len(told) < 2 or any(told_by(text, _elsewhere(film, i)) >= ALIKE for i, text in enumerate(told)):
        return []
    strange = [c for c in film.strangers if told_by(c, _elsewhere(film, None)) < STRANGE]
    wrong = lambda *right: rng.sample([t for i, t in enumerate(told) if i not in right], len(told) - len(right)) + rng.sample(strange, min(3, len(strange)))
    asked = [("What is seen first?", 0, wrong(0))]
    after = rng.randrange(len(told) - 1)
    asked.append((f"What is seen next after {told[after]}?", after + 1, wrong(after, after + 1)))
    return [item for question, right, others in asked for item in question_items(question, told[right], others, rng)[1:]]
