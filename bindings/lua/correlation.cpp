// SPDX-License-Identifier: BSD-3-Clause
// torch.conv2, torch.xcorr2, torch.conv3 and torch.xcorr3 for Lua.
#include "core/ops/correlation.h"

#include "bindings/lua/letters.h"
#include "bindings/lua/modules.h"

namespace tocha::lua {
namespace {

template <int dims, bool convolution>
void correlate_images(Call& c) {
  const bool full = Letters(c, 3, {"VF"})[0] == 'F';
  correlate(c.out(0), c.tensor(1), c.tensor(2), {dims, full, convolution});
}

// clang-format off
constexpr Overload kCorrelation[] = {
    {"conv2", "[res,] x, k, [mode:string]", correlate_images<2, true>},
    {"xcorr2", "[res,] x, k, [mode:string]", correlate_images<2, false>},
    {"conv3", "[res,] x, k, [mode:string]", correlate_images<3, true>},
    {"xcorr3", "[res,] x, k, [mode:string]", correlate_images<3, false>},
};
// clang-format on

}  // namespace

void open_correlation(lua_State* L) { add_tensor_functions(L, kCorrelation); }

}  // namespace tocha::lua
