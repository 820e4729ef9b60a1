"""TimeViper in plain PyTorch: vision transformer, token merging, projector, hybrid Mamba-2 / attention decoder, TransV.

Shapes are (batch, time, channels) unless said otherwise. A `Film prefix` is everything up to and with the vision tokens; its
state can be picked and continued by many questions at once, exactly as if each had been run alone.
"""

import json
import math
import re
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import Tensor, nn


# --------------------------------------------------------------------------------------------------------------- vision


class VisionBlock(nn.Module):
    """x += attention(norm1(x)); x += mlp(norm2(x)), with biases everywhere and the exact GELU."""

    def __init__(self, dim: int, heads: int, hidden: int):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(dim, eps=1e-6)
        self.attn = nn.ModuleDict({"qkv": nn.Linear(dim, 3 * dim), "proj": nn.Linear(dim, dim)})
        self.norm2 = nn.LayerNorm(dim, eps=1e-6)
        self.mlp = nn.ModuleDict({"fc1": nn.Linear(dim, hidden), "fc2": nn.Linear(hidden, dim)})

    def forward(self, x: Tensor) -> Tensor:
        batch, patches, dim = x.shape
        qkv = self.attn["qkv"](self.norm1(x)).view(batch, patches, 3, self.heads, dim // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        attended = self.attend(q, k, v).transpose(1, 2).reshape(batch, patches, dim)
        x = x + self.attn["proj"](attended)
        return x + self.mlp["fc2"](F.gelu(self.mlp["fc1"](self.norm2(x))))

    def attend(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        if not self.training:
            return F.scaled_dot_product_attention(q, k, v)
        # over so few patches the fused kernel's backward pass takes five times as long as the plain products on a CPU
        return (q @ (k.transpose(-1, -2) * q.shape[-1] ** -0.5)).softmax(-1).to(v.dtype) @ v


class VisionTransformer(nn.Module):
    """SigLIP layout. The features are those of the second-to-last block, without a final norm."""

    def __init__(self, config: dict):
        super().__init__()
        dim, patch = config["embed_dim"], config["patch_size"]
        self.patch_embed = nn.ModuleDict({"proj": nn.Conv2d(3, dim, patch, stride=patch)})
        self.pos_embed = nn.Parameter(torch.randn(1, (config["image_size"] // patch) ** 2, dim) * 0.02)
        self.blocks = nn.ModuleList(
            VisionBlock(dim, config["num_heads"], config["mlp_hidden"]) for _ in range(config["depth"])
        )
        self.norm = nn.LayerNorm(dim, eps=1e-6)

    def forward(self, pixels: Tensor) -> Tensor:
        """pixels (frames, 3, size, size), normalised → (frames, patches, dim)"""
        x = self.patch_embed["proj"](pixels).flatten(2).transpose(1, 2) + self.pos_embed
        for block in self.blocks[:-1]:
            x = block(x)
        return x


def merge_tokens(x: Tensor, keep: int) -> Tensor:
    """ToMe on each frame by itself: (frames, tokens, dim) → (frames, keep, dim), in the order the language model reads."""
    sizes = torch.ones(x.shape[:2], device=x.device, dtype=x.dtype)
    while x.shape[1] > keep:
        x, sizes = _merge_step(x, sizes, min(x.shape[1] - keep, x.shape[1] // 2))
    return x


def _merge_step(x: Tensor, sizes: Tensor, merged: int) -> tuple[Tensor, Tensor]:
    frames, tokens, dim = x.shape
    with torch.no_grad():
        metric = F.normalize(x.float().view(frames, tokens, 16, dim // 16).mean(2), dim=-1)
        best, target = (metric[:, ::2] @ metric[:, 1::2].transpose(1, 2)).max(-1)
        order = best.argsort(dim=-1, descending=True, stable=True)
        gone, stay = order[:, :merged], order[:, merged:]
        target = target.gather(1, gone)
    wide = lambda index: index.unsqueeze(-1).expand(-1, -1, dim)
    even, odd, even_sizes, odd_sizes = x[:, ::2], x[:, 1::2], sizes[:, ::2], sizes[:, 1::2]
    gone_sizes = even_sizes.gather(1, gone)
    total = odd_sizes.scatter_add(1, target, gone_sizes)
    weighted = (odd * odd_sizes.unsqueeze(-1)).scatter_add(
        1, wide(target), even.gather(1, wide(gone)) * gone_sizes.unsqueeze(-1)
    )
    odd = weighted / total.unsqueeze(-1)
    return torch.cat([even.gather(1, wide(stay)), odd], 1), torch.cat([even_sizes.gather(1, stay), total], 1)


# -------------------------------------------------------------------------------------------------------------- decoder


class RmsNorm(nn.Module):
    def __init__(self, dim: int, eps: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(dim))
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:
        wide = x.float() if x.dtype != torch.float64 else x
        return wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight


@dataclass
class MambaState:
    conv: Tensor  # (batch, kernel - 1, channels): the last inputs of the convolution
    ssm: Tensor  # (batch, heads, head_dim, state)


@dataclass
class AttentionState:
    keys: Tensor  # (batch, kv_heads, time, head_dim)
    values: Tensor
    visible: Tensor | None = None  # (batch, time) where some rows are padded, else None


class Mamba2(nn.Module):
    """Mamba-2 mixer in the chunked state-space-dual form, linear in length, from any initial state."""

    def __init__(self, c: dict):
        super().__init__()
        self.heads, self.head_dim, self.groups = c["mamba_num_heads"], c["mamba_head_dim"], c["mamba_n_groups"]
        self.state_size, self.kernel, self.chunk = c["ssm_state_size"], c["conv_kernel"], c["chunk_size"]
        self.low, self.high = c["time_step_limit"]
        self.eps = c["layer_norm_epsilon"]
        self.inner = self.heads * self.head_dim
        self.channels = self.inner + 2 * self.groups * self.state_size
        self.in_proj = nn.Linear(c["hidden_size"], self.inner + self.channels + self.heads, bias=False)
        self.conv1d = nn.Conv1d(self.channels, self.channels, self.kernel, groups=self.channels)
        self.dt_bias = nn.Parameter(torch.zeros(self.heads))
        self.A_log = nn.Parameter(torch.zeros(self.heads))
        self.D = nn.Parameter(torch.ones(self.heads))
        self.norm = RmsNorm(self.inner, self.eps)
        self.out_proj = nn.Linear(self.inner, c["hidden_size"], bias=False)

    def forward(self, u: Tensor, state: MambaState | None, valid: Tensor | None = None, maps: list | None = None):
        batch, length, _ = u.shape
        gate, xbc, dt = self.in_proj(u).split([self.inner, self.channels, self.heads], -1)
        before = u.new_zeros(1, self.kernel - 1, self.channels) if state is None else state.conv
        before = before.expand(batch, -1, -1)
        padded = torch.cat([before.to(xbc.dtype), xbc], 1)
        xbc = F.silu(self._convolve(padded, length))
        x, b, c = xbc.split([self.inner, self.groups * self.state_size, self.groups * self.state_size], -1)
        exact = torch.float64 if u.dtype == torch.float64 else torch.float32
        dt = F.softplus(dt.to(exact) + self.dt_bias).clamp(self.low, self.high)
        if valid is not None:
            dt = dt * valid.unsqueeze(-1)
        x = x.reshape(batch, length, self.heads, self.head_dim)
        b = b.reshape(batch, length, self.groups, self.state_size)
        c = c.reshape(batch, length, self.groups, self.state_size)
        if state is not None and state.ssm.shape[0] < batch:
            y, ssm = self._branch(x, dt, b, c, state.ssm, exact), None
        else:
            y, ssm = self._scan(x, dt, b, c, None if state is None else state.ssm, exact)
        if maps is not None:
            maps.append(self._map(dt, b, c))
        y = y + self.D.unsqueeze(-1) * x
        y = self._gated_norm(y.reshape(batch, length, self.inner), gate)
        return self.out_proj(y), MambaState(self._last_inputs(padded, valid), ssm)

    def _convolve(self, padded: Tensor, length: int) -> Tensor:
        weight, out = self.conv1d.weight.to(padded.dtype), self.conv1d.bias.to(padded.dtype)
        for k in range(self.kernel):
            out = torch.addcmul(out, padded[:, k : k + length], weight[:, 0, k])
        return out

    def _last_inputs(self, padded: Tensor, valid: Tensor | None) -> Tensor:
        if valid is None:
            return padded[:, padded.shape[1] - self.kernel + 1 :]
        index = valid.sum(1, keepdim=True).long() + torch.arange(self.kernel - 1, device=padded.device)
        return padded.gather(1, index.unsqueeze(-1).expand(-1, -1, padded.shape[-1]))

    def _scan(self, x, dt, b, c, ssm, exact):
        batch, length = dt.shape[:2]
        size = min(self.chunk, length)
        pad = -length % size
        if pad:
            x, b, c = (F.pad(t, (0, 0, 0, 0, 0, pad)) for t in (x, b, c))
            dt = F.pad(dt, (0, 0, 0, pad))
        chunks, share = (length + pad) // size, self.heads // self.groups
        x = x.view(batch, chunks, size, self.groups, share, self.head_dim)
        b, c = (t.view(batch, chunks, size, self.groups, self.state_size) for t in (b, c))
        dt = dt.view(batch, chunks, size, self.heads)
        decay = (dt * -self.A_log.to(exact).exp()).cumsum(2)  # (batch, chunks, size, heads)
        decay = decay.permute(0, 1, 3, 2)
        grouped = (batch, chunks, self.groups, share)
        # within a chunk
        within = decay.unsqueeze(-1) - decay.unsqueeze(-2)
        within = within.masked_fill(~torch.ones(size, size, dtype=torch.bool, device=x.device).tril(), -torch.inf).exp()
        scores = torch.einsum("zlign,zljgn->zlgij", c, b)
        weights = within.view(*grouped, size, size) * scores.unsqueeze(3)
        xdt = (x.to(exact) * dt.view(batch, chunks, size, self.groups, share, 1)).permute(0, 1, 3, 4, 2, 5)
        y = weights.to(x.dtype) @ xdt.to(x.dtype)  # (batch, chunks, groups, share, size, head_dim)
        # what each chunk leaves behind, and what it finds
        tail = (decay[..., -1:] - decay).exp().view(*grouped, size, 1)
        left = torch.einsum("zlgsip,zlign->zlgspn", (xdt * tail).to(x.dtype), b).to(exact)
        left = left.reshape(batch, chunks, self.heads, -1)
        first = left.new_zeros(batch, 1, self.heads, left.shape[-1]) if ssm is None else ssm.reshape(batch, 1, self.heads, -1)
        left = torch.cat([first, left], 1)
        total = F.pad(decay[..., -1].permute(0, 2, 1), (1, 0)).cumsum(-1)
        between = total.unsqueeze(-1) - total.unsqueeze(-2)
        between = between.masked_fill(
            ~torch.ones(chunks + 1, chunks + 1, dtype=torch.bool, device=x.device).tril(), -torch.inf
        ).exp()
        found = torch.einsum("zhij,zjhs->zihs", between, left)
        before = found[:, :-1].reshape(*grouped, self.head_dim, self.state_size).to(x.dtype)
        carried = torch.einsum("zlign,zlgspn->zlgsip", c, before) * decay.exp().view(*grouped, size, 1)
        y = (y.to(exact) + carried).permute(0, 1, 4, 2, 3, 5).reshape(batch, length + pad, self.heads, self.head_dim)
        return y[:, :length], found[:, -1].reshape(batch, self.heads, self.head_dim, self.state_size)

    def _branch(self, x, dt, b, c, ssm, exact):
        """Many short rows that all go on from one state: quadratic within a row, and what they leave is not kept."""
        rows, length = dt.shape[:2]
        share = self.heads // self.groups
        decay = (dt * -self.A_log.to(exact).exp()).cumsum(1).permute(0, 2, 1)  # (rows, heads, length)
        future = ~torch.ones(length, length, dtype=torch.bool, device=x.device).tril()
        within = (decay.unsqueeze(-1) - decay.unsqueeze(-2)).masked_fill(future, -torch.inf).exp()
        b, c = b.transpose(1, 2), c.transpose(1, 2)
        scores = (c @ b.transpose(-1, -2)).unsqueeze(2)  # (rows, groups, 1, length, length)
        weights = within.unflatten(1, (self.groups, share)) * scores
        weights = (weights * dt.permute(0, 2, 1).unflatten(1, (self.groups, share)).unsqueeze(-2)).flatten(1, 2)
        own = weights.to(x.dtype) @ x.transpose(1, 2)  # (rows, heads, length, head_dim)
        found = ssm.unflatten(1, (self.groups, share)).flatten(2, 3)[0].transpose(-1, -2)  # (groups, state, share * head_dim)
        carried = c.transpose(0, 1).flatten(1, 2) @ found.to(c.dtype)  # (groups, rows * length, share * head_dim)
        carried = carried.view(self.groups, rows, length, share, self.head_dim).permute(1, 2, 0, 3, 4).flatten(2, 3)
        return own.transpose(1, 2) + carried * decay.exp().transpose(1, 2).unsqueeze(-1)

    def _map(self, dt, b, c) -> Tensor:
        share = self.heads // self.groups
        decay = (dt * -self.A_log.exp()).cumsum(1).permute(0, 2, 1)
        within = (decay.unsqueeze(-1) - decay.unsqueeze(-2)).tril().exp().tril()
        scores = torch.einsum("zign,zjgn->zgij", c, b).repeat_interleave(share, 1)
        return scores * within * dt.permute(0, 2, 1).unsqueeze(-2)

    def _gated_norm(self, y: Tensor, gate: Tensor) -> Tensor:
        z = (y * F.silu(gate)).unflatten(-1, (self.groups, -1))
        z = z * torch.rsqrt(z.pow(2).mean(-1, keepdim=True) + self.eps)
        return z.flatten(-2) * self.norm.weight


class Attention(nn.Module):
    """Grouped-query causal attention without positions."""

    def __init__(self, c: dict):
        super().__init__()
        self.heads, self.kv_heads, self.head_dim = c["num_attention_heads"], c["num_key_value_heads"], c["head_dim"]
        self.q_proj = nn.Linear(c["hidden_size"], self.heads * self.head_dim, bias=False)
        self.k_proj = nn.Linear(c["hidden_size"], self.kv_heads * self.head_dim, bias=False)
        self.v_proj = nn.Linear(c["hidden_size"], self.kv_heads * self.head_dim, bias=False)
        self.o_proj = nn.Linear(self.heads * self.head_dim, c["hidden_size"], bias=False)

    def split(self, x: Tensor, heads: int) -> Tensor:
        return x.view(x.shape[0], x.shape[1], heads, self.head_dim).transpose(1, 2)

    def keys_values(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return self.split(self.k_proj(x), self.kv_heads), self.split(self.v_proj(x), self.kv_heads)

    def attend(self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None, causal: bool = False) -> Tensor:
        share = self.heads // self.kv_heads
        k, v = k.repeat_interleave(share, 1), v.repeat_interleave(share, 1)
        out = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=causal)
        return self.o_proj(out.transpose(1, 2).flatten(2))

    def weights(self, q: Tensor, k: Tensor) -> Tensor:
        k = k.repeat_interleave(self.heads // self.kv_heads, 1)
        logits = q @ k.transpose(-1, -2) / math.sqrt(self.head_dim)
        causal = torch.ones(logits.shape[-2:], dtype=torch.bool, device=q.device).tril(k.shape[2] - q.shape[2])
        return logits.masked_fill(~causal, -torch.inf).softmax(-1)

    def forward(self, x: Tensor, state: AttentionState | None, valid: Tensor | None = None, maps: list | None = None):
        q = self.split(self.q_proj(x), self.heads)
        k, v = self.keys_values(x)
        if state is not None and state.keys.shape[0] < x.shape[0]:
            return self._branch(q, k, v, state), None
        visible = valid
        if state is not None:
            if valid is not None or state.visible is not None:
                old = state.visible if state.visible is not None else valid.new_ones(k.shape[0], state.keys.shape[2])
                new = valid if valid is not None else old.new_ones(k.shape[0], k.shape[2])
                visible = torch.cat([old, new], 1)
            k, v = torch.cat([state.keys.to(k.dtype), k], 2), torch.cat([state.values.to(v.dtype), v], 2)
        if maps is not None:
            maps.append(self.weights(q, k))
        if state is None and visible is None:
            out = self.attend(q, k, v, None, causal=True)
        else:
            mask = torch.ones(q.shape[2], k.shape[2], dtype=torch.bool, device=x.device).tril(k.shape[2] - q.shape[2])
            if visible is not None:
                mask = mask & visible[:, None, None].bool()
            out = self.attend(q, k, v, mask)
        return out, AttentionState(k, v, visible)

    def _branch(self, q: Tensor, k: Tensor, v: Tensor, state: AttentionState) -> Tensor:
        """Many rows that all go on from one state: each sees the state and itself. What they see of the state is one product for all of them."""
        length, share = q.shape[2], self.heads // self.kv_heads
        many = lambda t: t.repeat_interleave(share, 1)
        together = lambda t: t.transpose(0, 1).flatten(1, 2)  # (heads, rows * length, …)
        apart = lambda t: t.unflatten(1, (-1, length)).transpose(0, 1)
        before, q = state.keys.shape[2], q * self.head_dim**-0.5
        future = ~torch.ones(length, length, dtype=torch.bool, device=q.device).tril()
        own = (q @ many(k).transpose(-1, -2)).masked_fill(future, -torch.inf)
        weights = torch.cat([apart(together(q) @ many(state.keys)[0].to(q.dtype).transpose(-1, -2)), own], -1).softmax(-1)
        past, own = weights.split([before, length], -1)
        out = apart(together(past) @ many(state.values)[0].to(q.dtype)) + own @ many(v)
        return self.o_proj(out.transpose(1, 2).flatten(2))


class Mlp(nn.Module):
    def __init__(self, c: dict):
        super().__init__()
        self.up_proj = nn.Linear(c["hidden_size"], c["intermediate_size"], bias=False)
        self.down_proj = nn.Linear(c["intermediate_size"], c["hidden_size"], bias=False)

    def forward(self, x: Tensor, state, valid=None, maps=None):
        return self.down_proj(F.relu(self.up_proj(x)).square()), None


class Layer(nn.Module):
    def __init__(self, kind: str, c: dict):
        super().__init__()
        self.kind = kind
        self.norm = RmsNorm(c["hidden_size"], c["layer_norm_epsilon"])
        self.mixer = {"M": Mamba2, "*": Attention, "-": Mlp}[kind](c)

    def forward(self, x: Tensor, state, valid=None, maps=None):
        out, state = self.mixer(self.norm(x), state, valid, maps)
        return x + out, state


@dataclass(frozen=True)
class Drop:
    kind: str
    layer: int
    keep: float


def parse_schedule(schedule: str) -> list[Drop]:
    drops = []
    for kind, layer, keep in re.findall(r"(uni|attn)_(\d+)_([\d.]+)", schedule):
        drops.append(Drop(kind, int(layer), float(keep)))
    return drops


@dataclass
class DecoderState:
    """What a sequence leaves behind: one entry a layer, and for TransV the keys and values of what was dropped."""

    layers: list
    dropped: list  # one (keys, values) a stage of the schedule, or None

    def pick(self, rows: Tensor) -> "DecoderState":
        """The state of the given rows, one after another, so that many questions go on from one prefix."""

        def take(value):
            if isinstance(value, Tensor):
                return value.index_select(0, rows)
            if isinstance(value, MambaState):
                return MambaState(take(value.conv), take(value.ssm))
            if isinstance(value, AttentionState):
                return AttentionState(take(value.keys), take(value.values), take(value.visible))
            if isinstance(value, tuple):
                return tuple(take(part) for part in value)
            return value

        return DecoderState([take(s) for s in self.layers], [take(d) for d in self.dropped])


class Backbone(nn.Module):
    def __init__(self, c: dict, schedule: str, merge: bool):
        super().__init__()
        self.drops = parse_schedule(schedule)
        self.embeddings = nn.Embedding(c["vocab_size"], c["hidden_size"])
        self.layers = nn.ModuleList(Layer(kind, c) for kind in c["hybrid_override_pattern"])
        self.norm_f = RmsNorm(c["hidden_size"], c["layer_norm_epsilon"])
        if merge and self.drops:
            self.merge_modules = nn.ModuleList(Attention(c) for _ in self.drops)
            self.alpha = nn.Parameter(torch.zeros(len(self.drops)))

    def first_stage(self, vision: int) -> tuple[int, int]:
        """The layer before which vision tokens are dropped first, and how many go on; without dropping the first attention layer, and all."""
        if self.drops:
            return self.drops[0].layer, math.floor(vision * self.drops[0].keep)
        return next(i for i, layer in enumerate(self.layers) if layer.kind == "*"), vision


def kept_counts(drops: list[Drop], vision: int) -> list[int]:
    return [math.floor(vision * drop.keep) for drop in drops]


def uniform_indices(current: int, kept: int) -> Tensor:
    """linspace(0, current - 1, kept) cut to integers, computed exactly."""
    if kept == 1:
        return torch.zeros(1, dtype=torch.long)
    return torch.arange(kept) * (current - 1) // (kept - 1)


class Decoder(nn.Module):
    """Nemotron-H with token dropping. `run` goes over any stretch of a sequence and on from any state."""

    def __init__(self, c: dict, schedule: str = "", merge_module: str = "no_merge"):
        super().__init__()
        self.backbone = Backbone(c, schedule, merge_module == "CrossAttention")
        self.lm_head = nn.Linear(c["hidden_size"], c["vocab_size"], bias=False)

    def logits(self, x: Tensor) -> Tensor:
        return self.lm_head(self.backbone.norm_f(x))

    def prefill(self, x: Tensor, start: int, vision: int, drops=None, transv=None, hidden=None, maps=None):
        """A whole prompt with its vision tokens at [start, start + vision). Returns the stream before norm_f, and the state.

        drops None: the schedule of the config; [] : no dropping. transv None: where the config has it.
        """
        drops = self.backbone.drops if drops is None else drops
        transv = hasattr(self.backbone, "merge_modules") if transv is None else transv
        counts = kept_counts(drops, vision)
        states, dropped, stage = [], [], 0
        for index, layer in enumerate(self.backbone.layers):
            while stage < len(drops) and drops[stage].layer == index:
                x, gone = self._drop(x, start, vision, counts[stage], drops[stage].kind, layer)
                after = start + counts[stage]
                pair = self.backbone.merge_modules[stage].keys_values(gone) if transv else None
                x = torch.cat([x[:, :after], self._absorb(x[:, after:], pair, stage)], 1)
                dropped.append(pair)
                vision, stage = counts[stage], stage + 1
            if hidden is not None:
                hidden.append(x)
            kept = None if maps is None or layer.kind == "-" else []
            x, state = layer(x, None, None, kept)
            if kept:
                maps[index] = kept[0]
            states.append(state)
        return x, DecoderState(states, dropped)

    def _absorb(self, text: Tensor, pair, stage: int) -> Tensor:
        if pair is None or text.shape[1] == 0 or pair[0].shape[2] == 0:
            return text
        module = self.backbone.merge_modules[stage]
        one = text.view(pair[0].shape[0], -1, text.shape[-1])  # rows that go on from one state ask it together
        taken = module.attend(module.split(module.q_proj(one), module.heads), *pair, None)
        return text + torch.tanh(self.backbone.alpha[stage]) * taken.view(text.shape)

    def _drop(self, x: Tensor, start: int, vision: int, kept: int, kind: str, layer: Layer):
        if kind == "uni":
            keep = uniform_indices(vision, kept).to(x.device)
        else:
            mixer = layer.mixer
            q = mixer.split(mixer.q_proj(x[:, -1:]), mixer.heads)
            k, _ = mixer.keys_values(x)
            score = mixer.weights(q, k).mean(1)[0, 0, start : start + vision]
            keep = score.topk(kept).indices.sort().values
        gone = torch.ones(vision, dtype=torch.bool, device=x.device)
        gone[keep] = False
        film = x[:, start : start + vision]
        return torch.cat([x[:, :start], film[:, keep], x[:, start + vision :]], 1), film[:, gone]

    def run(self, x: Tensor, state: DecoderState, absorb: bool | Tensor = True, valid: Tensor | None = None, taps: dict | None = None):
        """Text that follows a prefix; many rows may go on from a state of one row, whose state then is not kept. absorb: the text is part of the prompt and takes in what was dropped (TransV);
        generated tokens do not; where both stand in one stretch, a (batch, time) mask tells them apart.
        valid (batch, time): rows may end early. taps: gets the stream as it enters each attention layer."""
        states, stage, drops = [], 0, self.backbone.drops
        for index, layer in enumerate(self.backbone.layers):
            while stage < len(state.dropped) and drops[stage].layer == index:
                if isinstance(absorb, Tensor):
                    x = torch.where(absorb.unsqueeze(-1), self._absorb(x, state.dropped[stage], stage), x)
                elif absorb:
                    x = self._absorb(x, state.dropped[stage], stage)
                stage += 1
            if taps is not None and layer.kind == "*":
                taps[index] = x
            x, new = layer(x, state.layers[index], valid)
            states.append(new)
        return x, DecoderState(states, state.dropped)


# ------------------------------------------------------------------------------------------------------------ the whole


def read_config(directory) -> dict:
    text = Path(directory, "config.json").read_text()
    return with_defaults(json.loads(re.sub(r"(?<=[\s:\[,])Infinity", "1e999", text)))


def with_defaults(config: dict) -> dict:
    llm = dict(config["llm"])
    other = {
        "mamba_n_groups": "n_groups",
        "conv_kernel": "mamba_d_conv",
        "chunk_size": "mamba_chunk_size",
        "head_dim": "attention_head_dim",
        "layer_norm_epsilon": "rms_norm_eps",
    }
    usual = {"conv_kernel": 4, "chunk_size": 256, "time_step_limit": (0.0, math.inf), "layer_norm_epsilon": 1e-5}
    for key, alias in other.items():
        if key not in llm and alias in llm:
            llm[key] = llm[alias]
    return {**config, "llm": {**usual, **llm}}


class TimeViper(nn.Module):
    def __init__(self, config: dict):
        super().__init__()
        config = with_defaults(config)
        vision, llm = config["vision"], config["llm"]
        drop = config.get("token_drop", {})
        self.config = config
        self.tokens_a_frame = int(config["projector"]["arch"].split("-")[1])
        self.featurizer = VisionTransformer(vision)
        self.projector = nn.Sequential(
            nn.Linear(vision["embed_dim"], llm["hidden_size"]),
            nn.GELU(),
            nn.Linear(llm["hidden_size"], llm["hidden_size"]),
        )
        self.llm = Decoder(llm, drop.get("schedule", ""), drop.get("merge_module", "no_merge"))

    def see(self, pixels: Tensor) -> Tensor:
        """(frames, 3, size, size) → merged features (frames, K, vision dim), what the decoder's projector reads."""
        return merge_tokens(self.featurizer(pixels), self.tokens_a_frame)

    def named_tensors(self) -> dict[str, Tensor]:
        """The weights under the names of the published checkpoints."""
        front = {"featurizer.": "vision_backbone.featurizer.", "projector.": "projector.projector.", "llm.": "llm_backbone.llm."}
        out = {}
        for name, value in self.state_dict().items():
            part = next(p for p in front if name.startswith(p))
            out[front[part] + name[len(part) :]] = value
        return out

    @classmethod
    def load(cls, directory) -> "TimeViper":
        model = cls(read_config(directory))
        given, own = load_file(str(Path(directory, "model.safetensors"))), model.named_tensors()
        if given.keys() != own.keys():
            raise ValueError(f"{directory}: tensors differ: {sorted(given.keys() ^ own.keys())}")
        with torch.no_grad():
            for name, value in own.items():
                value.copy_(given[name])
        return model.eval()

    def save(self, directory, dtype=torch.bfloat16) -> None:
        Path(directory).mkdir(parents=True, exist_ok=True)
        tensors = {name: value.detach().to(dtype).contiguous() for name, value in self.named_tensors().items()}
        path = Path(directory, "model.safetensors")
        save_file(tensors, str(path), metadata={"format": "pt"})
        path.chmod(0o644)


def normalise(frames: Tensor) -> Tensor:
    """uint8 (frames, height, width, 3) → float (frames, 3, height, width) in [-1, 1]"""
    return frames.permute(0, 3, 1, 2).float().div_(127.5).sub_(1.0)
