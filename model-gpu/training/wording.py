"""The texts of a film: queries, captions, questions and answers, all derived from its description; wording varies, and test films use some phrases that training never hears.

What an item asks for stands in its `meta["asks"]` as well: a topic and the words that fill its phrases, so that the same can be asked in
one of the phrases of `UNHEARD`, which training never hears.
"""

from __future__ import annotations

import re

from film import COLOUR_NAMES, KIND_NAMES, LONG, MOVING_KINDS, NOT_SHOWN, PROMPTS, Item, an

BACKGROUND_TEXT = {
    "plain": "a plain background", "gradient": "a shaded background", "meadow": "a green meadow under the sky", "sea": "the sea", "room": "a room with a window",
    "road": "a road", "night": "a night sky", "desert": "a desert", "snow": "a snowy field", "wall": "a brick wall",
}
CAMERA_TEXT = {
    "static": "the camera is static", "pan left": "the camera pans left", "pan right": "the camera pans right", "tilt up": "the camera tilts up", "tilt down": "the camera tilts down",
    "zoom in": "the camera zooms in", "zoom out": "the camera zooms out", "shake": "the camera shakes",
}
CARD_TEXT = {"title card": "a title card", "colour bars": "colour bars", "black": "a black picture", "countdown": "a countdown", "unknown": "a texture without any thing that I know"}
BACKDROP_TEXT = {"texture": "a textured background", "photograph": "a photograph"}
TRAIT_TEXT = {
    "black and white": "black-and-white footage", "sepia": "sepia footage", "blue tint": "footage tinted blue", "red tint": "footage tinted red", "green tint": "footage tinted green",
    "film grain": "film grain", "interlacing": "interlaced lines", "compression": "compression blocks", "coarse": "a coarse picture", "blur": "a blurred picture",
    "vignette": "dark corners", "letterbox": "black bars above and below", "pillarbox": "black bars at the sides",
}
OUTSIDE = ["a man with a hat", "a dog", "an airplane", "a football match", "a woman cooking", "a horse", "two people shaking hands", "a train", "a cat on a sofa", "a child on a bicycle", "rain", "a computer"]


DRAWN_ONLY = ("box", "triangle", "star", "ring", "cross", "heart")  # kinds that photographs do not show, as far as people say

# phrases of queries and questions by topic: no film for training or validation uses them
UNHEARD = {
    "thing": ("when the {name} is seen", "the part with {a}", "the seconds with the {name}", "where {a} is in the picture"),
    "thing moves": ("when the {name} {motion}", "the part in which {a} {motion}"),
    "place": ("the part with {text} behind", "when {text} is behind the things"),
    "card": ("when {text} is shown", "the part with {text}"),
    "camera moves": ("the part in which {text}", "when {text}"),
    "words": ("when words are at the bottom", "the part with words at the bottom"),
    "outside": ("the part with {a}", "the part in which {a} can be seen"),
    "colour": ("The {kind} in the film is of what colour?", "What is the colour of the {kind}?"),
    "way": ("The {name} moves which way?", "In which direction does the {name} move?"),
    "shown": ("Which thing can be seen?", "Which of these is there in the film?"),
    "first": ("Which thing comes first?", "What is the first thing in the film?"),
    "background": ("What does the background show?", "Which background does the film have?"),
    "camera": ("What does the camera do?", "Which way does the camera move?"),
    "count": ("What is the number of different things in the film?",),
    "where": ("What is behind the {name}?", "Which background does the {name} have?"),
    "camera then": ("What does the camera do while the {name} is there?",),
    "next": ("After the {name}, which thing comes?", "Which thing is seen right after the {name}?"),
    "outside does": ("What is {thing} doing?",),
    "outside where": ("At which place is {thing}?",),
}


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


def place(scene):
    """What is behind a scene, in words."""
    return BACKGROUND_TEXT[scene.background] if scene.backdrop == "drawn" else BACKDROP_TEXT[scene.backdrop]


def event_text(what):
    return CARD_TEXT[what.shot] if hasattr(what, "shot") else f"{an(what.name)} {motion(what)}"


def seen_things(film):
    """(scene, thing, span) of all things that are seen for a second and more."""
    things = [(s, t, film.seen_span(t, s)) for s in film.scenes if s.shot == "scene" for t in s.things]
    return [(s, t, v) for s, t, v in things if v and v[1] - v[0] >= 1]


