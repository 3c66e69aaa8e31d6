-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Parallel(inputDimension, outputDimension): gives the i-th slice of the input along inputDimension to
-- the i-th child and joins the outputs along outputDimension.

local branches = require 'nn.branches'
local define = require('tocha').nn.define

local Parallel, parent = torch.class('nn.Parallel', 'nn.Container')
Parallel.__arguments = 'inputDimension:number, outputDimension:number'
define(Parallel)
Parallel.backward = nil -- as in nn.Module, by its two halves

function Parallel:__init(inputDimension, outputDimension)
  parent.__init(self)
  self.inputDimension = inputDimension
  self.outputDimension = outputDimension
end

function Parallel:accUpdateGradParameters(input, gradOutput, lr)
  nn.utils.accumulateIntoParameters(self, input, gradOutput, lr)
end

Parallel.__tostring__ = branches.draw

return Parallel
