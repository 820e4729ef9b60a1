"""Measures TimeViper at its published size, 9 billion random weights in bfloat16, on one card: `python full_size.py OUT [--seconds 200]`.

What is timed are the service's own kernels as TorchScript (`through_kernels.py`), held to `model.py`, beside the card's ceilings for products and copies.
Every item has its share of the time: what does not fit is skipped, what takes too long is stopped, and OUT/full_size.json is written after each.
`--rehearse` does the same with a tiny model, on a CPU where there is no card.

Shares `of_ceiling` are of the card's bfloat16 products in every precision, shares `of_bandwidth` of its copies, bytes read and written counted. The kernels
run as they are written (`torch.jit.optimized_execution(False)`, as DJL's `ai.djl.pytorch.graph_optimizer=false`), but in the item that says otherwise.
"""

import argparse
import gc
import json
import statistics
import time
import traceback
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

BEGAN = time.monotonic()  # before the engine, whose loading counts

import torch
import torch.nn.functional as F
from torch import Tensor

from costs import DecoderCosts, vision_operations
from model import DecoderState, MambaState, TimeViper
from through_kernels import KernelDecoder, KernelVision, KeyValueCache, RecurrentState, flash_attention, load_kernels

PATTERN = "M-M-M-MM-M-M-M*-M-M-M*-M-M-M-M*-M-M-M-M*-M-MM-M-M-M-M-M-"
TOKEN_DROP = {"schedule": "uni_7_0.5-attn_39_0.1", "merge_module": "CrossAttention"}
PROJECTOR = {"arch": "tome_mlp-16"}
PUBLISHED = {
    "vision": {"image_size": 384, "patch_size": 14, "embed_dim": 1152, "depth": 27, "num_heads": 16, "mlp_hidden": 4304},
    "projector": PROJECTOR,
    "token_drop": TOKEN_DROP,
    "llm": {
        "hybrid_override_pattern": PATTERN,
        "hidden_size": 4480,
        "vocab_size": 131072,
        "num_attention_heads": 40,
        "num_key_value_heads": 8,
        "head_dim": 128,
        "intermediate_size": 15680,
        "mamba_num_heads": 128,
        "mamba_head_dim": 80,
        "mamba_n_groups": 8,
        "ssm_state_size": 128,
        "conv_kernel": 4,
        "chunk_size": 128,
    },
}
TINY = {
    "vision": {"image_size": 98, "patch_size": 14, "embed_dim": 32, "depth": 3, "num_heads": 2, "mlp_hidden": 64},
    "projector": PROJECTOR,
    "token_drop": TOKEN_DROP,
    "llm": {
        "hybrid_override_pattern": PATTERN,
        "hidden_size": 64,
        "vocab_size": 512,
        "num_attention_heads": 8,
        "num_key_value_heads": 2,
        "head_dim": 16,
        "intermediate_size": 128,
        "mamba_num_heads": 8,
        "mamba_head_dim": 16,
        "mamba_n_groups": 2,
        "ssm_state_size": 16,
        "conv_kernel": 4,
        "chunk_size": 16,
    },
}
TOKENS_A_FRAME = 16
BEFORE, AFTER = 12, 48  # tokens of the text before and after the frames
MARGIN = 6  # seconds at the end in which nothing new is done
EXACT, ROUNDED = 1e-3, 6e-2  # relative errors under which two ways agree, in float32 and in bfloat16


@dataclass(frozen=True)
class Sizes:
    side: int = 8192
    copied: int = 1 << 30
    lengths: tuple = (256, 1024, 4096, 10240)  # frames of a prefill
    compared: int = 1024
    agreeing: int = 64
    rows: tuple = (1, 8, 32)
    steps: int = 24
    batch: int = 64
    film: int = 3600
    answer: int = 256
    chunk: int = 2048


REHEARSED = Sizes(256, 1 << 20, (4, 8, 12, 16), 8, 4, (1, 2, 3), 2, 4, 10, 3, 64)


class OutOfTime(Exception):
    pass


# ------------------------------------------------------------------------------------------------------- time and memory