def film_items(film, rng):
    things = seen_things(film)
    test = film.split == "test"
    out = _grounding(film, things, rng, test)
    out.append(Item("dense", PROMPTS["dense_captions"], "", "\n".join(
        f"{number(a)} - {number(b)} seconds, {event_text(w)}" for a, b, _, w in film.events()) or NOT_SHOWN,
        {"events": [(a, b, event_text(w)) for a, b, _, w in film.events()]}))
    out += _facets(film, things)
    out += _questions(film, things, rng, test)
    return [item for item in out if _certain(item, film)]


def _certain(item, film):
    """A photograph behind a scene may show what was not drawn: then nobody knows that such a thing is not there."""
    if item.task != "not_shown" or not any(s.photograph for s in film.scenes):
        return True
    return bool(set(re.findall(r"[a-z]+", item.instruction)) & set(DRAWN_ONLY))


def _grounding(film, things, rng, test):
    out = []
    for s, t, v in things:
        forms = [an(t.name), f"{an(t.name)} {motion(t)}", f"the {t.name}"]
        if test:
            forms += [f"when the {t.name} is seen", f"the part with {an(t.name)}"]
        query = rng.choice(forms)
        out.append(find(query, *v, ("thing moves" if query == forms[1] else "thing", {"a": an(t.name), "name": t.name, "motion": motion(t)})))
    for s in film.scenes:
        if s.shot != "scene" and sum(o.shot == s.shot for o in film.scenes) == 1:
            text = CARD_TEXT[s.shot] if s.shot != "unknown" else "a texture"
            out.append(find(text, s.start, s.end, ("card", {"text": text})))
        if s.shot == "scene" and len(film.scenes) > 1 and sum(o.shot == "scene" and place(o) == place(s) for o in film.scenes) == 1:
            out.append(find(place(s), s.start, s.end, ("place", {"text": place(s)})))
        if s.shot == "scene" and s.camera != "static" and sum(o.camera == s.camera for o in film.scenes) == 1 and len(film.scenes) > 1:
            out.append(find(CAMERA_TEXT[s.camera], s.start, s.end, ("camera moves", {"text": CAMERA_TEXT[s.camera]})))
        if s.lower_third and sum(bool(o.lower_third) for o in film.scenes) == 1:
            out.append(find("words at the bottom of the picture", *s.lower_third[:2], ("words", {})))
    present = {t.name for _, t, _ in things}
    absent = _absent(film, things, rng, present)
    for q in rng.sample(absent, min(2, len(absent))) + ([rng.choice(OUTSIDE)] if rng.random() < 0.5 else []):
        asks = ("outside", {"a": q}) if q in OUTSIDE else ("thing", {"a": an(q), "name": q})
        out.append(Item("not_shown", PROMPTS["grounding"].replace("{query}", q if q in OUTSIDE else an(q)), "", NOT_SHOWN, {"query": q, "asks": asks}))
    return out


def find(query, start, end, asks=None):
    """The item that asks when something is seen."""
    meta = {"span": (start, end), "query": query} | ({"asks": asks} if asks else {})
    return Item("grounding", PROMPTS["grounding"].replace("{query}", query), PROMPTS.get("grounding_lead", ""), f"{number(start)} to {number(end)}", meta)


def _absent(film, things, rng, present):
    """Things that are not there; half of them near misses: the right kind in another colour, the right colour on another kind."""
    if film.footage.colouring != "colour":
        return [k for k in rng.sample(KIND_NAMES, len(KIND_NAMES)) if k not in present]
    near = [f"{c} {t.kind}" for _, t, _ in things for c in rng.sample(COLOUR_NAMES, 2)] + [f"{t.colour} {k}" for _, t, _ in things for k in rng.sample(KIND_NAMES, 1)]
    far = [f"{rng.choice(COLOUR_NAMES)} {rng.choice(KIND_NAMES)}" for _ in range(3)]
    return [x for x in dict.fromkeys(near + far) if x not in present]


