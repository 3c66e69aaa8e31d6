# Puts one package where LuaRocks wants it:
#   cmake -DPACKAGE=nn -DLUADIR=... -DLIBDIR=... [-DBUILD=build] -P rocks/install.cmake
# The package torch carries the engine.

get_filename_component(top "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)
if(NOT BUILD)
  set(BUILD ${top}/build)
endif()
if(NOT IS_DIRECTORY ${top}/lua/${PACKAGE})
  message(FATAL_ERROR "rocks/install.cmake: no package '${PACKAGE}' in ${top}/lua")
endif()
file(COPY ${top}/lua/${PACKAGE} DESTINATION ${LUADIR} FILES_MATCHING PATTERN "*.lua")
if(PACKAGE STREQUAL "torch")
  # They find each other because they lie in one folder.
  file(COPY ${BUILD}/lib/tocha.so ${BUILD}/lib/libtocha-core.so DESTINATION ${LIBDIR})
elseif(PACKAGE STREQUAL "cutorch" AND EXISTS ${BUILD}/lib/libtocha-cuda.so)
  file(COPY ${BUILD}/lib/libtocha-cuda.so DESTINATION ${LIBDIR})
endif()
