// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/copy.h"

#include "core/device.h"
#include "core/ops/pointwise.h"
#include "core/tensor/views.h"

namespace tocha {
namespace {

void copy_bytes(Tensor& out, const Tensor& in) {  // contiguous, same type
  const size_t bytes = size_t(out.numel() * element_size(out.dtype()));
  Device &to = out.device(), &from = in.device();
  if (&to == &from) {
    to.copy_within(out.bytes(), in.bytes(), bytes);
  } else if (from.host_accessible()) {
    to.copy_from_host(out.bytes(), in.bytes(), bytes);
  } else if (to.host_accessible()) {
    from.copy_to_host(out.bytes(), in.bytes(), bytes);
  } else if (!to.copy_from_peer(out.bytes(), from, in.bytes(), bytes)) {
    Tensor host(in.dtype(), cpu_device());
    host.resize_as(in);
    copy_bytes(host, in);
    copy_bytes(out, host);
  }
}

// The type is converted on the source's device, the layout mended on whichever side has it wrong.
void copy_across(Tensor& out, const Tensor& in) {
  const Tensor source = contiguous(to(in, out.dtype(), in.device()));
  if (out.is_contiguous()) return copy_bytes(out, source);
  Tensor staged(out.dtype(), out.device());
  staged.resize_as(out);
  copy_bytes(staged, source);
  copy(out, staged);
}

}  // namespace

void copy(Tensor& out, const Tensor& in) {
  if (out.is_set_to(in) && out.dtype() == in.dtype()) return;
  check_writable(out);
  const Tensor source = match_sizes(in, out);
  if (out.empty()) return;
  if (&out.device() != &in.device()) return copy_across(out, source);
  if (overlaps(out, source)) {
    Tensor staged = clone(source);
    return copy(out, staged);
  }
  need(out.device(), out.device().kernels.copy)(out, source);
}

void fill(Tensor& t, double value) {
  if (t.empty()) return;
  need(t.device(), t.device().kernels.fill)(t, value);
}

}  // namespace tocha
