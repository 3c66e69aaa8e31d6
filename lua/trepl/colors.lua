-- SPDX-License-Identifier: BSD-3-Clause
-- What to print to switch a terminal to a colour, as sys.COLORS has it, and to other styles. noColors()
-- empties it.

local colors = {
  bright = '\27[1m', dim = '\27[2m', underline = '\27[4m', blink = '\27[5m', reverse = '\27[7m',
  hidden = '\27[8m',
}
for name, code in pairs(require 'sys.colors') do colors[name] = code end

return colors
