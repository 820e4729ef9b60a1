"""What a photograph of a named class shows of `nouns.NOUNS`: what is there, what may be there, and, of all else, what is not.

Captioned photographs teach what a dog looks like among people and lawns. These teach that a snail and an obelisk are none, and nobody's portrait.
"""

from nouns import ABSENT, NOUN_NAMES, SEEN, UNSURE

PEOPLE = "man woman boy girl child person shirt hat"
OPEN_AIR = "grass tree field rock mountain sand street building water snow beach bench car bird"
WATERS = "water rock sand beach grass tree boat pool mountain field snow"

# (classes, by their first names; what is there; what may be there)
GROUPS = (
    ("trilobite|scorpion|black widow|tarantula|centipede|snail|slug|ladybug|fly|bee|grasshopper|walking stick|cockroach|mantis|monarch|sulphur butterfly|spider web", "", "grass tree rock sand field"),
    ("goldfish|European fire salamander|bullfrog|tailed frog|American alligator|jellyfish|brain coral|sea slug|dugong|sea cucumber|coral reef|dragonfly", "", WATERS),
    ("American lobster|spiny lobster|boa constrictor", "", f"{WATERS} {PEOPLE}"),
    ("goose|black stork|king penguin|albatross", "bird", OPEN_AIR),
    ("Chihuahua|Yorkshire terrier|golden retriever|Labrador retriever|German shepherd|standard poodle", "dog", f"{OPEN_AIR} {PEOPLE} ball pool"),
    ("tabby|Persian cat|Egyptian cat|guinea pig", "", f"{PEOPLE} grass tree rock building street water field sand bench"),
    ("koala|cougar|lion|brown bear|bison|bighorn|gazelle|orangutan|chimpanzee|baboon|lesser panda", "", "grass tree rock mountain field sand water snow building"),
    ("hog|ox|Arabian camel|African elephant", "", f"{PEOPLE} grass tree rock mountain field sand water snow street building beach"),
    ("guacamole|pretzel|mashed potato|cauliflower|bell pepper|meat loaf|pizza|potpie|espresso|plate|confectionery", "", ""),
    ("ice cream|ice lolly", "", PEOPLE),
    ("mushroom|acorn|orange|lemon|banana|pomegranate", "", "grass tree rock field"),
    ("abacus|beaker|beer bottle|candle|CD player|chest|computer keyboard|desk|dining table|frying pan|hourglass|lampshade|magnetic compass|nail|pill bottle|plunger|pop bottle|refrigerator|remote control|"
     "space heater|stopwatch|teapot|wok|wooden spoon|comic book|reel|sewing machine|chain|cash machine|Christmas stocking", "", ""),
    ("bathtub|water jug|bucket", "", f"water pool {PEOPLE}"),
    ("barbershop|butcher shop|altar|organ|broom|drumstick|dumbbell|backpack|binoculars|iPod|syringe|sandal|sock|teddy|potter's wheel|oboe|brass|punching bag|rocking chair|bannister|turnstile|pay-phone|neck brace|bow tie|"
     "gasmask|cardigan|fur coat|sunglasses|torch", "", f"{PEOPLE} building street tree grass bench"),
    ("academic gown|military uniform|kimono|miniskirt|vestment", "person", f"{PEOPLE} {OPEN_AIR}"),
    ("bikini|swimming trunks", "person", f"{PEOPLE} {OPEN_AIR} {WATERS} ball"),
    ("apron|poncho|umbrella", "", f"{PEOPLE} {OPEN_AIR} boat"),
    ("sombrero", "hat", f"{PEOPLE} {OPEN_AIR}"),
    ("snorkel", "water", f"{PEOPLE} {WATERS} {OPEN_AIR}"),
    ("basketball|volleyball|rugby ball", "ball", f"{PEOPLE} {OPEN_AIR}"),
    ("beach wagon|convertible|limousine|sports car", "car", f"{PEOPLE} {OPEN_AIR}"),
    ("go-kart|moving van|police van|school bus|trolleybus|jinrikisha|parking meter", "", f"{PEOPLE} {OPEN_AIR} bicycle motorcycle"),
    ("bullet train|freight car|tractor|lawn mower|cannon|maypole|scoreboard|fountain|triumphal arch|pole|picket fence", "", f"{PEOPLE} {OPEN_AIR}"),
    ("barn", "building", OPEN_AIR),
    ("beacon|birdhouse|cliff dwelling|crane|dam|flagpole|obelisk|projectile|steel arch bridge|suspension bridge|thatch|viaduct|water tower", "", f"{OPEN_AIR} boat"),
    ("barrel", "", f"{PEOPLE} {OPEN_AIR}"),
    ("gondola|lifeboat", "boat water", f"{PEOPLE} {OPEN_AIR}"),
    ("alp", "mountain", OPEN_AIR),
    ("cliff", "rock", f"{OPEN_AIR} {PEOPLE} boat"),
    ("lakeside|seashore", "water", f"{OPEN_AIR} {PEOPLE} boat dog"),
)  # fmt: skip


def class_states(names):
    """One tuple a class: SEEN, UNSURE or ABSENT for each of NOUNS. names: the first of each class, in the order of their numbers"""
    of_name = {name: (seen.split(), perhaps.split()) for classes, seen, perhaps in GROUPS for name in classes.split("|")}
    missing = [name for name in names if name not in of_name]
    if missing:
        raise ValueError(f"it is not told what photographs of these classes show: {', '.join(missing)}")
    return [tuple(SEEN if n in of_name[name][0] else UNSURE if n in of_name[name][1] else ABSENT for n in NOUN_NAMES) for name in names]
