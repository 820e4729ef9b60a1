"""Holds the operator library, attention by flash, and what the service rounds to bfloat16 on a card alone, to the kernels, and times both:
`python card_check.py OUT [--seconds 110]`.

It builds the library (`../src/main/cuda/build.sh`), or takes the one of `--library`; where there is neither nvcc nor a library it says so and looks at
the rest alone. What disagrees is marked in OUT/card_check.json and makes the exit code 1. `--rehearse` does the same in small, on a CPU where there is
no card, with the library's part for processors. Times of a CPU say nothing of a card.
"""

import argparse
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from full_size import EXACT, PUBLISHED, REHEARSED, ROUNDED, TINY, Bench, Card, Report, Sizes, error
from through_kernels import ByOperator, KernelVision, flash_attention, load_kernels, load_operators

BUILD = Path(__file__).parents[1] / "src/main/cuda/build.sh"
CLOSE = 1e-4  # relative error of float32 sums in another order


@dataclass(frozen=True)
class Lengths:
    chunk: int = 2048
    odd: int = 1111
    pasts: tuple = (0, 30_720, 161_792)
    sequences: int = 32
    times: int = 5
    pictures: int = 16


SHORT = Lengths(64, 37, (0, 100), 3, 1, 2)


def build(out: Path, card: bool) -> Path | None:
    """None where there is no compiler, or where it failed, which it has said then."""
    if not shutil.which("nvcc" if card else "g++"):
        return None
    library = out / "libtimeviper_operators.so"
    built = subprocess.run([BUILD, *([] if card else ["--processor-alone"]), library], stdout=sys.stderr, timeout=60)
    return library if built.returncode == 0 else None


class MambaLayer:
    """What the kernels of a Mamba layer are given, at the sizes of a configuration."""

    def __init__(self, llm: dict, device: torch.device, dtype: torch.dtype):
        self.heads, self.width, self.numbers = llm["mamba_num_heads"], llm["mamba_head_dim"], llm["ssm_state_size"]
        self.groups, self.kernel, self.chunk = llm["mamba_n_groups"], llm["conv_kernel"], llm["chunk_size"]
        self.inner = self.heads * self.width
        self.channels = self.inner + 2 * self.groups * self.numbers
        self.device, self.dtype = device, dtype
        self.w, self.b = self.drawn(self.channels, 1, self.kernel), self.drawn(self.channels)
        self.log_a, self.d, self.norm = self.drawn(self.heads).abs(), self.drawn(self.heads), self.drawn(self.inner)

    def drawn(self, *shape: int) -> Tensor:
        return torch.randn(shape, device=self.device)

    def projected(self, rows: int) -> Tensor:
        return self.drawn(rows, self.inner + self.channels).to(self.dtype)

    def chunk_of(self, tokens: int) -> dict:
        """Kernel → arguments, for a chunk of one sequence."""
        projected = self.projected(tokens)
        xbc, dt = F.silu(self.drawn(tokens, self.channels)), F.softplus(self.drawn(tokens, self.heads) - 4)
        state = self.drawn(self.heads, self.width, self.numbers)
        return {
            "causal_convolution": (projected, self.inner, self.drawn(self.kernel - 1, self.channels), self.w, self.b),
            "selective_scan": (xbc, dt, self.log_a, self.d, state, self.groups, self.chunk),
            "gated_group_norm": (self.drawn(tokens, self.inner), projected, self.norm, self.groups, 1e-5),
        }

    def steps_of(self, sequences: int) -> dict:
        """Kernel → arguments, for a token of each of many sequences."""
        xbc, dt = F.silu(self.drawn(sequences, self.channels)), F.softplus(self.drawn(sequences, self.heads) - 4)
        past = self.drawn(sequences, self.kernel - 1, self.channels)
        return {
            "convolution_steps": (self.projected(sequences), self.inner, past, self.w, self.b),
            "recurrent_steps_": (self.drawn(sequences, self.heads, self.width, self.numbers), xbc, dt, self.log_a, self.d, self.groups),
        }


