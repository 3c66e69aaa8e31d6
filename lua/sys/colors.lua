-- SPDX-License-Identifier: BSD-3-Clause
-- sys.COLORS: what to print to switch a terminal to a colour; `none` switches back. Small names are
-- normal, capital ones bold, those with '_' in front set the background.

local colors = {none = '\27[0m'}
for i, name in ipairs {'black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'} do
  colors[name] = '\27[0;' .. 29 + i .. 'm'
  colors[name:gsub('^%l', string.upper)] = '\27[1;' .. 29 + i .. 'm'
  colors['_' .. name] = '\27[' .. 39 + i .. 'm'
end

return colors
