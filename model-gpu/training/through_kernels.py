"""TimeViper through the service's own kernels: `kernels.py` as TorchScript, driven layer by layer and chunk by chunk in the order of the Java
classes, with the weights of a `model.TimeViper`.

As there, matrices are in the compute precision and vectors in float32, and a sequence stands alone: shapes are (tokens, channels).
"""

import io
import math
import zipfile
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.nn.attention.bias import causal_lower_right

from model import Attention, Decoder, Mamba2, Mlp, TimeViper

SOURCE = Path(__file__).parents[1] / "src/main/resources/org/timeviper/model/tensor/kernels.py"
# An Ops object, as KernelArchive.java writes it: in training, and the type of the factors in the products of a Mamba layer's chunks.
PICKLE = b"\x80\x02c__torch__\nOps\nq\x00)\x81}(X\x08\x00\x00\x00training\x88X\x0e\x00\x00\x00chunk_productsK%cub."
SCALAR_TYPES = {torch.float32: 6, torch.bfloat16: 15}
SLACK = 512  # tokens that caches have room for beyond the prompt's frames
BLOCK = 4096  # rows that dropping moves at a time
VISION_EPSILON = 1e-6


def load_kernels(operators: bool = False, chunk_products: torch.dtype = torch.float32):
    """The kernels, from the archive that the service writes of them; with the ways of the operator library, which must be loaded. On a card the
    service has the factors of `chunk_products` in bfloat16 where the decoder is."""
    source = SOURCE.read_bytes() + (SOURCE.with_name("operators.py").read_bytes() if operators else b"")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as out:
        for name, content in (
            ("data.pkl", PICKLE % SCALAR_TYPES[chunk_products]),
            ("code/__torch__.py", source),
            ("constants.pkl", b"\x80\x02)."),
            ("version", b"3\n"),
        ):
            out.writestr(f"kernels/{name}", content)
    archive.seek(0)
    return torch.jit.load(archive, map_location="cpu")


class ByOperator:
    """Kernels that the operator library computes where it can, as Kernels.java chooses them on a card."""

    def __init__(self, kernels):
        self.kernels = kernels

    def __getattr__(self, name: str):
        return getattr(self.kernels, f"{name}_by_operator", None) or getattr(self.kernels, name)


def load_operators(library: Path, chunk_products: torch.dtype = torch.float32) -> ByOperator:
    torch.ops.load_library(library)
    return ByOperator(load_kernels(True, chunk_products))


def exact(weight: Tensor) -> Tensor:
    return weight.detach().float()


def flash_attention(q: Tensor, keys: Tensor, values: Tensor, length: int) -> Tensor:
    """What the kernel `causal_attention` computes in two pieces, in one, by the engine's kernel whose last query sees the last key."""
    width = keys.shape[2]
    queries = q.view(1, q.shape[0], -1, width).transpose(1, 2)
    seen = (keys[None, :, :length], values[None, :, :length])
    y = F.scaled_dot_product_attention(queries, *seen, causal_lower_right(q.shape[0], length), enable_gqa=True)
    return y.transpose(1, 2).reshape(q.shape)