class Card:
    def __init__(self, device: str):
        self.device = torch.device(device)
        self.cuda = self.device.type == "cuda"
        self.name = torch.cuda.get_device_name(self.device) if self.cuda else "cpu"

    def wait(self) -> None:
        if self.cuda:
            torch.cuda.synchronize()

    def seconds(self, work, times: int = 1, warm: int = 0) -> float:
        """The median."""
        taken = []
        for _ in range(warm + times):
            self.wait()
            begin = time.perf_counter()
            work()
            self.wait()
            taken.append(time.perf_counter() - begin)
        return statistics.median(taken[warm:])

    def forget_peak(self) -> None:
        if self.cuda:
            torch.cuda.reset_peak_memory_stats()

    def peak(self) -> float | None:
        """GiB that tensors took at most, the weights among them."""
        return round(torch.cuda.max_memory_allocated() / 2**30, 2) if self.cuda else None

    def clean(self) -> None:
        gc.collect()
        if self.cuda:
            torch.cuda.empty_cache()


class Report:
    """What was measured, item by item; it is on disk before the next item begins."""

    def __init__(self, out: Path, card: Card, seconds: float, about: dict, name: str = "full_size"):
        self.path, self.card, self.end = out / f"{name}.json", card, BEGAN + seconds - MARGIN
        self.stop, self.items, self.about = self.end, {}, about
        out.mkdir(parents=True, exist_ok=True)
        self._write()

    def item(self, name: str, needs: float, work, limit: float = 1e9) -> dict:
        """needs: seconds that must be left. limit: those after which it is stopped."""
        begin = time.monotonic()
        self.stop = min(self.end, begin + limit)
        if self.end - begin < needs:
            told = {"skipped": f"needs some {needs:.0f} s, {max(0.0, self.end - begin):.0f} s are left"}
        else:
            told = self._try(work)
        told["spent_s"] = round(time.monotonic() - begin, 2)
        self.items[name] = told
        self.card.clean()
        self._write()
        print(f"{time.monotonic() - BEGAN:6.1f} s  {name:44s}", ", ".join(f"{key} {value}" for key, value in told.items()), flush=True)
        return told

    def _try(self, work) -> dict:
        self.card.clean()
        self.card.forget_peak()
        try:
            return work()
        except OutOfTime as e:
            return {"stopped": str(e)}
        except Exception as e:  # the machine is lent once: what fails is told, and the next item still has its turn
            if isinstance(e, torch.cuda.OutOfMemoryError) or "out of memory" in str(e):  # TorchScript gives it another class
                return {"out_of_memory": str(e)[-400:], "peak_gib": self.card.peak()}
            traceback.print_exc()
            return {"failed": f"{type(e).__name__}: {e}"[-800:]}

    def watch(self) -> None:
        if time.monotonic() > self.stop:
            raise OutOfTime("its share of the time was over")

    def _write(self) -> None:
        text = json.dumps({**self.about, "wall_s": round(time.monotonic() - BEGAN, 1), "items": self.items}, indent=1)
        written = self.path.with_suffix(".part")
        written.write_text(text + "\n")
        written.replace(self.path)


# ----------------------------------------------------------------------------------------------------------- the model


def random_model(config: dict, device: torch.device, dtype: torch.dtype) -> TimeViper:
    """Weights as at the start of training, drawn on the device; decays, time steps and TransV's gates as they are after it."""
    torch.manual_seed(1)
    torch.set_default_dtype(dtype)
    try:
        with device:
            model = TimeViper(config).eval().requires_grad_(False)
            for layer in model.llm.backbone.layers:
                if layer.kind == "M":
                    heads = layer.mixer.heads
                    step = torch.exp(torch.empty(heads, dtype=torch.float32).uniform_(-6.9, -2.3))  # 0.001 … 0.1
                    layer.mixer.dt_bias.copy_(step + torch.log(-torch.expm1(-step)))
                    layer.mixer.A_log.copy_(torch.empty(heads, dtype=torch.float32).uniform_(1, 16).log())
            model.llm.backbone.alpha.fill_(0.5)
    finally:
        torch.set_default_dtype(torch.float32)
    return model


def error(out: Tensor, ref: Tensor) -> float:
    return ((out.double() - ref.double()).norm() / ref.double().norm()).item()


