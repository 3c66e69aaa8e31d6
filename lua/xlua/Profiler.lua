-- SPDX-License-Identifier: BSD-3-Clause
-- A stopwatch with names: real and processor time of each part of a program.
local clock = require('sys').clock
local fail = require('torch.error').fail

local Profiler = {}
Profiler.__index = Profiler

-- The event `name`, which must have been started.
local function event(self, name)
  return self.events[name] or fail('xlua.Profiler', "no event '", name, "' was started")
end

--- profiler:start(name [, 'fps']): starts (or starts anew) the event; with 'fps' reports show how
-- often a second it could happen.
function Profiler:start(name, fps)
  local one = self.events[name]
  if not one then
    one = { name = name }
    self.events[name] = one
    self.list[#self.list + 1] = one
  end
  one.cpu, one.real = os.clock(), clock()
  if fps == 'fps' then one.fps = true end
  if self.verbose then
    io.write('<' .. name .. '>')
    io.flush()
  end
end

--- profiler:setColor(name, color): keeps a colour with the event, for displays.
function Profiler:setColor(name, color) event(self, name).color = color end

--- profiler:cpu(name [, divider]), profiler:real(name [, divider]): seconds since the start, of the
-- processor and by the clock.
function Profiler:cpu(name, divider)
  local one = event(self, name)
  one.cpud = (os.clock() - one.cpu) / (divider or 1)
  return one.cpud
end

function Profiler:real(name, divider)
  local one = event(self, name)
  one.reald = (clock() - one.real) / (divider or 1)
  return one.reald
end

--- profiler:lap(name [, divider]): both, real time first.
function Profiler:lap(name, divider)
  local real, cpu = self:real(name, divider), self:cpu(name, divider)
  if self.verbose then
    io.write('\r')
    self:print(name)
  end
  return real, cpu
end

--- profiler:format(name), profiler:formatAll(): the report as text; -1 where nothing was measured.
function Profiler:format(name)
  local one = event(self, name)
  return ('$ real | cpu: %f | %f <%s>'):format(one.reald or -1, one.cpud or -1, name)
end

function Profiler:formatAll()
  local lines = { '$ profiler report:' }
  for _, one in ipairs(self.list) do
    local text = ('$ real %f | cpu %f <%s>'):format(one.reald or -1, one.cpud or -1, one.name)
    if one.fps and one.reald then text = text .. (' = %f fps'):format(1 / one.reald) end
    lines[#lines + 1] = text
  end
  return table.concat(lines, '\n')
end

--- profiler:print(name), profiler:printAll(): prints the report, unless the profiler is off.
function Profiler:print(name)
  if not self.off then print(self:format(name)) end
end

function Profiler:printAll()
  if not self.off then print(self:formatAll()) end
end

--- xlua.Profiler([mode [, verbose]]): a profiler; mode 'off' makes it print nothing.
local function new(mode, verbose)
  return setmetatable({ events = {}, list = {}, off = mode == 'off', verbose = verbose or false }, Profiler)
end

return { Profiler = new }
