// SPDX-License-Identifier: BSD-3-Clause
#include "core/tensor/tensor.h"

#include "core/device.h"

namespace tocha {

Tensor::Tensor(DType dtype, const Shape& sizes, Device& device) : Tensor(dtype, device) {
  try {
    resize(sizes);
  } catch (...) {  // the destructor does not run for an unfinished object
    if (storage_) storage_->release();
    throw;
  }
}

// Everything but the reference.
void Tensor::describe(const Tensor& other) noexcept {
  storage_ = other.storage_;
  offset_ = other.offset_;
  dim_ = other.dim_;
  dtype_ = other.dtype_;
  device_ = other.device_;
  std::copy(other.sizes_, other.sizes_ + dim_, sizes_);
  std::copy(other.strides_, other.strides_ + dim_, strides_);
}

Tensor::Tensor(Tensor&& other) noexcept {
  describe(other);  // other's reference becomes ours: counting it takes longer than the rest
  other.storage_ = nullptr;
  other.dim_ = 0;
  other.offset_ = 0;
}

Tensor& Tensor::operator=(const Tensor& other) noexcept {
  Storage* old = storage_;
  if (other.storage_) other.storage_->retain();
  if (this != &other) describe(other);
  if (old) old->release();
  return *this;
}

Tensor& Tensor::operator=(Tensor&& other) noexcept { return *this = std::as_const(other); }

bool Tensor::is_set_to(const Tensor& other) const {
  return storage_ && storage_ == other.storage_ && offset_ == other.offset_ && same_sizes(other) &&
         std::equal(strides_, strides_ + dim_, other.strides_);
}

Storage& Tensor::need_storage() {
  if (!storage_) storage_ = Storage::make(*device_, dtype_, 0);
  return *storage_;
}

void Tensor::grow(int64_t elements) {
  if (elements == 0) return;
  // A storage that nobody else sees and that keeps nothing we show is replaced, not copied.
  if (!storage_) {
    storage_ = Storage::make(*device_, dtype_, elements);
  } else if (storage_->size() < elements) {
    storage_->resize(elements);
  }
}

Tensor& Tensor::resize(std::span<const int64_t> sizes, std::span<const int64_t> strides) {
  if (!strides.empty()) return resize_strided(sizes, strides);
  int dim = 0;
  bool same = true;
  int64_t elements = 1;
  for (int64_t size : sizes) {
    if (size < 1) break;
    if (dim == kMaxDims) fail("a tensor has at most ", kMaxDims, " dimensions");
    if (__builtin_mul_overflow(elements, size, &elements)) fail("too many elements");
    same = same && dim < dim_ && sizes_[dim] == size;
    ++dim;
  }
  if (same && dim == dim_) return *this;
  if (dim > 0) grow(offset_ + elements);
  dim_ = dim;
  for (int64_t step = 1; dim-- > 0;) {
    sizes_[dim] = sizes[size_t(dim)];
    strides_[dim] = step;
    step *= sizes_[dim];
  }
  return *this;
}

Tensor& Tensor::resize_strided(std::span<const int64_t> sizes, std::span<const int64_t> strides) {
  if (sizes.size() != strides.size()) {
    fail(sizes.size(), " sizes and ", strides.size(), " strides do not match");
  }
  Shape wanted;
  for (int64_t size : sizes) {
    if (size < 1) break;
    wanted.push_back(size);
  }
  // A stride below 0 means: as the dimension after it asks for, as if the tensor were contiguous.
  Shape steps{wanted};
  bool given = false, fits = true;
  for (int d = wanted.size() - 1; d >= 0; --d) {
    const bool last = d + 1 == wanted.size();
    given = given || strides[d] >= 0;
    if (strides[d] >= 0 || last) {
      steps[d] = strides[d] >= 0 ? strides[d] : 1;
    } else {
      fits = fits && !__builtin_mul_overflow(wanted[d + 1], steps[d + 1], &steps[d]);
    }
  }
  if (std::equal(wanted.begin(), wanted.end(), sizes_, sizes_ + dim_) &&
      (!given || std::equal(steps.begin(), steps.end(), strides_, strides_ + dim_))) {
    return *this;
  }
  if (wanted.numel() > 0) {
    int64_t end = offset_ + 1;
    for (int d = 0; d < wanted.size(); ++d) {
      int64_t way;
      fits = fits && !__builtin_mul_overflow(wanted[d] - 1, steps[d], &way) &&
             !__builtin_add_overflow(end, way, &end);
    }
    if (!fits) fail("too many elements");
    grow(end);
  }
  set_view(offset_, wanted, steps);
  return *this;
}

Tensor& Tensor::set(Storage* storage, int64_t offset, std::span<const int64_t> sizes,
                    std::span<const int64_t> strides) {
  if (offset < 0) fail("storage offset ", offset + 1, " is below 1");
  if (storage && storage->dtype() != dtype_) {
    fail("a ", dtype_, " tensor cannot view a ", storage->dtype(), " storage");
  }
  if (storage) storage->retain();
  if (storage_) storage_->release();
  storage_ = storage;
  if (storage) device_ = &storage->device();
  offset_ = offset;
  dim_ = 0;
  return resize(sizes, strides);
}

void Tensor::set_view(int64_t offset, std::span<const int64_t> sizes,
                      std::span<const int64_t> strides) {
  offset_ = offset;
  dim_ = int(sizes.size());
  std::copy(sizes.begin(), sizes.end(), sizes_);
  std::copy(strides.begin(), strides.end(), strides_);
}

void append(std::string& to, const Tensor& tensor) {
  append(to, tensor.device().type_prefix());
  append(to, tensor.dtype());
  to += "Tensor ";
  append(to, tensor.sizes());
}

}  // namespace tocha