@dataclass(frozen=True)
class Prompt:
    before: Tensor
    visual: Tensor  # (tokens, hidden), float32
    after: Tensor


class Film:
    """Random prompts for a model."""

    def __init__(self, model: TimeViper, device: torch.device):
        self.llm, self.device = model.config["llm"], device

    def ids(self, count: int) -> Tensor:
        return torch.randint(self.llm["vocab_size"], (count,), device=self.device)

    def prompt(self, frames: int) -> Prompt:
        visual = torch.randn(frames * TOKENS_A_FRAME, self.llm["hidden_size"], device=self.device)
        return Prompt(self.ids(BEFORE), visual, self.ids(AFTER))


class Plain:
    """model.py's decoder, in bfloat16 as `torch.autocast` does it."""

    def __init__(self, model: TimeViper, device: torch.device):
        self.decoder, self.device = model.llm, device
        rounded = model.llm.lm_head.weight.dtype == torch.bfloat16
        self.precision = (lambda: torch.autocast(device.type, torch.bfloat16)) if rounded else nullcontext

    def prefill(self, prompt: Prompt, dropping: bool):
        embed = self.decoder.backbone.embeddings
        x = torch.cat([embed(prompt.before).float(), prompt.visual, embed(prompt.after).float()])[None]
        with self.precision():
            x, state = self.decoder.prefill(x, len(prompt.before), len(prompt.visual), None if dropping else [], transv=dropping)
            return self.decoder.logits(x[:, -1]).float(), DecoderState(state.layers, [])

    def step(self, state: DecoderState, token: Tensor):
        with self.precision():
            x, state = self.decoder.run(self.decoder.backbone.embeddings(token).float()[None], state, absorb=False)
            return self.decoder.logits(x[:, -1]).float(), state


class BatchedSteps:
    """Decode steps of many rows at once behind copies of one prefix. The caches' last place is written again at every step, so that a step
    can be captured and replayed."""

    def __init__(self, model: TimeViper, states: list, rows: int):
        self.backbone, self.head = model.llm.backbone, model.llm.lm_head
        self.dtype = model.llm.lm_head.weight.dtype
        self.tokens = torch.zeros(rows, dtype=torch.long, device=model.llm.lm_head.weight.device)
        self.states = [self._copies(state, rows) for state in states]

    def _copies(self, state, rows: int):
        many = lambda x: x.expand(rows, *x.shape).clone()
        if isinstance(state, RecurrentState):
            return MambaState(many(state.convolution), many(state.ssm))
        if isinstance(state, KeyValueCache):
            return tuple(many(F.pad(x[:, : state.length], (0, 0, 0, 1))) for x in (state.keys, state.values))
        return None

    def step(self) -> Tensor:
        x = self.backbone.embeddings(self.tokens).float()
        for layer, state in zip(self.backbone.layers, self.states):
            normed = layer.norm(x).to(self.dtype)
            if layer.kind == "-":
                x = x + layer.mixer(normed, None)[0]
            else:
                x = x + (self._mamba if layer.kind == "M" else self._attention)(layer.mixer, normed, state)
        return self.head(self.backbone.norm_f(x).to(self.dtype)).float()

    def _mamba(self, mixer, x: Tensor, state: MambaState) -> Tensor:
        rows, shared = len(x), mixer.groups * mixer.state_size
        gate, xbc, dt = mixer.in_proj(x).split([mixer.inner, mixer.channels, mixer.heads], -1)
        inputs = torch.cat([state.conv, xbc.float()[:, None]], 1)
        state.conv.copy_(inputs[:, 1:])
        mixed = F.silu((inputs * mixer.conv1d.weight[:, 0].float().t()).sum(1) + mixer.conv1d.bias.float())
        values, b, c = mixed.split([mixer.inner, shared, shared], -1)
        dt = F.softplus(dt.float() + mixer.dt_bias.float()).clamp(mixer.low, mixer.high)
        state.ssm.mul_(torch.exp(dt * -mixer.A_log.float().exp())[..., None, None])
        grouped = state.ssm.view(rows, mixer.groups, -1, mixer.state_size)
        given = values.view(rows, mixer.heads, -1) * dt[..., None]
        grouped.addcmul_(given.view(rows, mixer.groups, -1, 1), b.reshape(rows, mixer.groups, 1, -1))
        y = (grouped @ c.reshape(rows, mixer.groups, -1, 1)).view(rows, mixer.heads, -1)
        y = (y + mixer.D.float()[:, None] * values.view(rows, mixer.heads, -1)).view(rows, -1)
        z = (y * F.silu(gate.float())).unflatten(-1, (mixer.groups, -1))
        z = z * torch.rsqrt(z.square().mean(-1, keepdim=True) + mixer.eps)
        return mixer.out_proj((z.flatten(-2) * mixer.norm.weight).to(self.dtype))

    def _attention(self, mixer, x: Tensor, state: tuple) -> Tensor:
        rows, (keys, values) = len(x), state
        keys[:, :, -1] = mixer.k_proj(x).view(rows, mixer.kv_heads, -1)
        values[:, :, -1] = mixer.v_proj(x).view(rows, mixer.kv_heads, -1)
        queries = mixer.q_proj(x).view(rows, mixer.kv_heads, -1, mixer.head_dim)
        return mixer.o_proj(F.scaled_dot_product_attention(queries, keys, values).reshape(rows, -1))

    def captured(self):
        """The step as one graph: nothing is launched from the host but it."""
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            for _ in range(3):
                self.step()
        torch.cuda.current_stream().wait_stream(stream)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            self.step()
        return graph.replay


