"""Many ways to ask for the same: what training hears beside the plain phrases of `wording.py`. None of them is one of `UNHEARD`, which the benchmark asks in.

A phrase is made of what it asks for and, some of the time, of words around it that change nothing: people write "the red car", "find the red car", "when does the red car come?".
"""

from film import PROMPTS

HEARD = {
    "thing": (
        "{a}", "the {name}", "{name}", "{a} is seen", "{a} can be seen", "the {name} is visible", "the scene with {a}", "the moment with the {name}", "the shot of the {name}",
        "footage of {a}", "{a} in the video", "{a} on screen", "the time during which {a} is visible", "there is {a}", "{a} is shown", "as long as the {name} is on screen",
        "the {name} is there", "the clip of {a}", "every frame that has {a}", "the segment showing {a}", "something that is {a}", "seconds in which there is {a}", "while {a} is visible",
    ),
    "thing moves": (
        "{a} {motion}", "the {name} {motion}", "{name} {motion}", "{a} that {motion}", "the moment the {name} {motion}", "the scene in which {a} {motion}", "the shot where the {name} {motion}",
        "while {a} {motion}", "footage of {a} that {motion}", "the segment where {a} {motion}", "{a}, which {motion}",
    ),
    "place": (
        "{text}", "{text} in the background", "{text} behind everything", "the background is {text}", "the scene before {text}", "the shot with {text}", "things before {text}", "a scene with {text}",
        "{text} can be seen", "the setting is {text}", "footage with {text} in the background",
    ),
    "card": ("{text}", "{text} is seen", "{text} on screen", "the shot of {text}", "the moment with {text}", "there is {text}", "the screen shows {text}", "{text} can be seen", "while {text} is on screen"),
    "camera moves": ("{text}", "the scene in which {text}", "the shot where {text}", "while {text}", "the moment {text}", "footage in which {text}", "the segment where {text}"),
    "words": (
        "words at the bottom of the picture", "text at the bottom of the picture", "a caption at the bottom", "text at the bottom of the screen", "writing in the lower third", "a lower third",
        "the scene with words at the bottom of the picture", "there is text at the bottom", "a line of text low in the picture",
    ),
    "outside": (
        "{a}", "the scene with {a}", "the moment with {a}", "{a} is seen", "{a} can be seen", "footage of {a}", "{a} on screen", "there is {a}", "the shot of {a}", "{a} in the video", "while {a} is visible",
        "the segment showing {a}", "every frame that has {a}",
    ),
    "colour": (
        "What colour is the {kind}?", "Which colour does the {kind} have?", "What colour does the {kind} have?", "The {kind}: what colour is it?", "Which colour is the {kind}?", "In what colour is the {kind}?",
        "Tell me the colour of the {kind}.", "What is the {kind}'s colour?", "The {kind} has which colour?", "Name the {kind}'s colour.", "Of which colour is the {kind}?", "The colour of the {kind}?",
        "Can you say what colour the {kind} is?", "What colour is the {kind} in this video?", "What colour would you say the {kind} is?",
    ),
    "way": (
        "Which way does the {name} move?", "Where does the {name} move to?", "In what direction is the {name} moving?", "The {name}: which way does it go?", "Which way does the {name} go?",
        "Which way is the {name} heading?", "The {name} goes which way?", "In what direction does the {name} go?", "What is the direction in which the {name} goes?", "How does the {name} move?", "Towards which side does the {name} move?", "Tell me which way the {name} moves.",
    ),
    "shown": (
        "Which of these is seen in the video?", "Which of these can be seen?", "Which of these things is shown?", "What is seen?", "Which one of these is visible?", "What can be seen in this video?",
        "Which of the following is shown?", "Which of these appears?", "What does the video show?", "One of these is in the video. Which?",
    ),
    "first": (
        "Which thing is seen first?", "What is seen first?", "Which thing is the first to be seen?", "What is shown first?", "Which of the things is seen earliest?", "With which thing does the video begin?",
        "Which thing does the video show first?", "What can be seen first of all?", "Which thing is there first?",
        "Which thing is shown before all others?", "The first thing that is seen?",
    ),
    "background": (
        "What is the background?", "What is in the background?", "What is behind the things?", "Where does it take place?", "What kind of background is there?", "Which background is there?",
        "Describe the background in a few words.", "What can be seen in the background?", "Where is this?", "Tell me what the background is.", "What is the setting?",
        "Which setting does the film have?", "What kind of background does the film have?", "The film has which background?", "What does the setting look like?", "What is shown in the background?",
        "Which place does the film show?",
    ),
    "camera": (
        "How does the camera move?", "What is the camera doing?", "Does the camera move, and how?", "What kind of camera movement is there?", "Which camera movement is there?", "In which way is the camera moved?",
        "Is the camera moving?", "Tell me how the camera moves.", "What is the movement of the camera?", "How is the camera moved?", "Which way is the camera moved?",
        "What movement does the camera make?",
    ),
    "count": (
        "How many different things are seen in the video?", "How many things are seen?", "How many different things are there?", "How many things does the video show?", "Count the different things in the video.",
        "How many different things can be seen?", "How many things are there in all?", "The number of things in the video?", "Which number of things is there?", "The film has how many different things?",
    ),
    "where": (
        "Where is the {name} seen?", "Where is the {name}?", "In which place is the {name}?", "What is in the background of the {name}?", "What can be seen behind the {name}?", "Before what is the {name} seen?",
        "In front of what is the {name}?", "What is the background of the {name}?", "Where can the {name} be seen?", "What surrounds the {name}?", "Which place is the {name} in?",
        "Which setting does the {name} have?", "The {name} has which background?", "What kind of place is behind the {name}?", "Behind the {name}, what is there?", "What does the background of the {name} show?",
        "The {name} is in front of what?",
    ),
    "camera then": (
        "How does the camera move while the {name} is seen?", "While the {name} is seen, how does the camera move?", "How does the camera move when the {name} is visible?", "What is the camera doing while the {name} is visible?",
        "Which camera movement is there with the {name}?", "How is the {name} filmed?", "What is the movement of the camera with the {name}?", "Does the camera move while the {name} is seen, and how?", "What movement does the camera make while the {name} is seen?",
    ),
    "next": (
        "Which thing comes next after the {name}?", "What comes after the {name}?", "What is seen next after the {name}?", "Which thing follows the {name}?", "What follows the {name}?", "What is shown after the {name}?",
        "Which thing is next after the {name}?", "The {name} is seen, and then?", "After the {name}, what is seen?", "What does the video show after the {name}?", "Which thing comes right after the {name}?",
        "Right after the {name}, what comes?", "Once the {name} has been seen, which thing is there?",
    ),
    "outside does": ("What does {thing} do?", "What is it that {thing} does?", "How does {thing} behave?", "What happens with {thing}?", "Tell me what {thing} does.", "What does {thing} do in the video?"),
    "outside where": ("Where is {thing}?", "Where can {thing} be seen?", "Where is {thing} seen?", "In which place is {thing}?", "What is behind {thing}?", "Where does {thing} stand?"),
}