class Check:
    def __init__(self, card: Card, report: Report, config: dict, lengths: Lengths):
        self.card, self.report, self.config, self.lengths = card, report, config, lengths
        self.kernels, self.rounded = load_kernels(), load_kernels(chunk_products=torch.bfloat16)
        self.disagreed = []

    def item(self, name: str, needs: float, work) -> None:
        told = self.report.item(name, needs, work, limit=40)
        if told.get("agrees") is False or "failed" in told:
            self.disagreed.append(name)

    def compared(self, name: str, arguments: tuple, operators: ByOperator) -> dict:
        """One kernel and its operator, by what they return and, where they write in place, by what they leave."""
        copies = [tuple(a.clone() if isinstance(a, Tensor) else a for a in arguments) for _ in range(2)]
        ways = [getattr(self.kernels, name), getattr(operators, name)]
        results = [way(*copy) for way, copy in zip(ways, copies)]
        expected, found = [list(r) if isinstance(r, tuple) else [r] for r in results]
        if name.endswith("_"):
            expected, found = expected + [copies[0][0]], found + [copies[1][0]]
        worst = max(error(f, e) for f, e in zip(found, expected))
        times = [self.card.seconds(lambda: way(*copy), self.lengths.times, 1) for way, copy in zip(ways, copies)]
        return {"agrees": worst < CLOSE, "error": float(f"{worst:.2e}"), "kernel_ms": round(times[0] * 1e3, 4), "operator_ms": round(times[1] * 1e3, 4)}

    def operators(self, operators: ByOperator, dtype: torch.dtype) -> None:
        layer = MambaLayer(self.config["llm"], self.card.device, dtype)
        for tokens in (self.lengths.chunk, self.lengths.odd, 1):
            for name, arguments in layer.chunk_of(tokens).items():
                self.item(f"{name}, {tokens} tokens, {dtype}", 1, lambda: self.compared(name, arguments, operators))
        for name, arguments in layer.steps_of(self.lengths.sequences).items():
            self.item(f"{name}, {self.lengths.sequences} sequences, {dtype}", 1, lambda: self.compared(name, arguments, operators))

    def rounded_scan(self, tokens: int) -> dict:
        """The scan whose chunks' factors are bfloat16, as the service has it where the decoder is, beside float32: what it returns, and leaves of the state."""
        arguments = MambaLayer(self.config["llm"], self.card.device, torch.bfloat16).chunk_of(tokens)["selective_scan"]
        (exact, exact_state), (found, state) = (ops.selective_scan(*arguments) for ops in (self.kernels, self.rounded))
        worst = max(error(found, exact), error(state, exact_state))
        times = [self.card.seconds(lambda: ops.selective_scan(*arguments), self.lengths.times, 1) for ops in (self.kernels, self.rounded)]
        return {"agrees": worst < ROUNDED, "error": float(f"{worst:.2e}"), "float32_ms": round(times[0] * 1e3, 4), "rounded_ms": round(times[1] * 1e3, 4)}

    def rounded_vision(self, bench: Bench) -> dict:
        """The vision transformer in bfloat16, as the service has it there, beside float32: by its features, for merging then chooses other tokens."""
        side, count = self.config["vision"]["image_size"], self.lengths.pictures
        ways = [KernelVision(self.kernels, bench.model, dtype) for dtype in (torch.float32, torch.bfloat16)]
        prepared = ways[0].preprocess(torch.randint(256, (count, side, side, 3), dtype=torch.uint8, device=self.card.device))
        exact, found = (vision.features(prepared) for vision in ways)
        worst = error(found, exact)
        rates = [count / self.card.seconds(lambda: vision.features(prepared), self.lengths.times, 1) for vision in ways]
        return {"agrees": worst < ROUNDED, "error": float(f"{worst:.2e}"), "float32_frames_s": round(rates[0], 1), "rounded_frames_s": round(rates[1], 1)}

    def attention(self, past: int, dtype: torch.dtype, timed: bool) -> dict:
        """The kernel's choice, the masked blocks, and both pieces in one, of a chunk behind so many tokens."""
        llm, tokens = self.config["llm"], self.lengths.chunk
        heads, groups, width = llm["num_attention_heads"], llm["num_key_value_heads"], llm["head_dim"]
        length = past + tokens
        keys, values = (torch.randn(groups, length + 50, width, device=self.card.device).to(dtype) for _ in range(2))
        q = torch.randn(tokens, heads * width, device=self.card.device).to(dtype)
        ways = {"chosen": self.kernels.causal_attention, "masked": self.kernels.masked_attention, "in_one": flash_attention}
        results = {name: way(q, keys, values, length) for name, way in ways.items()}
        worst = max(error(results["chosen"], results[name]) for name in ("masked", "in_one"))
        told = {"agrees": worst < (EXACT if dtype == torch.float32 else ROUNDED), "error": float(f"{worst:.2e}")}
        told["flash"] = self.kernels.flash_fits(q, keys, values, length)
        for name, way in ways.items() if timed else ():
            told[f"{name}_ms"] = round(self.card.seconds(lambda: way(q, keys, values, length), 2) * 1e3, 3)
        return told

    def attentions(self) -> None:
        for dtype in (torch.float32, torch.bfloat16):
            for past in self.lengths.pasts:
                self.item(f"attention behind {past} tokens, {dtype}", 3, lambda: self.attention(past, dtype, dtype == torch.bfloat16))

    def whole(self, bench: Bench, ops, frames: int, name: str) -> None:
        """Prefill and decode steps at full width."""
        bench.decoder = bench.drive(ops=ops)
        self.item(f"prefill, {frames} frames, TransV, {name}", 6, lambda: bench.prefill(frames, bench.decoder))
        self.item(f"decode, 1 row, {name}", 5, bench.decode)

    def run(self, bench: Bench, operators: ByOperator | None, frames: int) -> None:
        """What has run on a card before comes first: a fault there would end all that follows."""
        self.item("ceilings", 5, bench.ceilings)
        self.attentions()
        self.item("weights", 12, bench.build)
        self.whole(bench, self.kernels, frames, "kernels")
        for tokens in (self.lengths.chunk, self.lengths.odd):
            self.item(f"selective_scan rounded, {tokens} tokens", 1, lambda: self.rounded_scan(tokens))
        self.whole(bench, self.rounded, frames, "kernels, rounded")
        self.item("vision rounded", 3, lambda: self.rounded_vision(bench))
        if operators:
            for dtype in (torch.float32, torch.bfloat16):
                self.operators(operators, dtype)
            operators = ByOperator(load_kernels(True, torch.bfloat16))
            self.whole(bench, operators, frames, "operators, rounded")
        self.lengths_of(bench, operators or self.rounded, frames)

    def lengths_of(self, bench: Bench, ops, measured: int) -> None:
        """Prefill at the other lengths, and one without dropping."""
        bench.decoder = bench.drive(ops=ops)
        others = [frames for frames in bench.sizes.lengths if frames != measured]
        for frames, needs in zip(others, (4, 8, 14)):
            self.item(f"prefill, {frames} frames, TransV", needs, lambda: bench.prefill(frames, bench.decoder))
        for frames, needs in zip(others, (4, 14)):
            self.item(f"prefill, {frames} frames, no dropping", needs, lambda: bench.prefill(frames, bench.drive(False, ops=ops), False))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--seconds", type=float, default=110, help="of wall time, from the start of the process")
    parser.add_argument("--library", type=Path, help="a library that is built already")
    parser.add_argument("--rehearse", action="store_true", help="a tiny model")
    options = parser.parse_args()
    card = Card("cuda" if torch.cuda.is_available() else "cpu")
    if not card.cuda and not options.rehearse:
        parser.error("there is no card here: only --rehearse runs on a CPU")
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    options.out.mkdir(parents=True, exist_ok=True)
    library = options.library or build(options.out, card.cuda)
    operators = load_operators(library) if library else None
    sizes, config, dtype, lengths = (REHEARSED, TINY, torch.float32, SHORT) if options.rehearse else (Sizes(), PUBLISHED, torch.bfloat16, Lengths())
    about = {"card": card.name, "torch": torch.__version__, "library": "none could be built" if operators is None else library.name, "lengths": asdict(lengths)}
    report = Report(options.out, card, options.seconds, about, "card_check")
    check = Check(card, report, config, lengths)
    if operators is None:
        check.disagreed.append("the library, which is not there")
    with torch.no_grad(), torch.jit.optimized_execution(False):
        check.run(Bench(card, report, sizes, config, dtype), operators, sizes.compared)
    print("all agree" if not check.disagreed else "disagree or failed: " + "; ".join(check.disagreed))
    return 1 if check.disagreed else 0


if __name__ == "__main__":
    sys.exit(main())
