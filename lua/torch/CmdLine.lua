-- SPDX-License-Identifier: BSD-3-Clause
-- torch.CmdLine: the options of a program on its command line, and a log of what it prints.
--
--   cmd = torch.CmdLine()
--   cmd:text('Train a network')
--   cmd:option('-seed', 123, 'initial random seed')
--   params = cmd:parse(arg)                        -- {seed = 123}
--   cmd:log(cmd:string('run', params) .. '.log', params)

local torch = require 'torch.env'
local fail = require('torch.error').fail

local CmdLine = torch.class('torch.CmdLine', torch)

local help_flags = {['-h'] = true, ['-help'] = true, ['--help'] = true}

-- How a value given as text becomes a value of an option's type; nil if it cannot.
local from_text = {string = tostring, number = tonumber}

local function plain_name(key)
  return (key:gsub('^%-+', ''))
end

local function check_string(where, what, value)
  if type(value) ~= 'string' then fail(where, what, ' must be a string, not a ', type(value)) end
end

-- torch.CmdLine([argseparator], [keyseparator]): what `string` puts between two options (",") and
-- between an option and its value ("=").
function CmdLine:__init(argseparator, keyseparator)
  self.argseparator = argseparator or ','
  self.keyseparator = keyseparator or '='
  self.options = {}   -- key, as written on the command line -> {key, default, help, type}
  self.arguments = {} -- list of {key, help, type}
  self.helplines = {} -- texts, options and arguments in the order of the help
  self.silentio = false
end

-- Adds a line of text, by default an empty one, to the help.
function CmdLine:text(line)
  line = line or ''
  check_string('torch.CmdLine.text', 'the text', line)
  table.insert(self.helplines, line)
end

-- Declares an option: its name as it is typed ("-seed"), the value it has without being typed, a
-- line of help. A boolean option takes no value: typing it turns its default around. The type is
-- that of the default; only strings, numbers and booleans can be typed.
function CmdLine:option(key, default, help, kind)
  local where = 'torch.CmdLine.option'
  check_string(where, 'the name', key)
  kind = kind or type(default)
  if default == nil then fail(where, 'option ', key, ' has no default value') end
  if type(default) ~= kind then
    fail(where, 'the default of option ', key, ' is a ', type(default), ', not a ', kind)
  end
  self.options[key] = {key = key, default = default, help = help, type = kind}
  table.insert(self.helplines, self.options[key])
end

-- Declares an argument, which is told by its place and must be given; `kind` is "string", the
-- default, or "number".
function CmdLine:argument(key, help, kind)
  local where = 'torch.CmdLine.argument'
  check_string(where, 'the name', key)
  if kind ~= nil and not from_text[kind] then fail(where, 'argument ', key, ' cannot be a ', kind) end
  local argument = {key = key, help = help, type = kind}
  table.insert(self.arguments, argument)
  table.insert(self.helplines, argument)
end

-- The values of all options when none is typed, as a table by name.
function CmdLine:default()
  local params = {}
  for key, option in pairs(self.options) do
    params[plain_name(key)] = option.default
  end
  return params
end

-- What a mistake on the command line leads to: the help is shown and an error raised.
function CmdLine:error(message)
  self:help(self.parsed)
  fail('torch.CmdLine', message)
end

local function value_of(self, declared, text)
  local convert = from_text[declared.type or 'string']
  if not convert then self:error(declared.key .. ' is a ' .. declared.type .. ' and cannot be typed') end
  local value = convert(text)
  if value == nil then
    self:error(declared.key .. ' needs a ' .. declared.type .. ", got '" .. text .. "'")
  end
  return value
end

-- Reads the argument number `number`, which is the word at `at`, into `params`; returns how many
-- words it took. This and the next method are for classes that read their words in another way.
function CmdLine:__readArgument__(params, words, at, number)
  local word, argument = words[at], self.arguments[number]
  if not argument then
    self:error((word:find('^%-') and 'unknown option ' or 'unexpected argument ') .. word)
  end
  params[plain_name(argument.key)] = value_of(self, argument, word)
  return 1
end

-- The same for an option, whose value is the next word.
function CmdLine:__readOption__(params, words, at)
  local word = words[at]
  local option = self.options[word]
  if not option then self:error('unknown option ' .. word) end
  if option.type == 'boolean' then
    params[plain_name(word)] = not option.default
    return 1
  end
  if words[at + 1] == nil then self:error('option ' .. word .. ' needs a value') end
  params[plain_name(word)] = value_of(self, option, words[at + 1])
  return 2
end

