-- SPDX-License-Identifier: BSD-3-Clause
-- `dok`: functions that explain their arguments, as old packages of Torch7 use them. They are xlua's;
-- there are no pages for dok.help to show.

setfenv(1, require 'torch.globals')
local xlua = require 'xlua'

local dok = {
  usage = xlua.usage,    -- dok.usage(name, description, example, ...)
  unpack = xlua.unpack,  -- dok.unpack({...}, name, description, ...)
  error = xlua.error,    -- dok.error(message, domain)
  inline = {},           -- documented object -> text
  colors = {},
}

-- dok.usecolors(), dok.dontusecolors(): whether texts have colours.
function dok.usecolors()
  for name, code in pairs(require 'sys.colors') do dok.colors[name] = code end
end

function dok.dontusecolors()
  for name in pairs(dok.colors) do dok.colors[name] = '' end
end
dok.usecolors()

-- dok.help(object, [as_text]): prints what dok.inline has for the object, or returns it.
function dok.help(object, as_text)
  local text = object ~= nil and dok.inline[object] or 'undocumented symbol'
  if as_text then return text end
  print(text)
end

return publish('dok', dok)
