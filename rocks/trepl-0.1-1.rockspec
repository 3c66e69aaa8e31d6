-- From the top of the tree, without a network: luarocks make rocks/trepl-0.1-1.rockspec
rockspec_format = "3.0"
package = "trepl"
version = "0.1-1"
source = {url = "git+file://."}
description = {
  summary = "The prompt of th, and the printing of tables",
  license = "BSD-3-Clause",
}
dependencies = {"lua >= 5.1, < 5.2"}
build = {
  type = "command",
  build_command = "",
  install_command = "cmake -DPACKAGE=trepl -DLUADIR=$(LUADIR) -DLIBDIR=$(LIBDIR) -P rocks/install.cmake",
}
