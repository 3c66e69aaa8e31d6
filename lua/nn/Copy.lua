-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Copy([inType], [outType], [forceCopy], [dontCast]): the input in another type; both are the default
-- type where they are not given. Where both are the same, nothing is copied unless forceCopy is true.
-- With dontCast the module keeps its types when the network around it is cast.

local define = require('tocha').nn.define

local Copy, parent = torch.class('nn.Copy', 'nn.Module')
Copy.__arguments = '[inType:string], [outType:string], [forceCopy], [dontCast]'
define(Copy)

function Copy:__init(intype, outtype, forceCopy, dontCast)
  intype = intype or torch.getdefaulttensortype()
  outtype = outtype or torch.getdefaulttensortype()
  parent.__init(self)
  self.dontCast = dontCast
  nn.utils.checkType('nn.Copy', intype)
  nn.utils.checkType('nn.Copy', outtype)
  self.gradInput = torch.getmetatable(intype).new()
  self.output = torch.getmetatable(outtype).new()
  if not forceCopy and intype == outtype then self.passes = true end
end

function Copy:type(name, ...)
  if name and self.dontCast then return self end
  return parent.type(self, name, ...)
end

-- Torch7 wrote functions to pass the input on.
function Copy:read(file)
  parent.read(self, file)
  if rawget(self, 'updateOutput') then
    self.updateOutput, self.updateGradInput = nil, nil
    self.passes = true
  end
end

return Copy