# of what is asked without a topic, by the plain phrase
ALSO = {
    "Is the film in colour?": ("Is it a colour film?", "Does the film have colours?", "Is this in colour?", "Are the pictures in colour?", "Colour or black and white?"),
    "Is the film in colour or in black and white?": ("Is it in colour or black and white?", "Is this black-and-white footage?", "Which colours does the footage have, if any?"),
    "Are there black bars around the picture?": ("Does the picture have black bars?", "Are there bars at the edges of the picture?", "Is the picture letterboxed?", "Where are there black bars?"),
    "What is to be noticed about how the film was recorded?": ("What is striking about the recording?", "How was the film recorded?", "What does the recording look like?", "Anything to notice about the picture's quality?"),
    "Which colour fills most of the picture?": ("Which colour is there most of?", "What is the dominant colour?", "Mostly which colour is the picture?", "Which colour dominates?"),
    "What is the main colour of the film?": ("What colour is the film mostly?", "What is the film's dominant colour?", "Which colour is the most common?"),
    "How light is the picture?": ("How bright is the picture?", "Is it light or dark?", "What is the light like?", "How dark is it?"),
    "Is the film dark or bright?": ("Is it a dark film or a bright one?", "Is it dark?", "Is it bright?", "How bright is the film?"),
    "Are there words on the picture?": ("Are there any words?", "Is there anything to read?", "Can words be seen?", "Is something written on the picture?"),
    "Is there text on the screen?": ("Is there any text?", "Does text appear on screen?", "Is any text visible?", "Can you see text?"),
    "How many shots does the film have?": ("How many shots are there?", "Of how many shots is the film made?", "Count the shots.", "How often is the film cut, counting its shots?"),
    "How does the first shot end?": ("How does the first shot go over to the next?", "What is the first transition?", "How is the first shot ended?"),
    "How many things move by themselves?": ("How many things are moving?", "How many moving things are there?", "Count the things that move."),
    "What is seen first?": ("What is shown first?", "With what does the video begin?", "What can be seen at the beginning?", "What does the first picture show?"),
    "Which of these is seen in the video?": HEARD["shown"],
    "Which drawn thing is seen?": ("Which drawing is seen?", "What is drawn into the picture?", "Which drawn thing can be seen?"),
}
# beginnings of phrases that hold something of their own
BEGINNINGS = {
    "Is there ": ("Can you see ", "Is there perhaps ", "Do you see "),
    "How does the camera move at ": ("What is the camera doing at ", "Which camera movement is there at ", "What does the camera's movement look like at "),
    "What is seen at ": ("What can be seen at ", "What is shown at ", "What is in the picture at ", "Describe what is seen at "),
    "What is seen next after ": ("What comes after ", "What follows ", "What is shown after "),
}
AROUND = ("{}", "{}", "{}", "{}", "find {}", "look for {}", "show me {}", "I am looking for {}", "{}, please", "{}.", "search for {}")
BEFORE_QUESTION = ("", "", "", "", "", "", "Please tell me: ", "Hi! ", "I would like to know: ", "Question: ", "Look closely. ", "Now, ")
OFTEN = 0.75  # of what is asked is asked in other than the plain words
WITHOUT_ARTICLE = 0.15  # of what begins with one is searched for without it
QUERY = PROMPTS["grounding"]


