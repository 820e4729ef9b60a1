"""Writes the small PyTorch files that the checkpoint tests read: python make_checkpoint_fixtures.py DIR"""

import os
import sys
from pathlib import Path

import torch


class Evil:
    def __reduce__(self):
        return os.system, ("echo never run",)


def main(directory):
    directory.mkdir(parents=True, exist_ok=True)
    weights = torch.arange(24, dtype=torch.float32).view(4, 6)
    layered = {
        "projector": {"projector.0.weight": weights.bfloat16(), "projector.0.bias": torch.tensor([1.5, -2.0], dtype=torch.float16)},
        "llm_backbone": {"llm.lm_head.weight": torch.nn.Parameter(weights.double()), "step": 7},
    }
    torch.save({"model": layered, "epoch": 3}, directory / "nested.pt")
    module = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.LayerNorm(2))
    with torch.no_grad():
        for i, p in enumerate(module.parameters()):
            p.copy_(torch.arange(p.numel()).view(p.shape) + i)
    torch.save(module.state_dict(), directory / "module.pt")
    torch.save({"transposed": weights.t(), "column": weights[1:3, 2], "scalar": torch.tensor(3, dtype=torch.int64), "flags": torch.tensor([True, False])}, directory / "strided.pt")
    torch.save({"weight": weights, "evil": Evil()}, directory / "evil.pt")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
