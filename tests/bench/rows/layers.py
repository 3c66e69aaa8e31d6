# SPDX-License-Identifier: BSD-3-Clause
"""Single layers that no network of training.py has, and sums of convolved planes."""
from . import Row, best_time


def table(threads):
    for count in sorted({1, threads}):
        yield Row("layers/adaptive_max", "adaptive max pooling, 16x64x56x56 to 7x7", count, 1.0)
        yield Row("layers/adaptive_average", "adaptive average pooling, 16x64x56x56 to 7x7", count, 1.0)
        yield Row("layers/fractional", "fractional max pooling, 16x64x56x56 to 28x28", count, 1.0)
        yield Row("layers/normalize/2", "Euclidean norms of 1000x1000 to 1", count, 1.0)
        yield Row("layers/normalize/3", "3-norms of 1000x1000 to 1", count, 1.0)
        yield Row("layers/convolution/7", "3x3 convolution, 1x512x7x7 to 512 planes", count, 1.0)
        yield Row("conv2/V", "conv2, 16x64x64 with 32x16x5x5, valid", count, 1.0)
        yield Row("conv2/F", "conv2, 16x64x64 with 32x16x5x5, full", count, 1.0)


def forward(sizes, function):
    import torch
    x = torch.randn(sizes)
    with torch.no_grad():
        return best_time(lambda: function(x))


def functional():
    import torch
    return torch.nn.functional


def convolution():
    import torch
    return forward((1, 512, 7, 7), torch.nn.Conv2d(512, 512, 3, padding=1))


def conv2(padding):
    import torch
    kernels = torch.randn(32, 16, 5, 5)
    return forward((1, 16, 64, 64), lambda x: torch.nn.functional.conv2d(x, kernels, padding=padding))


IMAGES = (16, 64, 56, 56)
work = {
    "layers/adaptive_max": lambda: forward(IMAGES, lambda x: functional().adaptive_max_pool2d(x, 7)),
    "layers/adaptive_average": lambda: forward(IMAGES, lambda x: functional().adaptive_avg_pool2d(x, 7)),
    "layers/fractional": lambda: forward(IMAGES, lambda x: functional().fractional_max_pool2d(x, 2, 28)),
    "layers/normalize/2": lambda: forward((1000, 1000), lambda x: functional().normalize(x, 2, 1)),
    "layers/normalize/3": lambda: forward((1000, 1000), lambda x: functional().normalize(x, 3, 1)),
    "layers/convolution/7": convolution,
    "conv2/V": lambda: conv2(0),
    "conv2/F": lambda: conv2(4),
}
