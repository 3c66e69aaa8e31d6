-- SPDX-License-Identifier: BSD-3-Clause
-- Reading or writing an object calls many functions, and their errors name them
-- ("torch.File.readInt: ..."). What the user called is the whole.

local patterns = {'torch%.File%.[%w_]+: ', 'torch%.Storage%.%w+: ', 'torch%.DiskFile: ',
                  'torch%.ReplacingFile: '}

-- The error `err` under the name `where`; what is no text of ours stays as it is.
return function(where, err)
  if type(err) ~= 'string' then return err end
  for _, pattern in ipairs(patterns) do
    local text, count = err:gsub(pattern, function() return where .. ': ' end, 1)
    if count > 0 then return text end
  end
  return err
end
