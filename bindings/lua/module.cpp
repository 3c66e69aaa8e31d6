// SPDX-License-Identifier: BSD-3-Clause
// require 'tocha': what the Lua packages get from the engine.
//
//   tocha.torch    functions for the torch table
//   tocha.methods  methods of every tensor type
//   tocha.optim, tocha.paths   functions for the packages of these names
//   tocha.*        types, elements, memory: used by lua/torch only
#include <algorithm>
#include <climits>
#include <thread>

#include "bindings/lua/modules.h"
#include "core/base/export.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/base/reorders.h"

namespace tocha::lua {
namespace {

int set_error_builder(lua_State* L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_settop(L, 1);
  state_of(L).error_builder = luaL_ref(L, LUA_REGISTRYINDEX);
  return 0;
}

constexpr Overload kEngine[] = {
    {"getnumthreads", "...", [](Call& c) { c.push(double(chosen_threads())); }},
    {"setnumthreads", "count:integer",
     [](Call& c) {
       if (c.integer(0) < 1) fail("the number of threads must be at least 1, got ", c.integer(0));
       set_num_threads(int(std::min<int64_t>(c.integer(0), INT_MAX)));
     }},
    {"getnumcores", "", [](Call& c) { c.push(double(std::thread::hardware_concurrency())); }},
    {"memory", "",
     [](Call& c) {  // live, cached, peak bytes; requests to the system
       const memory::Statistics s = memory::statistics();
       c.push(double(s.live_bytes));
       c.push(double(s.cached_bytes));
       c.push(double(s.peak_bytes));
       c.push(double(s.system_allocations));
     }},
    {"reorders", "",
     [](Call& c) {  // bytes of this thread so far: input, weight, gradient, result
       for (const Reorders::Count& count : reorders().of) c.push(double(count.bytes));
     }},
    {"releasememory", "", [](Call&) { memory::release_cached(); }},
    {"setmemorylimit", "bytes:number", [](Call& c) { memory::set_limit(int64_t(c.number(0))); }},
    {"failallocation", "n:integer", [](Call& c) { memory::fail_allocation(c.integer(0)); }},
};

}  // namespace

int open_module(lua_State* L) {
  lua_settop(L, 0);
  State& state = state_of(L);
  types_of(state, "").current = cpu_device;

  lua_newtable(L);  // 1: the module
  lua_newtable(L);  // 2: methods
  lua_newtable(L);  // 3: functions of torch
  open_arithmetic(L);
  open_bitwise(L);
  open_clamp(L);
  open_compare(L);
  open_copy(L);
  open_match(L);
  open_math(L);
  open_modulo(L);
  open_power(L);
  open_gather(L);
  open_kthvalue(L);
  open_cholesky(L);
  open_correlation(L);
  open_eigen(L);
  open_qr(L);
  open_solve(L);
  open_svd(L);
  open_dot(L);
  open_extreme(L);
  open_norm(L);
  open_reduce(L);
  open_scan(L);
  open_variance(L);
  open_linalg(L);
  open_random(L);
  open_create(L);
  open_diagonal(L);
  open_histogram(L);
  open_index(L);
  open_join(L);
  open_masked(L);
  open_sort(L);
  open_views(L);
  open_idx(L);
  open_operators(L);  // takes #a from the views
  lua_setfield(L, 1, "torch");
  lua_setfield(L, 1, "methods");

  open_types(L);
  open_elements(L);
  open_generator(L);
  open_pointer(L);
  open_storage(L);
  open_retained(L);
  open_file(L);
  open_serialize(L);
  open_nn(L);
  open_cuda(L);
  open_optim(L);
  open_paths(L);
  add_functions(L, "torch.", kEngine);
  lua_pushcfunction(L, set_error_builder);
  lua_setfield(L, 1, "set_error_builder");
  return 1;
}

}  // namespace tocha::lua

extern "C" TOCHA_API int luaopen_tocha(lua_State* L) {
  try {
    return tocha::lua::open_module(L);
  } catch (const std::bad_alloc&) {  // Lua would say "C++ exception"
  }
  return luaL_error(L, "tocha: not enough memory");
}
