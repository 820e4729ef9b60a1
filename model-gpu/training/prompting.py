"""Prompts as tokens: what stands before the film, what every question about a film shares, and what is the question's own."""

from dataclasses import dataclass

from tokenizers import Tokenizer

from film import PROMPTS
from wording import seconds_text

BEFORE = "<SPECIAL_10>System\n<SPECIAL_12>\n<SPECIAL_11>User\n"
AFTER = "\n<SPECIAL_12><SPECIAL_11>Assistant\n"
STOP = "<SPECIAL_12>"


@dataclass(frozen=True)
class Branch:
    """One question behind a film: its own prompt tokens and its answer's, the stop token included."""

    prompt: list
    answer: list


class Prompting:
    def __init__(self, path):
        self.tokenizer = Tokenizer.from_file(str(path))
        self.before = self.encode(BEFORE)
        self.stop = self.tokenizer.token_to_id(STOP)
        self.pad = self.tokenizer.token_to_id("<pad>")
        numbers = [self.tokenizer.token_to_id(str(i)) for i in range(100)]
        if None in numbers:
            raise ValueError("the numbers 0 to 99 must be single tokens")
        self.numbers = numbers

    def encode(self, text):
        return self.tokenizer.encode(text, add_special_tokens=False).ids

    def decode(self, ids):
        return self.tokenizer.decode(ids, skip_special_tokens=True)

    def sampled(self, duration, frames):
        return PROMPTS["sampled"].replace("{duration}", seconds_text(duration)).replace("{frames}", str(frames))

    def shared(self, duration, frames):
        """Tokens that follow the film whatever is asked."""
        return self.encode(self.sampled(duration, frames).rstrip())

    def whole(self, duration, frames, instruction, lead=""):
        """All that follows the film, up to the answer."""
        return self.sampled(duration, frames) + instruction + AFTER + lead

    def branch(self, duration, frames, instruction, lead="", answer=""):
        shared = self.shared(duration, frames)
        whole = self.encode(self.whole(duration, frames, instruction, lead))
        if whole[: len(shared)] != shared:
            raise ValueError(f"the shared part is not a prefix of: {instruction}")
        return Branch(whole[len(shared) :], self.encode(answer) + [self.stop])
