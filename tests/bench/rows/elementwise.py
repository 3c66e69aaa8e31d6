# SPDX-License-Identifier: BSD-3-Clause
"""Elementwise operators on floats, from 10 to 10^7 elements: the time must grow as the work does."""
from . import US, Row, best_time

SIZES = (10, 1000, 100000, 4000000, 10000000)
# Name in the table: arrays that go through memory, for the rows that memory limits (else 0).
OPERATORS = {"add": 3, "mul": 2, "copy": 2, "exp": 0, "log": 0, "tanh": 0, "sigmoid": 0, "sqrt": 2}


def table(threads):
    for name, arrays in OPERATORS.items():
        for n in SIZES:
            # Small tensors stay on one thread, on both sides.
            yield Row(f"{name}/{n}", f"{name} of {n} floats", threads, 1.0, US)
        if arrays and name != "sqrt":
            yield Row(f"{name}/4000000", f"{name} of 4000000 floats, bytes", threads, 1 / 0.85, US,
                      ("triad",), f"triad/4000000/{arrays}")
    yield Row("pow_double/1000000", "pow(x, 2.5) of 1000000 doubles", threads, 1.0, US)
    yield Row("masked_fill/1000000", "maskedFill of 1000000 floats", threads, 1.0, US)


def run(operator, n):
    import torch
    a, b, out = torch.rand(n) + 0.5, torch.rand(n), torch.empty(n)
    bodies = {
        "add": lambda: torch.add(a, b, out=out),
        "mul": lambda: torch.mul(a, 1.5, out=out),
        "copy": lambda: out.copy_(a),
    }
    function = getattr(torch, operator) if operator not in bodies else None
    return best_time(bodies.get(operator) or (lambda: function(a, out=out)))


def pow_double():
    import torch
    a, out = torch.rand(1000000, dtype=torch.double), torch.empty(1000000, dtype=torch.double)
    return best_time(lambda: torch.pow(a, 2.5, out=out))


def masked_fill():
    import torch
    a, mask = torch.rand(1000000), torch.rand(1000000) > 0.5
    return best_time(lambda: a.masked_fill_(mask, 1.0))


work = {f"{name}/{n}": (lambda name=name, n=n: run(name, n)) for name in OPERATORS for n in SIZES}
work["pow_double/1000000"] = pow_double
work["masked_fill/1000000"] = masked_fill
