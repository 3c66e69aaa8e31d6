// SPDX-License-Identifier: BSD-3-Clause
// Tensors and operators of tocha.h: each function is a call of the engine behind the border.
#include <cstring>

#include "bindings/c/handles.h"
#include "core/device.h"
#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"
#include "core/tensor/views.h"

using namespace tocha;
using tocha::c::give;
using tocha::c::guarded;
using tocha::c::need;

namespace {

DType to_dtype(tocha_dtype dtype) {
  if (int(dtype) < 0 || int(dtype) >= kDTypes) fail("unknown element type ", int(dtype));
  return DType(dtype);
}

Shape to_shape(int dim, const int64_t* sizes) {
  if (dim < 0 || dim > kMaxDims) fail("a tensor has 0 to ", kMaxDims, " dimensions, got ", dim);
  if (dim > 0) need(sizes, "sizes");
  return Shape{std::span(sizes, size_t(dim))};
}

Shape new_shape(int dim, const int64_t* sizes) {
  Shape shape = to_shape(dim, sizes);
  for (int64_t size : shape) {
    if (size < 1) fail("sizes must be at least 1, got ", shape);
  }
  return shape;
}

Tensor& self(tocha_tensor* t) { return need(t, "tensor").tensor; }
const Tensor& self(const tocha_tensor* t) { return need(t, "tensor").tensor; }
const Tensor& operand(const tocha_tensor* t, const char* name) { return need(t, name).tensor; }
Tensor& result_of(tocha_tensor* t) { return need(t, "result").tensor; }

}  // namespace

tocha_status tocha_tensor_new(tocha_dtype dtype, int dim, const int64_t* sizes,
                              tocha_tensor** result) {
  return guarded(__func__, [&] { give(result, Tensor(to_dtype(dtype), new_shape(dim, sizes))); });
}

tocha_status tocha_tensor_from(tocha_dtype dtype, int dim, const int64_t* sizes, const void* data,
                               tocha_tensor** result) {
  return guarded(__func__, [&] {
    Tensor tensor(to_dtype(dtype), new_shape(dim, sizes));
    if (!tensor.empty()) {
      need(static_cast<const char*>(data), "data");
      std::memcpy(tensor.bytes(), data, size_t(tensor.numel() * element_size(tensor.dtype())));
    }
    give(result, std::move(tensor));
  });
}

tocha_status tocha_tensor_wrap(tocha_dtype dtype, int dim, const int64_t* sizes, void* data,
                               void (*release)(void*), void* context, tocha_tensor** result) {
  return guarded(__func__, [&] {
    need(result, "result");
    need(static_cast<char*>(data), "data");
    const Shape shape = new_shape(dim, sizes);
    auto handle = std::make_unique<tocha_tensor>(tocha_tensor{Tensor(to_dtype(dtype))});
    // Nothing can fail from here on: the release function belongs to the storage.
    const StoragePtr storage = StoragePtr::adopt(
        Storage::wrap(cpu_device(), to_dtype(dtype), data, shape.numel(), release, context));
    handle->tensor.set(storage.get(), 0, shape);
    *result = handle.release();
  });
}

void tocha_tensor_free(tocha_tensor* tensor) { delete tensor; }

tocha_dtype tocha_tensor_dtype(const tocha_tensor* t) {
  return t ? tocha_dtype(t->tensor.dtype()) : TOCHA_DOUBLE;
}
int tocha_tensor_dim(const tocha_tensor* t) { return t ? t->tensor.dim() : 0; }
int64_t tocha_tensor_size(const tocha_tensor* t, int d) {
  return d >= 0 && d < tocha_tensor_dim(t) ? t->tensor.size(d) : 0;
}
int64_t tocha_tensor_stride(const tocha_tensor* t, int d) {
  return d >= 0 && d < tocha_tensor_dim(t) ? t->tensor.stride(d) : 0;
}
int64_t tocha_tensor_numel(const tocha_tensor* t) { return t ? t->tensor.numel() : 0; }
int tocha_tensor_is_contiguous(const tocha_tensor* t) { return !t || t->tensor.is_contiguous(); }
void* tocha_tensor_data(const tocha_tensor* t) {
  return t && t->tensor.device().host_accessible() ? t->tensor.bytes() : nullptr;
}

tocha_status tocha_tensor_narrow(const tocha_tensor* tensor, int d, int64_t start, int64_t length,
                                 tocha_tensor** result) {
  return guarded(__func__, [&] { give(result, narrow(self(tensor), d, start, length)); });
}
tocha_status tocha_tensor_select(const tocha_tensor* tensor, int d, int64_t index,
                                 tocha_tensor** result) {
  return guarded(__func__, [&] { give(result, select(self(tensor), d, index)); });
}
tocha_status tocha_tensor_transpose(const tocha_tensor* tensor, int d1, int d2,
                                    tocha_tensor** result) {
  return guarded(__func__, [&] { give(result, transpose(self(tensor), d1, d2)); });
}
tocha_status tocha_tensor_view(const tocha_tensor* tensor, int dim, const int64_t* sizes,
                               tocha_tensor** result) {
  return guarded(__func__, [&] { give(result, view(self(tensor), to_shape(dim, sizes))); });
}

tocha_status tocha_tensor_clone(const tocha_tensor* tensor, tocha_tensor** result) {
  return guarded(__func__, [&] { give(result, clone(self(tensor))); });
}
tocha_status tocha_tensor_convert(const tocha_tensor* tensor, tocha_dtype dtype,
                                  tocha_tensor** result) {
  return guarded(__func__,
                 [&] { give(result, to(self(tensor), to_dtype(dtype), self(tensor).device())); });
}
tocha_status tocha_tensor_copy(tocha_tensor* tensor, const tocha_tensor* source) {
  return guarded(__func__, [&] { copy(self(tensor), operand(source, "source")); });
}
tocha_status tocha_tensor_fill(tocha_tensor* tensor, double value) {
  return guarded(__func__, [&] { fill(self(tensor), value); });
}

tocha_status tocha_add(tocha_tensor* result, const tocha_tensor* a, double alpha,
                       const tocha_tensor* b) {
  return guarded(__func__,
                 [&] { add(result_of(result), operand(a, "a"), alpha, operand(b, "b")); });
}
tocha_status tocha_add_number(tocha_tensor* result, const tocha_tensor* a, double value) {
  return guarded(__func__, [&] { add(result_of(result), operand(a, "a"), value); });
}
tocha_status tocha_mul(tocha_tensor* result, const tocha_tensor* a, const tocha_tensor* b) {
  return guarded(__func__, [&] { mul(result_of(result), operand(a, "a"), operand(b, "b")); });
}
tocha_status tocha_mul_number(tocha_tensor* result, const tocha_tensor* a, double value) {
  return guarded(__func__, [&] { mul(result_of(result), operand(a, "a"), value); });
}
