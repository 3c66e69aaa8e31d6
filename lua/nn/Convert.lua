-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Convert([inputShape], [outputShape]): converts between data layouts named by letters: b for the
-- batch, f features, t time, c channels, h and w height and width. nn.Convert('bchw', 'bf') flattens
-- images, nn.Convert('bchw', 'bhwc') moves the channels. The input is converted to the type of the
-- output, which is all that nn.Convert() does. Without the batch's dimension the input is one sample.

local define = require('tocha').nn.define
local fail = require('torch.error').fail
local need = require 'nn.need'

local Convert, parent = torch.class('nn.Convert', 'nn.Container')
Convert.__arguments = '[inputShape:string], [outputShape:string]'
define(Convert)

function Convert:__init(inputShape, outputShape)
  if outputShape and not inputShape then fail('nn.Convert', 'the layout of the input is missing') end
  parent.__init(self)
  inputShape = need(self, 'the layout of the input', inputShape or 'b*', 'string')
  outputShape = need(self, 'the layout of the output', outputShape or inputShape, 'string')
  self.inputShape = inputShape:find('b') and inputShape or 'b' .. inputShape
  self.outputShape = outputShape:find('b') and outputShape or 'b' .. outputShape
  if (self.inputShape == 'b*') ~= (self.outputShape == 'b*') then
    fail('nn.Convert', "'", self.inputShape, "' and '", self.outputShape, "': both or none can be b*")
  end
  -- Torch7's fields: the numbers of dimensions (-1: any), whether only their order changes
  local function dimensions(shape) return shape == 'b*' and -1 or #shape end
  local function letters(shape)
    local list = {shape:byte(1, -1)}
    table.sort(list)
    return string.char(unpack(list))
  end
  self.nInputDim, self.nOutputDim = dimensions(self.inputShape), dimensions(self.outputShape)
  if #self.inputShape == #self.outputShape then
    self.transposition = letters(self.inputShape) == letters(self.outputShape)
  end
  self.inputBatchDim, self.outputBatchDim = self.inputShape:find('b'), self.outputShape:find('b')
end

return Convert
