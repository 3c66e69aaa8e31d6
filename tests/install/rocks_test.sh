#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# Each package as LuaRocks installs it, in any order and without a network, for LuaJIT and for the Lua 5.1
# that LuaRocks itself runs.  usage: rocks_test.sh SOURCE BUILD
set -eu
source=$1 build=$2
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$source"

# What LuaRocks does with each, in an order in which none finds what it needs.
for package in optim nngraph nn graph xlua trepl sys paths torch tocha; do
  spec=rocks/$package-0.1-1.rockspec
  luajit -e "dofile('$spec') assert(package == '$package' and build.install_command)"
  rock=$place/rocks/$package/0.1-1
  mkdir -p "$rock"
  cmake -DPACKAGE="$package" -DBUILD="$build" -DLUADIR="$rock/lua" -DLIBDIR="$rock/lib" -P rocks/install.cmake \
    2>> "$place/said"
  mkdir -p "$place/lua" "$place/lib"
  [ ! -e "$rock/lua" ] || cp -R "$rock/lua/." "$place/lua"
  [ ! -e "$rock/lib" ] || cp -R "$rock/lib/." "$place/lib"
done
grep -q 'nn needs the rock torch too: luarocks make rocks/torch-0.1-1.rockspec' "$place/said"
! grep -q '^tocha needs' "$place/said"
readelf -d "$place"/lib/*.so* | grep PATH | grep -q '::\|\[:\|:\]' && exit 1

cd "$place"
LUA_PATH="lua/?.lua;lua/?/init.lua" LUA_CPATH="lib/?.so"; export LUA_PATH LUA_CPATH
for lua in luajit lua5.1; do
  command -v $lua > /dev/null || continue
  $lua -e "
    for name in ('torch nn graph nngraph optim xlua paths sys'):gmatch('%S+') do require(name) end
    assert(nn.Linear(2, 3):forward(torch.ones(2)):size(1) == 3)"
done

# LuaRocks itself, where it is.
command -v luarocks > /dev/null || { echo "no luarocks: not tried"; exit 0; }
unset LUA_PATH LUA_CPATH
cd "$source"
luarocks make --tree "$place/tree" rocks/nn-0.1-1.rockspec > "$place/log" 2>&1 || { cat "$place/log"; exit 1; }
grep -q 'nn needs the rock tocha too' "$place/log"
