# SPDX-License-Identifier: BSD-3-Clause
"""Whole training steps, and an optimizer's update alone."""
from . import MS, Row, best_time


def table(threads):
    for count in sorted({1, threads}):
        for batch in (64, 1):
            yield Row(f"fashion/{batch}", f"Fashion-MNIST training step, batch {batch}", count, 1.0)
    yield Row("adam/4000000", "optim.adam on 4000000 floats", threads, 1.0)
    yield Row("softmax/1000", "softmax of 1000x1000 floats", threads, 1.0)


def fashion_network():
    """The network of examples/fashion-mnist/train.lua."""
    from torch import nn
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.MaxPool2d(2), nn.BatchNorm2d(16), nn.ReLU(),
        nn.Conv2d(16, 32, 3, padding=1), nn.MaxPool2d(2), nn.BatchNorm2d(32), nn.ReLU(),
        nn.Flatten(), nn.Linear(32 * 7 * 7, 64), nn.ReLU(), nn.Linear(64, 10), nn.LogSoftmax(1))


steps = {}


def fashion(batch):
    import torch

    def step():
        optimizer.zero_grad()
        torch.nn.functional.nll_loss(network(images), labels).backward()
        optimizer.step()

    if batch not in steps:
        network = fashion_network()
        optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)
        images = torch.randn(batch, 1, 28, 28)
        labels = torch.randint(0, 10, (batch,))
        steps[batch] = step
    return best_time(steps[batch], 0.5)


def adam():
    import torch
    x = torch.nn.Parameter(torch.zeros(4000000))
    x.grad = torch.rand(4000000)
    # PyTorch's one-pass form, the fastest it has.
    return best_time(torch.optim.Adam([x], lr=1e-3, fused=True).step, 0.3)


def softmax():
    import torch
    x, out = torch.rand(1000, 1000), torch.empty(1000, 1000)
    return best_time(lambda: torch.softmax(x, 1, out=out))


work = {"fashion/64": lambda: fashion(64), "fashion/1": lambda: fashion(1), "adam/4000000": adam,
        "softmax/1000": softmax}
