#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# packages.sh GROUP...: installs what these groups need and the system lacks, from the packages of
# Debian and Ubuntu (apt-get) or Fedora (dnf), as root or with sudo. Where that may not be, it prints
# the command for an administrator; where neither tool is, what is needed. It says nothing if
# nothing is missing. Groups: build, data, bench, fuzz, lint.
set -eu

# needs TOOL GROUP: names of packages, NEW|OLD where releases name one differently. Fedora has no package of Fashion-MNIST, and its Penlight, which
# programs may use, is not for LuaJIT's version of Lua.
needs() {
  case $1:$2 in
    apt-get:build) echo 'libcatch2-dev|catch2' cmake dpkg-dev g++ libdnnl-dev libhwy-dev libluajit-5.1-dev \
                        libopenblas0-openmp lua-penlight luajit ninja-build pkgconf zlib1g-dev ;;
    apt-get:data)  echo dataset-fashion-mnist gnuplot-nox ;;
    apt-get:bench) echo python3-venv ;;
    apt-get:fuzz)  echo clang 'libclang-rt-dev|libclang-rt-14-dev' libomp-dev ;;
    apt-get:lint)  echo clang-format clang-tidy lua-check ;;
    dnf:build) echo catch-devel cmake gcc-c++ highway-devel luajit luajit-devel ninja-build \
                    onednn-devel openblas-openmp pkgconf-pkg-config zlib-devel ;;
    dnf:data)  echo gnuplot ;;
    dnf:bench) echo python3 ;;
    dnf:fuzz)  echo clang compiler-rt libomp-devel ;;
    dnf:lint)  echo clang-tools-extra luacheck ;;
    *) echo "packages.sh: no group $2" >&2; exit 2 ;;
  esac
}

# The same in words.
describe() {
  case $1 in
    build) cat << END
  a C++20 compiler (GCC 12 or clang 16, or newer), CMake 3.25, Ninja, pkg-config
  with their headers: LuaJIT 2.1 and its program luajit, oneDNN 2.6 or newer, Highway 1.0 or newer, zlib
  OpenBLAS, best the build for OpenMP
  for the tests: Catch2 2 or 3
END
    ;;
    data) cat << END
  Fashion-MNIST, its four .gz files in /usr/share/datasets/fashion-mnist (or -data FOLDER)
  Gnuplot, which draws the curves
END
    ;;
    bench) echo "  Python 3 with venv" ;;
    fuzz)  echo "  clang with its libFuzzer and OpenMP" ;;
    lint)  echo "  clang-format, clang-tidy, luacheck" ;;
  esac
}

has() {
  for alternative in "${1%%|*}" "${1##*|}"; do
    case $tool in
      apt-get) dpkg-query -W -f '${Status}' "$alternative" 2> /dev/null | grep -q 'ok installed' ;;
      dnf)     rpm -q --quiet --whatprovides "$alternative" ;;
    esac && return
  done
  return 1
}

# Of each NEW|OLD the name that this release has; only apt-get's packages have two.
choose() {
  for name in "$@"; do
    new=${name%%|*}
    if [ "$new" != "$name" ] && ! apt-cache show "$new" > /dev/null 2>&1; then new=${name##*|}; fi
    echo "$new"
  done
}

# as_root command...: with sudo where we are not root.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else command -v sudo > /dev/null && sudo "$@"; fi
}

refresh() { [ $tool = dnf ] || as_root apt-get update -qq; }

# sudo cleans the environment: what is to reach apt-get stands behind it.
install() {
  case $tool in
    apt-get) as_root env DEBIAN_FRONTEND=noninteractive \
               apt-get install -y -qq --no-install-recommends "$@" ;;
    dnf) as_root dnf install -y -q "$@" ;;
  esac
}

tool=
for name in apt-get dnf; do
  [ -n "$tool" ] || ! command -v $name > /dev/null || tool=$name
done
if [ -z "$tool" ]; then
  echo "neither apt-get nor dnf is here; what is needed:"
  for group in "$@"; do describe "$group"; done
  exit 0  # it may all be there
fi

missing=
for group in "$@"; do
  names=$(needs $tool "$group")
  for name in $names; do has "$name" || missing="$missing $name"; done
done
[ -n "$missing" ] || exit 0
refresh && allowed=yes || allowed=
missing=$(choose $missing)
echo "installing with $tool:" $missing
[ -z "$allowed" ] || ! install $missing || exit 0
cat >&2 << END

These packages are needed and could not be installed. Whoever administers this machine can do it:

    $tool install $(echo $missing)

END
exit 1
