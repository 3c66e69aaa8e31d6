-- From the top of the tree, without a network: luarocks make rocks/cutorch-0.1-1.rockspec
rockspec_format = "3.0"
package = "cutorch"
version = "0.1-1"
source = {url = "git+file://."}
description = {
  summary = "Tensors on GPUs",
  license = "BSD-3-Clause",
}
dependencies = {"lua >= 5.1, < 5.2"}
build = {
  type = "command",
  build_command = "cmake -DPACKAGE=cutorch -P rocks/build.cmake",
  install_command = "cmake -DPACKAGE=cutorch -DLUADIR=$(LUADIR) -DLIBDIR=$(LIBDIR) -P rocks/install.cmake",
}
