-- SPDX-License-Identifier: BSD-3-Clause
-- Where a function of a program's ends that is no more on the stack: `return torch.cmul(a, b)` is a tail
-- call, which gives the function's place on the stack to torch.cmul, so an error in it has no line of
-- the program. The bytecode tells the lines of a function that end so.

local is_own = require('torch.own_files').is_own
local has_util, util = pcall(require, 'jit.util')

local M = {}

-- The opcodes of tail calls, read off functions that end in one.
local tail_calls = {}
local function learn(f)
  local count = util.funcinfo(f).bytecodes
  tail_calls[util.funcbc(f, count - 1) % 256] = true
end
if has_util then
  learn(function(f) return f() end)
  learn(function(f, ...) return f(...) end)
end

-- lost_line(f): "layer.lua:12: ", where the function f of a program calls another and ends: the line, if
-- there is one such, else the one that f begins in. Nil for our functions, those in C, and those
-- without a tail call.
function M.lost_line(f)
  if not has_util or type(f) ~= 'function' then return nil end
  local info = debug.getinfo(f, 'S')
  if info.what == 'C' or is_own(info.source) then return nil end
  local line
  for pc = 1, util.funcinfo(f).bytecodes - 1 do
    if tail_calls[util.funcbc(f, pc) % 256] then
      local at = util.funcinfo(f, pc).currentline
      if line and line ~= at then
        line = info.linedefined
        break
      end
      line = at
    end
  end
  return line and info.short_src .. ':' .. line .. ': '
end

return M
