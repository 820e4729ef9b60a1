"""Checks model.py against a recording: `python check_reference.py DIR…`; exit 1 where a quantity is off."""

import sys
from pathlib import Path

import torch
from safetensors.torch import load_file

from model import TimeViper

TOLERANCE = 2e-4


def error(out: torch.Tensor, ref: torch.Tensor) -> float:
    if out.shape != ref.shape:
        raise SystemExit(f"shape {tuple(out.shape)}, recorded {tuple(ref.shape)}")
    return ((out.double() - ref.double()).norm() / ref.double().norm().clamp_min(1e-30)).item()


def generate(model, kind: str, embeds, start: int, vision: int, steps: int):
    """Greedy decoding from one of the recorded ways: plain, pdrop, transv."""
    hidden, maps = [], {}
    drops = [] if kind == "plain" else None
    x, state = model.llm.prefill(embeds, start, vision, drops, transv=kind == "transv", hidden=hidden, maps=maps)
    hidden.append(model.llm.backbone.norm_f(x))
    prefill = model.llm.logits(x)[0]
    rows, ids = [prefill[-1]], []
    state.dropped = []
    for step in range(steps):
        ids.append(int(rows[-1].argmax()))
        x, state = model.llm.run(model.llm.backbone.embeddings(torch.tensor([[ids[-1]]])), state, absorb=False)
        if step + 1 < steps:
            rows.append(model.llm.logits(x)[0, -1])
    return prefill, torch.stack(rows), ids, [h[0] for h in hidden], maps, state


@torch.no_grad()
def check(directory: str, dtype=torch.float32) -> float:
    model, ref = TimeViper.load(directory).to(dtype), load_file(str(Path(directory, "reference.safetensors")))
    errors = {}
    features = model.featurizer(ref["pixel_values"].to(dtype))
    visual = model.projector(model.see(ref["pixel_values"].to(dtype)))
    errors["vision_features"] = error(features, ref["vision_features"])
    errors["visual_embeddings"] = error(visual, ref["visual_embeddings"])
    ids = ref["input_ids"]
    start, frames = int((ids >= 0).int().argmin()), int((ids < 0).sum())
    embed = model.llm.backbone.embeddings
    embeds = torch.cat([embed(ids[:start]), visual.flatten(0, 1), embed(ids[start + frames :])])[None]
    for kind in ("plain", "pdrop", "transv"):
        if f"{kind}.prefill_logits" not in ref:
            continue
        steps = len(ref[f"{kind}.generated_ids"])
        prefill, rows, out, hidden, maps, state = generate(model, kind, embeds, start, visual.shape[0] * visual.shape[1], steps)
        errors[f"{kind}.prefill_logits"] = error(prefill, ref[f"{kind}.prefill_logits"])
        errors[f"{kind}.step_logits"] = error(rows, ref[f"{kind}.step_logits"])
        if out != ref[f"{kind}.generated_ids"].tolist():
            errors[f"{kind}.generated_ids"] = float("inf")
        for name, value in ref.items():
            if name.startswith(f"{kind}.hidden."):
                errors[name] = error(hidden[int(name.split(".")[2])], value)
            elif name.startswith(f"{kind}.ssm_state."):
                errors[name] = error(state.layers[int(name.split(".")[2])].ssm[0], value)
            elif name.startswith((f"{kind}.mamba_map.", f"{kind}.attention_map.")):
                errors[name] = error(maps[int(name.split(".")[2])][0], value)
    for name, value in errors.items():
        print(f"{name:28s} {value:.2e}")
    return max(errors.values())


if __name__ == "__main__":
    worst = max(check(directory) for directory in sys.argv[1:])
    print(f"max {worst:.2e}")
    sys.exit(worst > TOLERANCE)
