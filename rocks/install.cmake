# Puts one package where LuaRocks wants it:
#   cmake -DPACKAGE=nn -DLUADIR=... -DLIBDIR=... [-DBUILD=build] -P rocks/install.cmake
# The package tocha is the engine; the others are folders of lua/. They may be installed in any order;
# each says which others it is used with.
include(${CMAKE_CURRENT_LIST_DIR}/folder.cmake)

# The engine's library bears its version. Libraries find each other because they lie in one folder.
if(PACKAGE STREQUAL "tocha")
  file(GLOB core ${BUILD}/lib/libtocha-core.so.*)
  file(COPY ${BUILD}/lib/lua/5.1/tocha.so ${core} DESTINATION ${LIBDIR})
elseif(NOT IS_DIRECTORY ${top}/lua/${PACKAGE})
  message(FATAL_ERROR "rocks/install.cmake: no package '${PACKAGE}' in ${top}/lua")
else()
  file(COPY ${top}/lua/${PACKAGE} DESTINATION ${LUADIR} FILES_MATCHING PATTERN "*.lua")
endif()
if(PACKAGE STREQUAL "cutorch" AND EXISTS ${BUILD}/lib/libtocha-cuda.so)
  file(COPY ${BUILD}/lib/libtocha-cuda.so DESTINATION ${LIBDIR})
endif()

# Says which rocks of this folder are still to be installed. They are no dependencies in LuaRocks' sense:
# it would ask its servers for packages of these names, and find those of others.
set(needs_torch paths tocha)
set(needs_paths torch ${needs_torch})
foreach(package cutorch graph nn sys)
  set(needs_${package} torch ${needs_torch})
endforeach()
set(needs_nngraph graph nn ${needs_nn})
set(needs_xlua sys ${needs_sys})
set(needs_optim xlua ${needs_xlua})
set(needs_trepl xlua ${needs_xlua})
get_filename_component(rocks "${LUADIR}/../../.." ABSOLUTE)
foreach(rock ${needs_${PACKAGE}})
  if(NOT rock STREQUAL PACKAGE AND NOT EXISTS ${rocks}/${rock})
    message("${PACKAGE} needs the rock ${rock} too: luarocks make rocks/${rock}-0.1-1.rockspec")
  endif()
endforeach()
