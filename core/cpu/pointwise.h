// SPDX-License-Identifier: BSD-3-Clause
// Walks the operands of a pointwise operator and feeds its contiguous loop. Strided operands are
// gathered into short pieces first, so that an operator has one loop to compile.
#pragma once

#include "core/device.h"

namespace tocha::cpu {

using RowFunction = void (*)(const double* params, char* const* p, int64_t n);

void walk_pointwise(const PointwiseArgs& args, RowFunction row);

}  // namespace tocha::cpu
