# The public headers, in one list, as hosts include them: <tocha/...>. They come into the build folder's
# include/, from where examples and tests use them and `install` takes them. What they include of each
# other bears the folder's name there, so that one -I is enough and no bare core/ is in the way.

set(public
  bindings/c/nn.h
  bindings/c/runtime.h
  bindings/c/tocha.h
  core/base/error.h
  core/base/export.h
  core/base/memory.h
  core/base/number.h
  core/base/out_of_memory.h
  core/base/random.h
  core/nn/fields.h
  core/nn/layer.h
  core/nn/module.h
  core/nn/object.h
  core/tensor/dtype.h
  core/tensor/shape.h
  core/tensor/storage.h
  core/tensor/tensor.h
)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${public})
foreach(header ${public})
  file(READ ${header} text)
  string(REGEX REPLACE "#include \"(bindings/c/|)([^\"]+)\"" "#include <tocha/\\2>" text "${text}")
  string(REPLACE "bindings/c/" "" name ${header})
  set(copy ${CMAKE_BINARY_DIR}/include/tocha/${name})
  if(IS_SYMLINK ${copy})  # as older builds made it: it would be written through
    file(REMOVE ${copy})
  endif()
  file(CONFIGURE OUTPUT ${copy} CONTENT "${text}" @ONLY)
endforeach()