def _facets(film, things):
    names = list(dict.fromkeys(an(t.name) for _, t, _ in things))
    if film.long:
        most = sorted(things, key=lambda x: (x[2][1] - x[2][0]) * x[1].size)[-MOST:]
        names = [an(t.name) for _, t, _ in sorted(most, key=lambda x: x[2])]
    places = list(dict.fromkeys(place(s) for s in film.scenes if s.shot == "scene"))
    cards = list(dict.fromkeys(CARD_TEXT[s.shot] for s in film.scenes if s.shot != "scene"))
    sentences = []
    for s in most_of(film):
        if s.shot != "scene":
            sentences.append(CARD_TEXT[s.shot])
            continue
        acts = [f"{an(t.name)} {motion(t)}" for sc, t, v in sorted(things, key=lambda x: x[2]) if sc is s]
        sentences.append((" and ".join(acts) if acts else "nothing that I know is seen") + " before " + place(s) + ("" if s.camera == "static" else ", " + CAMERA_TEXT[s.camera]))
    detailed = ". Then ".join(sentences)
    main = max(things, key=lambda x: (x[2][1] - x[2][0]) * x[1].size) if things else None
    short = join(names + cards) if names + cards else "Nothing that I know is seen"
    return [
        caption("detailed", sentence(detailed) + look_text(film)),
        caption("background", sentence(join(places)) if places else "There is no background."),
        caption("short", sentence(short)),
        caption("main_object", sentence(f"{an(main[1].name)} {motion(main[1])}") if main else NOT_SHOWN),
        caption("camera", camera_text(film)),
    ]


MOST = 8  # shots, things that a caption of a long film tells of


def most_of(film):
    """The shots that a caption tells of: all of a short film, the longest of a long one."""
    if not film.long:
        return film.scenes
    return sorted(sorted(film.scenes, key=lambda s: s.start - s.end)[:MOST], key=lambda s: s.start)


def camera_text(film):
    moves = list(dict.fromkeys(CAMERA_TEXT[s.camera] for s in film.scenes if s.shot == "scene" and s.camera != "static")) or ["the camera is static"]
    return sentence(join(moves) + ", " + (f"{len(film.scenes)} shots" if len(film.scenes) > 1 else "one shot"))


def look_text(film):
    """A last sentence about how the film looks; nothing where nothing is to be noticed."""
    return " " + sentence(join([TRAIT_TEXT[t] for t in film.footage.traits])) if film.footage.traits else ""


def caption(facet, text, **meta):
    return Item(facet, PROMPTS["caption"][facet], "", text, {"facts": sorted(facts_in(text)), "motions": sorted(motions_in(text)), **meta})


def join(phrases):
    return phrases[0] if len(phrases) == 1 else ", ".join(phrases[:-1]) + " and " + phrases[-1]


def sentence(text):
    return text[0].upper() + text[1:] + "."


