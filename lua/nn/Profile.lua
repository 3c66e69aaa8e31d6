-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Profile(module, [print_interval], [name]): prints how long the module's forward and backward passes
-- took, each time after print_interval (default 100) of them.

local Profile, parent = torch.class('nn.Profile', 'nn.Decorator')

function Profile:__init(module, print_interval, name)
  parent.__init(self, module)
  self.print_interval = print_interval or 100
  self.name = name or torch.type(module)
  self.module = module
  self.numFwds, self.numBwds = 0, 0
  self.summedFwdTime, self.summedBwdTime = 0, 0
end

-- Adds the time since `start` to the sum of one kind of passes, and reports when it is time to.
local function count(self, start, number, sum, kind)
  self[number] = self[number] + 1
  self[sum] = self[sum] + (require('sys').clock() - start)
  if self[number] % self.print_interval == 0 then
    print(('%s took %.3f seconds for %d %s passes'):format(self.name, self[sum], self.print_interval,
                                                           kind))
    self[number], self[sum] = 0, 0
  end
end

function Profile:updateOutput(input)
  local start = require('sys').clock()
  parent.updateOutput(self, input)
  count(self, start, 'numFwds', 'summedFwdTime', 'forward')
  return self.output
end

function Profile:updateGradInput(input, gradOutput)
  local start = require('sys').clock()
  parent.updateGradInput(self, input, gradOutput)
  count(self, start, 'numBwds', 'summedBwdTime', 'backward')
  return self.gradInput
end

return Profile
