-- SPDX-License-Identifier: BSD-3-Clause
-- package.searchpath, which a plain Lua 5.1 lacks: the first file that `path` has for a module, or nil
-- and the files that it looked for.

return package.searchpath or function(name, path)
  local file_name = name:gsub('%.', '/'):gsub('%%', '%%%%')
  local looked_for = {}
  for template in path:gmatch('[^;]+') do
    local name_of_file = template:gsub('%?', file_name)
    local file = io.open(name_of_file)
    if file then
      file:close()
      return name_of_file
    end
    looked_for[#looked_for + 1] = "\n\tno file '" .. name_of_file .. "'"
  end
  return nil, table.concat(looked_for)
end
