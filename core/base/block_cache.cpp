// SPDX-License-Identifier: BSD-3-Clause
#include "core/base/block_cache.h"

#include <malloc.h>
#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <new>

namespace tocha::memory {

int class_of(size_t bytes) {
  const size_t units = (bytes + kAlignment - 1) / kAlignment;
  if (units <= 4) return int(units) - 1;
  const int k = std::bit_width(units - 1) - 3;  // 4 * 2^k < units <= 8 * 2^k
  const size_t step = size_t(1) << k;
  const size_t quarter = (units + step - 1) / step;  // 5 ... 8
  return 4 * k + int(quarter) - 1;
}

size_t class_bytes(int c) {
  if (c < 4) return size_t(c + 1) * kAlignment;
  const int k = c / 4 - 1;
  return (size_t(c % 4) + 5) * (size_t(1) << k) * kAlignment;
}

// --- the system ---

// Blocks from this size on are mapped one by one: what is given back is other programs' at once.
// Smaller ones are the C library's, which splits and merges them; but it keeps what it gets back
// for as long as anything behind it is in use, until malloc_trim tells it to let whole pages go.
constexpr size_t kMapped = size_t(1) << 20;

void* ask_system(int c) noexcept {
  const size_t bytes = class_bytes(c);
  if (bytes < kMapped) return std::aligned_alloc(kAlignment, bytes);
  void* block = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return block == MAP_FAILED ? nullptr : block;
}

void give_back(FreeBlock* chain) noexcept {
  while (FreeBlock* block = chain) {
    chain = block->next;
    const size_t bytes = class_bytes(block->size_class);
    if (bytes < kMapped) {
      std::free(block);
    } else if (munmap(block, bytes) != 0) {
      // Too many separate mappings: the addresses stay taken, the memory does not.
      madvise(block, bytes, MADV_DONTNEED);
    }
  }
}

// --- the cache ---

void* BlockCache::take(int c) noexcept {
  Class& k = classes_[c];
  const auto bytes = int64_t(class_bytes(c));
  k.used = ++clock_;
  live_ += bytes;
  passed_ += bytes;
  peak_ = std::max(peak_, live_);
  if (FreeBlock* block = k.first) {
    k.first = block->next;
    __builtin_prefetch(k.first);  // the next call reads its link
    k.idle = std::min(k.idle, --k.count);
    cached_ -= bytes;
    return block;
  }
  if (k.returned > 0) {
    --k.returned;
    proven_ = std::min(proven_ + bytes, std::max(peak_, earlier_peak_));
  }
  if (size_t(bytes) < kMapped) freed_ = std::max<int64_t>(freed_ - bytes, 0);
  return nullptr;
}

void BlockCache::not_taken(int c) noexcept { live_ -= int64_t(class_bytes(c)); }

void BlockCache::put(void* block, int c, FreeBlock*& surplus) noexcept {
  Class& k = classes_[c];
  const auto bytes = int64_t(class_bytes(c));
  k.used = ++clock_;
  k.first = new (block) FreeBlock{k.first, c};
  ++k.count;
  live_ -= bytes;
  cached_ += bytes;
  constexpr int64_t kWindow = 8;
  if (passed_ > kWindow * (live_ + cached_ + kSlack)) end_window(surplus);
  if (cached_ > bound()) drop(cached_ - bound(), surplus);
}

int64_t BlockCache::bound() const {
  const int64_t recent = std::max(peak_, earlier_peak_);
  return kSlack + std::max(live_, std::min(live_ + proven_, recent - live_));
}

// What lay idle for the whole window was not needed.
void BlockCache::end_window(FreeBlock*& surplus) {
  for (int c = kClasses - 1; c >= 0; --c) {
    Class& k = classes_[c];
    for (int64_t idle = k.idle; idle > 0 && proven_ > 0; --idle) {
      drop_first(c, surplus);
      proven_ = std::max<int64_t>(proven_ - int64_t(class_bytes(c)), 0);
    }
    k.idle = k.count;
    k.returned = 0;
  }
  earlier_peak_ = peak_;
  peak_ = live_;
  passed_ = 0;
}

void BlockCache::drop(int64_t bytes, FreeBlock*& dropped) noexcept {
  while (bytes > 0 && cached_ > 0) {
    int oldest = -1;
    for (int c = 0; c < kClasses; ++c) {
      const Class& k = classes_[c];
      if (k.first && (oldest < 0 || k.used < classes_[oldest].used)) oldest = c;
    }
    Class& k = classes_[oldest];
    while (k.first && bytes > 0) {
      bytes -= int64_t(class_bytes(oldest));
      drop_first(oldest, dropped);
      ++k.returned;
    }
  }
}

void BlockCache::clear(FreeBlock*& dropped) noexcept {
  drop(cached_, dropped);
  for (Class& k : classes_) k.returned = 0;
  proven_ = earlier_peak_ = 0;
  peak_ = live_;
}

void BlockCache::drop_first(int c, FreeBlock*& dropped) {
  Class& k = classes_[c];
  FreeBlock* block = k.first;
  k.first = block->next;
  k.idle = std::min(k.idle, --k.count);
  cached_ -= int64_t(class_bytes(c));
  block->next = dropped;
  dropped = block;
  if (class_bytes(c) < kMapped) freed_ += int64_t(class_bytes(c));
}

// Its time grows with the memory of the process: so must the amount that makes it worth while.
bool BlockCache::trim_due() noexcept {
  if (freed_ <= (4 * kSlack + live_ + cached_) / 8) return false;
  freed_ = 0;
  return true;
}

void trim() noexcept {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

}  // namespace tocha::memory
