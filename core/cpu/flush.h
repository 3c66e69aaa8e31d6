// SPDX-License-Identifier: BSD-3-Clause
// Results too small for a normal number become zero while an object lives, on its thread. Running
// means need it: those of parameters whose gradients have ended shrink until they are denormal, and
// stay so, and arithmetic on denormals takes ten times as long.
#pragma once

#if defined(__SSE2__)
#include <xmmintrin.h>
#elif defined(__aarch64__)
#include <cstdint>
#endif

namespace tocha::cpu {

class FlushToZero {
 public:
  FlushToZero() : before_(get()) { set(before_ | kFlush); }
  ~FlushToZero() { set(before_); }
  FlushToZero(const FlushToZero&) = delete;
  FlushToZero& operator=(const FlushToZero&) = delete;

 private:
#if defined(__SSE2__)
  using Word = unsigned;
  static constexpr Word kFlush = _MM_FLUSH_ZERO_ON;
  static Word get() { return _mm_getcsr(); }
  static void set(Word word) { _mm_setcsr(word); }
#elif defined(__aarch64__)
  using Word = uint64_t;
  static constexpr Word kFlush = Word(1) << 24;  // FPCR.FZ
  static Word get() {
    Word word;
    asm volatile("mrs %0, fpcr" : "=r"(word));
    return word;
  }
  static void set(Word word) { asm volatile("msr fpcr, %0" : : "r"(word)); }
#else
  using Word = unsigned;
  static constexpr Word kFlush = 0;
  static Word get() { return 0; }
  static void set(Word) {}
#endif
  Word before_;
};

}  // namespace tocha::cpu
