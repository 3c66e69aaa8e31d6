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

namespace {

// The sizes up to the first below 1; the caller's error when there are too many elements.
Shape usable(std::span<const int64_t> sizes) {
  Shape wanted;
  for (int64_t size : sizes) {
    if (size < 1) break;
    wanted.push_back(size);
  }
  wanted.numel();
  return wanted;
}

// How many elements of the storage lie from the first to the last.
int64_t reach(const Tensor& t) {
  int64_t last = 0;
  for (int d = 0; d < t.dim(); ++d) last += (t.size(d) - 1) * t.stride(d);
  return last + 1;
}

// The strides with which t's elements, in order, have the sizes `wanted`, of the same count. False
// where there are none: a dimension of `wanted` would have to go round a corner of t.
bool strides_for(const Tensor& t, const Shape& wanted, Shape& strides) {
  strides = wanted;
  int to = wanted.size() - 1;
  for (int from = t.dim() - 1; from >= 0;) {
    if (t.size(from) == 1) {
      --from;
      continue;
    }
    int64_t step = t.stride(from), count = 1;  // a run of elements that lie equally far apart
    while (from >= 0 && (t.size(from) == 1 || t.stride(from) == step * count)) {
      count *= t.size(from--);
    }
    for (; to >= 0 && count % wanted[to] == 0; --to) {
      strides[to] = step;
      step *= wanted[to];
      count /= wanted[to];
    }
    if (count != 1) return false;
  }
  for (; to >= 0; --to) strides[to] = 1;
  return true;
}

}  // namespace

Tensor& Tensor::resize(std::span<const int64_t> sizes) {
  int dim = 0;
  bool same = true;
  for (int64_t size : sizes) {
    if (size < 1) break;
    same = same && dim < dim_ && sizes_[dim] == size;
    ++dim;
  }
  if (same && dim == dim_) return *this;
  if (dim == 0) return resize_in_storage(sizes);
  const Shape wanted = usable(sizes);
  const int64_t own = empty() ? 0 : reach(*this);
  const bool has_gaps = own > numel();
  Shape strides;
  if (has_gaps && wanted.numel() == numel() && strides_for(*this, wanted, strides)) {
    set_view(offset_, wanted, strides);
    return *this;
  }
  // What follows may be others' elements, or were this tensor's before it shrank.
  const bool grows = storage_ && wanted.numel() > own && storage_->size() > offset_ + own;
  if ((has_gaps || grows) && storage_->references() > 1) {
    storage_->release();
    storage_ = nullptr;
    offset_ = 0;
  }
  return resize_in_storage(wanted);
}

Tensor& Tensor::resize_in_storage(std::span<const int64_t> sizes,
                                  std::span<const int64_t> strides) {
  if (!strides.empty()) return resize_strided(sizes, strides);
  const Shape wanted = usable(sizes);
  if (same_sizes(wanted)) return *this;
  if (!wanted.empty()) grow(offset_ + wanted.numel());
  set_view(offset_, wanted, contiguous_strides(wanted));
  return *this;
}

Tensor& Tensor::resize_strided(std::span<const int64_t> sizes, std::span<const int64_t> strides) {
  if (sizes.size() != strides.size()) {
    fail(sizes.size(), " sizes and ", strides.size(), " strides do not match");
  }
  const Shape wanted = usable(sizes);
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
  return resize_in_storage(sizes, strides);
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
