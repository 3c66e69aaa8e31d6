-- SPDX-License-Identifier: BSD-3-Clause
-- torch.Generator: a random stream of its own, to be given as the first argument of any random
-- function. `torch._gen` is the stream that is used without one.

local torch = require 'torch.env'
local engine = require 'tocha'

local Generator = torch.newmetatable('torch.Generator', nil, engine.generator, nil, engine.generator)

torch._gen = engine.generator_type(Generator)

-- In files: the bytes of the state, as torch.getRNGState gives them.
function Generator:write(file)
  file:writeByte(torch.getRNGState(self):storage())
end

function Generator:read(file)
  local state = torch.ByteTensor(torch.getRNGState(self):nElement())
  file:readByte(state:storage())
  torch.setRNGState(self, state)
end

return Generator
