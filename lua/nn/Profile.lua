-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Profile(module, [print_interval], [name]): prints how long the module's forward and backward passes
-- took, each time after print_interval (default 100) of them.

local Profile, parent = torch.class('nn.Profile', 'nn.Decorator')
Profile.__arguments = 'module:module, [print_interval:number], [name]'

-- Its timer is in the files of a Profile, as nothing but its class: the one that is read runs from then on.
local Timer = torch.getmetatable('torch.Timer')
rawset(Timer, '__factory', torch.Timer)
function Timer.write() end
function Timer.read() end

function Profile:__init(module, print_interval, name)
  parent.__init(self, module)
  self.print_interval = print_interval or 100
  self.name = name or torch.type(module)
  self.module = module
  self.numFwds, self.numBwds = 0, 0
  self.summedFwdTime, self.summedBwdTime = 0, 0
  self.timer = torch.Timer()
end

-- Adds the time on the timer to the sum of one kind of passes, and reports when it is time to.
local function count(self, number, sum, kind)
  self[number] = self[number] + 1
  self[sum] = self[sum] + self.timer:time().real
  if self[number] % self.print_interval == 0 then
    print(('%s took %.3f seconds for %d %s passes'):format(self.name, self[sum], self.print_interval,
                                                           kind))
    self[number], self[sum] = 0, 0
  end
end

function Profile:updateOutput(input)
  self.timer:reset()
  parent.updateOutput(self, input)
  count(self, 'numFwds', 'summedFwdTime', 'forward')
  return self.output
end

function Profile:updateGradInput(input, gradOutput)
  self.timer:reset()
  parent.updateGradInput(self, input, gradOutput)
  count(self, 'numBwds', 'summedBwdTime', 'backward')
  return self.gradInput
end

return Profile
