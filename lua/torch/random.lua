-- SPDX-License-Identifier: BSD-3-Clause
-- torch.Generator: a random stream of its own, to be given as the first argument of any random
-- function. `torch._gen` is the stream that is used without one.

local torch = require 'torch.env'
local engine = require 'tocha'
local fail = require('torch.error').fail

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

-- state = torch.multinomialAliasSetup(p, [state]): what torch.multinomialAlias needs to draw from the
-- probabilities `p`: {aliases (Long), shares (of p's type)}. A state that is given is used again.
function torch.multinomialAliasSetup(p, state)
  if type(state) ~= 'table' then state = {} end
  state[1], state[2] = torch.multinomialAliasSetup_(p, state[1], state[2])
  return state
end

-- torch.multinomialAlias(output, state): fills the LongTensor `output` with positions drawn with
-- replacement; each costs the same, however many probabilities there are.
function torch.multinomialAlias(output, state)
  if type(state) ~= 'table' then
    fail('torch.multinomialAlias', 'a state of torch.multinomialAliasSetup expected, got ',
         torch.type(state))
  end
  return torch.multinomialAlias_(output, state[1], state[2])
end

return Generator
