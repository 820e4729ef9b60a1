"""Two processes with half of a batch each learn what one with all of it learns."""

import torch

from parallel import agreed, average_gradients, run, same_start


def model():
    torch.manual_seed(3)
    return torch.nn.Linear(4, 2)


def batch():
    return torch.arange(32, dtype=torch.float32).view(8, 4) / 10


def work(args, rank, workers):
    net = model()
    if rank:
        torch.nn.init.zeros_(net.weight)
    same_start(net)
    net(batch().chunk(workers)[rank]).pow(2).mean().backward()
    if rank:
        net.bias.grad = None
    average_gradients(net.parameters())
    torch.save((net.weight.grad, net.bias.grad, agreed(rank + 7)), f"{args}/{rank}.pt")


def test_gradients_are_the_mean_and_numbers_the_first_ones(tmp_path):
    run(work, str(tmp_path), 2)
    alone = model()
    alone(batch()).pow(2).mean().backward()
    (weight, bias, seven), (other, other_bias, also) = (torch.load(tmp_path / f"{rank}.pt") for rank in range(2))
    assert torch.allclose(weight, alone.weight.grad, atol=1e-6) and torch.equal(weight, other)
    assert torch.equal(bias, other_bias) and not torch.allclose(bias, alone.bias.grad)
    assert seven == also == 7
