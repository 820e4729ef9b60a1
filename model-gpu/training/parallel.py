"""Training on several cores: one process a core with one thread each, whose gradients are averaged after every step.

Two processes learn faster than one with two threads: they draw their pictures at the same time, and no small product waits for a second thread.
"""

import os
import tempfile

import torch
import torch.distributed as dist
import torch.multiprocessing as mp


def run(work, args, workers):
    """Calls `work(args, rank, workers)` in as many processes and waits for them."""
    with tempfile.TemporaryDirectory() as folder:
        mp.spawn(_one, (work, args, workers, f"file://{folder}/meeting"), workers, join=True)


def _one(rank, work, args, workers, meeting):
    os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    dist.init_process_group("gloo", init_method=meeting, rank=rank, world_size=workers)
    try:
        work(args, rank, workers)
    finally:
        dist.destroy_process_group()


def same_start(module):
    """Every process gets the first one's weights."""
    for value in module.state_dict().values():
        dist.broadcast(value, 0)


def average_gradients(parameters):
    """The mean over the processes, for parameters that any of them has a gradient for."""
    parameters = list(parameters)
    flat = torch.cat([(torch.zeros_like(p) if p.grad is None else p.grad).flatten() for p in parameters])
    dist.all_reduce(flat)
    flat /= dist.get_world_size()
    for parameter, grad in zip(parameters, flat.split([p.numel() for p in parameters])):
        parameter.grad = grad.view_as(parameter)


def agreed(value):
    """The first process's number, so that all take the same schedule and stop at the same step."""
    shared = torch.tensor([float(value)], dtype=torch.float64)
    dist.broadcast(shared, 0)
    return shared.item()
