-- SPDX-License-Identifier: BSD-3-Clause
-- Command line options in the manner of Python's optparse, as older scripts use them
-- (new ones have torch.CmdLine):
--   local op = xlua.OptionParser('%prog [options]')
--   op:option{'-s', '--save', action = 'store', dest = 'save', help = 'where to save', default = '.'}
--   local options, args = op:parse()
local OptionParser = {}
OptionParser.__index = OptionParser

local function takes_value(option) return option.action == nil or option.action == 'store' end

--- parser:option{flag, ..., action=, dest=, help=, default=, req=, metavar=}: adds an option.
-- `action` is 'store' (the default: the flag is followed by a value), 'store_true', 'store_false'.
function OptionParser:option(option)
  table.insert(self.option_descriptions, option)
  for _, flag in ipairs(option) do self.option_of[flag] = option end
end

--- parser:fail(message): shows message and help, ends the program with status 1.
function OptionParser:fail(message)
  io.stderr:write(message, '\n')
  self:help()
  os.exit(1)
end

-- The words of the command line, with --flag=value taken apart.
local function words()
  local list = {}
  for _, word in ipairs(_G.arg) do
    local flag, value = word:match('^(%-%-%w+)=(.*)')
    list[#list + 1] = flag or word
    if flag then list[#list + 1] = value end
  end
  return list
end

local function read_words(self, options)
  local rest = {}
  local list = words()
  local i = 1
  while list[i] do
    local word = list[i]
    local option = self.option_of[word]
    if not option then
      if word:sub(1, 1) == '-' then self:fail('invalid option ' .. word) end
      rest[#rest + 1] = word
    elseif takes_value(option) then
      i = i + 1
      local value = list[i]
      if value == nil then value = option.default end
      if value == nil then self:fail('option requires an argument ' .. word) end
      options[option.dest] = value
    else
      options[option.dest] = option.action == 'store_true'
    end
    i = i + 1
  end
  return rest
end

--- parser:parse([options]): reads the global `arg`; returns the options by `dest` and the list of
-- the other words. -h shows the help and ends the program, a wrong command line does so with an
-- error. `options.__main__` tells whether there was a command line at all.
function OptionParser:parse(options)
  options = options or {}
  self.options = options
  for _, option in ipairs(self.option_descriptions) do
    if options[option.dest] == nil then options[option.dest] = option.default end
  end
  options.__main__ = _G.arg ~= nil
  if not _G.arg then return options, {} end

  local rest = read_words(self, options)
  if options.help then
    self:help()
    os.exit()
  end
  for _, option in ipairs(self.option_descriptions) do
    if option.req and not options[option.dest] then
      self:fail('option ' .. option[1] .. ' requires an argument')
    end
  end
  return options, rest
end

--- parser:flags(option): the option's flags as the help shows them.
function OptionParser:flags(option)
  local shown = {}
  for i, flag in ipairs(option) do
    shown[i] = flag
    if takes_value(option) then
      shown[i] = flag .. (#flag == 2 and ' ' or '=') .. (option.metavar or option.dest:upper())
    end
  end
  return table.concat(shown, ', ')
end

--- parser:help(): prints usage and options; '%prog' in the usage becomes the program's name.
function OptionParser:help()
  local given = _G.arg or {}
  local program = given[0] or 'THISPROG'
  if given[-1] then program = given[-1] .. ' ' .. program end
  local usage = (self.usage or '%prog'):gsub('%%prog', (program:gsub('%%', '%%%%')))
  io.stdout:write('Usage: ', usage, '\n\nOptions:\n')
  local width = 0
  for _, option in ipairs(self.option_descriptions) do width = math.max(width, #self:flags(option)) end
  for _, option in ipairs(self.option_descriptions) do
    local flags = self:flags(option)
    local default = option.req and ' [REQUIRED]'
      or option.default and ' [default = ' .. tostring(option.default) .. ']' or ''
    io.stdout:write('  ', flags, string.rep(' ', width - #flags), '  ', option.help or '', default, '\n')
  end
end

--- parser:tostring([for_file_name [, flags]]): the options after parse() as text: a list for people,
-- or 'flag=value,…' fit for a file name, of all options or of those whose first flag is in `flags`.
function OptionParser:tostring(for_file_name, flags)
  local parts = {}
  if not for_file_name then
    parts[1] = '<' .. ((_G.arg and _G.arg[0]) or 'interpreted'):gsub('%.lua$', '') .. '> configuration:\n'
    for _, option in ipairs(self.option_descriptions) do
      local value = self.options[option.dest]
      if value ~= nil then parts[#parts + 1] = ' + ' .. option.dest .. ' = ' .. tostring(value) .. '\n' end
    end
    return table.concat(parts)
  end
  local wanted = {}
  for _, flag in ipairs(flags or {}) do wanted[flag] = true end
  for _, option in ipairs(self.option_descriptions) do
    local value = self.options[option.dest]
    if value and (next(wanted) == nil or wanted[option[1]]) then
      parts[#parts + 1] = option[1] .. '=' .. tostring(value)
    end
  end
  return (table.concat(parts, ','):gsub('/', '|'):gsub(' ', '_'))
end

--- parser:summarize([for_file_name]): writes that text.
function OptionParser:summarize(for_file_name) io.write(self:tostring(for_file_name, {})) end

--- xlua.OptionParser(usage): a parser that knows -h and --help.
local function new(usage)
  local parser = setmetatable({ usage = usage, option_descriptions = {}, option_of = {} }, OptionParser)
  parser:option {
    '-h', '--help', action = 'store_true', dest = 'help', help = 'show this help message and exit',
  }
  return parser
end

return { OptionParser = new }
