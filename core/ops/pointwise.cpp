// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/pointwise.h"

#include "core/ops/copy.h"
#include "core/tensor/views.h"

namespace tocha {

Tensor match_sizes(const Tensor& in, const Tensor& to) {
  if (in.same_sizes(to)) return in;
  if (in.numel() == to.numel()) return in.empty() ? in : view(contiguous(in), to.sizes());
  if (broadcast_sizes(in, to) != Shape{to.sizes()}) {
    fail("sizes ", in.sizes(), " and ", to.sizes(), " do not match");
  }
  return expand(in, to.sizes());
}

void check_same_type(const Tensor& a, const Tensor& b) {
  if (a.dtype() != b.dtype() || a.device().type_prefix() != b.device().type_prefix()) {
    fail("types ", a.device().type_prefix(), a.dtype(), " and ", b.device().type_prefix(),
         b.dtype(), " do not match");
  }
  if (&a.device() != &b.device()) {
    fail("tensors are on different devices: ", a.device(), " and ", b.device());
  }
}

void check_floating(const Tensor& t) {
  if (!is_floating(t.dtype())) fail("a floating point tensor is needed, got ", t);
}

void check_integer(const Tensor& t) {
  if (is_floating(t.dtype())) fail("a tensor of integers is needed, got ", t);
}

namespace {

// The common sizes of the inputs. Equal counts keep the first one's shape, as in Torch7.
Shape result_sizes(const PointwiseCall& call) {
  const Tensor& first = **call.in.begin();
  Shape sizes{first.sizes()};
  for (const Tensor* in : call.in) {
    if (in->same_sizes(first) || in->numel() == sizes.numel()) continue;
    Tensor shaped(first.dtype());
    const Shape strides = contiguous_strides(sizes);
    shaped.set_view(0, sizes, strides);
    sizes = broadcast_sizes(shaped, *in);
  }
  return sizes;
}

void run(Tensor& out, const PointwiseCall& call, const Tensor* const* in, bool contiguous = false) {
  PointwiseArgs args{out, {}, call.params.begin(), contiguous};
  for (size_t i = 0; i < call.in.size(); ++i) args.in[i] = in[i];
  need(out.device(), out.device().kernels.*call.kernel)(call.op, args);
}

void pointwise_general(Tensor& out, const PointwiseCall& call) {
  const Tensor& first = **call.in.begin();
  const Shape sizes = result_sizes(call);
  for (const Tensor* in : call.in) {  // one that is the result too would change under our eyes
    if (in->is_set_to(out) && in->numel() != sizes.numel()) {
      fail("sizes ", out.sizes(), " of the result in place and ", sizes, " do not match");
    }
  }
  // A result of the same count keeps its shape when it is also an operand (a:add(b) in Torch7).
  if (!(out.is_set_to(first) && first.numel() == sizes.numel())) out.resize(sizes);
  if (out.empty()) return;

  const bool shares = shares_elements(out);
  Tensor once = shares ? once_an_element(out, out) : Tensor(out.dtype());
  Tensor& result = shares ? once : out;
  Tensor matched[3];
  const Tensor* in[3] = {};
  bool aliased = false;
  int n = 0;
  for (const Tensor* input : call.in) {
    matched[n] = match_sizes(*input, out);
    if (shares) matched[n] = once_an_element(matched[n], out);
    aliased = aliased || overlaps(result, matched[n]);
    in[n] = &matched[n];
    ++n;
  }
  const bool direct = !call.byte_result || out.dtype() == DType::Byte;
  if (direct && !aliased) return run(result, call, in);
  Tensor staged(direct ? out.dtype() : DType::Byte, out.device());
  staged.resize_as(result);
  run(staged, call, in);
  copy(result, staged);
}

}  // namespace

void pointwise(Tensor& out, const PointwiseCall& call) {
  const Tensor& first = **call.in.begin();
  bool simple = true;
  for (const Tensor* in : call.in) {
    if (in == &out && in == &first) continue;  // in place
    if (in->dtype() != first.dtype() || &in->device() != &first.device())
      check_same_type(first, *in);
    simple = simple && in->is_contiguous() && in->same_sizes(first) &&
             (in->storage() != out.storage() || in->offset() == out.offset());
  }
  if (&out != &first && (out.dtype() != first.dtype() || &out.device() != &first.device())) {
    if (!(call.byte_result && out.dtype() == DType::Byte && &out.device() == &first.device())) {
      check_same_type(out, first);
    }
  }
  // Small tensors in loops come through here: no view is made, and only a new result is resized.
  if (simple && (out.dtype() == DType::Byte || !call.byte_result) && !first.empty()) {
    if (!out.storage()) out.resize(first.sizes());
    if (out.is_contiguous() && out.same_sizes(first)) {
      return run(out, call, call.in.begin(), true);
    }
  }
  pointwise_general(out, call);
}

}  // namespace tocha
