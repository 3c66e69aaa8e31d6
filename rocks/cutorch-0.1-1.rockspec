-- From the top of the tree, without a network: luarocks make rocks/cutorch-0.1-1.rockspec
rockspec_format = "3.0"
package = "cutorch"
version = "0.1-1"
source = {url = "git+file://."}
description = {
  summary = "Tensors on GPUs",
  license = "BSD-3-Clause",
}
dependencies = {"lua >= 5.1, < 5.2", "torch"}
build = {
  type = "command",
  build_command = "cmake -G Ninja -B build-rock -DTOCHA_TESTS=OFF && cmake --build build-rock --target tocha-cuda",
  install_command = "cmake -DPACKAGE=cutorch -DLUADIR=$(LUADIR) -DLIBDIR=$(LIBDIR) -P rocks/install.cmake",
}
