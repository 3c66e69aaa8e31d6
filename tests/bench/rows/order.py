# SPDX-License-Identifier: BSD-3-Clause
"""Moving elements: transposed copies, sorting, picking by position."""
from . import MS, Row, best_time


def table(threads):
    yield Row("transpose/2000", "transposed copy of 2000x2000 floats", threads, 1.0)
    yield Row("sort/vector", "sort of 1000000 floats", threads, 1.0)
    yield Row("sort/rows", "sort of 1000x1000 floats over dimension 2", threads, 1.0)
    yield Row("sort/double", "sort of 1000000 doubles", threads, 1.0)
    yield Row("topk/vector", "topk: 100 of 1000000 floats", threads, 1.0)
    yield Row("topk/rows", "topk: 10 of 1000x1000 floats over dimension 2", threads, 1.0)
    yield Row("index/rows", "index: 10000 rows of 10000x100 floats", threads, 1.0)
    yield Row("index/columns", "index: 100 columns of 10000x100 floats", threads, 1.0)
    yield Row("index/elements", "index: 1000000 of 1000000 floats", threads, 1.0)
    yield Row("gather/rows", "gather of 1000x1000 floats over dimension 2", threads, 1.0)
    yield Row("gather/columns", "gather of 1000x1000 floats over dimension 1", threads, 1.0)


def order(name):
    import torch
    million = torch.rand(1000000)
    values, indices = torch.empty(0), torch.empty(0, dtype=torch.long)
    matrix, table_, big = million.view(1000, 1000), million.view(10000, 100), torch.rand(2000, 2000)
    out, places = torch.empty(2000, 2000), torch.randint(0, 1000, (1000, 1000))
    rows_, columns = torch.randint(0, 10000, (10000,)), torch.randint(0, 100, (100,))
    double, double_values = million.double(), torch.empty(0, dtype=torch.double)
    anywhere, picked = torch.randint(0, 1000000, (1000000,)), torch.empty(0)
    return best_time({
        "transpose/2000": lambda: out.copy_(big.t()),
        "sort/vector": lambda: torch.sort(million, out=(values, indices)),
        "sort/rows": lambda: torch.sort(matrix, 1, out=(values, indices)),
        "sort/double": lambda: torch.sort(double, out=(double_values, indices)),
        "topk/vector": lambda: torch.topk(million, 100, out=(values, indices)),
        "topk/rows": lambda: torch.topk(matrix, 10, 1, out=(values, indices)),
        "index/rows": lambda: torch.index_select(table_, 0, rows_, out=picked),
        "index/columns": lambda: torch.index_select(table_, 1, columns, out=picked),
        "index/elements": lambda: torch.index_select(million, 0, anywhere, out=picked),
        "gather/rows": lambda: torch.gather(matrix, 1, places, out=picked),
        "gather/columns": lambda: torch.gather(matrix, 0, places, out=picked),
    }[name], 0.3)


work = {row.name: (lambda name=row.name: order(name)) for row in table(1)}
