"""Draws a small TimeViper on Qwen2.5's architecture and records what Hugging Face's Qwen2ForCausalLM computes with it, in float64:
python make_transformer_recording.py DIR (needs `transformers` beside what the training needs)

Between its blocks tokens are dropped, and positions numbered anew, as MODEL section 5 and the authors' transformer have it.
"""

import json
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import Tensor, nn
from transformers import Qwen2Config, Qwen2ForCausalLM
from transformers.cache_utils import DynamicCache
from transformers.models.qwen2.modeling_qwen2 import Qwen2MLP

from model import VisionTransformer, merge_tokens, parse_schedule

LLM = {
    "model_type": "qwen2", "vocab_size": 61, "hidden_size": 24, "intermediate_size": 32, "num_hidden_layers": 3,
    "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 8, "hidden_act": "silu", "rms_norm_eps": 1e-6,
    "rope_theta": 1000.0, "max_position_embeddings": 512, "use_sliding_window": False, "tie_word_embeddings": False,
}
CONFIG = {
    "model_type": "timeviper", "template": "qwen2",
    "vision": {"backbone": "siglip", "image_size": 15, "patch_size": 5, "embed_dim": 16, "depth": 2, "num_heads": 2, "mlp_hidden": 16},
    "projector": {"arch": "tome_mlp-4"},
    "llm": LLM,
    "token_drop": {"schedule": "uni_1_0.6-attn_2_0.3", "merge_module": "CrossAttention"},
}
FRAMES, BEFORE, AFTER, STEPS = 5, [3, 17, 8], [40, 11, 29, 5, 60], 6


class Merge(nn.Module):
    """One stage of TransV: text += tanh(alpha) cross_attention(text, dropped), then text += tanh(beta) mlp(text)."""

    def __init__(self, config: Qwen2Config):
        super().__init__()
        self.heads, self.groups, self.width = config.num_attention_heads, config.num_key_value_heads, config.head_dim
        self.q_proj = nn.Linear(config.hidden_size, self.heads * self.width)
        self.k_proj = nn.Linear(config.hidden_size, self.groups * self.width)
        self.v_proj = nn.Linear(config.hidden_size, self.groups * self.width)
        self.o_proj = nn.Linear(self.heads * self.width, config.hidden_size, bias=False)

    def forward(self, text: Tensor, dropped: Tensor) -> Tensor:
        split = lambda x, heads: x.view(1, -1, heads, self.width).transpose(1, 2)
        q, k, v = split(self.q_proj(text), self.heads), split(self.k_proj(dropped), self.groups), split(self.v_proj(dropped), self.groups)
        mixed = F.scaled_dot_product_attention(q, k, v, enable_gqa=True)
        return self.o_proj(mixed.transpose(1, 2).reshape(1, text.shape[1], -1))


