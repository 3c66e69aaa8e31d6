-- SPDX-License-Identifier: BSD-3-Clause
-- `xlua`: small helpers for scripts: a progress bar, printing, named arguments.
-- Each function is loaded when it is first asked for; what it adds to the tables of Lua itself
-- (string.split, table.splice, …, xprint, xerror, xrequire) is there from the start.
setfenv(1, require 'torch.globals')
require 'sys'

local files = {
  progress = 'xlua.progress',
  print = 'xlua.print', log = 'xlua.print', clearLog = 'xlua.print',
  formatTime = 'xlua.text', table2string = 'xlua.text',
  error = 'xlua.errors', trycatch = 'xlua.errors', require = 'xlua.errors', installed = 'xlua.errors',
  usage = 'xlua.arguments', unpack = 'xlua.arguments', unpack_class = 'xlua.arguments',
  usage_module = 'xlua.arguments', envparams = 'xlua.arguments',
  OptionParser = 'xlua.OptionParser',
  Profiler = 'xlua.Profiler',
}

local xlua = require('torch.autoload').listed({}, files)
publish('xlua', xlua)

require 'xlua.extend'
-- Loaded now, to know which globals are older than what the user makes.
for name, f in pairs(require 'xlua.globals') do rawset(xlua, name, f) end

rawset(_G, 'xprint', function(...) return xlua.print(...) end)
rawset(_G, 'xerror', function(...) return xlua.error(...) end)
rawset(_G, 'xrequire', function(...) return xlua.require(...) end)

return xlua
