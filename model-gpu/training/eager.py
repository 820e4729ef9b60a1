"""The model in plain PyTorch, at work beside the service's own: `./timeviper bench eager` starts it and asks it for a work at a time.

`python eager.py MODEL INPUTS PRECISION THREADS` answers every line of its input, `vision`, `prefill` or `decode`, with a line of JSON: the seconds that the
work took, and what it came to, so that both can be held to each other. INPUTS holds `inputs.json` (sizes), `pictures.bin` (RGB bytes) and `visual.bin` (float32).
"""

import json
import sys
import time
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from model import DecoderState, TimeViper, normalise

BEFORE, AFTER = 1, 2  # the token before the frames, and the one behind them


class Eager:
    def __init__(self, model: Path, inputs: Path, precision: str):
        self.model = TimeViper.load(model).requires_grad_(False)
        self.side = self.model.config["vision"]["image_size"]
        sizes = json.loads((inputs / "inputs.json").read_text())
        self.steps = sizes["steps"]
        pictures = np.fromfile(inputs / "pictures.bin", np.uint8)
        self.pictures = torch.from_numpy(pictures.reshape(sizes["frames"], sizes["height"], sizes["width"], 3))
        self.visual = torch.from_numpy(np.fromfile(inputs / "visual.bin", np.float32).reshape(sizes["tokens"], -1))
        self.rounded = nullcontext
        if precision == "BFLOAT16":
            self.rounded = lambda: torch.autocast("cpu", torch.bfloat16)
            for part in self.model.llm.modules():
                if isinstance(part, (nn.Linear, nn.Embedding)):
                    part.to(torch.bfloat16)
        self.prefix = self._read(torch.cat([self._embedded(BEFORE), self.visual]))[1]

    def vision(self) -> Tensor:
        """float32 in every precision, as the service's is"""
        pixels = self.pictures.permute(0, 3, 1, 2).float()
        pixels = F.interpolate(pixels, (self.side, self.side), mode="bicubic", antialias=True).round_().clamp_(0, 255)
        return self.model.projector(self.model.see(normalise(pixels.permute(0, 2, 3, 1)))).flatten(0, 1)

    def prefill(self) -> Tensor:
        return self._read(torch.cat([self._embedded(BEFORE), self.visual, self._embedded(AFTER)]))[0]

    def decode(self) -> Tensor:
        logits, state = self._step(AFTER, self.prefix)
        for token in range(1, self.steps):
            logits, state = self._step(token, state)
        return logits

    def _embedded(self, token: int) -> Tensor:
        return self.model.llm.backbone.embeddings(torch.tensor([token])).float()

    def _read(self, x: Tensor) -> tuple[Tensor, DecoderState]:
        with self.rounded():
            x, state = self.model.llm.prefill(x[None], BEFORE, len(self.visual), [], transv=False)
            return self.model.llm.logits(x[:, -1]).float(), DecoderState(state.layers, [])

    def _step(self, token: int, state: DecoderState) -> tuple[Tensor, DecoderState]:
        with self.rounded():
            x, state = self.model.llm.run(self._embedded(token)[None], state, absorb=False)
            return self.model.llm.logits(x[:, -1]).float(), state


@torch.inference_mode()
def main(model: str, inputs: str, precision: str, threads: str) -> None:
    torch.set_num_threads(int(threads))
    eager = Eager(Path(model), Path(inputs), precision)
    print(json.dumps({"torch": torch.__version__}), flush=True)
    for line in sys.stdin:
        work = {"vision": eager.vision, "prefill": eager.prefill, "decode": eager.decode}[line.strip()]
        begin = time.perf_counter()
        result = work()
        seconds = time.perf_counter() - begin
        print(json.dumps({"seconds": seconds, "result": result.flatten().tolist()}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
