-- From the top of the tree, without a network: luarocks make rocks/nngraph-0.1-1.rockspec
rockspec_format = "3.0"
package = "nngraph"
version = "0.1-1"
source = {url = "git+file://."}
description = {
  summary = "Networks of any shape, made by calling modules",
  license = "BSD-3-Clause",
}
dependencies = {"lua >= 5.1, < 5.2"}
build = {
  type = "command",
  build_command = "",
  install_command = "cmake -DPACKAGE=nngraph -DLUADIR=$(LUADIR) -DLIBDIR=$(LIBDIR) -P rocks/install.cmake",
}
