# Where things go: programs in bin/, libraries in lib/, the Lua module and packages where Lua 5.1
# looks for them (so that a stock luajit finds them under /usr/local), headers in include/tocha/.
# Libraries find each other from where they lie; an installed tree can be moved.

set(TOCHA_LUA_LIB lib/lua/5.1)
set(TOCHA_LUA_SHARE share/lua/5.1)

set(libraries tocha tocha-core)
if(TARGET tocha-cuda)
  list(APPEND libraries tocha-cuda)
endif()
install(TARGETS th RUNTIME DESTINATION bin)
install(TARGETS ${libraries} LIBRARY DESTINATION lib)
install(TARGETS tocha-lua LIBRARY DESTINATION ${TOCHA_LUA_LIB})
set_target_properties(${libraries} PROPERTIES INSTALL_RPATH "$ORIGIN")
# The engine lies two folders up, or beside the module where LuaRocks put both.
set_target_properties(tocha-lua PROPERTIES INSTALL_RPATH "$ORIGIN;$ORIGIN/../.."
  LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/${TOCHA_LUA_LIB})

install(DIRECTORY lua/ DESTINATION ${TOCHA_LUA_SHARE} FILES_MATCHING PATTERN "*.lua")

install(FILES bindings/c/nn.h bindings/c/runtime.h bindings/c/tocha.h DESTINATION include/tocha)
# What runtime.h and nn.h show of the engine: tensors, errors, networks.
install(DIRECTORY core/base core/tensor core/ops core/nn DESTINATION include/tocha/core
        FILES_MATCHING PATTERN "*.h")
install(FILES core/device.h DESTINATION include/tocha/core)

configure_file(cmake/tocha.pc.in ${CMAKE_BINARY_DIR}/tocha.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/tocha.pc DESTINATION lib/pkgconfig)
