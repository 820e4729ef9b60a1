"""The texts of a film: queries, captions, questions and answers, all derived from its description; wording varies, and test films use some phrases that training never hears."""

from __future__ import annotations

import re

from film import COLOUR_NAMES, KIND_NAMES, MOVING_KINDS, NOT_SHOWN, PROMPTS, Item, an

BACKGROUND_TEXT = {
    "plain": "a plain background", "gradient": "a shaded background", "meadow": "a green meadow under the sky", "sea": "the sea", "room": "a room with a window",
    "road": "a road", "night": "a night sky", "desert": "a desert", "snow": "a snowy field", "wall": "a brick wall",
}
CAMERA_TEXT = {
    "static": "the camera is static", "pan left": "the camera pans left", "pan right": "the camera pans right", "tilt up": "the camera tilts up", "tilt down": "the camera tilts down",
    "zoom in": "the camera zooms in", "zoom out": "the camera zooms out", "shake": "the camera shakes",
}
CARD_TEXT = {"title card": "a title card", "colour bars": "colour bars", "black": "a black picture", "countdown": "a countdown", "unknown": "a texture without any thing that I know"}
OUTSIDE = ["a man with a hat", "a dog", "an airplane", "a football match", "a woman cooking", "a horse", "two people shaking hands", "a train", "a cat on a sofa", "a child on a bicycle", "rain", "a computer"]


def seconds_text(x):
    return f"{x:.1f}".removesuffix(".0")


def number(x):
    return str(int(x + 0.5))


def verb(thing):
    return MOVING_KINDS.get(thing.kind, "moves")


def motion(thing):
    d = thing.direction
    if thing.entry == "cross":
        way = {"right": "from left to right", "left": "from right to left", "up": "from the bottom to the top", "down": "from the top to the bottom"}[d]
        return f"{verb(thing)} {way}"
    if thing.entry == "enter":
        return f"enters from the {'left' if d == 'right' else 'right'} and stays"
    if thing.entry == "leave":
        return f"stays and leaves to the {d}"
    return {"appear": "appears and stays", "vanish": "stays and disappears", "there": "stays"}[thing.entry]


def event_text(what):
    return CARD_TEXT[what.shot] if hasattr(what, "shot") else f"{an(what.name)} {motion(what)}"


def film_items(film, rng):
    things = [(s, t, film.seen_span(t, s)) for s in film.scenes if s.shot == "scene" for t in s.things]
    things = [(s, t, v) for s, t, v in things if v and v[1] - v[0] >= 1]
    test = film.split == "test"
    out = _grounding(film, things, rng, test)
    out.append(Item("dense", PROMPTS["dense_captions"], "", "\n".join(
        f"{number(a)} - {number(b)} seconds, {event_text(w)}" for a, b, _, w in film.events()) or NOT_SHOWN,
        {"events": [(a, b, event_text(w)) for a, b, _, w in film.events()]}))
    out += _facets(film, things)
    out += _questions(film, things, rng, test)
    return out


def _grounding(film, things, rng, test):
    find = lambda q, a, b: Item("grounding", PROMPTS["grounding"].replace("{query}", q), PROMPTS.get("grounding_lead", ""), f"{number(a)} to {number(b)}", {"span": (a, b), "query": q})
    out = []
    for s, t, v in things:
        forms = [an(t.name), f"{an(t.name)} {motion(t)}", f"the {t.name}"]
        if test:
            forms += [f"when the {t.name} is seen", f"the part with {an(t.name)}"]
        out.append(find(rng.choice(forms), *v))
    for s in film.scenes:
        if s.shot != "scene" and sum(o.shot == s.shot for o in film.scenes) == 1:
            out.append(find(CARD_TEXT[s.shot] if s.shot != "unknown" else "a texture", s.start, s.end))
        if s.shot == "scene" and len(film.scenes) > 1 and sum(o.shot == "scene" and o.background == s.background for o in film.scenes) == 1:
            out.append(find(BACKGROUND_TEXT[s.background], s.start, s.end))
        if s.shot == "scene" and s.camera != "static" and sum(o.camera == s.camera for o in film.scenes) == 1 and len(film.scenes) > 1:
            out.append(find(CAMERA_TEXT[s.camera], s.start, s.end))
        if s.lower_third and sum(bool(o.lower_third) for o in film.scenes) == 1:
            out.append(find("words at the bottom of the picture", *s.lower_third[:2]))
    present = {t.name for _, t, _ in things}
    absent = _absent(things, rng, present)
    for q in rng.sample(absent, min(2, len(absent))) + ([rng.choice(OUTSIDE)] if rng.random() < 0.5 else []):
        out.append(Item("not_shown", PROMPTS["grounding"].replace("{query}", q if q in OUTSIDE else an(q)), "", NOT_SHOWN, {"query": q}))
    return out


