// SPDX-License-Identifier: BSD-3-Clause
// Random numbers and random tensors for Lua. Every function takes a generator in front; without it
// the runtime's own is used.
#include "core/ops/random.h"

#include "bindings/lua/modules.h"
#include "core/ops/copy.h"
#include "core/tensor/views.h"

namespace tocha::lua {
namespace {

constexpr Overload kRandom[] = {
    {"rand", "[res,] [gen:generator,] sizes:sizes",
     [](Call& c) { uniform(c.out(0).resize(c.sizes(2)), c.generator(1), 0, 1); }},
    {"randn", "[res,] [gen:generator,] sizes:sizes",
     [](Call& c) { normal(c.out(0).resize(c.sizes(2)), c.generator(1), 0, 1); }},
    {"randperm", "[res,] [gen:generator,] n:integer",
     [](Call& c) { randperm(c.out(0), c.generator(1), c.integer(2)); }},
    {"multinomial", "[res:resultlong,] [gen:generator,] p, n:integer, [replacement:bool]",
     [](Call& c) {
       multinomial(c.out(0), c.generator(1), c.tensor(2), c.integer(3), c.boolean(4));
     }},
    {"multinomialAliasSetup_", "p, [alias:resultlong,] [keep:result]",
     [](Call& c) { multinomial_alias_setup(c.out(1), c.out(2), c.tensor(0)); }},
    {"multinomialAlias_", "to:resultlong, [gen:generator,] alias:long, keep:tensor",
     [](Call& c) { multinomial_alias(c.out(0), c.generator(1), c.tensor(2), c.tensor(3)); }},

    {"random", "[gen:generator,] low:integer, high:integer",
     [](Call& c) { c.push(double(c.generator(0).random_between(c.integer(1), c.integer(2)))); }},
    {"random", "[gen:generator,] high:integer",
     [](Call& c) { c.push(double(c.generator(0).random_between(1, c.integer(1)))); }},
    {"random", "[gen:generator]", [](Call& c) { c.push(double(c.generator(0).random())); }},
    {"random", "self, [gen:generator,] low:integer, high:integer",
     [](Call& c) { random(c.out(0), c.generator(1), c.integer(2), c.integer(3)); }},
    {"random", "self, [gen:generator,] high:integer",
     [](Call& c) { random(c.out(0), c.generator(1), 1, c.integer(2)); }},
    {"random", "self, [gen:generator]", [](Call& c) { random(c.out(0), c.generator(1)); }},

    {"uniform", "[gen:generator,] a:number=0, b:number=1",
     [](Call& c) { c.push(c.generator(0).uniform(c.number(1), c.number(2))); }},
    {"uniform", "self, [gen:generator,] a:number=0, b:number=1",
     [](Call& c) { uniform(c.out(0), c.generator(1), c.number(2), c.number(3)); }},
    {"normal", "[gen:generator,] mean:number=0, std:number=1",
     [](Call& c) { c.push(c.generator(0).normal(c.number(1), c.number(2))); }},
    {"normal", "self, [gen:generator,] mean:number=0, std:number=1",
     [](Call& c) { normal(c.out(0), c.generator(1), c.number(2), c.number(3)); }},
    {"exponential", "[gen:generator,] lambda:number",
     [](Call& c) { c.push(c.generator(0).exponential(c.number(1))); }},
    {"exponential", "self, [gen:generator,] lambda:number",
     [](Call& c) { exponential(c.out(0), c.generator(1), c.number(2)); }},
    {"cauchy", "[gen:generator,] median:number=0, sigma:number=1",
     [](Call& c) { c.push(c.generator(0).cauchy(c.number(1), c.number(2))); }},
    {"cauchy", "self, [gen:generator,] median:number=0, sigma:number=1",
     [](Call& c) { cauchy(c.out(0), c.generator(1), c.number(2), c.number(3)); }},
    {"logNormal", "[gen:generator,] mean:number=1, std:number=2",
     [](Call& c) { c.push(c.generator(0).log_normal(c.number(1), c.number(2))); }},
    {"logNormal", "self, [gen:generator,] mean:number=1, std:number=2",
     [](Call& c) { log_normal(c.out(0), c.generator(1), c.number(2), c.number(3)); }},
    {"geometric", "[gen:generator,] p:number",
     [](Call& c) { c.push(double(c.generator(0).geometric(c.number(1)))); }},
    {"geometric", "self, [gen:generator,] p:number",
     [](Call& c) { geometric(c.out(0), c.generator(1), c.number(2)); }},
    {"bernoulli", "[gen:generator,] p:number=0.5",
     [](Call& c) { c.push(double(c.generator(0).bernoulli(c.number(1)))); }},
    {"bernoulli", "self, [gen:generator,] p:number=0.5",
     [](Call& c) { bernoulli(c.out(0), c.generator(1), c.number(2)); }},
    {"bernoulli", "self, [gen:generator,] p:tensor",
     [](Call& c) { bernoulli(c.out(0), c.generator(1), c.tensor(2)); }},
};

// A seed given as a number: whole, and negative ones count down from 2^64, as in Torch7.
uint64_t seed_of(double value) {
  if (!(value > -0x1p63 && value < 0x1p64)) fail(value, " is no seed");
  return value < 0 ? uint64_t(int64_t(value)) : uint64_t(value);
}

constexpr Overload kSeeds[] = {
    {"manualSeed", "[gen:generator,] seed:number",
     [](Call& c) { c.generator(0).manual_seed(seed_of(c.number(1))); }},
    {"seed", "[gen:generator]", [](Call& c) { c.push(double(c.generator(0).seed())); }},
    {"initialSeed", "[gen:generator]",
     [](Call& c) { c.push(double(c.generator(0).initial_seed())); }},
    {"getRNGState", "[gen:generator,] [res:resultbyte]",
     [](Call& c) {
       Tensor state(DType::Byte, Shape{int64_t(Generator::kStateBytes)});
       c.generator(0).get_state(std::span<std::byte, Generator::kStateBytes>(
           state.data<std::byte>(), Generator::kStateBytes));
       c.out(1).resize_as(state);
       copy(c.out(1), state);
     }},
    {"setRNGState", "[gen:generator,] state:byte",
     [](Call& c) {
       const Tensor state = contiguous(c.tensor(1));
       c.generator(0).set_state({state.data<std::byte>(), size_t(state.numel())});
       lua_pushvalue(c.L, c.slot(1));
       c.pushed(1);
     }},
};

// generator_type(class): userdata of generators get this class; returns the runtime's generator.
int register_generator(lua_State* L) {
  State& state = state_of(L);
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_pushcfunction(L, collect_box<Generator>);
  lua_setfield(L, 1, "__gc");
  lua_settop(L, 1);
  state.generator_type = luaL_ref(L, LUA_REGISTRYINDEX);
  push_box(L, state.generator, state.generator_type);
  return 1;
}

// generator(): a new one, seeded by the system.
int new_generator(lua_State* L) {
  return guarded(L, "torch.Generator", [&] {
    push_box(L, std::make_shared<Generator>(), state_of(L).generator_type);
    return 1;
  });
}

}  // namespace

void open_random(lua_State* L) {
  add_tensor_functions(L, kRandom);
  add_functions(L, "torch.", kSeeds);
}

void open_generator(lua_State* L) {
  lua_pushcfunction(L, register_generator);
  lua_setfield(L, -2, "generator_type");
  lua_pushcfunction(L, new_generator);
  lua_setfield(L, -2, "generator");
}

}  // namespace tocha::lua
