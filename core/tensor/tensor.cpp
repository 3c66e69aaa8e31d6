// SPDX-License-Identifier: BSD-3-Clause
#include "core/tensor/tensor.h"

#include "core/device.h"

namespace tocha {

Tensor::Tensor(DType dtype, const Shape& sizes, Device& device) : Tensor(dtype, device) {
  resize(sizes);
}

void Tensor::make_lists() {
  auto* lists = static_cast<int64_t*>(memory::allocate(2 * kMaxDims * sizeof(int64_t)));
  std::copy(sizes_, sizes_ + dim_, lists);
  std::copy(strides_, strides_ + dim_, lists + kMaxDims);
  sizes_ = lists;
  strides_ = lists + kMaxDims;
}

void Tensor::free_lists() noexcept { memory::deallocate(sizes_, 2 * kMaxDims * sizeof(int64_t)); }

// Everything but the reference; nothing is changed if there is no memory for the lists.
void Tensor::describe(const Tensor& other) {
  need_dims(other.dim_);
  storage_ = other.storage_;
  offset_ = other.offset_;
  dim_ = other.dim_;
  dtype_ = other.dtype_;
  device_ = other.device_;
  std::copy(other.sizes_, other.sizes_ + dim_, sizes_);
  std::copy(other.strides_, other.strides_ + dim_, strides_);
}

// Everything, from a tensor that is left empty: a reference or a list that changes hands is
// cheaper than a second one. This one's own are gone.
void Tensor::take(Tensor& other) noexcept {
  if (other.sizes_ != other.near_) {
    if (sizes_ != near_) free_lists();
    sizes_ = std::exchange(other.sizes_, other.near_);
    strides_ = std::exchange(other.strides_, other.near_ + kNearDims);
  } else {
    std::copy(other.sizes_, other.sizes_ + other.dim_, sizes_);
    std::copy(other.strides_, other.strides_ + other.dim_, strides_);
  }
  storage_ = std::exchange(other.storage_, nullptr);
  offset_ = std::exchange(other.offset_, 0);
  dim_ = std::exchange(other.dim_, 0);
  dtype_ = other.dtype_;
  device_ = other.device_;
}

Tensor& Tensor::operator=(const Tensor& other) {
  if (this == &other) return *this;
  Storage* old = storage_;
  describe(other);
  if (storage_) storage_->retain();
  if (old) old->release();
  return *this;
}

Tensor& Tensor::operator=(Tensor&& other) noexcept {
  if (this == &other) return *this;
  Storage* old = storage_;
  take(other);
  if (old) old->release();
  return *this;
}

bool Tensor::is_set_to(const Tensor& other) const {
  return storage_ && storage_ == other.storage_ && offset_ == other.offset_ && same_sizes(other) &&
         same_list(strides(), other.strides());
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
  need_dims(dim);
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
  if (same_sizes(wanted) && (!given || same_list(steps, this->strides()))) {
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
    // Nobody steps along a dimension of size 1, but sums and products of strides are made: none
    // leads further than the storage does, or than an unsqueezed dimension's.
    for (int d = wanted.size() - 1; d >= 0; --d) {
      if (wanted[d] > 1 || steps[d] <= storage_->size()) continue;
      steps[d] = d + 1 < wanted.size() ? wanted[d + 1] * steps[d + 1] : 1;
    }
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
  need_dims(int(sizes.size()));
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
