"""Renders the sample films that ship with the product, from fixed test seeds, and writes down what is true of them.

    python render_samples.py ../../indexer/src/main/resources/samples

Writes one MP4 (H.264, 640 x 360, 25 frames a second) a film and `truth.json`: per film its length in seconds, its shots, its
events with start and end, queries with their spans, things that are not shown. Needs `ffmpeg` on the PATH.
"""

import argparse
import json
import random
import subprocess
from pathlib import Path

import numpy as np

from film import sample_film

HEIGHT, RATE = 360, 25
SEEDS = {"island": 5319, "boat": 5739, "snow": 5942, "morning": 691}


def encode(film, path, height=HEIGHT, rate=RATE):
    """Streams the film's pictures into an encoder; threads and tune are fixed, so that the same film gives the same file."""
    width = film.footage.width(height)
    command = [
        "ffmpeg", "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", str(rate), "-i", "-",
        "-c:v", "libx264", "-preset", "slow", "-crf", "24", "-pix_fmt", "yuv420p", "-g", str(rate * 2), "-threads", "1", "-map_metadata", "-1",
        "-fflags", "+bitexact", "-flags:v", "+bitexact", "-movflags", "+faststart", str(path),
    ]  # fmt: skip
    with subprocess.Popen(command, stdin=subprocess.PIPE) as encoder:
        for time in film.times(rate):
            encoder.stdin.write(np.ascontiguousarray(film.frame_at(time, width, height)).tobytes())
        encoder.stdin.close()
    if encoder.returncode:
        raise RuntimeError(f"ffmpeg failed on {path} with status {encoder.returncode}")


def truth(film, seed):
    """What a viewer could check: seconds are those of the script."""
    items = film.items(random.Random(seed))
    (dense,) = [item for item in items if item.task == "dense"]
    return {
        "seed": seed,
        "split": "test",
        "duration": film.duration,
        "shots": [{"start": s.start, "end": s.end, "kind": s.shot, "background": s.background if s.shot == "scene" else None, "camera": s.camera} for s in film.scenes],
        "events": [{"start": start, "end": end, "caption": text} for start, end, text in dense.meta["events"]],
        "queries": [{"query": i.meta["query"], "start": i.meta["span"][0], "end": i.meta["span"][1]} for i in items if i.task == "grounding"],
        "not_shown": [i.meta["query"] for i in items if i.task == "not_shown" and "query" in i.meta],
        "caption": next(item.answer for item in items if item.task == "detailed"),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    truths = {}
    for name, seed in SEEDS.items():
        film = sample_film(seed, "test")
        encode(film, folder / f"{name}.mp4")
        truths[f"{name}.mp4"] = truth(film, seed)
        print(f"{name}.mp4: {film.duration} s, {(folder / f'{name}.mp4').stat().st_size} bytes")
    (folder / "truth.json").write_text(json.dumps({"films": truths}, indent=1) + "\n")


if __name__ == "__main__":
    main()