class Transformer(nn.Module):
    """Named as in a checkpoint of the authors'."""

    def __init__(self):
        super().__init__()
        config = Qwen2Config(**LLM, attn_implementation="eager")
        self.llm = Qwen2ForCausalLM(config)
        self.stages = parse_schedule(CONFIG["token_drop"]["schedule"])
        backbone = self.llm.model
        backbone.merge_modules = nn.ModuleList(Merge(config) for _ in self.stages)
        backbone.merge_ffn_modules = nn.ModuleList(Qwen2MLP(config) for _ in self.stages)
        backbone.alpha = nn.Parameter(torch.zeros(len(self.stages)))
        backbone.alpha_ffn = nn.Parameter(torch.zeros(len(self.stages)))

    def plain(self, x: Tensor) -> dict[str, Tensor]:
        """Hugging Face's own forward pass and cache."""
        cache = DynamicCache()
        out = self.llm(inputs_embeds=x, past_key_values=cache, output_hidden_states=True, output_attentions=True)
        found = {f"hidden.{i}": hidden[0] for i, hidden in enumerate(out.hidden_states)}
        found |= {f"attention_map.{i}": map[0] for i, map in enumerate(out.attentions)}
        step = lambda token: self.llm(input_ids=torch.tensor([[token]]), past_key_values=cache).logits[0, -1]
        return found | answered(out.logits[0], step)

    def dropping(self, x: Tensor, vision: int, transv: bool) -> dict[str, Tensor]:
        """Block by block; those behind a drop have fewer tokens, numbered from 0."""
        cache, found, left = DynamicCache(), {}, vision
        for i, block in enumerate(self.llm.model.layers):
            for stage, drop in enumerate(self.stages):
                if drop.layer == i:
                    x, left = self.dropped(x, left, int(vision * drop.keep), stage, transv)
            found[f"hidden.{i}"] = x[0]
            x = self.run(block, x, cache, i)
        x = self.llm.model.norm(x)
        found[f"hidden.{len(self.llm.model.layers)}"] = x[0]

        def step(token: int) -> Tensor:
            y = self.llm.model.embed_tokens(torch.tensor([[token]]))
            for i, block in enumerate(self.llm.model.layers):
                y = self.run(block, y, cache, i)
            return self.llm.lm_head(self.llm.model.norm(y))[0, -1]

        return found | answered(self.llm.lm_head(x)[0], step)

    def run(self, block: nn.Module, x: Tensor, cache: DynamicCache, index: int) -> Tensor:
        past, tokens = cache.get_seq_length(index), x.shape[1]
        positions = torch.arange(past, past + tokens)[None]
        mask = torch.full((tokens, past + tokens), float("-inf"), dtype=x.dtype).triu(past + 1)[None, None]
        turned = self.llm.model.rotary_emb(x, positions)
        return block(x, attention_mask=mask, position_embeddings=turned, past_key_values=cache)

    def dropped(self, x: Tensor, vision: int, keep: int, stage: int, transv: bool) -> tuple[Tensor, int]:
        start, drop = len(BEFORE), self.stages[stage]
        if drop.kind == "uni":
            kept = torch.linspace(0, vision - 1, keep, dtype=torch.float64).add(1e-9).long()
        else:
            attention = self.llm.model.layers[drop.layer].self_attn
            split = lambda y: y.view(y.shape[1], -1, LLM["head_dim"]).transpose(0, 1)
            q, k = split(attention.q_proj(x[:, -1:])), split(attention.k_proj(x))
            k = k.repeat_interleave(LLM["num_attention_heads"] // LLM["num_key_value_heads"], 0)
            row = (q @ k.transpose(1, 2) / LLM["head_dim"] ** 0.5).softmax(-1).mean(0)[0]
            kept = row[start : start + vision].topk(keep).indices.sort().values
        stays = torch.zeros(vision, dtype=torch.bool).index_fill(0, kept, True)
        seen, text = x[:, start : start + vision], x[:, start + vision :]
        if transv:
            backbone = self.llm.model
            text = text + backbone.alpha[stage].tanh() * backbone.merge_modules[stage](text, seen[:, ~stays])
            text = text + backbone.alpha_ffn[stage].tanh() * backbone.merge_ffn_modules[stage](text)
        return torch.cat([x[:, :start], seen[:, stays], text], 1), keep


def answered(prefill: Tensor, step) -> dict[str, Tensor]:
    """Greedy words; a row of logits for each, which chose it."""
    rows, ids = [prefill[-1]], []
    for _ in range(STEPS):
        ids.append(int(rows[-1].argmax()))
        rows.append(step(ids[-1]))
    return {"prefill_logits": prefill, "step_logits": torch.stack(rows[:-1]), "generated_ids": torch.tensor(ids)}


def draw(module: nn.Module) -> None:
    """Lively weights that bfloat16 holds exactly."""
    with torch.no_grad():
        for name, weight in module.named_parameters():
            spread = 0.3 if weight.dim() < 2 else 1.2 * weight[0].numel() ** -0.5
            middle = 1.0 if "norm" in name and name.endswith("weight") else 0.5 if "alpha" in name else 0.0
            weight.copy_((middle + spread * torch.randn(weight.shape)).bfloat16())


@torch.no_grad()
def main(directory: Path) -> None:
    torch.manual_seed(7)
    sizes = CONFIG["vision"]["embed_dim"], LLM["hidden_size"]
    parts = nn.ModuleDict({
        "vision_backbone": nn.ModuleDict({"featurizer": VisionTransformer(CONFIG["vision"])}),
        "projector": nn.ModuleDict({"projector": nn.Sequential(nn.Linear(*sizes), nn.GELU(), nn.Linear(sizes[1], sizes[1]))}),
        "llm_backbone": Transformer(),
    }).double().eval()
    draw(parts)
    pixels = torch.rand(FRAMES, 3, 15, 15).mul(2).sub(1)
    features = parts["vision_backbone"]["featurizer"](pixels.double())
    visual = parts["projector"]["projector"](merge_tokens(features, 4))
    transformer = parts["llm_backbone"]
    embed = transformer.llm.model.embed_tokens
    x = torch.cat([embed(torch.tensor(BEFORE)), visual.flatten(0, 1), embed(torch.tensor(AFTER))])[None]
    found = {"vision_features": features, "visual_embeddings": visual, "pixel_values": pixels}
    vision = visual.shape[0] * visual.shape[1]
    ways = {"plain": transformer.plain(x), "pdrop": transformer.dropping(x, vision, False), "transv": transformer.dropping(x, vision, True)}
    for way, quantities in ways.items():
        found |= {f"{way}.{name}": value for name, value in quantities.items() if way != "pdrop" or "hidden" not in name}
    stored = {name: value.float() if value.is_floating_point() else value for name, value in found.items()}
    stored["input_ids"] = torch.tensor(BEFORE + [-1] * FRAMES + AFTER)
    directory.mkdir(parents=True, exist_ok=True)
    Path(directory, "config.json").write_text(json.dumps(CONFIG, indent=1) + "\n")
    weights = {name: value.bfloat16() for name, value in parts.named_parameters()}
    for file, tensors in {"model.safetensors": weights, "reference.safetensors": stored}.items():
        save_file({name: value.contiguous() for name, value in tensors.items()}, str(directory / file))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