def _absent(things, rng, present):
    """Things that are not there; half of them near misses: the right kind in another colour, the right colour on another kind."""
    near = [f"{c} {t.kind}" for _, t, _ in things for c in rng.sample(COLOUR_NAMES, 2)] + [f"{t.colour} {k}" for _, t, _ in things for k in rng.sample(KIND_NAMES, 1)]
    far = [f"{rng.choice(COLOUR_NAMES)} {rng.choice(KIND_NAMES)}" for _ in range(3)]
    return [x for x in dict.fromkeys(near + far) if x not in present]


def _facets(film, things):
    cap = PROMPTS["caption"]
    names = list(dict.fromkeys(an(t.name) for _, t, _ in things))
    places = list(dict.fromkeys(BACKGROUND_TEXT[s.background] for s in film.scenes if s.shot == "scene"))
    cards = list(dict.fromkeys(CARD_TEXT[s.shot] for s in film.scenes if s.shot != "scene"))
    cams = list(dict.fromkeys(CAMERA_TEXT[s.camera] for s in film.scenes if s.shot == "scene" and s.camera != "static")) or ["the camera is static"]
    sentences = []
    for s in film.scenes:
        if s.shot != "scene":
            sentences.append(CARD_TEXT[s.shot])
            continue
        acts = [f"{an(t.name)} {motion(t)}" for sc, t, v in sorted(things, key=lambda x: x[2]) if sc is s]
        sentences.append((" and ".join(acts) if acts else "nothing that I know is seen") + " before " + BACKGROUND_TEXT[s.background] + ("" if s.camera == "static" else ", " + CAMERA_TEXT[s.camera]))
    detailed = ". Then ".join(sentences)
    main = max(things, key=lambda x: (x[2][1] - x[2][0]) * x[1].size) if things else None
    join = lambda xs: xs[0] if len(xs) == 1 else ", ".join(xs[:-1]) + " and " + xs[-1]
    short = join(names + cards) if names + cards else "Nothing that I know is seen"
    shots = f"{len(film.scenes)} shots" if len(film.scenes) > 1 else "one shot"
    caption = lambda facet, text: Item(facet, cap[facet], "", text, {"facts": sorted(facts_in(text)), "motions": sorted(motions_in(text))})
    up = lambda x: x[0].upper() + x[1:] + "."
    return [
        caption("detailed", up(detailed)),
        caption("background", up(join(places)) if places else "There is no background."),
        caption("short", up(short)),
        caption("main_object", up(f"{an(main[1].name)} {motion(main[1])}") if main else NOT_SHOWN),
        caption("camera", up(join(cams) + ", " + shots)),
    ]


