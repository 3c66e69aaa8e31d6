// SPDX-License-Identifier: BSD-3-Clause
// A strided view of a storage: Torch7's tensor.
//
// The object begins with plain C fields (`storage, offset, dim, dtype, device, sizes, strides`),
// because it lives inside a Lua userdata and scripts read elements through the FFI
// (lua/torch/element.lua repeats the layout; a test compares the two). The lists of sizes and
// strides lie in the object itself up to four dimensions, else in a block of their own: what a loop
// makes by the million has to be small, or Lua's collector runs out of the cache. A copy of a
// Tensor is another view of the same storage; `clone` copies elements. Dimensions count from 0
// here, from 1 in Lua. As in Torch7 a tensor without elements has no dimensions, and there is no
// size 0.
#pragma once

#include <span>

#include "core/tensor/shape.h"
#include "core/tensor/storage.h"

namespace tocha {

TOCHA_API Device& cpu_device();  // the device every program has (core/cpu/device.cpp)

class TOCHA_API Tensor {
 public:
  /// No elements, no storage yet.
  explicit Tensor(DType dtype = DType::Double, Device& device = cpu_device())
      : dtype_(dtype), device_(&device) {}
  /// Uninitialised elements of the given sizes.
  Tensor(DType dtype, const Shape& sizes, Device& device = cpu_device());
  Tensor(const Tensor& other) {
    describe(other);
    if (storage_) storage_->retain();
  }
  Tensor(Tensor&& other) noexcept { take(other); }
  Tensor& operator=(const Tensor& other);
  Tensor& operator=(Tensor&& other) noexcept;
  ~Tensor() {
    if (storage_) storage_->release();
    if (sizes_ != near_) free_lists();
  }

  DType dtype() const { return dtype_; }
  Device& device() const { return *device_; }
  int dim() const { return dim_; }
  int64_t size(int d) const { return sizes_[d]; }
  int64_t stride(int d) const { return strides_[d]; }
  std::span<const int64_t> sizes() const { return {sizes_, size_t(dim_)}; }
  std::span<const int64_t> strides() const { return {strides_, size_t(dim_)}; }
  int64_t offset() const { return offset_; }
  Storage* storage() const { return storage_; }

  int64_t numel() const {
    if (dim_ == 0) return 0;
    int64_t product = 1;
    for (int d = 0; d < dim_; ++d) product *= sizes_[d];
    return product;
  }
  bool empty() const { return dim_ == 0; }
  bool is_contiguous() const {
    int64_t step = 1;
    for (int d = dim_ - 1; d >= 0; --d) {
      if (sizes_[d] != 1 && strides_[d] != step) return false;
      step *= sizes_[d];
    }
    return true;
  }
  bool same_sizes(std::span<const int64_t> sizes) const { return same_list(this->sizes(), sizes); }
  bool same_sizes(const Tensor& other) const { return same_sizes(other.sizes()); }
  /// The same elements in the same order: storage, offset, sizes and strides agree.
  bool is_set_to(const Tensor& other) const;

  /// The first element, as bytes and as T; null when there are none.
  char* bytes() const {
    return storage_ ? static_cast<char*>(storage_->data()) + offset_ * element_size(dtype_)
                    : nullptr;
  }
  template <class T>
  T* data() const {
    return reinterpret_cast<T*>(bytes());
  }

  // --- changing the view in place, as Torch7's methods do ---

  /// Gives a result these sizes; contiguous, grown storage if it must. Keeps the view when the
  /// sizes are already right. The list ends at the first size below 1. Elements of the storage that
  /// are not the tensor's own stay as they are: a view with gaps keeps to its elements, in order;
  /// where that cannot be, or more are needed than there are before others', the result gets a
  /// storage of its own.
  Tensor& resize(std::span<const int64_t> sizes);
  Tensor& resize_as(const Tensor& other) { return resize(other.sizes()); }
  /// Torch7's method `resize`: whatever the storage has there becomes the tensor's.
  Tensor& resize_in_storage(std::span<const int64_t> sizes, std::span<const int64_t> strides = {});
  /// A view of `storage` (null: none). Sizes of -1 strides are computed as for contiguous.
  Tensor& set(Storage* storage, int64_t offset, std::span<const int64_t> sizes,
              std::span<const int64_t> strides = {});
  /// Only the description; offset in elements from the storage's start. For view functions.
  void set_view(int64_t offset, std::span<const int64_t> sizes, std::span<const int64_t> strides);
  /// The storage, made (empty) if there is none yet.
  Storage& need_storage();

 private:
  static constexpr int kNearDims = 4;

  void describe(const Tensor& other);
  void take(Tensor& other) noexcept;
  void need_dims(int dims) {
    if (dims > kNearDims && sizes_ == near_) make_lists();
  }
  void make_lists();
  void free_lists() noexcept;
  void grow(int64_t elements);
  Tensor& resize_strided(std::span<const int64_t> sizes, std::span<const int64_t> strides);

  Storage* storage_ = nullptr;
  int64_t offset_ = 0;
  int32_t dim_ = 0;
  DType dtype_ = DType::Double;
  Device* device_ = nullptr;
  int64_t* sizes_ = near_;  // room for kNearDims, or for kMaxDims in a block of their own
  int64_t* strides_ = near_ + kNearDims;
  int64_t near_[2 * kNearDims];
};

/// "FloatTensor 3x4": how a tensor appears in an error.
TOCHA_API void append(std::string& to, const Tensor& tensor);

}  // namespace tocha