# ----------------------------------------------------------------------------------------------------------- the items


class Bench:
    def __init__(self, card: Card, report: Report, sizes: Sizes, config: dict, dtype: torch.dtype):
        self.card, self.report, self.sizes, self.config, self.dtype = card, report, sizes, config, dtype
        self.costs, self.ops = DecoderCosts(config), load_kernels()
        self.flops = self.bandwidth = float("nan")

    def ceilings(self) -> dict:
        side, device = self.sizes.side, self.card.device
        a, b = (torch.randn(side, side, device=device, dtype=torch.bfloat16) for _ in range(2))
        taken = self.card.seconds(lambda: [a @ b for _ in range(10)], times=3, warm=1) / 10
        self.flops = 2 * side**3 / taken
        source = torch.randint(256, (self.sizes.copied,), dtype=torch.uint8, device=device)
        target = torch.empty_like(source)
        taken = self.card.seconds(lambda: [target.copy_(source) for _ in range(5)], times=3, warm=1) / 5
        self.bandwidth = 2 * self.sizes.copied / taken
        return {"product_tflops": round(self.flops / 1e12, 3), "copy_gb_s": round(self.bandwidth / 1e9, 1)}

    def build(self) -> dict:
        self.model = random_model(self.config, self.card.device, self.dtype)
        self.film = Film(self.model, self.card.device)
        self.decoder = self.drive()
        self.card.wait()
        return {"parameters": sum(p.numel() for p in self.model.parameters()), "peak_gib": self.card.peak()}

    def drive(self, dropping: bool = True, attention=None, ops=None) -> KernelDecoder:
        return KernelDecoder(ops or self.ops, self.model.llm, dropping, attention, self.sizes.chunk, self.report.watch)

    def _computed(self, operations: float, seconds: float) -> dict:
        return {
            "seconds": round(seconds, 4),
            "tflops": round(operations / seconds / 1e12, 3),
            "of_ceiling": round(operations / seconds / self.flops, 4),
            "peak_gib": self.card.peak(),
        }

    def prefill(self, frames: int, decoder: KernelDecoder, dropping: bool = True) -> dict:
        prompt = self.film.prompt(frames)
        short = frames <= self.sizes.compared
        seconds = self.card.seconds(lambda: decoder.prefill(prompt.before, prompt.visual, prompt.after), 2 if short else 1, int(short))
        return {"tokens": len(prompt.visual), **self._computed(self.costs.prefill(BEFORE, len(prompt.visual), AFTER, dropping), seconds)}

    def plain_prefill(self, dropping: bool) -> dict:
        prompt, plain = self.film.prompt(self.sizes.compared), Plain(self.model, self.card.device)
        seconds = self.card.seconds(lambda: plain.prefill(prompt, dropping), 2, 1)
        return {"tokens": len(prompt.visual), **self._computed(self.costs.prefill(BEFORE, len(prompt.visual), AFTER, dropping), seconds)}

    def prefix(self) -> list:
        prompt = self.film.prompt(self.sizes.compared)
        return self.decoder.prefill(prompt.before, prompt.visual, prompt.after)[1]

    def _stepped(self, rows: int, states: list, seconds: float) -> dict:
        llm = self.model.llm
        weights = sum(p.numel() for p in [*llm.backbone.layers.parameters(), *llm.lm_head.parameters()]) * llm.lm_head.weight.element_size()
        lengths = [state.length for state in states if isinstance(state, KeyValueCache)]
        moved = self.costs.step_bytes(weights, rows, lengths, llm.lm_head.weight.element_size())
        return {
            "ms_a_step": round(seconds * 1e3, 3),
            "tokens_s": round(rows / seconds, 1),
            "gb_a_step": round(moved / 1e9, 3),
            "of_bandwidth": round(moved / seconds / self.bandwidth, 4),
            "peak_gib": self.card.peak(),
        }

    def decode(self) -> dict:
        """As the service does: logits go to the host, which chooses."""
        states, token = self.prefix(), self.film.ids(1)
        step = lambda: self.decoder.step(states, token).cpu()
        return self._stepped(1, states, self.card.seconds(step, self.sizes.steps, 3))

    def batched_decode(self, rows: int, captured: bool) -> dict:
        states = self.prefix()
        steps = BatchedSteps(self.model, states, rows)
        step = steps.captured() if captured else steps.step
        return self._stepped(rows, states, self.card.seconds(step, self.sizes.steps, 3))

    def plain_decode(self) -> dict:
        states, token, plain = self.prefix(), self.film.ids(1), Plain(self.model, self.card.device)
        prompt = self.film.prompt(self.sizes.compared)
        state = plain.prefill(prompt, True)[1]
        step = lambda: plain.step(state, token)[0].cpu()
        return self._stepped(1, states, self.card.seconds(step, self.sizes.steps, 3))

    def pixels(self, frames: int) -> Tensor:
        side = self.config["vision"]["image_size"]
        return torch.randint(256, (frames, side, side, 3), dtype=torch.uint8, device=self.card.device)

    def vision(self, dtype: torch.dtype, tf32: bool = False) -> dict:
        torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = tf32
        try:
            return self._vision(KernelVision(self.ops, self.model, dtype))
        finally:
            torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False

    def _vision(self, vision: KernelVision) -> dict:
        frames = self.sizes.batch
        pixels = self.pixels(frames)
        ready = self.card.seconds(lambda: vision.preprocess(pixels), 3, 1)
        prepared = vision.preprocess(pixels)
        seen = self.card.seconds(lambda: vision.features(prepared), 3, 1)
        by_pixel = prepared.contiguous(memory_format=torch.channels_last)
        seen_by_pixel = self.card.seconds(lambda: vision.features(by_pixel), 3, 1)
        features = vision.features(prepared)
        merged = self.card.seconds(lambda: vision.merge(features), 3, 1)
        tokens = vision.merge(features)
        projected = self.card.seconds(lambda: vision.project(tokens), 3, 1)
        return {
            **self._computed(frames * vision_operations(self.config), seen),
            "frames_s": round(frames / seen, 1),
            "frames_s_channels_last": round(frames / seen_by_pixel, 1),
            "frames_s_with_all": round(frames / (ready + seen + merged + projected), 1),
            "preprocess_ms": round(ready * 1e3, 3),
            "merge_ms": round(merged * 1e3, 3),
            "project_ms": round(projected * 1e3, 3),
        }

    def whole_film(self) -> dict:
        """60 minutes at a frame a second, from pixels on the card to the answer's last token; the vision part in the decoder's precision."""
        vision, frames = KernelVision(self.ops, self.model, self.dtype), self.sizes.film
        visual = torch.empty(frames, TOKENS_A_FRAME, self.config["llm"]["hidden_size"], device=self.card.device)

        def look():
            for start in range(0, frames, self.sizes.batch):
                self.report.watch()
                pixels = vision.preprocess(self.pixels(min(self.sizes.batch, frames - start)))
                visual[start : start + len(pixels)] = vision.project(vision.merge(vision.features(pixels)))

        read = {}

        def prefill():
            read["logits"], read["states"] = self.decoder.prefill(self.film.ids(BEFORE), visual.flatten(0, 1), self.film.ids(AFTER))

        def answer():
            logits = read["logits"]
            for _ in range(self.sizes.answer - 1):
                self.report.watch()
                chosen = logits.cpu().argmax(-1)
                logits = self.decoder.step(read["states"], chosen.to(self.card.device))
            logits.cpu()

        parts = {"vision_s": self.card.seconds(look), "prefill_s": self.card.seconds(prefill), "answer_s": self.card.seconds(answer)}
        told = {name: round(seconds, 3) for name, seconds in parts.items()}
        return {"frames": frames, "answer_tokens": self.sizes.answer, **told, "seconds": round(sum(parts.values()), 3), "peak_gib": self.card.peak()}

    def reckoned_film(self) -> dict:
        """The same from the rates of the single items, with the vision part as it was measured in each precision."""
        items, frames = self.report.items, self.sizes.film
        longest = items[f"kernels, TransV, {self.sizes.lengths[2]} frames"]
        operations = self.costs.prefill(BEFORE, frames * TOKENS_A_FRAME, AFTER, True)
        rest = operations / (longest["tflops"] * 1e12) + self.sizes.answer * items["decode, kernels, 1 row"]["ms_a_step"] / 1e3
        seen = {name: items[f"vision, {name}"] for name in ("bfloat16", "float32", "tf32")}
        return {f"seconds_{name}": round(frames / told["frames_s_with_all"] + rest, 2) for name, told in seen.items() if "frames_s_with_all" in told}

    def agreement(self, model: TimeViper, frames: int, attention=None) -> dict:
        """Relative errors to model.py: of vision features; of the last token's logits, in a prefill and in the step behind it."""
        film, plain, dtype = Film(model, self.card.device), Plain(model, self.card.device), model.llm.lm_head.weight.dtype
        prompt, token = film.prompt(frames), film.ids(1)
        told = {"vision": self._vision_error(model, plain, dtype)}
        for way, dropping in (("plain", False), ("transv", True)):
            expected, state = plain.prefill(prompt, dropping)
            expected_step, _ = plain.step(state, token)
            decoder = KernelDecoder(self.ops, model.llm, dropping, attention, self.sizes.chunk, self.report.watch)
            logits, states = decoder.prefill(prompt.before, prompt.visual, prompt.after)
            batched = BatchedSteps(model, states, 1)
            batched.tokens.copy_(token)
            step = decoder.step(states, token)
            told[f"{way}_prefill"] = error(logits, expected)
            told[f"{way}_step"] = error(step, expected_step)
            told[f"{way}_batched_step"] = error(batched.step(), step)
        tolerance = ROUNDED if dtype == torch.bfloat16 else EXACT
        agrees = all(value < tolerance for value in told.values())
        return {"agrees": agrees, "tolerance": tolerance, **{name: float(f"{value:.2e}") for name, value in told.items()}}

    def _vision_error(self, model: TimeViper, plain: Plain, dtype: torch.dtype) -> float:
        vision, side = KernelVision(self.ops, model, dtype), model.config["vision"]["image_size"]
        prepared = vision.preprocess(torch.randint(256, (2, side, side, 3), dtype=torch.uint8, device=self.card.device))
        with plain.precision():
            return error(vision.features(prepared), model.featurizer(prepared.to(dtype)))

    def tiny_agreement(self, dtype: torch.dtype, attention=None) -> dict:
        return self.agreement(random_model(TINY, self.card.device, dtype), 6, attention)

    def optimised(self, frames: int) -> dict:
        """With the executor that profiles, specialises and fuses, as the engine does where nobody tells it not to: run by run."""
        decoder, prompt = self.drive(ops=load_kernels()), self.film.prompt(frames)
        with torch.jit.optimized_execution(True):
            runs = [self.card.seconds(lambda: decoder.prefill(prompt.before, prompt.visual, prompt.after)) for _ in range(4)]
        return {"runs_s": [round(seconds, 4) for seconds in runs], **self._computed(self.costs.prefill(BEFORE, len(prompt.visual), AFTER, True), runs[-1])}


