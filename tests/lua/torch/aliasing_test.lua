-- SPDX-License-Identifier: BSD-3-Clause
-- Results that are an operand as well, of other sizes too, or overlap one: they get what a result of
-- its own gets.

local torch = require 'torch'

local tester = torch.Tester()
local suite = torch.TestSuite()

local function matrix() return torch.Tensor{{3, 1, 2}, {6, 5, 4}, {9, 7, 8}} end
local function transposed() return matrix():t() end

function suite.the_operand_as_the_result()
  local arguments = {
    add = {3}, cmul = {torch.ones(3, 3)}, cmax = {2}, exp = {}, pow = {2}, clamp = {2, 5},
    cumsum = {1}, cumprod = {2}, sum = {1}, prod = {2}, mean = {1}, var = {1}, std = {2}, norm = {2, 1},
    renorm = {2, 1, 1}, tril = {}, triu = {}, diag = {}, reshape = {9}, repeatTensor = {2, 1},
    expand = {3, 3}, squeeze = {}, gather = {1, torch.LongTensor{{2, 1, 3}}}, histc = {3}, bhistc = {3},
    cross = {torch.eye(3), 1}, cat = {torch.ones(1, 3), 1}, match = {torch.ones(2, 3)},
    mm = {torch.ones(3, 2)}, mv = {torch.ones(3)},
  }
  for name, list in pairs(arguments) do
    for _, make in ipairs {matrix, transposed} do
      local x = make()
      torch[name](x, x, unpack(list))
      tester:eq(x:totable(), torch[name](make(), unpack(list)):totable(), name)
    end
  end
end

function suite.an_operand_as_values_or_as_places()
  local arguments = {sort = {2}, max = {1}, min = {2}, topk = {2}, kthvalue = {2}, median = {}, mode = {1}}
  for name, list in pairs(arguments) do
    for _, make in ipairs {matrix, transposed} do
      local values, places = torch[name](make(), unpack(list))
      local x, p = make(), torch.LongTensor()
      torch[name](x, p, x, unpack(list))
      tester:eq({x:totable(), p:totable()}, {values:totable(), places:totable()}, name)
      local v = torch.LongTensor()
      x = make():long()
      torch[name](v, x, x, unpack(list))
      tester:eq({v:totable(), x:totable()}, {values:totable(), places:totable()}, name)
    end
  end
end

function suite.products()
  local m = matrix()
  local square = torch.mm(m, m):totable()
  torch.mm(m, m, m)
  tester:eq(m:totable(), square)
  m = matrix()
  local want = torch.addmm(m, m, transposed()):totable()
  m:addmm(m, m:t())
  tester:eq(m:totable(), want)
  local v = torch.range(1, 3)
  want = torch.mv(matrix(), v):totable()
  tester:eq(torch.mv(v, matrix(), v):totable(), want)
  v = torch.range(1, 3)
  tester:eq(torch.ger(v, v, torch.range(1, 2)):totable(), {{1, 2}, {2, 4}, {3, 6}})
  local right = torch.Tensor{{1, 2}, {3, 4}, {5, 6}}
  want = torch.mm(matrix(), right):totable()
  tester:eq(torch.mm(right, matrix(), right):totable(), want)
  local wide = torch.range(1, 6):view(1, 2, 3)
  want = torch.addbmm(torch.ones(2, 2), wide, wide:transpose(2, 3)):totable()
  tester:eq(torch.addbmm(wide, torch.ones(2, 2), wide, wide:transpose(2, 3)):totable(), want)
end

function suite.views_that_overlap()
  local x = torch.range(1, 6)
  x:narrow(1, 1, 5):copy(x:narrow(1, 2, 5))
  tester:eq(x:totable(), {2, 3, 4, 5, 6, 6})
  x = torch.range(1, 6)
  x:narrow(1, 2, 5):copy(x:narrow(1, 1, 5))
  tester:eq(x:totable(), {1, 1, 2, 3, 4, 5})
  x = torch.range(1, 6)
  x:narrow(1, 2, 5):add(x:narrow(1, 1, 5))
  tester:eq(x:totable(), {1, 3, 5, 7, 9, 11})
  x = matrix()
  x:copy(x:t())
  tester:eq(x:totable(), transposed():totable())
  x = matrix()
  x:add(x:t())
  tester:eq(x:totable(), (matrix() + transposed()):totable())
end

