// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/fields.h"

#include <cmath>

#include "core/base/error.h"
#include "core/ops/pointwise.h"

namespace tocha::nn {

void append(std::string& to, const Key& key) {
  if (key.name) {
    to += key.name;
  } else {
    to += '[' + std::to_string(key.index) + ']';
  }
}

const char* Value::kind_name() const {
  static constexpr const char* kNames[] = {"nil",    "number",  "boolean", "string",
                                           "tensor", "storage", "table",   "object"};
  return kNames[int(kind)];
}

std::string Value::describe() const { return is_tensor() ? concat(*tensor_ptr) : kind_name(); }

void Value::wrong(const char* expected) const {
  fail(name, " must be a ", expected, ", got ", describe());
}

namespace {
[[noreturn]] void wrong_field(Key key, const char* expected, const Value& value) {
  if (key.name) fail("field ", key, " must be a ", expected, ", got ", value.describe());
  fail("element ", key.index, " of the table must be a ", expected, ", got ", value.describe());
}
}  // namespace

Tensor& Fields::tensor(Key key) {
  const Value value = get(key);
  if (!value.is_tensor()) wrong_field(key, "tensor", value);
  return *value.tensor_ptr;
}

Tensor& Fields::tensor(Key key, int dims) {
  Tensor& found = tensor(key);
  if (found.dim() != dims) fail(key, " must have ", dims, " dimensions, got ", found);
  return found;
}

Tensor* Fields::optional_tensor(Key key) {
  const Value value = get(key);
  return value.is_tensor() ? value.tensor_ptr : nullptr;
}

Tensor& Fields::buffer(Key key, const Tensor& like) {
  Tensor& tensor = copy_buffer(key, like);
  if (tensor.dtype() != like.dtype() || &tensor.device() != &like.device()) {
    check_same_type(tensor, like);
  }
  return tensor;
}

Tensor& Fields::copy_buffer(Key key, const Tensor& like) {
  const Value value = get(key);
  return value.is_tensor() ? *value.tensor_ptr : make_tensor(key, like.dtype(), like.device());
}

Tensor& Fields::buffer(Key key, DType dtype, Device& device) {
  Tensor* tensor = optional_tensor(key);
  const bool fits = tensor && tensor->dtype() == dtype && &tensor->device() == &device;
  return fits ? *tensor : make_tensor(key, dtype, device);
}

Fields& Fields::table(Key key) {
  const Value value = get(key);
  if (!value.is_table()) wrong_field(key, "table", value);
  return *value.table_ptr;
}

Fields& Fields::table_buffer(Key key) {
  const Value value = get(key);
  return value.is_table() ? *value.table_ptr : make_table(key);
}

void Fields::shorten(int64_t count) {
  for (int64_t i = length(); i > count; --i) remove(i);
}

double Fields::number(Key key) {
  const Value value = get(key);
  if (!value.is_number()) wrong_field(key, "number", value);
  return value.number;
}

double Fields::number(Key key, double absent) {
  const Value value = get(key);
  if (!value) return absent;
  if (!value.is_number()) wrong_field(key, "number", value);
  return value.number;
}

int64_t Fields::to_integer(Key key, double value, int64_t limit) {
  if (!(std::abs(value) <= double(limit))) {
    fail("field ", key, " must be a number from ", -limit, " to ", limit, ", got ", value);
  }
  return int64_t(value);
}

int64_t Fields::count(Key key, int64_t low, int64_t high) {
  const int64_t value = integer(key);
  if (value < low) fail("field ", key, " must be at least ", low, ", got ", value);
  if (value > high) fail("field ", key, " must be at most ", high, ", got ", value);
  return value;
}

bool Fields::flag(Key key, bool absent) {
  const Value value = get(key);
  if (!value) return absent;
  return value.kind == Value::Kind::Flag ? value.number != 0 : true;  // as Lua tests it
}

std::string Fields::text(Key key, std::string_view absent) {
  const Value value = get(key);
  if (!value) return std::string(absent);
  if (value.kind != Value::Kind::Text) wrong_field(key, "string", value);
  return std::string(value.text);
}

Shape Fields::shape(Key key) {
  const Value value = get(key);
  Shape shape;
  if (value.kind == Value::Kind::Storage && value.storage_ptr->dtype() == DType::Long) {
    const auto* sizes = static_cast<const int64_t*>(value.storage_ptr->data());
    for (int64_t i = 0; i < value.storage_ptr->size(); ++i) shape.push_back(sizes[i]);
  } else if (value.is_table()) {
    Fields& list = *value.table_ptr;
    for (int64_t i = 1, n = list.length(); i <= n; ++i) shape.push_back(list.position(i));
  } else {
    wrong_field(key, "list of sizes", value);
  }
  return shape;
}

}  // namespace tocha::nn
