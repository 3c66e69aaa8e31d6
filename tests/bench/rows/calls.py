# SPDX-License-Identifier: BSD-3-Clause
"""What a call costs: small tensors and single elements in loops."""
from . import MS, NS, Row, best_time

N = 10000


def table(threads):
    yield Row("call/add10", "a:add(b), 10 floats", 1, 0.1, NS)
    yield Row("call/new10", "c = a + b, 10 floats", 1, 0.2, NS)
    yield Row("call/addmm16", "c:addmm(0.5, c, 1, a, b), 16x16x16 floats", 1, 0.2, NS)
    yield Row("loop/read", "s = s + t[i], 10^6 elements", 1, 3.0, MS, ("ours",), "loop/read_ffi")
    yield Row("loop/write", "t[i] = i, 10^6 elements", 1, 4.5, MS, ("ours",), "loop/write_ffi")


def add10():
    import torch
    a, b = torch.ones(10), torch.ones(10)

    def body():
        for _ in range(N):
            a.add_(b)

    return best_time(body) / N


def new10():
    import torch
    a, b = torch.ones(10), torch.ones(10)

    def body():
        for _ in range(10 * N):
            c = a + b  # noqa: F841

    return best_time(body) / (10 * N)


def addmm16():
    import torch
    a, b, c = torch.rand(16, 16), torch.rand(16, 16), torch.rand(16, 16)

    def body():
        for _ in range(N):
            c.addmm_(a, b, beta=0.5)

    return best_time(body) / N


work = {"call/add10": add10, "call/new10": new10, "call/addmm16": addmm16}
