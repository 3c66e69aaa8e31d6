-- SPDX-License-Identifier: BSD-3-Clause
-- Raising and catching errors, and modules that may be missing.
local native = require('tocha').paths
local colors = require('sys').COLORS

local errors = {}

--- xlua.error(message [, domain [, usage]]): raises "<domain> message", with the usage text on the
-- lines below; red where error output goes to a terminal.
function errors.error(message, domain, usage)
  local text = tostring(message)
  if domain then text = '<' .. domain .. '> ' .. text end
  if native.columns(2) then text = colors.Red .. text .. colors.none end
  if usage then text = text .. '\n' .. tostring(usage) end
  error(text, 2)
end

--- xlua.trycatch(try, catch): calls `try`; if that fails, `catch` with the error.
function errors.trycatch(try, catch)
  local ok, message = pcall(try)
  if not ok then catch(message) end
end

--- xlua.require(name): the module, or false after a printed warning where it cannot be loaded.
function errors.require(name)
  local ok, module = pcall(require, name)
  if ok then return module end
  print(module)
  print('warning: <' .. name .. '> could not be loaded (is it installed?)')
  return false
end

--- xlua.installed(name): whether `require(name)` would find a module, and the name of its file.
function errors.installed(name)
  local file = name:gsub('%.', '/')
  for template in (package.path .. ';' .. package.cpath):gmatch('[^;]+') do
    local candidate = template:gsub('%?', (file:gsub('%%', '%%%%')))
    local opened = io.open(candidate)
    if opened then
      opened:close()
      return true, candidate
    end
  end
  return package.loaded[name] ~= nil or package.preload[name] ~= nil
end

return errors
