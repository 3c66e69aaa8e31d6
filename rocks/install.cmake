# Puts one package where LuaRocks wants it:
#   cmake -DPACKAGE=nn -DLUADIR=... -DLIBDIR=... [-DBUILD=build-rock] -P rocks/install.cmake
# The package tocha is the engine; the others are folders of lua/.

get_filename_component(top "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)
if(NOT BUILD)
  set(BUILD ${top}/build-rock)
endif()
if(PACKAGE STREQUAL "tocha")
  # They find each other because they lie in one folder.
  file(COPY ${BUILD}/lib/lua/5.1/tocha.so ${BUILD}/lib/libtocha-core.so DESTINATION ${LIBDIR})
elseif(NOT IS_DIRECTORY ${top}/lua/${PACKAGE})
  message(FATAL_ERROR "rocks/install.cmake: no package '${PACKAGE}' in ${top}/lua")
else()
  file(COPY ${top}/lua/${PACKAGE} DESTINATION ${LUADIR} FILES_MATCHING PATTERN "*.lua")
endif()
if(PACKAGE STREQUAL "cutorch" AND EXISTS ${BUILD}/lib/libtocha-cuda.so)
  file(COPY ${BUILD}/lib/libtocha-cuda.so DESTINATION ${LIBDIR})
endif()
