// SPDX-License-Identifier: BSD-3-Clause
// Layers with the option `inplace`, which overwrite their input, and their gradOutput on the way
// back.
#pragma once

#include "core/nn/checks.h"
#include "core/nn/fields.h"

namespace tocha::nn {

/// Calls apply(to, from) with `result` and `source`; in place where the layer says so, with
/// `source` twice, of which `result` becomes a view.
template <class Apply>
void apply_in_place(Fields& self, Tensor& result, Tensor& source, Apply&& apply) {
  if (!self.flag("inplace")) return apply(result, source);
  apply(source, source);
  become(result, source);
}

}  // namespace tocha::nn
