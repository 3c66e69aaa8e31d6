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
  const Tensor source = match_sizes(in, out);
  if (out.empty()) return;
  if (shares_elements(out)) {
    Tensor once = once_an_element(out, out);
    return copy(once, once_an_element(source, out));
  }
  if (&out.device() != &in.device()) return copy_across(out, source);
  if (overlaps(out, source)) {
    Tensor staged = clone(source);
    return copy(out, staged);
  }
  need(out.device(), out.device().kernels.copy)(out, source);
}

void fill(Tensor& t, double value) {
  if (t.empty()) return;
  if (shares_elements(t)) {
    Tensor once = once_an_element(t, t);
    return fill(once, value);
  }
  need(t.device(), t.device().kernels.fill)(t, value);
}

void reshape(Tensor& out, const Tensor& in, std::span<const int64_t> sizes) {
  check_same_type(out, in);
  const Tensor source = view(contiguous(in), sizes);
  // Its own storage: a result that shares elements with the input would change it.
  if (out.storage() && out.storage() == in.storage()) out = Tensor(in.dtype(), in.device());
  out.resize_as(source);
  copy(out, source);
}

void repeat(Tensor& out, const Tensor& in, std::span<const int64_t> times) {
  check_same_type(out, in);
  const int extra = int(times.size()) - in.dim();
  if (extra < 0 || in.empty()) fail(times.size(), " repetition counts do not fit ", in);
  // The result seen with two dimensions for one, (times, size), is the input expanded.
  Shape sizes, pairs, ones;
  for (int d = 0; d < int(times.size()); ++d) {
    if (times[d] < 1) fail("repetition count ", times[d], " in dimension ", d + 1, " is below 1");
    const int64_t size = d < extra ? 1 : in.size(d - extra);
    sizes.push_back(times[d] * size);
    if (times[d] > 1 && size > 1) {
      pairs.push_back(times[d]);
      ones.push_back(1);
    }
    pairs.push_back(times[d] * size == size || size > 1 ? size : times[d]);
    ones.push_back(size);
  }
  const Tensor source = expand(view(contiguous(in), ones), pairs);
  Tensor result(in.dtype(), in.device());
  const bool aliased = out.storage() && out.storage() == in.storage();
  if (!aliased) out.resize(sizes);
  Tensor& target = aliased || !out.is_contiguous() ? result : out;
  target.resize(sizes);
  Tensor seen = view(target, pairs);
  copy(seen, source);
  if (aliased)
    out = result;
  else if (&target != &out)
    copy(out, result);
}

}  // namespace tocha