def _questions(film, things, rng, test):
    out = []
    kinds = [t.kind for _, t, _ in things]
    unique = [(s, t, v) for s, t, v in things if kinds.count(t.kind) == 1]

    def both(question, answer, wrong, fact=None):
        wrong = [w for w in dict.fromkeys(wrong) if w != answer][:3]
        out.append(Item("question", PROMPTS["question"].replace("{question}", question), "", answer, {"answer": answer}))
        if len(wrong) == 3:
            options = wrong + [answer]
            rng.shuffle(options)
            i = options.index(answer)
            listing = "\n".join(f"{'ABCD'[k]}. {o}" for k, o in enumerate(options))
            out.append(Item("multiple_choice", PROMPTS["multiple_choice"].replace("{question}", question).replace("{options}", listing), PROMPTS["multiple_choice_lead"],
                            f"{'ABCD'[i]}) {answer}", {"choice": i, "answer": answer}))

    shuffled = lambda xs: rng.sample(xs, len(xs))
    for s, t, v in rng.sample(unique, min(2, len(unique))):
        form = ["What colour is the {k}?", "Which colour does the {k} have?"] + (["The {k} in the film is of what colour?"] if test else [])
        both(rng.choice(form).format(k=t.kind), t.colour, shuffled(COLOUR_NAMES))
        if t.direction != "none" and t.entry == "cross":
            both(f"Which way does the {t.name} move?", {"left": "to the left", "right": "to the right", "up": "upwards", "down": "downwards"}[t.direction], shuffled(["to the left", "to the right", "upwards", "downwards"]))
    _moments(things, rng, both, shuffled)
    names = list(dict.fromkeys(t.name for _, t, _ in things))
    if names:
        wrong = [n for n in _absent(things, rng, set(names))]
        form = ["Which of these is seen in the video?", "What is shown in the video?"] + (["Which thing can be seen?"] if test else [])
        answer = rng.choice(names)
        rng.shuffle(wrong)
        if len(wrong) >= 3:
            both(rng.choice(form[:1] + form[2:]), an(answer), [an(w) for w in wrong[:3]])
            out.pop(-2)  # without options the question has several right answers
    if len(things) >= 2:
        first = min(things, key=lambda x: x[2][0])
        if sum(abs(v[0] - first[2][0]) < 1.5 for _, _, v in things) == 1:
            both("Which thing is seen first?" if not test or rng.random() < 0.5 else "Which thing comes first?", an(first[1].name), [an(t.name) for _, t, _ in things[1:]] + [an(w) for w in shuffled(_absent(things, rng, set(names)))])
    scene = rng.choice([s for s in film.scenes if s.shot == "scene"] or [None])
    if scene and len({s.background for s in film.scenes if s.shot == "scene"}) == 1:
        both("What is the background?", BACKGROUND_TEXT[scene.background], shuffled(list(BACKGROUND_TEXT.values())))
    if len(film.scenes) == 1 and scene:
        both("How does the camera move?" if not test else "What does the camera do?", CAMERA_TEXT[scene.camera], shuffled(list(CAMERA_TEXT.values())))
    if 0 < len(names) < 9 and rng.random() < 0.25:
        both("How many different things are seen in the video?", str(len(names)), [str(n) for n in shuffled([n for n in range(max(1, len(names) - 3), len(names) + 4)])])
    absent_kinds = [k for k in KIND_NAMES if k not in kinds]
    if absent_kinds:
        k = rng.choice(absent_kinds)
        out.append(Item("not_shown", PROMPTS["question"].replace("{question}", f"What colour is the {k}?"), "", NOT_SHOWN, {}))
    if rng.random() < 0.3:
        thing = rng.choice(OUTSIDE)
        out.append(Item("not_shown", f"What does {thing} do?" if rng.random() < 0.5 else f"Where is {thing}?", "", NOT_SHOWN, {}))
    return out


def _moments(things, rng, both, shuffled):
    """Questions about one thing's moment: where it is seen, what the camera does then, what comes after it."""
    if not things:
        return
    s, t, v = rng.choice(things)
    topic = rng.choice(["where", "camera", "after", "after"])
    if topic == "where":
        both(f"Where is the {t.name} seen?", BACKGROUND_TEXT[s.background], shuffled(list(BACKGROUND_TEXT.values())))
    elif topic == "camera":
        both(f"How does the camera move while the {t.name} is seen?", CAMERA_TEXT[s.camera], shuffled(list(CAMERA_TEXT.values())))
    else:
        alone = all(abs(w[0] - v[0]) > 1.5 for _, o, w in things if o is not t)
        later = sorted((w[0], an(o.name)) for _, o, w in things if w[0] > v[0])
        if later and alone and (len(later) == 1 or later[1][0] - later[0][0] > 1.5):
            names = {o.name for _, o, _ in things}
            wrong = [an(o.name) for _, o, w in things if an(o.name) != later[0][1] and o is not t] + [an(x) for x in shuffled(_absent(things, rng, names))]
            both(f"Which thing comes next after the {t.name}?", later[0][1], wrong)


MOTION_TEXT = (
    "from left to right", "from right to left", "from the bottom to the top", "from the top to the bottom", "enters from the left", "enters from the right",
    "leaves to the left", "leaves to the right", "appears", "disappears", "stays",
)
FACTS = (*(f"{c} {k}" for c in COLOUR_NAMES for k in KIND_NAMES), *BACKGROUND_TEXT.values(), *CARD_TEXT.values(), *CAMERA_TEXT.values())


def facts_in(text):
    """The checkable facts that a text names: things with their colours, places, cards, what the camera does."""
    return _named(FACTS, text)


def motions_in(text):
    """The ways of moving that a text names."""
    return _named(MOTION_TEXT, text)


def _named(phrases, text):
    return {phrase for phrase in phrases if re.search(rf"\b{re.escape(phrase)}\b", text.lower())}
