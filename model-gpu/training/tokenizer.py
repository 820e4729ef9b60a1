"""Makes the starter's tokenizer.json: byte-level BPE over the film texts, so that it can write and read any text.

0 to 99 are single tokens, and so is each fixed sentence of the prompts: a question then costs a dozen tokens, not fifty.

    python tokenizer.py OUT.json
"""

import random
import re
import sys

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

SPECIALS = ["<unk>", "<s>", "</s>", "<SPECIAL_10>", "<SPECIAL_11>", "<SPECIAL_12>", "<image>", "<pad>"]
WORDS = Regex(r"\d{1,2}| ?[A-Za-z]+| ?[^\sA-Za-z\d]+|\s+")


def fixed_sentences(prompts):
    """The parts of the prompts between their {placeholders}; an instruction follows the sentence on the sampling and a space."""
    sampled = re.split(r"\{\w+\}", prompts["sampled"].rstrip())
    instructions = [prompts["grounding"], prompts["dense_captions"], *prompts["caption"].values()]
    parts = [part for text in instructions for part in re.split(r"\{\w+\}", " " + text)]
    choice = re.split(r"\{\w+\}", prompts["multiple_choice"])[-1]
    return [part for part in [*sampled, *parts, choice, prompts["multiple_choice_lead"]] if len(part) > 3]


def corpus(films=1500):
    from film import sample_film

    yield from [" ".join(f"{i:02d} {i}" for i in range(100))] * 20
    yield from ["System\nUser\nAssistant\n"] * 50
    for seed in range(films):
        for item in sample_film(seed, "train").items(random.Random(seed)):
            yield item.instruction
            yield item.lead + item.answer


def train(path):
    from film import PROMPTS

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(WORDS, "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=1024, min_frequency=3, special_tokens=SPECIALS, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False)
    tokenizer.train_from_iterator(corpus(), trainer)
    tokenizer.add_tokens([AddedToken(text, normalized=False) for text in fixed_sentences(PROMPTS)])
    tokenizer.save(path)
    return tokenizer


if __name__ == "__main__":
    t = train(sys.argv[1])
    print(t.get_vocab_size(), "tokens")