-- Reads a list of words, by default the program's own (the global `arg`), and returns the values
-- of all options and arguments by name, without leading dashes. -h, -help and --help show the
-- help and end the program.
function CmdLine:parse(words)
  words = words or rawget(_G, 'arg') or {}
  self.parsed = words
  local params = self:default()
  local given = 0
  local at = 1
  while at <= #words do
    local word = words[at]
    if self.options[word] then
      at = at + self:__readOption__(params, words, at)
    elseif help_flags[word] then
      self:help(words)
      os.exit(0)
    else
      given = given + 1
      at = at + self:__readArgument__(params, words, at, given)
    end
  end
  if given < #self.arguments then
    self:error('argument <' .. plain_name(self.arguments[given + 1].key) .. '> is missing')
  end
  return params
end

-- A name for a run: `prefix`, then the arguments, then those options that differ from their
-- defaults, in alphabetical order: "run,seed=456,cuda=t". Names that are true in `ignore` are left
-- out; an option that is false there is put in even with its default value.
function CmdLine:string(prefix, params, ignore)
  ignore = ignore or {}
  local parts = {prefix or ''}
  local function add(to, name)
    local value = params[name]
    if type(value) == 'boolean' then value = value and 't' or 'f' end
    table.insert(to, name .. self.keyseparator .. tostring(value))
  end
  for _, argument in ipairs(self.arguments) do
    local name = plain_name(argument.key)
    if params[name] ~= nil and not ignore[name] then add(parts, name) end
  end
  local changed = {}
  for key, option in pairs(self.options) do
    local name = plain_name(key)
    local wanted = params[name] ~= option.default or ignore[name] == false
    if params[name] ~= nil and wanted and not ignore[name] then add(changed, name) end
  end
  table.sort(changed)
  for _, text in ipairs(changed) do
    table.insert(parts, text)
  end
  return table.concat(parts, self.argseparator)
end

-- From now on, what is printed goes to the log only.
function CmdLine:silent()
  self.silentio = true
end

-- Each line of the log gets the time in front ("%F %T", or `format` as os.date has it), and
-- "[name]: " after it if there is a name.
function CmdLine:addTime(name, format)
  format = format or '%Y-%m-%d %H:%M:%S'
  check_string('torch.CmdLine.addTime', 'the format', format)
  self.dateformat = format
  self.datename = name
end

local screen -- the `print` that was there before the first log

local function log_line(self, ...)
  local parts = {...}
  for i = 1, select('#', ...) do
    parts[i] = tostring(parts[i])
  end
  local line = table.concat(parts, '\t')
  if not self.dateformat then return line end
  local name = self.datename and '[' .. self.datename .. ']: ' or ' '
  return os.date(self.dateformat) .. name .. line
end

-- Sends all that is printed from now on to the file as well, which is a name or an open file, and
-- starts with the time and the values in `params`. It replaces the global `print`.
function CmdLine:log(file, params)
  if io.type(file) ~= 'file' then
    local opened, message = io.open(file, 'w')
    if not opened then fail('torch.CmdLine.log', 'cannot open ', message) end
    file = opened
  end
  screen = screen or _G.print
  local show = screen
  local function print_and_log(...)
    if not self.silentio then show(...) end
    local ok, message = file:write(log_line(self, ...), '\n')
    if ok then ok, message = file:flush() end
    if not ok then fail('torch.CmdLine.log', 'cannot write: ', message) end
  end
  print_and_log('[program started on ' .. os.date() .. ']')
  print_and_log('[command line arguments]')
  local names = {}
  for name in pairs(params or {}) do
    table.insert(names, name)
  end
  table.sort(names, function(a, b) return tostring(a) < tostring(b) end)
  for _, name in ipairs(names) do
    print_and_log(name, params[name])
  end
  print_and_log('[----------------------]')
  rawset(_G, 'print', print_and_log)
end

-- Shows how the program is called and what its options are; `words` is what `parse` reads.
function CmdLine:help(words)
  local usage = {'Usage:'}
  if words and words[0] then table.insert(usage, words[0]) end
  table.insert(usage, '[options]')
  for _, argument in ipairs(self.arguments) do
    table.insert(usage, '<' .. plain_name(argument.key) .. '>')
  end
  local function label(entry)
    return entry.default == nil and '<' .. plain_name(entry.key) .. '>' or entry.key
  end
  local width = 0
  for _, entry in ipairs(self.helplines) do
    if type(entry) == 'table' then width = math.max(width, #label(entry)) end
  end
  io.write(table.concat(usage, ' '), '\n')
  for _, entry in ipairs(self.helplines) do
    if type(entry) == 'string' then
      io.write(entry, '\n')
    else
      local name = label(entry)
      io.write('  ', name, (' '):rep(width - #name))
      if entry.help then io.write(' ', entry.help) end
      if entry.default ~= nil then io.write(' [', tostring(entry.default), ']') end
      io.write('\n')
    end
  end
end

return CmdLine
