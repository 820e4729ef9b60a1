"""Makes the starter's tokenizer.json: byte-level BPE over the film texts and the captions, so that it can write and read any text.

0 to 99 are single tokens, and so is each fixed sentence of the prompts: a question then costs a dozen tokens, not fifty.

    python tokenizer.py OUT.json --data FOLDER
"""

import argparse
import random
import re

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

SPECIALS = ["<unk>", "<s>", "</s>", "<SPECIAL_10>", "<SPECIAL_11>", "<SPECIAL_12>", "<image>", "<pad>"]
WORDS = Regex(r"\d{1,2}| ?[A-Za-z]+| ?[^\sA-Za-z\d]+|\s+")
SIZE = 2048


def fixed_sentences(prompts):
    """The parts of the prompts between their {placeholders}; an instruction follows the sentence on the sampling and a space."""
    sampled = re.split(r"\{\w+\}", prompts["sampled"].rstrip())
    instructions = [prompts["grounding"], prompts["dense_captions"], prompts["look"], *prompts["caption"].values()]
    parts = [part for text in instructions for part in re.split(r"\{\w+\}", " " + text)]
    choice = re.split(r"\{\w+\}", prompts["multiple_choice"])[-1]
    return [part for part in [*sampled, *parts, choice, prompts["multiple_choice_lead"]] if len(part) > 3]


def corpus(data=None, films=1500):
    from appearance import appearance_items, look_item
    from film import sample_film
    from footage import EVERYDAY, sample_footage

    yield from [" ".join(f"{i:02d} {i}" for i in range(100))] * 2000
    yield from ["System\nUser\nAssistant\n"] * 50
    for seed in range(films):
        rng = random.Random(seed)
        film = sample_film(seed, "train", footage=sample_footage(rng, **EVERYDAY), textured=0.2)
        for item in [*film.items(rng), *appearance_items(film, rng), look_item(film)]:
            yield item.instruction
            yield item.lead + item.answer
    if data:
        yield from _captions(data)


def _captions(data):
    from nouns import tidy
    from photographs import captioned
    from wording import sentence

    photographs = captioned(data)
    for i in range(len(photographs)):
        for caption in photographs.known(i):
            yield sentence(tidy(caption))
            yield "seconds, " + tidy(caption)


def train(path, data=None, films=1500):
    from film import PROMPTS

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(WORDS, "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=SIZE, min_frequency=3, special_tokens=SPECIALS, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False)
    tokenizer.train_from_iterator(corpus(data, films), trainer)
    tokenizer.add_tokens([AddedToken(text, normalized=False) for text in fixed_sentences(PROMPTS)])
    tokenizer.save(path)
    return tokenizer


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--data", help="folder of the photographs, whose captions it then learns to write as well")
    args = parser.parse_args()
    print(train(args.out, args.data).get_vocab_size(), "tokens")


if __name__ == "__main__":
    main()
