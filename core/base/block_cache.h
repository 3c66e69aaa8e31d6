// SPDX-License-Identifier: BSD-3-Clause
// Freed blocks of memory that wait for their next use, and the bound on them. Has no lock of its
// own. The lists run through the blocks themselves: freeing a block needs no memory.
//
// The bound is as much as is live, and a fixed slack. A program whose temporaries are larger than
// what stays live would give them back and ask for them again in each of its steps. So a request
// for a block of a size that was given back a moment ago proves a need: the bound rises by it, up
// to what was live at once lately. What has not been used while many times the memory of the
// process has passed is given back, and the need with it. Beyond the bound the sizes that were not
// used for longest go first.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tocha::memory {

constexpr size_t kAlignment = 64;

/// Class 4k+q holds blocks of 2^k * (5+q)/4 * 256 bytes, the first four those of 64 to 256 bytes:
/// at most a quarter of a block is unused.
constexpr int kClasses = 4 * 48;
int class_of(size_t bytes);
size_t class_bytes(int c);

/// A free block, at its own beginning.
struct FreeBlock {
  FreeBlock* next;
  int size_class;
};

/// A block from the system, or null.
void* ask_system(int c) noexcept;
void give_back(FreeBlock* chain) noexcept;
void trim() noexcept;

class BlockCache {
 public:
  static constexpr int64_t kSlack = int64_t(32) << 20;

  /// Counts a block as live and returns a free one of that class, or null: the system has to be
  /// asked then.
  void* take(int c) noexcept;
  /// The system had no block: it is not live.
  void not_taken(int c) noexcept;
  /// The block is free. Blocks beyond the bound are put in front of `surplus`.
  void put(void* block, int c, FreeBlock*& surplus) noexcept;
  /// Takes out blocks of so many bytes together, if there are.
  void drop(int64_t bytes, FreeBlock*& dropped) noexcept;
  /// Takes out all blocks, and forgets what was needed so far.
  void clear(FreeBlock*& dropped) noexcept;

  /// Whether enough went back to the C library that it should pass it on (trim) now.
  bool trim_due() noexcept;

  int64_t live() const { return live_; }
  int64_t cached() const { return cached_; }

 private:
  struct Class {
    FreeBlock* first = nullptr;
    int64_t count = 0;     // in the list
    int64_t idle = 0;      // the least it was in this window
    int64_t returned = 0;  // given back beyond the bound, in this window
    int64_t used = 0;      // when it was used last, by clock_
  };
  int64_t bound() const;
  void end_window(FreeBlock*& surplus);
  void drop_first(int c, FreeBlock*& dropped);

  Class classes_[kClasses];
  int64_t live_ = 0, cached_ = 0, clock_ = 0;
  int64_t proven_ = 0;                   // the need known by experience
  int64_t peak_ = 0, earlier_peak_ = 0;  // the most that was live in this window and the last
  int64_t passed_ = 0;                   // bytes taken in this window
  int64_t freed_ = 0;  // bytes that the C library got back and did not hand out again
};

}  // namespace tocha::memory
