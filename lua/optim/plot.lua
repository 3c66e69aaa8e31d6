-- SPDX-License-Identifier: BSD-3-Clause
-- Draws the curves of an optim.Logger with the program gnuplot. A plot is never worth a training
-- run: whatever goes wrong here ends in one printed warning.
local paths = require 'paths'

local kStyles = {
  ['.'] = 'with dots',
  ['+'] = 'with points',
  ['-'] = 'with lines',
  ['+-'] = 'with linespoints',
  ['~'] = 'with lines',
  ['|'] = 'with boxes',
}

-- A style in gnuplot's words, in the two places where they must stand; a style of the user's own
-- words may begin with "with" or not.
local function words(style)
  local smooth = style == '~' and ' smooth csplines' or ''
  if kStyles[style] then return kStyles[style], smooth end
  return style:find('^%s*w%a*%s') and style or 'with ' .. style, smooth
end

-- As gnuplot's string.
local function quoted(text) return "'" .. tostring(text):gsub("'", "''"):gsub('[%c]', ' ') .. "'" end

local function warn(logger, message)
  if logger.warned then return end
  logger.warned = true
  print('<Logger> warning: cannot plot ' .. logger.name .. ': ' .. message)
end

-- The points of a column: position and value; what is no finite number is left out.
local function points(values)
  local lines = {}
  for i, value in ipairs(values) do
    local number = tonumber(value)
    if number and number == number and math.abs(number) ~= math.huge then
      lines[#lines + 1] = ('%d %.9g'):format(i, number)
    end
  end
  return lines
end

-- The gnuplot commands that draw these columns; nil when none has two points.
local function commands(logger, columns)
  local text, curves = {}, {}
  for _, column in ipairs(columns) do
    local lines = points(logger.symbols[column])
    if #lines > 1 then
      local block = '$curve' .. #text
      text[#text + 1] = block .. ' << EOD\n' .. table.concat(lines, '\n') .. '\nEOD'
      for _, style in ipairs(logger.styles[column]) do
        if style == '~' and #lines < 3 then style = '-' end  -- no curve goes smoothly through two
        local drawn, smooth = words(style)
        curves[#curves + 1] = block .. ' using 1:2' .. smooth .. ' title '
          .. quoted(logger.names[column]) .. ' noenhanced ' .. drawn
      end
    end
  end
  if not curves[1] then return nil end
  text[#text + 1] = 'set title ' .. quoted('<Logger::' .. logger.name .. '>') .. ' noenhanced\nset grid'
  text[#text + 1] = logger.logscale and 'set logscale y' or 'unset logscale y'
  text[#text + 1] = logger.plotRawCmd or ''
  text[#text + 1] = 'plot ' .. table.concat(curves, ', ')
  return table.concat(text, '\n') .. '\n'
end

-- Runs gnuplot on the script; returns what it complained about, nil if it succeeded.
local function run(script)
  local name = os.tmpname()
  local file, message = io.open(name, 'w')
  if not file then return message end
  file:write(script)
  file:close()
  local pipe = io.popen('gnuplot ' .. name .. ' 2>&1; echo " $?"')
  local said = pipe and pipe:read('*a') or 'it cannot be run'
  if pipe then pipe:close() end
  os.remove(name)
  if said:find(' 0%s*$') then return nil end
  return 'gnuplot: ' .. said:gsub('%s+', ' ')
end

-- Draws into a file beside the target, which then takes its place: a viewer never sees half of it.
local function draw(file, terminal, plot)
  local part = file .. '.part'
  local complaint = run('set terminal ' .. terminal .. '\nset output ' .. quoted(part) .. '\n' .. plot)
  if not complaint then
    local renamed, message = os.rename(part, file)
    if not renamed then return message end
  end
  os.remove(part)
  return complaint
end

-- Shows the plot in a window. One gnuplot is kept for each logger, so that the window stays; should
-- it end, `cat` takes what we write to it, since a broken pipe would end this program too.
local windows = setmetatable({}, { __mode = 'k' })
local function show(logger, plot)
  if not (os.getenv('DISPLAY') or os.getenv('WAYLAND_DISPLAY')) then return end
  windows[logger] = windows[logger]
    or io.popen('gnuplot -persist >/dev/null 2>&1 || cat >/dev/null', 'w')
  if windows[logger] then
    windows[logger]:write(plot)
    windows[logger]:flush()
  end
end

return function(logger, columns)
  if not paths.findprogram('gnuplot') then
    return warn(logger, 'the program gnuplot is not installed')
  end
  local plot = commands(logger, columns)
  if not plot then return end
  local complaint = logger.svgfile and draw(logger.svgfile, 'svg size 800,600 dynamic', plot)
  complaint = complaint or logger.epsfile and draw(logger.epsfile, 'postscript eps color', plot)
  if complaint then warn(logger, complaint) end
  if logger.showPlot then show(logger, plot) end
end
