-- What `make lint` accepts in Lua: locals only, but for the globals that Torch7's packages define.
std = "luajit"
max_line_length = 110
read_globals = { "torch", "nn", "graph", "nngraph", "optim", "paths", "sys", "xlua", "cutorch", "gnuplot", "publish" }
ignore = { "212/self", "213" }
files["lua/**/init.lua"] = { globals = { "torch", "nn", "optim", "paths", "sys", "xlua", "cutorch" } }
files["lua/graph/*.lua"] = { globals = { "graph" } }
files["lua/nngraph/gModule.lua"] = { globals = { "nn" } }
files["lua/nn/*.lua"] = { globals = { "nn" } }
