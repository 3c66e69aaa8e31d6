# SPDX-License-Identifier: BSD-3-Clause
"""The work of bench.py in PyTorch: reads "row threads" lines, answers seconds for one piece of work."""
import sys
import time

import torch
from torch import nn


def best_time(body, at_least=0.2):
    """Seconds for one call, over about `at_least` seconds of calls after a warm-up."""
    body()
    body()
    start, calls = time.perf_counter(), 0
    while time.perf_counter() - start < at_least:
        body()
        calls += 1
    return (time.perf_counter() - start) / calls


def add10():
    a, b = torch.ones(10), torch.ones(10)

    def body():
        for _ in range(10000):
            a.add_(b)

    return best_time(body) / 10000


def fashion_network():
    """The network of examples/fashion-mnist/train.lua."""
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.MaxPool2d(2), nn.BatchNorm2d(16), nn.ReLU(),
        nn.Conv2d(16, 32, 3, padding=1), nn.MaxPool2d(2), nn.BatchNorm2d(32), nn.ReLU(),
        nn.Flatten(), nn.Linear(32 * 7 * 7, 64), nn.ReLU(), nn.Linear(64, 10), nn.LogSoftmax(1))


steps = {}


def fashion(batch):
    def step():
        optimizer.zero_grad()
        nn.functional.nll_loss(network(images), labels).backward()
        optimizer.step()

    if batch not in steps:
        network = fashion_network()
        optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)
        images = torch.randn(batch, 1, 28, 28)
        labels = torch.randint(0, 10, (batch,))
        steps[batch] = step
    return best_time(steps[batch], 0.5)


for line in sys.stdin:
    row, threads = line.split()
    torch.set_num_threads(int(threads))
    if row == "call/add10":
        seconds = add10()
    elif row.startswith("fashion/"):
        seconds = fashion(int(row.split("/")[1]))
    else:
        seconds = f"unknown row {row}"
    print(seconds, flush=True)
