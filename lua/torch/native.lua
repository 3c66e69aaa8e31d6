-- SPDX-License-Identifier: BSD-3-Clause
-- What Torch7 programs say to the C side of Torch7: addresses made into objects, allocators, and
-- settings of its C library that ours has no need of.

local torch = require 'torch.env'
local engine = require 'tocha'
local types = require 'torch.types'
local fail = require('torch.error').fail

-- torch.setheaptracking(on): in Torch7 it made tensor memory known to Lua's collector. Here that is
-- always so; the wish is only remembered.
torch._heaptracking = true

function torch.setheaptracking(on)
  if type(on) ~= 'boolean' then
    fail('torch.setheaptracking', 'boolean expected, got ', torch.type(on))
  end
  torch._heaptracking = on
end

-- torch.updateerrorhandlers(), torch.updatethreadlocals(): in Torch7 a Lua state that moved to
-- another thread had to say so, since its C library kept the state per thread. Ours keeps nothing.
function torch.updateerrorhandlers() end

function torch.updatethreadlocals()
  torch.setheaptracking(torch._heaptracking)
end

-- torch.Allocator: the class of other memory for tensors. As in Torch7 scripts cannot make one;
-- memory of their own becomes a storage by torch.FloatStorage(size, address).
torch.newmetatable('torch.Allocator')

-- torch.pushudata(pointer, name): an object of the class `name`, a tensor or a storage, for the one
-- of that class that lies at the address: a number, as torch.pointer gives it, or what t:cdata()
-- returns. It must still be alive there (threads that hand tensors over keep them with `retain`,
-- whose reference the new object takes over).
function torch.pushudata(pointer, name)
  local where = 'torch.pushudata'
  if type(pointer) == 'cdata' then
    pointer = tonumber(require('ffi').cast('intptr_t', pointer))
  end
  if type(pointer) ~= 'number' then
    fail(where, 'an address expected, got ', torch.type(pointer))
  end
  local class = type(name) == 'string' and torch.getmetatable(name)
  local is_storage = class and types.is_storage_class(class)
  if not class or not (is_storage or types.tensor_class(name)) then
    fail(where, 'the name of a tensor or storage class expected, got ', name)
  end
  local object = engine.pushudata(pointer, is_storage)
  if torch.typename(object) ~= name then
    fail(where, 'there is a ', torch.typename(object), ' at that address, not a ', name)
  end
  return object
end

return torch
