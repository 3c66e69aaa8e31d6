// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/cosine_embedding.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {

// clang-format off
static constexpr Overload kCosineEmbedding[] = {
    {"cosine_embedding", "loss, a, b, target, margin:number, size_average:bool", [](Call& c) {
       cosine_embedding(c.tensor(0), c.tensor(1), c.tensor(2), c.tensor(3), c.number(4),
                        c.boolean(5));
     }},
    {"cosine_embedding_backward", "gradA, gradB, a, b, target, margin:number, size_average:bool",
     [](Call& c) {
       cosine_embedding_backward(c.tensor(0), c.tensor(1), c.tensor(2), c.tensor(3), c.tensor(4),
                                 c.number(5), c.boolean(6));
     }},
};
// clang-format on

void open_nn_cosine_embedding(lua_State* L) { add_functions(L, "nn.", kCosineEmbedding); }

}  // namespace tocha::lua
