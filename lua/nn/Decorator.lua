-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Decorator(module): does what the module in it does. For classes that add something to a module;
-- nn.Decorator.decorate(class) gives a class that is none these methods.

local define = require('tocha').nn.define

local Decorator, parent = torch.class('nn.Decorator', 'nn.Container')
Decorator.__arguments = 'module:module'
define(Decorator)
Decorator.backward = nil -- the two halves, which classes built on this one may have their own of

function Decorator:__init(module)
  parent.__init(self)
  self.modules[1] = module
end

function Decorator:accUpdateGradParameters(input, gradOutput, lr)
  self:rethrowErrors(self.modules[1], 1, 'accUpdateGradParameters', input, gradOutput, lr)
end

function Decorator:sharedAccUpdateGradParameters(input, gradOutput, lr)
  self:rethrowErrors(self.modules[1], 1, 'sharedAccUpdateGradParameters', input, gradOutput, lr)
end

function Decorator:__tostring__()
  return torch.type(self) .. ' @ ' .. tostring(self.modules[1])
end

function Decorator.decorate(class)
  for _, name in ipairs {'updateOutput', 'updateGradInput', 'accGradParameters',
                         'accUpdateGradParameters', 'sharedAccUpdateGradParameters', '__tostring__'} do
    class[name] = Decorator[name]
  end
end

return Decorator
