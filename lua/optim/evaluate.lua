-- SPDX-License-Identifier: BSD-3-Clause
-- The common beginning of all methods: f and its gradient at x, checked before anything is updated.
local fail = require('torch.error').fail

-- Calls opfunc(x) for the method `name`; returns f(x) and df/dx.
return function(name, opfunc, x)
  local value, gradient = opfunc(x)
  if not torch.isTensor(gradient) then
    fail(name, 'opfunc must return f(x) and df/dx, got ', torch.type(value), ' and ', torch.type(gradient))
  end
  if gradient:nElement() ~= x:nElement() then
    fail(name, 'x has ', x:nElement(), ' elements and df/dx has ', gradient:nElement())
  end
  return value, gradient
end
