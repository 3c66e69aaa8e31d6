// SPDX-License-Identifier: BSD-3-Clause
// The parts of the Lua module `tocha`. Each opens by adding its functions; see module.cpp.
#pragma once

#include "bindings/lua/call.h"

namespace tocha::lua {

/// `t`, a tensor that Lua has, becomes another view of `other`. Its type is its Lua object's and
/// cannot change: the caller's error.
void become(Tensor& t, const Tensor& other);

// Operators: on the stack lie the methods of every tensor type and, on top, the torch table.
void open_arithmetic(lua_State* L);
void open_bitwise(lua_State* L);
void open_clamp(lua_State* L);
void open_compare(lua_State* L);
void open_copy(lua_State* L);
void open_match(lua_State* L);
void open_math(lua_State* L);
void open_modulo(lua_State* L);
void open_operators(lua_State* L);
void open_power(lua_State* L);
void open_gather(lua_State* L);
void open_kthvalue(lua_State* L);
void open_cholesky(lua_State* L);
void open_correlation(lua_State* L);
void open_eigen(lua_State* L);
void open_qr(lua_State* L);
void open_solve(lua_State* L);
void open_svd(lua_State* L);
void open_dot(lua_State* L);
void open_extreme(lua_State* L);
void open_norm(lua_State* L);
void open_reduce(lua_State* L);
void open_scan(lua_State* L);
void open_variance(lua_State* L);
void open_linalg(lua_State* L);
void open_random(lua_State* L);
void open_create(lua_State* L);
void open_diagonal(lua_State* L);
void open_histogram(lua_State* L);
void open_index(lua_State* L);
void open_join(lua_State* L);
void open_masked(lua_State* L);
void open_sort(lua_State* L);
void open_views(lua_State* L);
void open_idx(lua_State* L);

// Types: constructors, elements and storages; the engine's own table is on top of the stack.
void open_types(lua_State* L);
void open_elements(lua_State* L);
void open_file(lua_State* L);
void open_generator(lua_State* L);
void open_pointer(lua_State* L);
void open_serialize(lua_State* L);  // after open_storage: adds to its methods
void open_storage(lua_State* L);
void open_retained(lua_State* L);
std::span<const Overload> storage_constructors();

// Tables of functions for a package, fields of the engine's own table on top of the stack.
void open_nn(lua_State* L);    // the engine's layers
void open_cuda(lua_State* L);  // a function that opens the library
void open_optim(lua_State* L);
void open_paths(lua_State* L);

}  // namespace tocha::lua
