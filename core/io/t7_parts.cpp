// SPDX-License-Identifier: BSD-3-Clause
#include "core/io/t7_parts.h"

#include "core/base/error.h"
#include "core/io/storage_io.h"

namespace tocha::t7 {

std::string read_text(File& file) {
  const int32_t size = file.read<int32_t>();
  char small[256];
  if (size >= 0 && size <= int32_t(sizeof small)) {
    return std::string(small, size_t(file.read(DType::Char, small, size)));
  }
  // A storage is not larger than the rest of the file.
  StoragePtr text = StoragePtr::adopt(Storage::make(cpu_device(), DType::Char, 0));
  read_elements(file, *text, size);
  return std::string(static_cast<const char*>(text->data()), size_t(text->size()));
}

void write_text(File& file, std::string_view text) {
  if (text.size() > INT32_MAX) fail("a string of ", text.size(), " bytes is too long");
  file.write(int32_t(text.size()));
  file.write(DType::Char, text.data(), int64_t(text.size()));
}

std::optional<TensorClass> tensor_class(std::string_view name) {
  if (!name.starts_with("torch.")) return {};
  name.remove_prefix(6);
  const bool is_storage = name.ends_with("Storage");
  if (!is_storage && !name.ends_with("Tensor")) return {};
  name.remove_suffix(is_storage ? 7 : 6);
  if (name == "Cuda") return TensorClass{DType::Float, is_storage};
  if (name.starts_with("Cuda")) name.remove_prefix(4);
  for (int i = 0; i < kDTypes; ++i) {
    if (name == name_of(DType(i))) return TensorClass{DType(i), is_storage};
  }
  return {};
}

Layout read_layout(File& file) {
  Layout layout;
  const int32_t dims = file.read<int32_t>();
  if (dims < 0 || dims > kMaxDims) {
    fail(file.description(), ": a tensor of ", dims, " dimensions; at most ", kMaxDims,
         " are possible");
  }
  for (int i = 0; i < dims; ++i) layout.sizes.push_back(0), layout.strides.push_back(0);
  file.read(DType::Long, layout.sizes.begin(), dims);
  file.read(DType::Long, layout.strides.begin(), dims);
  const int64_t offset = file.read<int64_t>();
  if (offset < 0 || offset > int64_t{1} << 53) {
    fail(file.description(), ": a tensor of offset ", offset);
  }
  layout.offset = offset - 1;
  return layout;
}

void write_layout(File& file, const Tensor& tensor) {
  file.write<int32_t>(tensor.dim());
  file.write(DType::Long, tensor.sizes().data(), tensor.dim());
  file.write(DType::Long, tensor.strides().data(), tensor.dim());
  file.write<int64_t>(tensor.offset() + 1);
}

void place(const File& file, Tensor& tensor, Storage* storage, const Layout& layout) {
  if (storage && (storage->dtype() != tensor.dtype() || &storage->device() != &tensor.device())) {
    fail(file.description(), ": a ", tensor.dtype(), "Tensor over a ", storage->dtype(), "Storage");
  }
  bool empty = layout.sizes.empty();
  int64_t last = layout.offset;  // the highest element
  bool overflow = layout.offset < 0;
  for (int i = 0; i < layout.sizes.size(); ++i) {
    const int64_t size = layout.sizes[i], stride = layout.strides[i];
    int64_t extent = 0;
    empty = empty || size == 0;
    overflow = overflow || size < 0 || stride < 0 ||
               __builtin_mul_overflow(size - 1, stride, &extent) ||
               __builtin_add_overflow(last, extent, &last);
  }
  const int64_t available = storage ? storage->size() : 0;
  if (overflow || (!empty && last >= available)) {
    fail(file.description(), ": a tensor of sizes ", layout.sizes, ", strides ", layout.strides,
         " and offset ", layout.offset + 1, " does not fit in a storage of ", available,
         " elements");
  }
  if (empty) {
    tensor.set(storage, layout.offset, Shape{});
  } else {
    tensor.set(storage, layout.offset, layout.sizes, layout.strides);
  }
}

}  // namespace tocha::t7
