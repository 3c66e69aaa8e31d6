-- SPDX-License-Identifier: BSD-3-Clause
-- refuse_class(where, value, kind): fails if `value` is a class where an object of one is meant, which
-- happens where the parentheses of nn.ReLU() were forgotten. `kind`: what such an object is.

local fail = require('torch.error').fail

return function(where, value, kind)
  if type(value) ~= 'table' then return end
  local class = rawget(value, '__constructor') and value or getmetatable(value)
  local constructor = type(class) == 'table' and rawget(class, '__constructor')
  if not constructor or class ~= value and constructor ~= value then return end
  local name = rawget(class, '__typename')
  fail(where, name, ' is a class: ', name, '() makes a ', kind)
end
