# SPDX-License-Identifier: BSD-3-Clause
"""The networks of models.lua in PyTorch."""
import torch
from torch import nn


def mlp():
    return nn.Sequential(
        nn.Linear(784, 512), nn.ReLU(True), nn.Linear(512, 512), nn.ReLU(True), nn.Linear(512, 10), nn.LogSoftmax(1))


def spirals():
    return nn.Sequential(
        nn.Linear(2, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 2), nn.LogSoftmax(1))


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 32, 5), nn.ReLU(True), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 5), nn.ReLU(True), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(1024, 200), nn.ReLU(True), nn.Linear(200, 10), nn.LogSoftmax(1))


class Text(nn.Module):
    def __init__(self):
        super().__init__()
        self.words, self.filters = nn.Embedding(10000, 128), nn.Conv1d(128, 256, 3)
        self.classes = nn.Sequential(nn.Linear(256, 10), nn.LogSoftmax(1))

    def forward(self, words):
        answers = self.filters(self.words(words).transpose(1, 2))
        return self.classes(torch.relu_(answers).max(2).values)


def convolution(inputs, outputs, size, stride):
    return nn.Conv2d(inputs, outputs, size, stride, (size - 1) // 2, bias=False)


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.branch = nn.Sequential(
            convolution(inputs, outputs, 3, stride), nn.BatchNorm2d(outputs), nn.ReLU(True),
            convolution(outputs, outputs, 3, 1), nn.BatchNorm2d(outputs))
        self.shortcut = nn.Identity() if inputs == outputs else nn.Sequential(
            convolution(inputs, outputs, 1, stride), nn.BatchNorm2d(outputs))

    def forward(self, x):
        out = self.branch(x)
        out += self.shortcut(x)
        return torch.relu_(out)


def stages(width, count, blocks):
    layers, inputs = [], width
    for stage in range(count):
        for i in range(blocks):
            layers.append(Block(inputs, width << stage, 2 if stage > 0 and i == 0 else 1))
            inputs = width << stage
    return layers


def resnet20():
    return nn.Sequential(
        convolution(3, 16, 3, 1), nn.BatchNorm2d(16), nn.ReLU(True), *stages(16, 3, 3),
        nn.AvgPool2d(8), nn.Flatten(), nn.Linear(64, 10), nn.LogSoftmax(1))


def resnet18():
    return nn.Sequential(
        convolution(3, 64, 7, 2), nn.BatchNorm2d(64), nn.ReLU(True), nn.MaxPool2d(3, 2, 1), *stages(64, 4, 2),
        nn.AvgPool2d(7), nn.Flatten(), nn.Linear(512, 1000))


def vgg11():
    layers, inputs = [], 3
    for width in (64, "M", 128, "M", 256, 256, "M", 512, 512, "M", 512, 512, "M"):
        if width == "M":
            layers.append(nn.MaxPool2d(2))
        else:
            layers += [nn.Conv2d(inputs, width, 3, padding=1), nn.ReLU(True)]
            inputs = width
    return nn.Sequential(
        *layers, nn.Flatten(), nn.Linear(512 * 7 * 7, 4096), nn.ReLU(True), nn.Dropout(0.5),
        nn.Linear(4096, 4096), nn.ReLU(True), nn.Dropout(0.5), nn.Linear(4096, 1000))