def _questions(film, things, rng, test):
    out = []
    kinds = [t.kind for _, t, _ in things]
    unique = [(s, t, v) for s, t, v in things if kinds.count(t.kind) == 1]

    def both(question, answer, wrong, topic, **words):
        out.extend(question_items(question, answer, wrong, rng, (topic, words)))

    shuffled = lambda xs: rng.sample(xs, len(xs))
    for s, t, v in rng.sample(unique, min(2, len(unique))):
        form = ["What colour is the {k}?", "Which colour does the {k} have?"] + (["The {k} in the film is of what colour?"] if test else [])
        question = rng.choice(form).format(k=t.kind)
        if t.colour_shows:
            both(question, t.colour, shuffled(COLOUR_NAMES), "colour", kind=t.kind)
        if t.direction != "none" and t.entry == "cross":
            both(f"Which way does the {t.name} move?", {"left": "to the left", "right": "to the right", "up": "upwards", "down": "downwards"}[t.direction], shuffled(["to the left", "to the right", "upwards", "downwards"]), "way", name=t.name)
    for _ in range(1 + int((film.duration - 1) // LONG)):
        _moments(film, things, rng, both, shuffled)
    names = list(dict.fromkeys(t.name for _, t, _ in things))
    if names:
        wrong = [n for n in _absent(film, things, rng, set(names))]
        form = ["Which of these is seen in the video?", "What is shown in the video?"] + (["Which thing can be seen?"] if test else [])
        answer = rng.choice(names)
        rng.shuffle(wrong)
        if len(wrong) >= 3:
            both(rng.choice(form[:1] + form[2:]), an(answer), [an(w) for w in wrong[:3]], "shown")
            out.pop(-2)  # without options the question has several right answers
    if len(things) >= 2:
        first = min(things, key=lambda x: x[2][0])
        if sum(abs(v[0] - first[2][0]) < 1.5 for _, _, v in things) == 1:
            both("Which thing is seen first?" if not test or rng.random() < 0.5 else "Which thing comes first?", an(first[1].name), [an(t.name) for _, t, _ in things[1:]] + [an(w) for w in shuffled(_absent(film, things, rng, set(names)))], "first")
    scene = rng.choice([s for s in film.scenes if s.shot == "scene"] or [None])
    if scene and len({place(s) for s in film.scenes if s.shot == "scene"}) == 1:
        both("What is the background?", place(scene), shuffled(list(BACKGROUND_TEXT.values())), "background")
    if len(film.scenes) == 1 and scene:
        both("How does the camera move?" if not test else "What does the camera do?", CAMERA_TEXT[scene.camera], shuffled(list(CAMERA_TEXT.values())), "camera")
    if 0 < len(names) < 9 and rng.random() < 0.25:
        both("How many different things are seen in the video?", str(len(names)), [str(n) for n in shuffled([n for n in range(max(1, len(names) - 3), len(names) + 4)])], "count")
    absent_kinds = [k for k in KIND_NAMES if k not in kinds]
    if absent_kinds:
        k = rng.choice(absent_kinds)
        out.append(Item("not_shown", PROMPTS["question"].replace("{question}", f"What colour is the {k}?"), "", NOT_SHOWN, {"asks": ("colour", {"kind": k})}))
    if rng.random() < 0.3:
        thing = rng.choice(OUTSIDE)
        does = rng.random() < 0.5
        out.append(Item("not_shown", f"What does {thing} do?" if does else f"Where is {thing}?", "", NOT_SHOWN, {"asks": ("outside does" if does else "outside where", {"thing": thing})}))
    return out


def question_items(question, answer, wrong, rng, asks=None):
    """The open question, and the choice of four where there are three wrong answers."""
    wrong = [w for w in dict.fromkeys(wrong) if w != answer][:3]
    meta = {"answer": answer} | ({"asks": asks} if asks else {})
    out = [Item("question", PROMPTS["question"].replace("{question}", question), "", answer, meta)]
    if len(wrong) == 3:
        options = wrong + [answer]
        rng.shuffle(options)
        i = options.index(answer)
        listing = "\n".join(f"{'ABCD'[k]}. {o}" for k, o in enumerate(options))
        out.append(Item("multiple_choice", PROMPTS["multiple_choice"].replace("{question}", question).replace("{options}", listing), PROMPTS["multiple_choice_lead"],
                        f"{'ABCD'[i]}) {answer}", {"choice": i, "options": options, **meta}))
    return out


def _moments(film, things, rng, both, shuffled):
    """Questions about one thing's moment: where it is seen, what the camera does then, what comes after it."""
    if not things:
        return
    s, t, v = rng.choice(things)
    topic = rng.choice(["where", "camera", "after", "after"])
    if topic == "where":
        both(f"Where is the {t.name} seen?", place(s), shuffled(list(BACKGROUND_TEXT.values())), "where", name=t.name)
    elif topic == "camera":
        both(f"How does the camera move while the {t.name} is seen?", CAMERA_TEXT[s.camera], shuffled(list(CAMERA_TEXT.values())), "camera then", name=t.name)
    else:
        alone = all(abs(w[0] - v[0]) > 1.5 for _, o, w in things if o is not t)
        later = sorted((w[0], an(o.name)) for _, o, w in things if w[0] > v[0])
        if later and alone and (len(later) == 1 or later[1][0] - later[0][0] > 1.5):
            names = {o.name for _, o, _ in things}
            wrong = [an(o.name) for _, o, w in things if an(o.name) != later[0][1] and o is not t] + [an(x) for x in shuffled(_absent(film, things, rng, names))]
            both(f"Which thing comes next after the {t.name}?", later[0][1], wrong, "next", name=t.name)


MOTION_TEXT = (
    "from left to right", "from right to left", "from the bottom to the top", "from the top to the bottom", "enters from the left", "enters from the right",
    "leaves to the left", "leaves to the right", "appears", "disappears", "stays",
)
FACTS = (*(f"{c} {k}" for c in COLOUR_NAMES for k in KIND_NAMES), *map(an, KIND_NAMES), *BACKGROUND_TEXT.values(), *BACKDROP_TEXT.values(), *CARD_TEXT.values(),
         *CAMERA_TEXT.values(), *TRAIT_TEXT.values())


def facts_in(text):
    """The checkable facts that a text names: things with their colours, places, cards, what the camera does."""
    return _named(FACTS, text)


def motions_in(text):
    """The ways of moving that a text names."""
    return _named(MOTION_TEXT, text)


def _named(phrases, text):
    return {phrase for phrase in phrases if re.search(rf"\b{re.escape(phrase.lower())}\b", text.lower())}
