#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# The build folder stands for itself: nothing in it searches the current folder for libraries; a copy
# runs its own Lua packages, and `make` in it begins afresh.  usage: build_tree_test.sh SOURCE BUILD
set -eu
source=$1 build=$2
unset MAKEFLAGS MFLAGS MAKELEVEL  # those of the `make test` that runs this
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

fail() { echo "$*" >&2; exit 1; }

# An empty entry in a list of folders means the current one.
find "$build/bin" "$build/lib" "$build/tests" -type f -perm -u+x | while read -r file; do
  path=$(readelf -d "$file" | sed -n 's/.*R.*PATH.*\[\(.*\)\]/\1/p')
  case ":$path:" in
    "::") ;;
    *::*) fail "$file: an empty entry in '$path'" ;;
  esac
done
cd "$place"
for name in libgcc_s.so.1 libstdc++.so.6 libtocha-core.so libtocha.so; do echo junk > $name; done
test "$("$build/th" -e 'print(1 + 1)')" = 2

mkdir copy copy/build
cp -R "$source/lua" copy/lua
cp -R "$build/th" "$build/bin" "$build/lib" "$build/share" copy/build/
found=$(copy/build/th -e 'print(package.searchpath("nn", package.path))')
test "$found" = "$place/copy/lua/nn/init.lua" || fail "the copy runs $found"
mv copy moved
found=$(moved/build/th -e 'require "nn" print(package.searchpath("nn", package.path))')
test "$found" = "$place/moved/lua/nn/init.lua" || fail "the moved tree runs $found"

mkdir tree tree/build
cd "$source"
tar -cf - Makefile CMake* bindings cmake core cuda examples lua tests | tar -xf - -C "$place/tree"
cp "$build/CMakeCache.txt" "$place/tree/build"
cd "$place/tree"
make -s configure > log 2>&1 || { cat log; fail "make stumbles over the cache of another folder"; }
grep -q "CMAKE_HOME_DIRECTORY:INTERNAL=$place/tree\$" build/CMakeCache.txt
