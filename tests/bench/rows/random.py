# SPDX-License-Identifier: BSD-3-Clause
"""Random elements. Both sides draw from one Mersenne Twister on one thread; ours gives Torch7's stream."""
from . import MS, Row, best_time


def table(threads):
    yield Row("random/normal", "normal() of 1000000 floats", threads, 1.5)
    yield Row("random/normal_double", "normal() of 1000000 doubles", threads, 1.5)
    yield Row("random/uniform", "uniform() of 1000000 floats", threads, 1.5)
    yield Row("random/bernoulli", "bernoulli(0.5) of 1000000 floats", threads, 1.5)


def fill(name):
    import torch
    t, d = torch.empty(1000000), torch.empty(1000000, dtype=torch.double)
    return best_time({
        "random/normal": lambda: t.normal_(),
        "random/normal_double": lambda: d.normal_(),
        "random/uniform": lambda: t.uniform_(),
        "random/bernoulli": lambda: t.bernoulli_(0.5),
    }[name])


work = {row.name: (lambda name=row.name: fill(name)) for row in table(1)}
