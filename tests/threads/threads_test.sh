#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# Whole programs on machines that are bound, busy or short of memory.
# usage: threads_test.sh SOURCE TH MODULE_FOLDER LUAJIT
set -eu
source=$1 th=$2 modules=$3 luajit=$4
place=$(mktemp -d)
busy=
trap 'kill $busy 2> /dev/null || true; rm -rf "$place"' EXIT  # the loops of the last test
unset OMP_NUM_THREADS OMP_WAIT_POLICY GOMP_SPINCOUNT

cat > "$place/work.lua" << 'END'
require 'torch'
local nn = require 'nn'
torch.manualSeed(1)
local layer = nn.SpatialConvolution(64, 64, 3, 3):float()
local a, x = torch.randn(300, 300), torch.FloatTensor(2, 64, 40, 40):uniform()
local sum = (a * a):sum() + layer:forward(x):sum()
for line in io.lines('/proc/self/status') do
  threads = tonumber(line:match('^Threads:%s*(%d+)')) or threads
end
print(torch.getnumthreads(), threads, ('%.6g'):format(sum))
END
run() {
  "$@" "$place/work.lua"
}

# As many threads as processors may be used, by th and a stock luajit alike; the results do not
# depend on who started it.
usual=$(run "$th")
processors=$(nproc)
test "$(echo "$usual" | cut -f 1)" -le "$processors"
test "$(echo "$usual" | cut -f 2)" -le "$processors"
LUA_PATH="$source/lua/?.lua;$source/lua/?/init.lua" LUA_CPATH="$modules/?.so"
export LUA_PATH LUA_CPATH
test "$(run "$luajit")" = "$usual"
unset LUA_PATH LUA_CPATH
test "$(run taskset -c "$(taskset -cp $$ | sed 's/.*: *\([0-9]*\).*/\1/')" "$th" | cut -f 1,2)" = "1	1"
test "$(OMP_NUM_THREADS=1 run "$th" | cut -f 1,2)" = "1	1"

# More threads than there are processors are what was asked for, and no more run.
sed -i "1i require('torch').setnumthreads(1e9)" "$place/work.lua"
test "$(run "$th" | cut -f 1)" = 1000000000
test "$(run "$th" | cut -f 2)" -le "$processors"

# Where memory is short there are fewer threads, or an error.
cat > "$place/product.lua" << 'END'
require 'torch'
torch.setnumthreads(16)
local x = torch.randn(600, 600)
local right, message = pcall(torch.mm, x, x)
print(right or message)
END
for kilobytes in 2000000 1000000 700000 400000 300000 200000 150000; do
  (ulimit -v $kilobytes && timeout 60 "$th" "$place/product.lua" > "$place/out" 2>&1) ||
    { echo "ends or hangs with $kilobytes kilobytes:"; cat "$place/out"; exit 1; }
done

# On a busy machine a program waits for its share of the processors and for nothing else: threads that
# spun took 15 seconds of processor time here, instead of 0.2.
for i in $(seq "$processors"); do
  while :; do :; done &
  busy="$busy $!"
done
(ulimit -t 5 && "$th" "$source/examples/first/spirals.lua" > "$place/out")
grep -q 'right: [91]' "$place/out"
