#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# packages_test.sh SOURCE: what cmake/packages.sh does on systems of each kind. A system is a folder
# of programs: the real tools of the shell, and package tools that write down how they are called.
set -eu
unset DEBIAN_FRONTEND
script=$1/cmake/packages.sh
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() { echo "$1:"; cat "$folder/out"; exit 1; }

# system NAME: an empty one. program BODY NAME...: puts programs into it.
system() {
  bin="$folder/$1"
  mkdir "$bin"
  for tool in sh cat grep env; do ln -s "$(command -v $tool)" "$bin"; done
  calls="$bin.calls"
  : > "$calls"
}
program() {
  body=$1
  shift
  for name in "$@"; do printf '#!/bin/sh\n%s\n' "$body" > "$bin/$name"; chmod +x "$bin/$name"; done
}
log='echo "${0##*/} ${DEBIAN_FRONTEND:-} $*" >> '
run() { status=0; PATH=$bin "$script" "$@" > "$folder/out" 2>&1 || status=$?; }
calls() { grep -qx "$1" "$calls" || { cat "$calls"; fail "no call of \"$1\""; }; }
says() { grep -q -e "$1" "$folder/out" || fail "not said: $1"; }
ends() { [ $status = "$1" ] || fail "status $status, not $1"; }

system debian-root
program 'echo 0' id
program "$log$calls" apt-get
program 'case $* in *gnuplot*) echo install ok installed ;; *) exit 1 ;; esac' dpkg-query
run data
ends 0
calls 'apt-get  update -qq'
calls 'apt-get noninteractive install -y -qq --no-install-recommends dataset-fashion-mnist'
program 'echo install ok installed' dpkg-query
run build data lint
ends 0
[ ! -s "$folder/out" ] || fail "nothing is missing, but it speaks"
run nonsense
ends 2

system debian-sudo  # which cleans the environment
program 'echo 1000' id
program "$log$calls" apt-get
program 'exit 1' dpkg-query
program 'exec env -u DEBIAN_FRONTEND "$@"' sudo
run bench
ends 0
calls 'apt-get noninteractive install -y -qq --no-install-recommends python3-venv'

program 'exit 1' apt-cache  # an older release: the package has its old name
run build
calls 'apt-get noninteractive install .* catch2 cmake .*'
program '[ "$2" = libcatch2-dev ]' apt-cache
run build
calls 'apt-get noninteractive install .* libcatch2-dev cmake .*'
program 'case $* in *" catch2") echo install ok installed ;; *) exit 1 ;; esac' dpkg-query
run build
calls 'apt-get noninteractive install -y -qq --no-install-recommends cmake .*'

system debian-without-rights
program 'echo 1000' id
program "$log$calls" apt-get
program 'exit 1' dpkg-query
run lint bench
ends 1
says '^    apt-get install clang-format clang-tidy lua-check python3-venv$'
program 'echo a password is required >&2; exit 1' sudo
run bench
ends 1
says '^    apt-get install python3-venv$'
[ ! -s "$calls" ] || fail "apt-get was called without rights"

system fedora
program 'echo 1000' id
program "$log$calls" dnf
program 'exit 1' rpm
program 'exec "$@"' sudo
run data
ends 0
calls 'dnf  install -y -q gnuplot'

system other
program 'echo 1000' id
run build
ends 0
says 'neither apt-get nor dnf'
says 'oneDNN 2.6 or newer'
