// SPDX-License-Identifier: BSD-3-Clause
// The layers' functions for lua/nn: `tocha.nn`, one file a family in this folder. The classes in
// lua/nn hold the parameters and call these; an error is reported under the class's name (see
// `in_layer` in lua/torch/error.lua).
#include "bindings/lua/modules.h"

namespace tocha::lua {

void open_nn(lua_State* L) {
  lua_newtable(L);
  open_nn_activation(L);
  open_nn_convolution(L);
  open_nn_criterion(L);
  open_nn_dropout(L);
  open_nn_linear(L);
  open_nn_normalization(L);
  open_nn_pooling(L);
  open_nn_cosine_embedding(L);
  open_nn_prelu(L);
  open_nn_upsampling(L);
  open_nn_softmax(L);
  open_nn_view(L);
  lua_setfield(L, -2, "nn");
}

}  // namespace tocha::lua
