# Where things go: programs in bin/, libraries in lib/, the Lua module and packages where Lua 5.1
# looks for them (so that a stock luajit finds them under /usr/local), headers in include/tocha/.
# Libraries find each other from where they lie; an installed tree can be moved.
include(CMakePackageConfigHelpers)
set(CMAKE_INSTALL_MESSAGE NEVER)  # names 400 files

set(TOCHA_LUA_LIB lib/lua/5.1)
set(TOCHA_LUA_SHARE share/lua/5.1)
set(TOCHA_CMAKE lib/cmake/tocha)

# What is installed, as a target: without the tests.
add_custom_target(product DEPENDS th tocha tocha-lua)

# Before 1.0 each version may change what its libraries offer.
set(libraries tocha tocha-core)
set_target_properties(${libraries} PROPERTIES VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION})
set_target_properties(tocha-core PROPERTIES EXPORT_NAME core)
install(TARGETS th RUNTIME DESTINATION bin)
install(TARGETS ${libraries} EXPORT tocha-targets LIBRARY DESTINATION lib)
install(TARGETS tocha-lua LIBRARY DESTINATION ${TOCHA_LUA_LIB})
if(TARGET tocha-cuda)
  install(TARGETS tocha-cuda LIBRARY DESTINATION lib)
  list(APPEND libraries tocha-cuda)
  add_dependencies(product tocha-cuda)
endif()
set_target_properties(${libraries} PROPERTIES INSTALL_RPATH "$ORIGIN")
# The engine lies two folders up, or beside the module where LuaRocks put both.
set_target_properties(tocha-lua PROPERTIES INSTALL_RPATH "$ORIGIN;$ORIGIN/../.."
  LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/${TOCHA_LUA_LIB})

install(DIRECTORY lua/ DESTINATION ${TOCHA_LUA_SHARE} FILES_MATCHING PATTERN "*.lua")
install(DIRECTORY ${CMAKE_BINARY_DIR}/include/tocha DESTINATION include)
install(FILES LICENSE DESTINATION share/doc/tocha)
if(TOCHA_OWN_LUAJIT)
  install(DIRECTORY ${CMAKE_BINARY_DIR}/lib/tocha DESTINATION lib)  # its modules jit.*
  install(FILES ${CMAKE_BINARY_DIR}/luajit/COPYRIGHT DESTINATION share/doc/tocha RENAME LICENSE.luajit)
endif()

# find_package(tocha) for CMake, `pkg-config --cflags --libs tocha` for others.
install(EXPORT tocha-targets NAMESPACE tocha:: DESTINATION ${TOCHA_CMAKE} FILE tocha-config.cmake)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/tocha-config-version.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/tocha-config-version.cmake DESTINATION ${TOCHA_CMAKE})
configure_file(cmake/tocha.pc.in ${CMAKE_BINARY_DIR}/tocha.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/tocha.pc DESTINATION lib/pkgconfig)
