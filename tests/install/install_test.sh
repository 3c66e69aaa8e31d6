#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# An installed tree works from where it lies: th, a host compiled with pkg-config, a stock luajit, and
# each package as LuaRocks would install it.  usage: install_test.sh SOURCE BUILD
set -eu
source=$1 build=$2
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

cmake --install "$build" --prefix "$place/first" > /dev/null
mv "$place/first" "$place/moved"
cd "$place"
test "$(moved/bin/th -e "require 'nn' print(nn.Linear(2, 3).weight:size(1))")" = 3

PKG_CONFIG_PATH=moved/lib/pkgconfig; export PKG_CONFIG_PATH
c++ -std=c++20 "$source/examples/embed/host.cpp" $(pkg-config --cflags --libs tocha) \
    -Wl,-rpath,"$place/moved/lib" -o host
(cd "$source/examples/embed" && "$place/host") | grep -q 'loudest: 2'

c++ -std=c++20 "$source/examples/embed/model.cpp" $(pkg-config --cflags --libs tocha) \
    -Wl,-rpath,"$place/moved/lib" -o model
moved/bin/th -e "torch.save('net.t7', require('nn').Linear(2, 2):float())"
./model net.t7 1 1 | grep -q 'class'

LUA_PATH="moved/share/lua/5.1/?.lua;moved/share/lua/5.1/?/init.lua" LUA_CPATH="moved/lib/lua/5.1/?.so" \
  luajit -e "require 'torch' assert(torch.FloatTensor(2):fill(1)[2] == 1)"

for spec in "$source"/rocks/*.rockspec; do
  package=$(basename "$spec" | sed 's/-.*//')
  luajit -e "dofile('$spec') assert(package == '$package' and build.install_command)"
  cmake -DPACKAGE="$package" -DBUILD="$build" -DLUADIR="$place/rock/lua" -DLIBDIR="$place/rock/lib" \
    -P "$source/rocks/install.cmake"
done
LUA_PATH="rock/lua/?.lua;rock/lua/?/init.lua" LUA_CPATH="rock/lib/?.so" \
  luajit -e "for name in ('torch nn graph nngraph optim xlua paths sys'):gmatch('%S+') do require(name) end"
