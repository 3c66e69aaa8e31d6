-- SPDX-License-Identifier: BSD-3-Clause
-- A function for each name in trepl.colors: c.red(text) is the text in red.

local colors = require 'trepl.colors'

local M = {}
for name in pairs(colors) do
  M[name] = function(text) return colors[name] .. text .. colors.none end
end

return M
