#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# An installed tree works from where it lies: th, hosts built with pkg-config or CMake, a stock luajit; and
# it can be removed.  usage: install_test.sh SOURCE BUILD
set -eu
source=$1 build=$2
unset MAKEFLAGS MFLAGS MAKELEVEL  # those of the `make test` that runs this
place=$(mktemp -d)
manifest=$build/install_manifest.txt  # that of the user's own `make install` stays as it is
[ ! -e "$manifest" ] || cp "$manifest" "$place/manifest"
finish() {
  rm -f "$manifest"
  [ ! -e "$place/manifest" ] || mv "$place/manifest" "$manifest"
  rm -rf "$place"
}
trap finish EXIT

cmake --install "$build" --prefix "$place/first"
mkdir "$place/list"
cp "$manifest" "$place/list"
mv "$place/first" "$place/moved"
cd "$place"
test "$(moved/bin/th -e "require 'nn' print(nn.Linear(2, 3).weight:size(1))")" = 3
test -e moved/share/doc/tocha/LICENSE
readelf -d moved/lib/libtocha.so | grep -q 'SONAME.*libtocha\.so\.[0-9]'

# Hosts: pkg-config says all that is needed, and the headers stand for themselves.
PKG_CONFIG_PATH=$place/moved/lib/pkgconfig; export PKG_CONFIG_PATH
c++ "$source/examples/embed/host.cpp" $(pkg-config --cflags --libs tocha) -o host
(cd "$source/examples/embed" && "$place/host") | grep -q 'loudest: 2'
test "$(ls moved/include)" = tocha
(cd moved/include && find tocha -name '*.h' ! -path '*/luajit/*') | sed 's/.*/#include <&>/' > headers.cpp
while read -r line; do
  echo "$line" > header.cpp
  c++ -fsyntax-only header.cpp $(pkg-config --cflags tocha)
done < headers.cpp

mkdir project
cat > project/CMakeLists.txt <<TEXT
cmake_minimum_required(VERSION 3.25)
project(host CXX)
find_package(tocha 0.1 REQUIRED)
add_executable(model "$source/examples/embed/model.cpp")
target_link_libraries(model PRIVATE tocha::tocha)
TEXT
cmake -S project -B project/build -DCMAKE_PREFIX_PATH="$place/moved" > /dev/null
cmake --build project/build > /dev/null
moved/bin/th -e "torch.save('net.t7', require('nn').Linear(2, 2):float())"
project/build/model net.t7 1 1 | grep -q 'class'

LUA_PATH="moved/share/lua/5.1/?.lua;moved/share/lua/5.1/?/init.lua" LUA_CPATH="moved/lib/lua/5.1/?.so" \
  luajit -e "require 'torch' assert(torch.FloatTensor(2):fill(1)[2] == 1)"

# Removed: nothing is left but what is not ours.
mv moved first
echo "CMAKE_INSTALL_PREFIX:PATH=$place/first" > list/CMakeCache.txt
touch first/lib/other.so
make -s -f "$source/Makefile" -C "$source" uninstall BUILD="$place/list" > /dev/null
test "$(find first -type f -o -type l)" = first/lib/other.so
test "$(ls first)" = lib