def paraphrased(item, rng):
    """The item's instruction in words that may be others than its own."""
    if "query" in item.meta:
        return QUERY.replace("{query}", _query(item, rng)) if rng.random() < OFTEN else item.instruction
    if item.task not in ("question", "multiple_choice", "not_shown") or rng.random() >= OFTEN:
        return item.instruction
    question, newline, options = item.instruction.partition("\n")
    return _dressed(_question(question, item, rng), rng) + newline + options


def _query(item, rng):
    query, (topic, words) = item.meta["query"], item.meta.get("asks", (None, {}))
    phrase = rng.choice(HEARD[topic]).format(**words) if topic in HEARD else query
    article, _, rest = phrase.partition(" ")
    if article in ("a", "an", "the") and rng.random() < WITHOUT_ARTICLE:
        phrase = rest
    return rng.choice(AROUND).format(phrase)


def _question(question, item, rng):
    topic, words = item.meta.get("asks", (None, {}))
    if topic in HEARD:
        return rng.choice(HEARD[topic]).format(**words)
    if question in ALSO:
        return rng.choice(ALSO[question])
    for beginning, others in BEGINNINGS.items():
        if question.startswith(beginning):
            return rng.choice((beginning, *others)) + question[len(beginning) :]
    return question


def _dressed(question, rng):
    before = rng.choice(BEFORE_QUESTION)
    return before + (question[0].lower() + question[1:] if before.endswith(", ") else question)
