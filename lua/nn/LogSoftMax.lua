-- SPDX-License-Identifier: BSD-3-Clause
-- nn.LogSoftMax(): log(exp(x) / sum exp(x)) over the classes: the elements of a vector, dimension 2 of
-- a batch (2-D, or 4-D with planes), dimension 1 of planes (3-D).

local define = require('tocha').nn.define

local LogSoftMax = torch.class('nn.LogSoftMax', 'nn.Module')
define(LogSoftMax)

return LogSoftMax
