-- From the top of the tree, without a network: luarocks make rocks/torch-0.1-1.rockspec
rockspec_format = "3.0"
package = "torch"
version = "0.1-1"
source = {url = "git+file://."}
description = {
  summary = "Tensors, storages, classes and files: the base of the other packages",
  license = "BSD-3-Clause",
}
dependencies = {"lua >= 5.1, < 5.2"}
build = {
  type = "command",
  build_command = "",
  install_command = "cmake -DPACKAGE=torch -DLUADIR=$(LUADIR) -DLIBDIR=$(LIBDIR) -P rocks/install.cmake",
}
