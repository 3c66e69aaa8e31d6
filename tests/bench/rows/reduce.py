# SPDX-License-Identifier: BSD-3-Clause
"""Sums and their kin over all and over a dimension, extremes, cumulative sums."""
from . import US, Row, best_time

N = 4000000


def table(threads):
    yield Row("sum/all", "sum of 4000000 floats", threads, 1.0, US)
    yield Row("sum/all", "sum of 4000000 floats, bytes", threads, 1 / 0.85, US, ("triad",), "triad/4000000/1")
    for name in ("mean", "var", "std", "norm", "dot"):
        yield Row(f"{name}/all", f"{name} of 4000000 floats", threads, 1.0, US)
    for name in ("sum", "mean", "var", "norm", "dot"):
        yield Row(f"{name}/cached", f"{name} of 200000 floats, in the second cache", threads, 1.0, US)
    yield Row("sum/rows", "sum of 2000x2000 floats over dimension 2", threads, 1.0, US)
    yield Row("sum/columns", "sum of 2000x2000 floats over dimension 1", threads, 1.0, US)
    yield Row("sum/short", "sum of 400000x10 floats over dimension 2", threads, 1.0, US)
    yield Row("max/rows", "max of 2000x2000 floats over dimension 2", threads, 1.0, US)
    yield Row("cumsum/vector", "cumsum of 1000000 floats", threads, 1.0, US)
    yield Row("cumsum/rows", "cumsum of 2000x2000 floats over dimension 2", threads, 1.0, US)
    yield Row("cumsum/columns", "cumsum of 2000x2000 floats over dimension 1", threads, 1.0, US)


def reduction(name):
    import torch
    vector, matrix = torch.rand(N), torch.rand(2000, 2000)
    other, few, others = torch.rand(N), torch.rand(200000), torch.rand(200000)
    short, million = vector.view(400000, 10), torch.rand(1000000)
    row, values, indices = torch.empty(2000), torch.empty(2000), torch.empty(2000, dtype=torch.long)
    long_row, out_vector, out_matrix = torch.empty(400000), torch.empty(1000000), torch.empty(2000, 2000)
    return best_time({
        "sum/all": lambda: vector.sum().item(),
        "mean/all": lambda: vector.mean().item(),
        "var/all": lambda: vector.var().item(),
        "std/all": lambda: vector.std().item(),
        "norm/all": lambda: vector.norm().item(),
        "dot/all": lambda: torch.dot(vector, other).item(),
        "sum/cached": lambda: few.sum().item(),
        "mean/cached": lambda: few.mean().item(),
        "var/cached": lambda: few.var().item(),
        "norm/cached": lambda: few.norm().item(),
        "dot/cached": lambda: torch.dot(few, others).item(),
        "sum/rows": lambda: torch.sum(matrix, 1, out=row),
        "sum/columns": lambda: torch.sum(matrix, 0, out=row),
        "sum/short": lambda: torch.sum(short, 1, out=long_row),
        "max/rows": lambda: torch.max(matrix, 1, out=(values, indices)),
        "cumsum/vector": lambda: torch.cumsum(million, 0, out=out_vector),
        "cumsum/rows": lambda: torch.cumsum(matrix, 1, out=out_matrix),
        "cumsum/columns": lambda: torch.cumsum(matrix, 0, out=out_matrix),
    }[name])


work = {row.name: (lambda name=row.name: reduction(name)) for row in table(1)}
