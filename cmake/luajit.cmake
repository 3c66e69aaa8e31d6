# LuaJIT for th and libtocha: the target `luajit`. Torch7's was built with the rules of Lua 5.2 that
# programs can meet (# and pairs ask for __len and __pairs, ...), which a distribution's is not: so it is
# compiled here, where its source is there, and linked in. The Lua module tocha needs nothing but
# the headers, since it takes the functions from whoever loads it.

set(TOCHA_LUAJIT_SOURCE "" CACHE PATH
    "LuaJIT 2.1's source; empty: what cmake/luajit_source.sh fetched, or the system's library")
set(source ${TOCHA_LUAJIT_SOURCE})
if(NOT source AND EXISTS ${PROJECT_SOURCE_DIR}/.luajit/source)
  set(source ${PROJECT_SOURCE_DIR}/.luajit/source)
endif()

# tocha/lua.h is what hosts include that use the C API on the state of a tocha::Runtime.
set(lua_header ${CMAKE_BINARY_DIR}/include/tocha/lua.h)
set(lua_names "")
set(lua_folder "")

add_library(luajit INTERFACE)
if(NOT source)
  message(STATUS "LuaJIT: the system's, without Lua 5.2's rules (TOCHA_LUAJIT_SOURCE is empty)")
  pkg_check_modules(LUAJIT REQUIRED IMPORTED_TARGET luajit)
  target_link_libraries(luajit INTERFACE PkgConfig::LUAJIT)
  configure_file(cmake/lua.h.in ${lua_header} @ONLY)
  set(TOCHA_PC_REQUIRES luajit)
  return()
endif()

message(STATUS "LuaJIT: with Lua 5.2's rules, from ${source}")
set(TOCHA_OWN_LUAJIT ON)
set(folder ${CMAKE_BINARY_DIR}/luajit)
set(library ${folder}/src/libluajit.a)
set(lua_folder tocha/luajit/)
set(headers lua.h lauxlib.h lualib.h luaconf.h luajit.h)

# Where it looks for modules besides ours: where the system's does.
set(multilib lib)
if(CMAKE_LIBRARY_ARCHITECTURE)
  set(multilib lib/${CMAKE_LIBRARY_ARCHITECTURE})
elseif(EXISTS /usr/lib64)
  set(multilib lib64)
endif()
set(make_arguments BUILDMODE=static LJCORE_O=ljamalg.o Q= E=@: CCDEBUG= PREFIX=/usr MULTILIB=${multilib}
    XCFLAGS=-DLUAJIT_ENABLE_LUA52COMPAT TARGET_CFLAGS=-fPIC)
if(CMAKE_CROSSCOMPILING)  # some of its parts run while it is built
  list(APPEND make_arguments HOST_CC=cc STATIC_CC=${CMAKE_C_COMPILER} TARGET_LD=${CMAKE_C_COMPILER}
       "TARGET_AR=${CMAKE_AR} rcus" TARGET_STRIP=${CMAKE_STRIP})
else()
  list(APPEND make_arguments "CC=${CMAKE_C_COMPILER_LAUNCHER} ${CMAKE_C_COMPILER}")
endif()

# It is built in a copy, because it has no other place for what it makes. The modules jit.* fit this
# build only, so they lie beside the library.
find_program(MAKE_PROGRAM NAMES gmake make REQUIRED)
list(TRANSFORM headers PREPEND ${folder}/src/ OUTPUT_VARIABLE built_headers)
add_custom_command(
  OUTPUT ${library}
  COMMAND ${CMAKE_COMMAND} -E rm -rf ${folder}
  COMMAND ${CMAKE_COMMAND} -E copy_directory ${source} ${folder}
  COMMAND ${CMAKE_COMMAND} -E env --unset=MAKEFLAGS --unset=MFLAGS --unset=MAKELEVEL
          ${MAKE_PROGRAM} -s -C ${folder}/src ${make_arguments} jit/vmdef.lua libluajit.a
  COMMAND ${CMAKE_COMMAND} -E copy_directory ${folder}/src/jit ${CMAKE_BINARY_DIR}/lib/tocha/jit
  COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/include/tocha/luajit
  COMMAND ${CMAKE_COMMAND} -E copy ${built_headers} ${CMAKE_BINARY_DIR}/include/tocha/luajit
  COMMENT "Building LuaJIT"
  VERBATIM)
add_custom_target(luajit-build DEPENDS ${library})
add_dependencies(luajit luajit-build)
target_include_directories(luajit INTERFACE ${folder}/src)
target_link_libraries(luajit INTERFACE ${library} m ${CMAKE_DL_LIBS})

# A program can have a Lua of its own beside libtocha. So libtocha keeps LuaJIT's functions to itself,
# and shows them under names that begin with tocha_, which tocha/lua.h gives back their usual ones.
set(aliases "")
foreach(header lua.h lauxlib.h lualib.h luajit.h)
  if(header STREQUAL "luajit.h" AND NOT EXISTS ${source}/src/luajit.h)
    set(header luajit_rolling.h)
  endif()
  file(STRINGS ${source}/src/${header} lines REGEX "^LUA(LIB)?_API .*lua")
  foreach(line IN LISTS lines)
    if(line MATCHES "(lua(L|JIT|open)?_[a-z_]+)\\)? *\\(")
      string(APPEND aliases "tocha_${CMAKE_MATCH_1} = ${CMAKE_MATCH_1};\n")
      string(APPEND lua_names "#define ${CMAKE_MATCH_1} tocha_${CMAKE_MATCH_1}\n")
    endif()
  endforeach()
endforeach()
configure_file(cmake/lua.h.in ${lua_header} @ONLY)
file(CONFIGURE OUTPUT ${folder}-aliases.ld CONTENT "${aliases}" @ONLY)
file(CONFIGURE OUTPUT ${folder}-hidden.map @ONLY
     CONTENT "{ local: lua_*; luaL_*; luaJIT_*; luaopen_*; lj_*; recff_*; };\n")

# tocha_hide_luajit(TARGET): for a shared library with LuaJIT in it.
function(tocha_hide_luajit target)
  target_link_libraries(${target} PRIVATE ${CMAKE_BINARY_DIR}/luajit-aliases.ld)
  target_link_options(${target} PRIVATE
    "LINKER:--version-script=${CMAKE_BINARY_DIR}/luajit-hidden.map")
endfunction()