class KeyValueCache:
    """Keys and values, (kv_heads, capacity, head_dim) each."""

    def __init__(self, ops, heads: int, reserved: int = 0):
        self.ops, self.heads, self.reserved = ops, heads, reserved
        self.capacity = self.length = 0
        self.keys = self.values = None

    def append(self, keys: Tensor, values: Tensor) -> None:
        keys, values = self.ops.split_heads(keys, self.heads), self.ops.split_heads(values, self.heads)
        self._make_room(keys, self.length + keys.shape[1])
        self.ops.write_(self.keys, 1, self.length, keys)
        self.ops.write_(self.values, 1, self.length, values)
        self.length += keys.shape[1]

    def _make_room(self, like: Tensor, needed: int) -> None:
        if needed <= self.capacity:
            return
        self.capacity = max(needed, self.reserved, self.capacity + self.capacity // 2)
        room = [self.ops.zeros(like, [self.heads, self.capacity, like.shape[2]]) for _ in range(2)]
        if self.length:
            for new, old in zip(room, (self.keys, self.values)):
                self.ops.write_(new, 1, 0, self.ops.stretch(old, 1, 0, self.length))
        self.keys, self.values = room


@dataclass
class RecurrentState:
    convolution: Tensor  # (kernel - 1, channels), float32
    ssm: Tensor  # (heads, head_dim, state), float32


class MambaLayer:
    def __init__(self, ops, mixer: Mamba2):
        mixed = mixer.inner + mixer.channels
        self.ops, self.sizes = ops, mixer
        self.input, self.step = mixer.in_proj.weight.detach()[:mixed], exact(mixer.in_proj.weight[mixed:])
        self.convolution, self.convolution_bias = exact(mixer.conv1d.weight), exact(mixer.conv1d.bias)
        self.step_bias, self.log_a, self.d = exact(mixer.dt_bias), exact(mixer.A_log), exact(mixer.D)
        self.norm, self.output = exact(mixer.norm.weight), mixer.out_proj.weight.detach()
        self.limits = float(mixer.low), float(mixer.high)

    def empty_state(self) -> RecurrentState:
        sizes = self.sizes
        return RecurrentState(
            self.ops.zeros(self.step_bias, [sizes.kernel - 1, sizes.channels]),
            self.ops.zeros(self.step_bias, [sizes.heads, sizes.head_dim, sizes.state_size]),
        )

    def forward(self, x: Tensor, state: RecurrentState) -> Tensor:
        ops, sizes = self.ops, self.sizes
        projected = ops.linear(x, self.input)
        dt = ops.time_step(x, self.step, self.step_bias, *self.limits)
        xbc, last = ops.causal_convolution(projected, sizes.inner, state.convolution, self.convolution, self.convolution_bias)
        y, ssm = ops.selective_scan(xbc, dt, self.log_a, self.d, state.ssm, sizes.groups, sizes.chunk)
        state.convolution, state.ssm = last, ssm
        return ops.linear(ops.gated_group_norm(y, projected, self.norm, sizes.groups, sizes.eps), self.output)


class AttentionLayer:
    def __init__(self, ops, mixer: Attention, attention):
        self.ops, self.heads, self.groups, self.attention = ops, mixer.heads, mixer.kv_heads, attention
        projections = (mixer.q_proj, mixer.k_proj, mixer.v_proj, mixer.o_proj)
        self.query, self.key, self.value, self.output = (projection.weight.detach() for projection in projections)

    def empty_state(self) -> KeyValueCache:
        return KeyValueCache(self.ops, self.groups)

    def remember(self, x: Tensor, cache: KeyValueCache) -> None:
        cache.append(self.ops.linear(x, self.key), self.ops.linear(x, self.value))

    def forward(self, x: Tensor, cache: KeyValueCache) -> Tensor:
        self.remember(x, cache)
        mixed = self.attention(self.ops.linear(x, self.query), cache.keys, cache.values, cache.length)
        return self.ops.linear(mixed, self.output)

    def scores(self, one: Tensor, others: Tensor) -> Tensor:
        return self.ops.attention_scores(self.ops.linear(one, self.query), self.ops.linear(others, self.key), self.heads, self.groups)

    def take_in(self, text: Tensor, dropped: KeyValueCache, gate: float) -> None:
        mixed = self.ops.cross_attention(self.ops.linear(text, self.query), dropped.keys, dropped.values)
        self.ops.add_rows_(text, 0, self.ops.linear(mixed, self.output), gate)


class MlpLayer:
    def __init__(self, ops, mixer: Mlp):
        self.ops, self.up, self.down = ops, mixer.up_proj.weight.detach(), mixer.down_proj.weight.detach()

    def empty_state(self) -> None:
        return None

    def forward(self, x: Tensor, state: None) -> Tensor:
        return self.ops.linear(self.ops.squared_relu(self.ops.linear(x, self.up)), self.down)


@dataclass
class VisualStream:
    rows: Tensor  # (before + visual, hidden), float32
    before: int
    visual: int
    original: int

    @property
    def length(self) -> int:
        return self.before + self.visual


class KernelDecoder:
    """Decoder.java and Prefill.java. watch is called at every chunk, and may end the work by an exception."""

    def __init__(self, ops, decoder: Decoder, dropping: bool = True, attention=None, chunk: int = 2048, watch=lambda: None):
        backbone = decoder.backbone
        attention = attention or ops.causal_attention
        kinds = {"M": lambda mixer: MambaLayer(ops, mixer), "*": lambda mixer: AttentionLayer(ops, mixer, attention), "-": lambda mixer: MlpLayer(ops, mixer)}
        self.ops, self.chunk, self.watch = ops, chunk, watch
        self.embeddings, self.head = backbone.embeddings.weight.detach(), decoder.lm_head.weight.detach()
        self.norms = [exact(layer.norm.weight) for layer in backbone.layers]
        self.layers = [kinds[layer.kind](layer.mixer) for layer in backbone.layers]
        self.final_norm, self.epsilon = exact(backbone.norm_f.weight), backbone.norm_f.eps
        self.drops = {drop.layer: (stage, drop) for stage, drop in enumerate(backbone.drops)} if dropping else {}
        self.merges = [AttentionLayer(ops, module, attention) for module in backbone.merge_modules] if self.drops else []
        self.gates = [math.tanh(alpha) for alpha in backbone.alpha.tolist()] if self.drops else []

    def prefill(self, before: Tensor, visual: Tensor, after: Tensor):
        """Token ids, embeddings of the frames (tokens, hidden) in float32, token ids → logits (1, vocabulary) and the state."""
        stream = self._embedded(before, visual)
        text = self.ops.embed(self.embeddings, after)
        states = [layer.empty_state() for layer in self.layers]
        guided = next((layer for layer, (_, drop) in sorted(self.drops.items()) if drop.kind == "attn"), len(self.layers))
        dropped = {}
        for index in range(guided):
            if index in self.drops:
                stream, dropped[index] = self._drop(index, stream, text, shared=False)
            self._run(index, stream.rows, stream.length, states[index])
        for index in range(guided):
            if index in dropped:
                self._take_in(index, text, dropped[index])
            self._run(index, text, len(text), states[index])
        for index in range(guided, len(self.layers)):
            if index in self.drops:
                stream, cache = self._drop(index, stream, text, shared=index == guided)
                self._take_in(index, text, cache)
            self._run(index, stream.rows, stream.length, states[index])
            self._run(index, text, len(text), states[index])
        return self.logits(self.ops.rows(text, len(text) - 1, 1)), states

    def step(self, states: list, token: Tensor) -> Tensor:
        """One decode step: a token id (1) → logits (1, vocabulary)."""
        x = self.ops.embed(self.embeddings, token)
        for index, state in enumerate(states):
            self.ops.add_(x, self._mix(index, x, state))
        return self.logits(x)

    def logits(self, stream: Tensor) -> Tensor:
        return self.ops.to_float32(self.ops.linear(self.ops.rms_norm(stream, self.final_norm, self.epsilon), self.head))

    def _embedded(self, before: Tensor, visual: Tensor) -> VisualStream:
        rows = self.ops.zeros(visual, [len(before) + len(visual), visual.shape[1]])
        self.ops.write_(rows, 0, 0, self.ops.embed(self.embeddings, before))
        self.ops.write_(rows, 0, len(before), visual)
        return VisualStream(rows, len(before), len(visual), len(visual))

    def _drop(self, index: int, stream: VisualStream, text: Tensor, shared: bool) -> tuple[VisualStream, KeyValueCache]:
        stage, drop = self.drops[index]
        kept = math.floor(stream.original * drop.keep)
        if drop.kind == "uni":
            stays, goes = self.ops.evenly_spaced(stream.rows, stream.before, stream.visual, kept)
        else:
            stays, goes = self.ops.most_attended(self._attention_of_last_token(index, stream, text), stream.before, stream.visual, kept)
        cache = self._remember(stage, stream, goes)
        if not shared:
            return VisualStream(self.ops.compact_rows_(stream.rows, stream.before, stream.rows, stays, BLOCK), stream.before, kept, stream.original), cache
        copy = self.ops.zeros(stream.rows, [stream.before + kept, stream.rows.shape[1]])
        self.ops.write_(copy, 0, 0, self.ops.rows(stream.rows, 0, stream.before))
        self.ops.compact_rows_(copy, stream.before, stream.rows, stays, BLOCK)
        return VisualStream(copy, stream.before, kept, stream.original), cache

    def _attention_of_last_token(self, index: int, stream: VisualStream, text: Tensor) -> Tensor:
        layer, last = self.layers[index], self.ops.rows(text, len(text) - 1, 1)
        scores = self.ops.zeros(text, [layer.heads, stream.length + len(text)])
        for begin, rows, length in ((0, stream.rows, stream.length), (stream.length, text, len(text))):
            for start, count in self._chunks(length):
                self.ops.write_(scores, 1, begin + start, layer.scores(last, self.ops.rows(rows, start, count)))
        return scores

    def _remember(self, stage: int, stream: VisualStream, dropped: Tensor) -> KeyValueCache:
        cache = KeyValueCache(self.ops, self.merges[stage].groups, len(dropped))
        for start, count in self._chunks(len(dropped)):
            self.merges[stage].remember(self.ops.select_rows(stream.rows, self.ops.rows(dropped, start, count)), cache)
        return cache

    def _take_in(self, index: int, text: Tensor, dropped: KeyValueCache) -> None:
        stage, _ = self.drops[index]
        for start, count in self._chunks(len(text)):
            self.merges[stage].take_in(self.ops.rows(text, start, count), dropped, self.gates[stage])

    def _run(self, index: int, stream: Tensor, length: int, state) -> None:
        if isinstance(state, KeyValueCache):
            state.reserved = length + SLACK
        for start, count in self._chunks(length):
            self.ops.add_rows_(stream, start, self._mix(index, self.ops.rows(stream, start, count), state), 1.0)

    def _mix(self, index: int, x: Tensor, state) -> Tensor:
        return self.layers[index].forward(self.ops.rms_norm(x, self.norms[index], self.epsilon), state)

    def _chunks(self, length: int):
        for start in range(0, length, self.chunk):
            self.watch()
            yield start, min(self.chunk, length - start)


class KernelVision:
    """VisionTransformer.java and Projector.java; the service runs them in float32, and in bfloat16 on a card where the decoder is."""

    def __init__(self, ops, model: TimeViper, dtype: torch.dtype):
        featurizer, projector = model.featurizer, model.projector
        matrix = lambda layer: (layer.weight.detach().to(dtype), layer.bias.detach().to(dtype))
        vector = lambda layer: (exact(layer.weight), exact(layer.bias))
        self.ops, self.keep = ops, model.tokens_a_frame
        self.size, self.heads = model.config["vision"]["image_size"], model.config["vision"]["num_heads"]
        self.patch, self.position = matrix(featurizer.patch_embed["proj"]), exact(featurizer.pos_embed)
        self.blocks = [
            (vector(b.norm1), matrix(b.attn["qkv"]), matrix(b.attn["proj"]), vector(b.norm2), matrix(b.mlp["fc1"]), matrix(b.mlp["fc2"]))
            for b in featurizer.blocks[:-1]
        ]
        self.first, self.second = matrix(projector[0]), matrix(projector[2])
        self.half = torch.full((3,), 0.5, device=self.position.device)

    def preprocess(self, pixels: Tensor) -> Tensor:
        """uint8 (frames, height, width, 3) → (frames, 3, size, size), plane by plane"""
        prepared = self.ops.zeros(self.half, [len(pixels), 3, self.size, self.size])
        return self.ops.write_(prepared, 0, 0, self.ops.preprocess(pixels, self.size, self.half, self.half))

    def features(self, pixels: Tensor) -> Tensor:
        ops = self.ops
        x = ops.embed_patches(pixels, *self.patch, self.position)
        for norm1, qkv, proj, norm2, fc1, fc2 in self.blocks:
            mixed = ops.self_attention(ops.linear_bias(ops.layer_norm(x, *norm1, VISION_EPSILON), *qkv), self.heads)
            ops.add_(x, ops.linear_bias(mixed, *proj))
            inside = ops.gelu(ops.linear_bias(ops.layer_norm(x, *norm2, VISION_EPSILON), *fc1))
            ops.add_(x, ops.linear_bias(inside, *fc2))
        return x

    def merge(self, features: Tensor) -> Tensor:
        return self.ops.merge_tokens(features, self.keep, 0)[0]

    def project(self, tokens: Tensor) -> Tensor:
        inside = self.ops.gelu(self.ops.linear_bias(tokens, *self.first))
        return self.ops.to_float32(self.ops.linear_bias(inside, *self.second))