function suite.choosing_elements()
  local x = matrix()
  tester:eq(x:index(x, 1, torch.LongTensor{3, 1}):totable(), {{9, 7, 8}, {3, 1, 2}})
  x = matrix()
  tester:eq(x:maskedSelect(x, x:gt(5)):totable(), {6, 9, 7, 8})
  x = matrix()
  tester:eq(x:maskedCopy(x:gt(5), x):totable(), {{3, 1, 2}, {3, 5, 4}, {1, 2, 6}})
  x = matrix()
  tester:eq(x:indexCopy(1, torch.LongTensor{2, 3}, x:narrow(1, 1, 2)):totable(),
            {{3, 1, 2}, {3, 1, 2}, {6, 5, 4}})
  x = matrix()
  tester:eq(x:indexAdd(1, torch.LongTensor{2, 3}, x:narrow(1, 1, 2)):totable(),
            {{3, 1, 2}, {9, 6, 6}, {15, 12, 12}})
  x = matrix()
  tester:eq(torch.cat(x, x, x, 1):totable(), torch.cat(matrix(), matrix(), 1):totable())
  local bytes = torch.ByteTensor{1, 2, 3}
  tester:eq(torch.lt(bytes, bytes, 2):totable(), {1, 0, 0})
  local places = torch.LongTensor{3, 0, 2}
  tester:eq(places.nonzero(places, places):totable(), {{1}, {3}})
end

-- A result never reaches elements of another tensor: a view with gaps takes them in its own places. One
-- that has not as many, and what has others' elements behind it and grows, moves to a storage of its own.
function suite.results_keep_to_their_elements()
  local function calls(columns)
    local x, wide = torch.ones(3, columns), torch.ones(3, 4)
    local long = torch.LongTensor{1, 2, 3}
    return {
      cmul = {x, x}, cdiv = {x, x}, add = {x, 1, x}, csub = {x, 1, x}, cpow = {x, x}, cmax = {x, x},
      cmin = {x, 0},
      fmod = {x, 2}, addcmul = {x, 1, x, x}, addcdiv = {x, 1, x, x}, exp = {x}, sigmoid = {x}, pow = {x, 2},
      clamp = {x, 0, 1}, abs = {x}, neg = {x}, sum = {wide, 2}, mean = {wide, 2}, var = {wide, 2},
      norm = {wide, 2, 2},
      prod = {wide, 2}, cumsum = {x, 1}, sort = {x, 1},
      mm = {wide, torch.ones(4, columns)}, index = {x, 1, long},
      gather = {x, 1, torch.LongTensor(3, columns):fill(1)}, cat = {x:narrow(1, 1, 1), x:narrow(1, 2, 2), 1},
      tril = {x}, renorm = {torch.ones(3, columns), 2, 1, 1}, reshape = {x, 3, columns}, zeros = {3, columns},
      rand = {3, columns}, range = {1, 3 * columns}, topk = {x, 3, 1}, lerp = {x, x, 0.5}, max = {wide, 2},
    }
  end
  for columns = 1, 2 do  -- as many elements as the view has, and more
    for name, arguments in pairs(calls(columns)) do
      for _, take in ipairs {
        function(a) return a:select(2, 1) end, function(a) return a:select(2, 3) end,
        function(a) return a:narrow(2, 2, 1) end,
        function(a) return a:t():narrow(2, 1, 3):select(1, 2):view(3) end,
        function(a) return a:select(1, 1):narrow(1, 1, 3) end,
        function(a) return a:narrow(1, 2, 1):narrow(2, 1, 3) end,
      } do
        local a = torch.zeros(4, 4):fill(-9)
        local ok, view = pcall(take, a)
        if ok then
          local own = torch.zeros(4, 4)
          take(own):fill(1)
          pcall(view[name], view, unpack(arguments))
          tester:eq(a[own:eq(0)]:ne(-9):sum(), 0, name)
        end
      end
    end
  end
  -- Right where it is no error: the column of three elements becomes 3x1.
  local a = torch.zeros(3, 4)
  local column = a[{{}, 2}]
  column:cmul(torch.Tensor{{1}, {2}, {3}}, torch.Tensor{{1}, {2}, {3}})
  tester:eq(a:totable(), {{0, 1, 0, 0}, {0, 4, 0, 0}, {0, 9, 0, 0}})
  tester:eq(column:size():totable(), {3, 1})
  column:cmul(torch.ones(5), torch.ones(5))
  tester:eq(column:totable(), {1, 1, 1, 1, 1})
  tester:eq(a:totable(), {{0, 1, 0, 0}, {0, 4, 0, 0}, {0, 9, 0, 0}})
  -- Torch7's buffers: smaller for a last batch, and as large as before again, in their storage.
  local buffer = torch.Tensor(10):resize(3)
  torch.add(buffer, torch.zeros(10), 1)
  tester:eq(buffer:sum(), 10)
end

tester:add(suite):run()
