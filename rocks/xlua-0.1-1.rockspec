-- From the top of the tree, without a network: luarocks make rocks/xlua-0.1-1.rockspec
rockspec_format = "3.0"
package = "xlua"
version = "0.1-1"
source = {url = "git+file://."}
description = {
  summary = "Helpers for scripts: progress bars, argument checks, profiling",
  license = "BSD-3-Clause",
}
dependencies = {"lua >= 5.1, < 5.2"}
build = {
  type = "command",
  build_command = "",
  install_command = "cmake -DPACKAGE=xlua -DLUADIR=$(LUADIR) -DLIBDIR=$(LIBDIR) -P rocks/install.cmake",
}
