"""The things that people name most in captions of photographs, and what a caption says about them: there, not there, or nothing certain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

SEEN, UNSURE, ABSENT = 1, -1, 0


@dataclass(frozen=True)
class Noun:
    """words: those that say it is there; kin: those after which it may well be there. A star stands for any ending."""

    name: str
    text: str  # with its article
    words: str
    kin: str = ""

    def named(self, caption):
        return bool(_pattern(self.words).search(caption.lower()))

    def hinted(self, caption):
        return bool(self.kin and _pattern(self.kin).search(caption.lower()))


@lru_cache(None)
def _pattern(words):
    return re.compile(r"\b(?:" + "|".join(re.escape(w).replace(r"\*", r"\w*") for w in words.split()) + r")\b")


MEN = "man men guy guys gentleman gentlemen fisherman cowboy groom father dad grandfather policeman businessman"
WOMEN = "woman women lady ladies bride mother mom grandmother waitress female females"
BOYS, GIRLS = "boy boys", "girl girls"
CHILDREN = f"child children kid kids toddler* baby babies infant* {BOYS} {GIRLS}"
PEOPLE = (
    "person people persons adult* someone somebody crowd crowds worker* player* skier* surfer* biker* cyclist* bicyclist* skateboarder* snowboarder* runner* climber* hiker* swimmer* teenager* teen teens "
    "youth* performer* dancer* musician* officer* soldier* spectator* athlete* motorcyclist* skater* pedestrian* tourist* student* singer* artist* acrobat*"
)
PERHAPS_PEOPLE = "group groups team teams couple family families friend* male males rider* racer* driver* band bands hockey soccer football basketball baseball softball volleyball race parade"
OUTDOORS = "field* park parks yard* backyard* meadow* hill* garden* pasture* lawn* ground outdoor* outside golf soccer football baseball rugby countryside"

NOUNS = (
    Noun("man", "a man", MEN, f"{PEOPLE} {PERHAPS_PEOPLE} he his him"),
    Noun("woman", "a woman", WOMEN, f"{PEOPLE} {PERHAPS_PEOPLE} she her girl girls"),
    Noun("boy", "a boy", BOYS, f"{PEOPLE} {PERHAPS_PEOPLE} child children kid kids toddler* baby babies infant* he his him"),
    Noun("girl", "a girl", GIRLS, f"{PEOPLE} {PERHAPS_PEOPLE} child children kid kids toddler* baby babies infant* {WOMEN} she her"),
    Noun("child", "a child", CHILDREN, f"{PEOPLE} {PERHAPS_PEOPLE}"),
    Noun("person", "a person", f"{MEN} {WOMEN} {CHILDREN} {PEOPLE}", f"{PERHAPS_PEOPLE} he she his her him they their hand hands face arm arms leg legs hair head wears wearing dressed"),
    Noun("dog", "a dog", "dog dogs doggy puppy puppies pup pups poodle* greyhound* retriever* terrier* hound* bulldog* collie* beagle* spaniel* husky huskies labrador* dachshund* mutt* pitbull* chihuahua* rottweiler* dalmatian* pug corgi", "animal* pet pets lab shepherd* boxer* muzzle* leash"),
    Noun("ball", "a ball", "ball balls basketball*", "football* volleyball* softball* baseball* soccer tennis rugby golf toy toys game* hockey fetch bowling bat catch catching throw* court"),
    Noun("water", "water", "water waters ocean* sea lake* river* pool* wave waves pond* stream* creek* waterfall* puddle* surf", "beach* swim* wet surf* splash* boat* fountain* rain* bath* tub canoe* kayak* shore* dock* pier* underwater sprinkler* hose wade* wading fishing fisherman raft* dive* diving snorkel* scuba ship* sail* coast* bay slide* swamp mud* lifejacket"),
    Noun("grass", "grass", "grass grassy lawn*", OUTDOORS + " dandelion* wheat weeds plants fields hay horse* dog* farm* picnic"),
    Noun("snow", "snow", "snow snowy snowball* snowbank* snowdrift*", "ski skis skier* skiing sled* sledding winter ice icy snow* mountain* slope* toboggan* hockey"),
    Noun("beach", "a beach", "beach beaches seashore", "sand sandy ocean* shore* sea coast* surf* wave waves water* lake* volleyball dune*"),
    Noun("street", "a street", "street* road roads", "sidewalk* city car cars traffic pavement* crosswalk* urban downtown path* parade* track* driveway* alley* town bus buses truck* taxi* bike* bicycle* motorcycle* race* curb* asphalt intersection concrete stroller vendor* building*"),
    Noun("car", "a car", "car cars automobile* taxi taxis suv convertible*", "vehicle* van vans truck* traffic race* racing racer* jeep* street* road* parking lot driver* driving city drive driveway bumper rally"),
    Noun("bicycle", "a bicycle", "bicycle* bike bikes bmx", "biker* bicyclist* cyclist* motorcycle* motorbike* dirt rides rider* riding ride helmet* wheel* cycling biking pedal* tricycle* scooter* race*"),
    Noun("mountain", "a mountain", "mountain mountains mountainside* mountaintop*", "hill* cliff* rock* peak* slope* climb* hik* canyon* ski* snow* ledge* landscape valley* summit glacier* overlook* trail* view"),
    Noun("tree", "a tree", "tree trees", "wood* forest* branch* leaf leaves leafy park* jungle* bush* outside outdoor* path trail* log* yard* garden* autumn fall palm* hammock swing* hill* field*"),
    Noun("rock", "a rock", "rock rocks boulder* rocky", "stone* cliff* mountain* climb* canyon* ledge* hik* shore* stream* waterfall* creek* river* pebble* gravel cave* desert"),
    Noun("pool", "a pool", "pool pools", "swim* water* diving dive* splash* slide* float* inflatable lap raft tub underwater snorkel* goggles"),
    Noun("building", "a building", "building* skyscraper*", "city house* church* street* store* shop* wall* brick* town window* door* structure* hotel* roof* castle* tower* stair* steps bridge downtown urban temple* restaurant* balcony porch barn*"),
    Noun("field", "a field", "field fields", OUTDOORS + " grass* wheat farm* flowers dirt"),
    Noun("sand", "sand", "sand sandy", "beach* desert* dune* shore* dirt coast* ocean* sandbox volleyball"),
    Noun("shirt", "a shirt", "shirt shirts tshirt* jersey* t-shirt*", f"{PEOPLE} {MEN} {WOMEN} {CHILDREN} dressed wearing wears clothes clothing top tops outfit* uniform* sweater* jacket*"),
    Noun("hat", "a hat", "hat hats", f"{PEOPLE} cap caps helmet* beanie hood* headband* wearing wears sombrero costume* dressed cowboy headgear"),
    Noun("bird", "a bird", "bird birds pigeon* seagull* duck ducks goose geese swan* gull gulls parrot* eagle* flamingo*", "feather* fly* beak* wing wings animal* flock*"),
    Noun("horse", "a horse", "horse horses pony ponies", "rodeo cowboy* animal* carriage* rider* riding rides bull jockey* polo saddle*"),
    Noun("boat", "a boat", "boat boats canoe* kayak* sailboat* rowboat* ship ships raft rafts", "sail* row* water* lake* river* ocean* dock* pier* paddl* vessel* wakeboard* waterski* fishing surf* sea"),
    Noun("motorcycle", "a motorcycle", "motorcycle* motorbike*", "bike* biker* dirt rider* riding motor* helmet* race* racing rides scooter* moped* atv"),
    Noun("bench", "a bench", "bench benches", "seat* sit* park picnic chair*"),
    Noun("skateboard", "a skateboard", "skateboard skateboards", "skat* ramp* board boards trick* rail railing"),
)  # fmt: skip
NOUN_NAMES = [noun.name for noun in NOUNS]

# where a photograph was taken, as far as captions tell: the first that is named holds
PLACES = (
    ("snow", "snow snowy"), ("a beach", "beach beaches seashore"), ("a swimming pool", "pool pools"), ("the water", "ocean sea lake river waves wave pond stream"),
    ("a street", "street streets road sidewalk"), ("mountains", "mountain mountains"), ("grass", "grass grassy lawn"), ("a field", "field fields meadow"), ("a forest", "forest woods"),
    ("a park", "park playground"), ("sand", "sand sandy desert"), ("rocks", "rocks rocky cliff"), ("a building", "building buildings"), ("a room", "room kitchen couch sofa bed indoors restaurant table"),
)  # fmt: skip
FILLERS = frozenset("a an the of in on at to and with is are it its his her their by for from as into over near up down that this there while through one two three some other another out off be being has have who which".split())


def states(captions):
    """SEEN where two captions and more name a noun, ABSENT where none names or hints at it, else UNSURE: one for each of NOUNS."""
    out = []
    for noun in NOUNS:
        named = sum(noun.named(c) for c in captions)
        doubted = named > 0 or any(noun.hinted(c) for c in captions)
        out.append(SEEN if named >= min(2, len(captions)) else UNSURE if doubted else ABSENT)
    return tuple(out)


def nouns_in(text):
    return [noun.name for noun in NOUNS if noun.named(text)]


def place_of(captions):
    """Where it is, if two of the captions say the same; None where they do not."""
    for text, words in PLACES:
        if sum(bool(_pattern(words).search(c.lower())) for c in captions) >= min(2, len(captions)):
            return text
    return None


def tidy(caption):
    """A caption as a phrase: no full stop, no blank before a comma, a small letter first, unless the first word is written in capitals."""
    text = re.sub(r"\s+([.,!?;:'])", r"\1", " ".join(caption.replace('"', " ").split())).rstrip(" .!")
    first = text.split(" ")[0]
    return text if len(first) > 1 and first.isupper() else text[:1].lower() + text[1:]


@lru_cache(4096)
def content(text):
    """The words of a text that say what is seen, cut to their stems in a rough way."""
    return frozenset(_stem(word) for word in re.findall(r"[a-z]+", text.lower()) if word not in FILLERS)


def _stem(word):
    return re.sub(r"(.)\1$", r"\1", re.sub(r"(ing|es|s|ed|e)$", "", word)) if len(word) > 3 else word


def told_by(text, captions):
    """The largest share of what a text says that one of the captions says too."""
    said = content(text)
    return max((len(said & content(c)) / max(1, len(said)) for c in captions), default=0.0)
