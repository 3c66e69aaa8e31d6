#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# Fetches LuaJIT's source, Debian's package of it, into FOLDER/source: with the client and the servers
# that apt has, but without a change to its settings, and without root. Where it cannot be had,
# FOLDER/absent says why, and the system's LuaJIT is used.  usage: luajit_source.sh FOLDER
#
# One version for all systems, so that scripts behave alike on all of them, and that of Debian 12
# because it is the one all tests ran with. Its parts are known by their checksums, so that it does not
# matter which server sends them.
set -eu
folder=$1
if [ -e "$folder/source" ] || [ -e "$folder/absent" ]; then exit 0; fi

version='2.1.0~beta3+git20220320+dfsg'
parts="
4738332dcafdda10ade1a87fa0e3b51bce733bf715af0b50c8fb8c0ca3b651b6 luajit_$version-4.1+deb12u1.dsc
b4d18d2c5e663682bc7f473797e3ceaca8193e112824a5bdfa3e468d98618678 luajit_$version.orig.tar.gz
59c6b0aae91f9debe37045812d6fb99b39f41deb7d1b254467ed3d3d417352dd luajit_$version-4.1+deb12u1.debian.tar.xz
"

mkdir -p "$folder"
work=$(mktemp -d "$folder/fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT

# The servers of Debian that this system asks for packages, one a line (who they are of is not known
# before the first `apt-get update`).
servers() {
  apt-get indextargets --format '$(ORIGIN) $(REPO_URI)' 'Created-By: Packages' |
    sed -nE 's/^(Debian)? //p' | sort -u
}

# fetch SERVER: all parts; apt's helper compares the checksums.
fetch() {
  echo "$parts" | while read -r sum name; do
    if [ -n "$name" ]; then
      /usr/lib/apt/apt-helper -o APT::Sandbox::User=root download-file \
        "${1%/}/pool/main/l/luajit/$name" "$work/$name" "SHA256:$sum" || exit 1
    fi
  done
}

if command -v apt-get > /dev/null && command -v dpkg-source > /dev/null; then
  for server in $(servers); do
    if fetch "$server" > "$work/log" 2>&1; then
      dpkg-source --no-copy -x "$work"/*.dsc "$work/source" >> "$work/log" 2>&1 || { cat "$work/log"; exit 1; }
      mv "$work/source" "$folder/source"
      echo "LuaJIT: fetched the source of Debian's luajit $version"
      exit 0
    fi
  done
  reason="no server of apt's sources has it"
else
  reason="only Debian's apt-get and dpkg-source can fetch it"
fi
cat <<TEXT | tee "$folder/absent"
LuaJIT: the source of Debian's luajit $version is not to be had here: $reason.
  The system's LuaJIT is used. It lacks some rules of Lua 5.2 that programs of Torch7 rely on: # asks
  no table for its __len (#net is 0), a call whose ( begins a line is refused as ambiguous, and
  io.popen():close() has one result. A source of LuaJIT 2.1 of your own: make LUAJIT_SOURCE=folder
TEXT
