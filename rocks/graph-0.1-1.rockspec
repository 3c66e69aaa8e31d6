-- From the top of the tree, without a network: luarocks make rocks/graph-0.1-1.rockspec
rockspec_format = "3.0"
package = "graph"
version = "0.1-1"
source = {url = "git+file://."}
description = {
  summary = "Directed graphs, drawn by graphviz",
  license = "BSD-3-Clause",
}
dependencies = {"lua >= 5.1, < 5.2"}
build = {
  type = "command",
  build_command = "",
  install_command = "cmake -DPACKAGE=graph -DLUADIR=$(LUADIR) -DLIBDIR=$(LIBDIR) -P rocks/install.cmake",
}
