# SPDX-License-Identifier: BSD-3-Clause
"""Training steps (forward, loss, backward, update) and forward passes of known networks; some of them
also beside a busy process on each processor."""
from . import MS, Row, best_time, mean_time

TRAINED = (("mlp", 128, "MLP 784-512-512-10, Adam"), ("mlp", 1, "MLP 784-512-512-10, Adam"),
           ("lenet", 64, "LeNet 28x28"), ("resnet20", 32, "ResNet-20 3x32x32"),
           ("text", 64, "LookupTable, TemporalConvolution"))
FORWARD = (("vgg11", 1, "VGG-11"), ("vgg11", 8, "VGG-11"), ("resnet18", 1, "ResNet-18"))
BUSY = (("train", "spirals", 400, "two spirals, step"), ("train", "lenet", 64, "LeNet, batch 64, step"),
        ("train", "resnet20", 32, "ResNet-20, batch 32, step"), ("forward", "resnet20", 1, "ResNet-20 forward, batch 1"))


def table(threads):
    for count in sorted({1, threads}):
        for name, batch, text in TRAINED:
            yield Row(f"train/{name}/{batch}", f"{text}, batch {batch}, step", count, 1.0)
        for name, batch, text in FORWARD:
            yield Row(f"forward/{name}/{batch}", f"{text} forward, batch {batch}", count, 1.0)
    for kind, name, batch, text in BUSY:
        row = f"busy/{kind}/{name}/{batch}"
        yield Row(row, f"busy processors: {text}", threads, 1.0, busy=True)
        yield Row(row, "  beside the time on quiet ones", threads, 2.5, peers=("ours",), busy=True)


def optimizer(name, parameters):
    import torch
    if name in ("mlp", "spirals"):
        return torch.optim.Adam(parameters, lr=1e-3 if name == "mlp" else 0.01)
    if name == "resnet20":
        return torch.optim.SGD(parameters, lr=0.01, momentum=0.9, weight_decay=1e-4)
    return torch.optim.SGD(parameters, lr=0.01)


def data(name, batch):
    import torch
    if name == "text":
        return torch.randint(0, 10000, (batch, 64))
    sizes = {"mlp": (784,), "spirals": (2,), "lenet": (1, 28, 28), "resnet20": (3, 32, 32)}
    return torch.randn(batch, *sizes.get(name, (3, 224, 224)))


made = {}


def train(name, batch, seconds=lambda body: best_time(body, 0.5)):
    import itertools
    import torch

    def step():
        update.zero_grad()
        inputs, labels = next(samples)
        torch.nn.functional.nll_loss(network(inputs), labels).backward()
        update.step()

    if (name, batch) not in made:
        network = model(name)
        update = optimizer(name, network.parameters())
        classes = 2 if name == "spirals" else 10
        samples = itertools.cycle([(data(name, batch), torch.randint(0, classes, (batch,))) for _ in range(10)])
        made[name, batch] = step
    return seconds(made[name, batch])


def forward(name, batch, seconds=lambda body: best_time(body, 0.5)):
    import torch
    if name not in made:
        made[name] = model(name).eval()
    network, images = made[name], data(name, batch)
    with torch.inference_mode():
        return seconds(lambda: network(images))


def model(name):
    from . import models
    return models.Text() if name == "text" else getattr(models, name)()


def row(measure, name, batch, *seconds):
    return lambda: measure(name, batch, *seconds)


work = {f"train/{name}/{batch}": row(train, name, batch) for name, batch, _ in TRAINED}
work |= {f"forward/{name}/{batch}": row(forward, name, batch) for name, batch, _ in FORWARD}
work |= {f"busy/{kind}/{name}/{batch}": row(train if kind == "train" else forward, name, batch, mean_time)
         for kind, name, batch, _ in BUSY}
