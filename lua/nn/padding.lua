-- SPDX-License-Identifier: BSD-3-Clause
-- What the paddings of images and volumes have in common: `implement(class, parent, prefix, sides)`
-- gives a class its constructor and its text. Constructors take a number for each of `sides`, kept in
-- the field prefix .. side; what is not given is as the first one.

local define = require('tocha').nn.define

local M = {}

M.image = {'l', 'r', 't', 'b'}
M.volume = {'left', 'right', 'top', 'bottom', 'front', 'back'}

function M.implement(class, parent, prefix, sides)
  define(class)

  function class:__init(...)
    parent.__init(self)
    local numbers = {...}
    for i, side in ipairs(sides) do
      self[prefix .. side] = numbers[i] or numbers[1]
    end
  end

  function class:__tostring__()
    local parts = {}
    for i, side in ipairs(sides) do
      parts[i] = ('%s=%d'):format(side, self[prefix .. side])
    end
    return ('%s(%s)'):format(torch.type(self), table.concat(parts, ', '))
  end
end

return M
