"""Turns a training run into a checkpoint, and a checkpoint into a recording that another implementation is held to.

    python export.py --run RUN --tokenizer tokenizer.json --out DIR
    python export.py --reference DIR --out FILE.safetensors
"""

import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import save_file

from film import PROMPTS, sample_film
from model import TimeViper, normalise, with_defaults
from prompting import AFTER, Prompting
from train_decoder import Average, publish

RECORDED_FRAMES = 2
RECORDED_STEPS = 6
RECORDED_SEED = 5_100_000


def checkpoint(run, tokenizer, config_path, out):
    """The averaged weights of a run."""
    saved = torch.load(Path(run, "decoder.pt"))
    config = json.loads(Path(config_path).read_text())
    config["llm"]["vocab_size"] = Prompting(tokenizer).tokenizer.get_vocab_size()
    model = TimeViper(with_defaults(config))
    model.load_state_dict(saved["average"])
    publish(model, Average(model, 0.0), config, tokenizer, out)


@torch.no_grad()
def record(directory):
    """Inputs and outputs of a checkpoint on a few frames, computed in float64, stored in float32."""
    model, prompting = TimeViper.load(directory).double(), Prompting(Path(directory, "tokenizer.json"))
    film = sample_film(RECORDED_SEED, "test", 20.0)
    size = model.config["vision"]["image_size"]
    pixels = normalise(torch.from_numpy(film.frames(1.0, size, size)[4 : 4 + RECORDED_FRAMES])).double()
    question = prompting.sampled(RECORDED_FRAMES, RECORDED_FRAMES) + PROMPTS["caption"]["short"] + AFTER
    before, after = prompting.before, prompting.encode(question)
    visual = model.projector(model.see(pixels))
    embed = model.llm.backbone.embeddings
    x = torch.cat([embed(torch.tensor(before)), visual.flatten(0, 1), embed(torch.tensor(after))])[None]
    out = {
        "pixel_values": pixels,
        "input_ids": torch.tensor(before + [-1] * RECORDED_FRAMES + after),
        "vision_features": model.featurizer(pixels),
        "visual_embeddings": visual,
    }
    for kind in ("plain", "pdrop", "transv"):
        out.update(_record_way(model, kind, x, len(before), visual.shape[0] * visual.shape[1]))
    return {k: v.contiguous() if v.dtype == torch.int64 else v.float().contiguous() for k, v in out.items()}


def _record_way(model, kind, x, start, vision):
    hidden, ids, rows, depth = [], [], [], len(model.llm.backbone.layers)
    stream, state = model.llm.prefill(x, start, vision, [] if kind == "plain" else None, kind == "transv", hidden)
    hidden.append(model.llm.backbone.norm_f(stream))
    prefill = model.llm.logits(stream)[0]
    row = prefill[-1]
    for _ in range(RECORDED_STEPS):
        rows.append(row)
        ids.append(int(row.argmax()))
        step = model.llm.backbone.embeddings(torch.tensor([[ids[-1]]]))
        stream, state = model.llm.run(step, state, absorb=False)
        row = model.llm.logits(stream)[0, -1]
    out = {f"{kind}.prefill_logits": prefill, f"{kind}.step_logits": torch.stack(rows), f"{kind}.generated_ids": torch.tensor(ids)}
    if kind != "pdrop":
        out.update({f"{kind}.hidden.{i}": hidden[i][0] for i in (3, depth // 2 + 1, depth)})
    if kind == "plain":
        out.update({f"plain.ssm_state.{i}": state.layers[i].ssm[0] for i in (0, 2)})
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--run", type=Path)
    parser.add_argument("--tokenizer")
    parser.add_argument("--config", default=str(Path(__file__).with_name("starter.json")))
    parser.add_argument("--reference", type=Path, help="record this checkpoint instead")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    if args.reference:
        save_file(record(args.reference), args.out)
        Path(args.out).chmod(0o644)
    else:
        checkpoint(args.run, args.tokenizer, args.config, args.out)


if __name__ == "__main__":
    main()