def measure(bench: Bench) -> None:
    """The items, the most valuable first; the numbers are the seconds that each may need on an H100."""
    item, sizes = bench.report.item, bench.sizes
    short, compared, long, longest = sizes.lengths
    item("ceilings", 5, bench.ceilings)
    for dtype in (torch.float32, torch.bfloat16):
        item(f"agreement, tiny, {dtype}", 5, lambda: bench.tiny_agreement(dtype), limit=25)
    item("weights", 10, bench.build)
    for frames, needs in zip(sizes.lengths, (5, 5, 10, 25)):
        item(f"kernels, TransV, {frames} frames", needs, lambda: bench.prefill(frames, bench.decoder), limit=50)
    item("decode, kernels, 1 row", 5, bench.decode)
    for rows in sizes.rows:
        item(f"decode, batched, {rows} rows", 5, lambda: bench.batched_decode(rows, False))
    item("vision, bfloat16", 4, lambda: bench.vision(bench.dtype))
    item("vision, float32", 8, lambda: bench.vision(torch.float32))
    item("vision, tf32", 4, lambda: bench.vision(torch.float32, tf32=True))
    item("film of 60 minutes", 30, bench.whole_film, limit=60)
    item("film of 60 minutes, reckoned", 0, bench.reckoned_film)
    item("agreement, full width", 10, lambda: bench.agreement(bench.model, sizes.agreeing))
    item(f"model.py, TransV, {compared} frames", 8, lambda: bench.plain_prefill(True))
    item(f"model.py, no dropping, {compared} frames", 8, lambda: bench.plain_prefill(False))
    item("decode, model.py, 1 row", 8, bench.plain_decode)
    for frames in (short, compared):
        item(f"kernels, no dropping, {frames} frames", 8, lambda: bench.prefill(frames, bench.drive(False), False))
    if bench.card.cuda:
        for rows in sizes.rows:
            item(f"decode, batched, captured, {rows} rows", 5, lambda: bench.batched_decode(rows, True))
    item("agreement, tiny, flash attention", 3, lambda: bench.tiny_agreement(torch.bfloat16, flash_attention))
    item("agreement, full width, flash attention", 6, lambda: bench.agreement(bench.model, sizes.agreeing, flash_attention))
    for frames, needs in ((compared, 4), (long, 8), (longest, 15)):
        item(f"flash attention, TransV, {frames} frames", needs, lambda: bench.prefill(frames, bench.drive(attention=flash_attention)))
    item(f"kernels, no dropping, {long} frames", 20, lambda: bench.prefill(long, bench.drive(False), False))
    for frames, needs in ((long, 10), (longest, 25)):
        item(f"flash attention, no dropping, {frames} frames", needs, lambda: bench.prefill(frames, bench.drive(False, flash_attention), False))
    item(f"kernels, optimised executor, TransV, {short} frames", 12, lambda: bench.optimised(short), limit=25)
    item(f"kernels, no dropping, {longest} frames", 110, lambda: bench.prefill(longest, bench.drive(False), False))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--seconds", type=float, default=200, help="of wall time, from the start of the process")
    parser.add_argument("--rehearse", action="store_true", help="a tiny model in float32")
    options = parser.parse_args()
    card = Card("cuda" if torch.cuda.is_available() else "cpu")
    if not card.cuda and not options.rehearse:
        parser.error("there is no card here: only --rehearse runs on a CPU")
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    torch.backends.cuda.enable_cudnn_sdp(False)  # it would build a plan for every length of a cache
    sizes, config, dtype = (REHEARSED, TINY, torch.float32) if options.rehearse else (Sizes(), PUBLISHED, torch.bfloat16)
    about = {"card": card.name, "torch": torch.__version__, "rehearsal": options.rehearse, "sizes": asdict(sizes)}
    report = Report(options.out, card, options.seconds, about)
    with torch.no_grad(), torch.jit.optimized_execution(False):
        measure(Bench(card, report, sizes, config, dtype))


if __name__ == "__main__":
    main()
